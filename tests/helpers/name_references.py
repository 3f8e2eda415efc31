"""Finds callers that hand a function the name of a variable which that function has itself: the result would be lost.

    python name_references.py FILE…

bash has dynamic scope: `local -n _out=$1` refers to whatever `$1` names at that place, and a local of the function comes first.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

FUNCTION = re.compile(r"^([a-z_]+::[a-z0-9_]+)\(\) \{(.*?)^\}", re.MULTILINE | re.DOTALL)
REFERENCE = re.compile(r"local -n .*")
NAMED = re.compile(r"(\w+)=\$(?:\{)?([1-9])")
LOCAL = re.compile(r"^\s*local (?!-n)(?:-[aA]+ )?(.*)$", re.MULTILINE)
CALL = re.compile(r"\b([a-z_]+::[a-z0-9_]+) ([^\n;|&)]*)")


def referenced(body: str) -> dict[int, str]:
    """Number of the argument → the reference's own name."""
    found = (pair for line in REFERENCE.findall(body) for pair in NAMED.findall(line))
    return {int(number): name for name, number in found}


def own_names(body: str) -> set[str]:
    """Variables that the function declares for itself."""
    names = set()
    for declared in LOCAL.findall(body):
        plain = re.sub(r"\$?\([^()]*(\([^()]*\)[^()]*)*\)|\"[^\"]*\"|'[^']*'|\$\{[^}]*\}", "", declared)
        names |= {word.split("=")[0] for word in plain.split("#")[0].split()}
    return {name for name in names if name.isidentifier()}


def problems(texts: list[str]) -> list[str]:
    code = "\n".join(re.sub(r"\\\n\s*", " ", text) for text in texts)
    functions = {name: (referenced(body), own_names(body)) for name, body in FUNCTION.findall(code)}
    found = set()
    for name, arguments in CALL.findall(re.sub(r"^\s*#.*$", "", code, flags=re.MULTILINE)):
        references, locals_ = functions.get(name, ({}, set()))
        try:
            words = shlex.split(arguments.split(" #")[0])
        except ValueError:
            continue  # cut in the middle of a quotation: not a plain call
        for number, reference in references.items():
            if number <= len(words) and words[number - 1] in locals_ | {reference}:
                found.add(f"{name} is given its own {words[number - 1]}")
    return sorted(found)


if __name__ == "__main__":
    print("\n".join(problems([Path(file).read_text(encoding="utf-8") for file in sys.argv[1:]])))
