"""The sections that say what stands behind the numbers: support, fairness, flags, problems, what was run and on what."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from bench.reports._html import table
from bench.reports._html.reader import Reader
from bench.reports._html.table import Cell, Column, Table
from bench.reports._run_sections import FLAG_MEANINGS
from bench.stats import NO_DIFFERENCE, is_decidable
from bench.text import DASH, KIB_PER_MIB, count, number, words
from bench.view import reason

# Settings of a run that are options of the runner under the same words, in the order of a command line.
_OPTIONS = ("duration_seconds", "connections", "threads", "rounds", "warmup_seconds", "workers", "profile", "server_cpus", "client_cpus")


def cautions(reader: Reader) -> list[str]:
    """What a reader must know before any number."""
    summary, found = reader.summary, []
    if summary["status"] != "complete":
        found.append(f"The run is {summary['status']}: some cells hold fewer rounds, or none.")
    if summary["settings"].get("pinned") is False:
        found.append("Servers and load generator shared the cores: they disturbed each other.")
    if any(cell["compared"] and cell["rounds_measured"] < 2 for cell in summary["cells"]):
        found.append("Some cells have one round only: they have no interval, and nothing is concluded from them.")
    compared = [cell for cell in summary["cells"] if cell["compared"]]
    noisy = sum("noisy_host" in cell["flags"] for cell in compared)
    if noisy:
        found.append(f"Other work took CPU time from the machine in {noisy} of the {len(compared)} measured cells.")
    if summary["dirty"]:
        found.append("The checkout had changes that are in no commit.")
    return found + [f"{title} is missing: {why}." for title, why in reader.unavailable.items()]


def reading(reader: Reader) -> list[str]:
    """How many comparisons show something, and how many would by chance."""
    pairs = [pair for pair in reader.summary["pairs"] if is_decidable(pair["rate"])]
    if not pairs:
        return []
    shown = sum(pair["rate"]["verdict"] != NO_DIFFERENCE for pair in pairs)
    chance = max(1, round(len(pairs) * (1 - reader.summary["level"])))
    return [
        f"Of {count(len(pairs))} comparisons of rates {count(shown)} show a difference. "
        f"If there were none at all, chance would show about {count(chance)}."
    ]


def support(reader: Reader) -> Table:
    """Every endpoint × framework: answered rightly, or why not."""
    names = reader.shown
    columns = [Column("Endpoint", kind="name"), Column("Group", kind="text"), *(Column(reader.titles[n], kind="text") for n in names)]
    body = [
        [Cell(endpoint["name"], endpoint["name"]), table.text(group["title"]),
         *(_supported(reader.cell(group["name"], endpoint["name"], name)) for name in names)]
        for group in reader.groups
        for endpoint in group["endpoints"]
    ]  # fmt: skip
    return Table("support", "Which endpoint each framework answered rightly", columns, body)


def _supported(cell: Mapping[str, Any] | None) -> Cell:
    if cell is None:
        return Cell("no record", "no record", look="none")
    said = "yes" if cell["status"] == "ok" else words(cell["status"])
    return Cell(said, said, "" if cell["status"] == "ok" else reason(cell) or "", look="" if said == "yes" else "none")


def fairness(reader: Reader) -> Table:
    """One row per framework: what it said of itself, then what was seen of its processes while it ran."""
    said = {name: reader.summary["frameworks"][name] for name in reader.shown}
    settings = list(dict.fromkeys(key for entry in said.values() for key in entry.get("settings") or {}))
    seen = {"processes": "Processes seen", "threads": "Threads seen", "head_bytes": "Header bytes"}
    titles = ("Version", "Server", "Python", *(words(key).capitalize() for key in settings), *seen.values())
    columns = [Column("Framework", kind="name"), *(Column(title, kind="text") for title in titles)]
    body = [
        [Cell(reader.titles[name], reader.titles[name], framework=name), table.text(_text(entry.get("version"))),
         table.text(f"{_text(entry.get('server'))} {entry.get('server_version') or ''}".strip()),
         table.text(_text(entry.get("python"))),
         *(table.text(_text((entry.get("settings") or {}).get(key))) for key in settings),
         *(table.text(_range((entry.get("seen") or {}).get(key))) for key in seen)]
        for name, entry in said.items()
    ]  # fmt: skip
    return Table("fairness", "What served the requests", columns, body)


def flags(reader: Reader) -> Table | None:
    """The flags that were raised, what each means, and how often; None when none was."""
    counts: dict[str, list[int]] = {}
    for cell in reader.summary["cells"]:
        for flag, windows in cell["flags"].items():
            own = counts.setdefault(flag, [0, 0])
            own[0], own[1] = own[0] + 1, own[1] + windows
    columns = [Column("Flag", kind="name"), Column("Meaning", kind="text"), Column("Cells"), Column("Windows")]
    body = [
        [Cell(words(flag), words(flag)), table.text(FLAG_MEANINGS.get(flag, "this report knows no explanation")),
         table.whole(cells), table.whole(windows)]
        for flag, (cells, windows) in sorted(counts.items())
    ]  # fmt: skip
    return Table("flags", "Flags raised", columns, body) if body else None


def problems(reader: Reader) -> list[tuple[str, str]]:
    """Place and text of everything that went wrong in a cell; what is unsupported is no problem."""
    found = []
    for cell in reader.summary["cells"]:
        if cell["status"] != "unsupported" and cell["problems"]:
            numbers = [str(p["round"]) for p in cell["problems"] if p["round"] is not None]
            where = f" (round {', '.join(dict.fromkeys(numbers))})" if numbers else ""
            found.append((_place(reader, cell), f"{words(cell['status'])}{where}: {reason(cell) or DASH}"))
    return found


def findings(reader: Reader) -> list[tuple[str, str]]:
    """Place and text of numbers that contradict their own records or look too good."""
    return [(_place(reader, finding), finding["text"]) for finding in reader.summary["findings"]]


def run_facts(summary: Mapping[str, Any]) -> Table:
    """Settings, host and versions of the run."""
    rows = [(words(key), _text(value)) for part in ("settings", "host", "versions") for key, value in summary[part].items() if key != "memory_kib"]
    memory = summary["host"].get("memory_kib")
    if memory is not None:
        rows.append(("memory MiB", number(memory / KIB_PER_MIB)))
    overhead = summary["time"]["overhead_share"]
    rows += [("seed", _text(summary["seed"])), ("commit", _text(summary["commit"])), ("methodology", _text(summary["methodology"]))]
    rows.append(("time not under load", DASH if overhead is None else f"{overhead * 100:.1f} %"))
    columns = [Column("What", kind="name"), Column("Value", kind="text")]
    return Table("facts", "What was run, and on what", columns, [[Cell(key), Cell(value)] for key, value in rows], sortable=False)


def repeat(summary: Mapping[str, Any]) -> str:
    """The command line that starts such a run again."""
    if summary.get("command"):
        return str(summary["command"])
    settings = summary["settings"]
    words_ = ["./run_all.sh"]
    for option in ("features", "frameworks"):
        names = settings.get(option)
        asked = [name for name in names or [] if not summary["frameworks"].get(name, {}).get("twin_of")]
        words_ += [f"--{option.removesuffix('s') if option == 'frameworks' else option}", ",".join(asked)] if asked else []
    for key in _OPTIONS:
        if settings.get(key) is not None:
            unit = "s" if key.endswith("_seconds") else ""
            words_ += [f"--{key.removesuffix('_seconds').replace('_', '-')}", f"{settings[key]}{unit}"]
    return shlex.join(words_ + (["--seed", str(summary["seed"])] if summary["seed"] is not None else []))


def _place(reader: Reader, entry: Mapping[str, Any]) -> str:
    return f"{reader.titles.get(entry['framework'], entry['framework'])}, {entry['group']}/{entry['endpoint']}"


def _range(ends: Sequence[int] | None) -> str:
    if ends is None:
        return DASH
    low, high = ends
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def _text(value: Any) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{words(key)} {_text(item)}" for key, item in value.items())
    return ", ".join(map(_text, value)) if isinstance(value, list) else str(value)
