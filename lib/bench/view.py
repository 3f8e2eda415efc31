"""Looking things up in a summary: what every report, table and chart asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench import roles
from bench.stats import CHEAPER, DEARER, FASTER, SLOWER
from bench.text import TIED, UNDECIDED, mark

_TURNED = {FASTER: SLOWER, SLOWER: FASTER, CHEAPER: DEARER, DEARER: CHEAPER}


class View:
    """A summary with its cells and pairs indexed by place."""

    def __init__(self, summary: Mapping[str, Any]) -> None:
        self.summary = summary
        self._cells = {(c["group"], c["endpoint"], c["framework"]): c for c in summary["cells"]}
        self._pairs = {(p["group"], p["endpoint"], *p["frameworks"]): p for p in summary["pairs"]}
        self.shown_names = roles.names(summary["frameworks"], *roles.SHOWN)
        self.ranked = roles.names(summary["frameworks"], roles.FRAMEWORK)
        self.references = roles.names(summary["frameworks"], roles.REFERENCE)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The groups that have cells, in order."""
        return [group for group in self.summary["groups"] if group["endpoints"]]

    @property
    def unavailable(self) -> dict[str, str]:
        """Why a framework that was asked for is not in the run, by its title."""
        found = self.summary["frameworks"].values()
        return {said["title"]: said["unavailable"] for said in found if said["unavailable"]}

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the available entries by name, in order: references are called so, equal titles told apart."""
        said = {name: entry for name, entry in self.summary["frameworks"].items() if not entry["unavailable"]}
        plain = [entry["title"] for entry in said.values()]
        return {
            name: entry["title"]
            + (f" [{name}]" if plain.count(entry["title"]) > 1 else "")
            + (" (reference)" if roles.role(entry) == roles.REFERENCE else "")
            for name, entry in said.items()
        }

    def frameworks(self, group: str) -> list[str]:
        """The entries with a cell in the group, in order; twins are left out."""
        return [name for name in self.shown_names if any(key[0] == group and key[2] == name for key in self._cells)]

    @property
    def shown_cells(self) -> list[dict[str, Any]]:
        """The cells that tables show: all but the twins'."""
        return [cell for cell in self.summary["cells"] if cell["framework"] in self.shown_names]

    def cell(self, group: str, endpoint: str, framework: str) -> dict[str, Any] | None:
        return self._cells.get((group, endpoint, framework))

    def highest(self, group: str, endpoint: str) -> str | None:
        """The framework, references aside, whose median rate is the highest; None when none is compared."""
        own = [self.cell(group, endpoint, name) for name in self.ranked]
        compared = [cell for cell in own if cell and cell["compared"]]
        return max(compared, key=lambda cell: cell["rate"]["median"])["framework"] if compared else None

    def against(self, group: str, endpoint: str, this: str, other: str, what: str = "rate") -> dict[str, Any] | None:
        """The ratio this / other of `what` ("rate" or "cpu_us"), whichever way round the pair was recorded."""
        if pair := self._pairs.get((group, endpoint, this, other)):
            return pair[what]
        pair = self._pairs.get((group, endpoint, other, this))
        return turned(pair[what]) if pair else None

    def mark_of_highest(self, group: str, endpoint: str) -> str:
        """The mark that the framework with the highest rate shares with those that it cannot be told from."""
        best = self.highest(group, endpoint)
        others = [name for name in self.ranked if name != best] if best else []
        marks = {mark(self.against(group, endpoint, name, best)) for name in others}
        return next((sign for sign in (UNDECIDED, TIED) if sign in marks), "")

    def is_version_of(self, name: str, framework: str) -> bool:
        """Whether the entry is another version of the framework."""
        return self.summary["frameworks"].get(name, {}).get("version_of") == framework

    def duet(self, group: str, endpoint: str, framework: str, reference: str) -> dict[str, Any] | None:
        """The entry of a cell's duet with the reference; None when there was none."""
        duets = (self.cell(group, endpoint, framework) or {}).get("duets") or []
        return next((entry for entry in duets if entry["reference"] == reference), None)

    def ties(self, group: str, endpoint: str) -> list[list[str]]:
        """The sets of frameworks between whose rates no difference is shown."""
        return [t["frameworks"] for t in self.summary["ties"] if (t["group"], t["endpoint"]) == (group, endpoint)]


def turned(ratio: Mapping[str, Any]) -> dict[str, Any]:
    """The ratio seen from the other side."""
    centre, low, high = (None if ratio[key] is None else 1 / ratio[key] for key in ("ratio", "high", "low"))
    said = _TURNED.get(ratio["verdict"], ratio["verdict"])
    return {"ratio": centre, "low": low, "high": high, "rounds": ratio["rounds"], "verdict": said}


def is_doubtful(cell: Mapping[str, Any]) -> bool:
    """True when a flag was raised in at least half of the windows: then the median is in doubt too."""
    return any(2 * raised >= cell["windows_measured"] for raised in cell["flags"].values())


def reason(cell: Mapping[str, Any]) -> str | None:
    """What the record says went wrong, as one line; None when it says nothing."""
    return "; ".join(dict.fromkeys(problem["text"] for problem in cell["problems"])) or None
