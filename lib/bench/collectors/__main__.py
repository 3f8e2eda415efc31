"""`python -m bench.collectors NAMES`: what these collectors add to a run, as JSON on one line. NAMES are separated by commas;
`all`, or `default` for those that no server can notice."""

from __future__ import annotations

import json
import sys

from bench.collectors import Collectors, defaults, find


def main(text: str) -> None:
    """Collectors that cannot be loaded are in the answer too, with the reason."""
    names = {"all": find, "default": defaults}.get(text, lambda: list(dict.fromkeys(text.split(","))))()
    print(json.dumps(Collectors(names).describe()))


if __name__ == "__main__":
    main(sys.argv[1])
