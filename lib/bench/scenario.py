"""Reads a scenario: `python -m bench.scenario FILE --groups routing,di=dependency_injection --idle-seconds 4`.

Prints what the runner needs as JSON: the groups of the mix with their weights in percent, the groups that do not exist,
and the phases. Every fault of the file is one line on stderr, `FILE:LINE: what is wrong`; the exit status is then 2.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

SECONDS = {"s": 1, "m": 60, "h": 3600}
PHASES = {"ramp_up": "target_rps", "sustained": "rps", "spike": "rps"}
PARTS = ("name", "features", "load_patterns")
REQUESTS_PER_CONNECTION = 10  # a second, on average: as in the load presets
FEWEST_CONNECTIONS = 10


class Faults(Exception):
    """What is wrong with the file, as pairs of a line number and a text."""

    def __init__(self, found: list[tuple[int, str]]) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Share:
    """A group and its share of the requests in percent."""

    group: str
    weight: float


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the scenario, in which the rate goes from one number of requests/s to another in a straight line.

    `most_connections` is the number beyond which a connection would wait longer for its turn than servers keep it open;
    None where there is no such number.
    """

    name: str
    seconds: int
    from_rps: int
    to_rps: int
    connections: int
    most_connections: int | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as far as it can be run: `missing` are the groups of the file that do not exist."""

    name: str
    groups: tuple[Share, ...]
    missing: tuple[Share, ...]
    phases: tuple[Phase, ...]


class _Reader:
    """Reads the parts of a document and collects its faults."""

    def __init__(self, groups: Mapping[str, str], idle_seconds: float) -> None:
        self._known = groups
        self._idle_seconds = idle_seconds
        self.faults: list[tuple[int, str]] = []

    def document(self, root: yaml.Node | None) -> Scenario:
        parts = self._mapping(root, "the scenario", PARTS)
        name = self._text(parts.get("name"), "name")
        shares = self._features(parts.get("features"))
        phases = tuple(self._phases(parts.get("load_patterns")))
        groups = tuple(share for share in shares if share.group in self._known.values())
        if shares and not groups:
            self._fault(parts["features"], "none of these groups exists; ./run_all.sh --list shows all")
        missing = tuple(share for share in shares if share not in groups)
        return Scenario(name, groups, missing, phases)

    def _features(self, node: yaml.Node | None) -> tuple[Share, ...]:
        weights: dict[str, Fraction] = {}
        for key, value in self._entries(node, "features", "- routing: {weight: 40%}"):
            group = self._known.get(key.value, key.value)
            settings = self._mapping(value, key.value, ("weight",))
            weight = self._percent(settings.get("weight"))
            if group in weights:
                self._fault(key, f"{key.value} is there twice")
            weights[group] = weight or Fraction(0)
        if all(weights.values()) and weights and sum(weights.values()) != 100:
            self._fault(node, f"the weights add up to {float(sum(weights.values())):g}%, not to 100%")
        return tuple(Share(group, float(weight)) for group, weight in weights.items())

    def _phases(self, node: yaml.Node | None) -> Iterator[Phase]:
        rate = 0
        for key, value in self._entries(node, "load_patterns", "- sustained: {duration: 60s, rps: 100}"):
            name = key.value
            if name not in PHASES:
                self._fault(key, f"{name} is no load pattern; there are {', '.join(PHASES)}")
                continue
            settings = self._mapping(value, name, ("duration", PHASES[name]))
            seconds = self._seconds(settings.get("duration"))
            target = self._rate(settings.get(PHASES[name]), PHASES[name])
            if seconds is None or target is None:
                continue
            if name == "ramp_up" and target <= rate:
                self._fault(key, f"ramp_up to {target} requests/s does not rise: the phase before ends at {rate}")
            yield self._phase(name, seconds, rate if name == "ramp_up" else target, target)
            rate = target

    def _phase(self, name: str, seconds: int, start: int, target: int) -> Phase:
        usual = max(FEWEST_CONNECTIONS, target // REQUESTS_PER_CONNECTION)
        most = _most_connections(seconds, start, target, self._idle_seconds)
        return Phase(name, seconds, start, target, usual if most is None else min(usual, most), most)

    def _entries(self, node: yaml.Node | None, what: str, example: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """The key and the value of each entry of a list of one-key maps."""
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self._fault(node, f"{what} is no list with entries like {example}")
            return
        for entry in node.value:
            if isinstance(entry, yaml.MappingNode) and len(entry.value) == 1 and _is_text(entry.value[0][0]):
                yield entry.value[0]
            else:
                self._fault(entry, f"an entry of {what} has one key, as in {example}")

    def _mapping(self, node: yaml.Node | None, what: str, keys: tuple[str, ...]) -> dict[str, yaml.Node]:
        """The values of a map by key. Each of `keys` must be there, and nothing else."""
        if not isinstance(node, yaml.MappingNode):
            self._fault(node, f"{what} needs {', '.join(keys)}")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if _is_text(key) else "a list or a map"
            if name not in keys:
                self._fault(key, f"unknown key {name} of {what}; known: {', '.join(keys)}")
            elif name in found:
                self._fault(key, f"{name} is there twice")
            found[name] = value
        for key in keys:
            if key not in found:
                self._fault(node, f"{what} has no {key}")
        return found

    def _text(self, node: yaml.Node | None, what: str) -> str:
        text = node.value if _is_text(node) else ""
        if node is not None and not text.strip():
            self._fault(node, f"{what} is no text")
        return " ".join(text.split())

    def _percent(self, node: yaml.Node | None) -> Fraction | None:
        match = self._match(node, r"(\d{1,3}(?:\.\d+)?)\s*%", "weight", "a percentage above 0 like 40%")
        return Fraction(match[1]) if match else None

    def _seconds(self, node: yaml.Node | None) -> int | None:
        match = self._match(node, r"(\d{1,6})([smh])", "duration", "a time like 30s, 5m or 1h")
        return int(match[1]) * SECONDS[match[2]] if match else None

    def _rate(self, node: yaml.Node | None, what: str) -> int | None:
        match = self._match(node, r"(\d{1,7})", what, "a whole number of requests/s above 0")
        return int(match[1]) if match else None

    def _match(self, node: yaml.Node | None, form: str, what: str, wanted: str) -> re.Match[str] | None:
        """What `form` finds in a value whose number is above 0; a fault when it is written in another way."""
        if node is None:
            return None
        match = re.fullmatch(form, node.value, re.ASCII) if _is_text(node) else None
        if match is None or float(match[1]) == 0:
            shown = node.value if _is_text(node) else "a list or a map"
            self._fault(node, f"{what} is {shown or 'empty'}, not {wanted}")
            return None
        return match

    def _fault(self, node: yaml.Node | None, text: str) -> None:
        self.faults.append((node.start_mark.line + 1 if node else 1, text))


def read(text: str, groups: Mapping[str, str], idle_seconds: float) -> Scenario:
    """A scenario from its YAML text; `groups` gives the group of each name and alias. Raises Faults."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Faults([(mark.line + 1 if mark else 1, f"is no YAML: {error.problem or error.context}")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Faults([(1, f"is no YAML: {str(error).splitlines()[0]}")]) from error
    reader = _Reader(groups, idle_seconds)
    scenario = reader.document(root)
    if reader.faults:
        raise Faults(sorted(reader.faults))
    return scenario


def _is_text(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _most_connections(seconds: int, start: int, target: int, idle_seconds: float) -> int | None:
    """The connections take the requests in turn, so one of them waits for as many requests as there are connections.

    While a rate rises the wait after the very first request is the longest.
    """
    slope = (target - start) / seconds
    first = (math.sqrt(start * start + slope) - start) / slope if slope else 0.5 / start
    end = first + idle_seconds
    return None if end >= seconds else max(1, math.floor(start * end + slope * end * end / 2 - 0.5))


def _groups(text: str) -> dict[str, str]:
    """The group of each name, of `name` and `alias=name` separated by commas."""
    pairs = [word.partition("=") for word in text.split(",") if word]
    return {name: group or name for name, _, group in pairs}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.scenario", description="Reads a scenario and prints it as JSON.")
    parser.add_argument("file", type=Path, help="YAML file of the scenario")
    parser.add_argument("--groups", type=_groups, required=True, help="the groups there are: name or alias=name, …")
    parser.add_argument(
        "--idle-seconds", type=float, default=4.0, help="longest wait of a connection (default %(default)s)"
    )
    arguments = parser.parse_args()
    try:
        text = arguments.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(_complain(arguments.file, [(1, f"cannot be read: {error}")]))
    try:
        scenario = read(text, arguments.groups, arguments.idle_seconds)
    except Faults as faults:
        sys.exit(_complain(arguments.file, faults.found))
    print(json.dumps(_as_json(scenario), ensure_ascii=False))


def _as_json(scenario: Scenario) -> dict[str, Any]:
    return asdict(scenario) | {"seconds": sum(phase.seconds for phase in scenario.phases)}


def _complain(file: Path, faults: list[tuple[int, str]]) -> int:
    for line, text in faults:
        print(f"{file}:{line}: {text}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
