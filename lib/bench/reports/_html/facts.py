"""The sections that say what stands behind the numbers: support, fairness, flags, problems, what was run and on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.reports._html import table
from bench.reports._html.reader import Reader
from bench.reports._html.table import Cell, Column, Table
from bench.reports._run_sections import FLAG_MEANINGS, again, cautions, command_line, libraries, plain, resumptions
from bench.stats import NO_DIFFERENCE, is_decidable
from bench.support import EXTENSION, NATIVE, SUPPORTED, support
from bench.text import DASH, KIB_PER_MIB, count, number, words
from bench.view import is_doubtful, reason


def before_reading(reader: Reader) -> list[str]:
    """What a reader must know before any number."""
    found = cautions(reader.summary)
    compared = [cell for cell in reader.shown_cells if cell["compared"]]
    if doubtful := sum(map(is_doubtful, compared)):
        found.append(
            f"In {doubtful} of {len(compared)} measured cells a flag was raised in half of the windows or more; they are marked with !."
        )
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


def support_table(reader: Reader) -> Table:
    """Every endpoint × framework: natively, by an extension, or why not."""
    names = reader.shown_names
    columns = [
        Column("Endpoint", kind="name"),
        *(Column(reader.titles[name], kind="text") for name in names),
        Column("Group", kind="text"),
    ]
    body = [
        [
            Cell(endpoint["name"], endpoint["name"]),
            *(_supported(reader, group["name"], endpoint["name"], name) for name in names),
            table.text(group["title"]),
        ]
        for group in reader.groups
        for endpoint in group["endpoints"]
    ]
    return Table("support", "Who supports what, and by whose code", columns, body)


def _supported(reader: Reader, group: str, endpoint: str, framework: str) -> Cell:
    found = support(reader, group, endpoint, framework)
    said = f"by {found.library}" if found.kind == EXTENSION else found.kind
    return table.text(said, found.reason or "", look="" if found.kind in (NATIVE, EXTENSION, SUPPORTED) else "none")


def fairness(reader: Reader) -> Table:
    """One column per framework: what it said of itself, then what was seen of its processes while it ran."""
    names = reader.shown_names
    said = [reader.summary["frameworks"][name] for name in names]
    settings = dict.fromkeys(key for entry in said for key in entry.get("settings") or {})
    seen = {"processes": "processes seen", "threads": "threads seen", "head_bytes": "header bytes"}
    lines = [("version", [plain(entry.get("version")) for entry in said])]
    lines.append(
        ("server", [f"{plain(entry.get('server'))} {entry.get('server_version') or ''}".strip() for entry in said])
    )
    lines.append(("Python", [plain(entry.get("python")) for entry in said]))
    packages = [libraries(reader, name) for name in names]
    if any(packages):
        lines.append(("extensions", list(map(plain, packages))))
    lines += [(words(key), [plain((entry.get("settings") or {}).get(key)) for entry in said]) for key in settings]
    lines += [(title, [_range((entry.get("seen") or {}).get(key)) for entry in said]) for key, title in seen.items()]
    columns = [Column("What", kind="name"), *(Column(reader.titles[name], kind="text") for name in names)]
    body = [[Cell(title), *map(Cell, texts)] for title, texts in lines]
    return Table("fairness", "What served the requests", columns, body, sortable=False)


def flags(reader: Reader) -> Table | None:
    """The flags that were raised, what each means, and how often; None when none was."""
    counts: dict[str, list[int]] = {}
    for cell in reader.shown_cells:
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
    for cell in reader.shown_cells:
        if cell["status"] != "unsupported" and cell["problems"]:
            numbers = [str(p["round"]) for p in cell["problems"] if p["round"] is not None]
            where = f" (round {', '.join(dict.fromkeys(numbers))})" if numbers else ""
            found.append((_place(reader, cell), f"{words(cell['status'])}{where}: {reason(cell) or DASH}"))
    return found


def findings(reader: Reader) -> list[tuple[str, str]]:
    """Place and text of numbers that contradict their own records or look too good."""
    return [(_place(reader, finding["cells"][0]), finding["text"]) for finding in reader.summary["findings"]]


def run_facts(summary: Mapping[str, Any]) -> Table:
    """Settings, host and versions of the run."""
    rows = [
        (words(key), plain(value))
        for part in ("settings", "host", "versions")
        for key, value in summary[part].items()
        if key != "memory_kib"
    ]
    memory = summary["host"].get("memory_kib")
    if memory is not None:
        rows.append(("memory MiB", number(memory / KIB_PER_MIB)))
    overhead = summary["time"]["overhead_share"]
    rows += [
        ("seed", plain(summary["seed"])),
        ("commit", plain(summary["commit"])),
        ("methodology", plain(summary["methodology"])),
    ]
    rows.append(("time not under load", DASH if overhead is None else f"{overhead * 100:.1f} %"))
    rows += [("resumed", text) for text in resumptions(summary)]
    columns = [Column("What", kind="name"), Column("Value", kind="text")]
    return Table(
        "facts", "What was run, and on what", columns, [[Cell(key), Cell(value)] for key, value in rows], sortable=False
    )


def repeat(summary: Mapping[str, Any]) -> str:
    """The command lines that make such a run, and these reports, again."""
    checkout = [f"git checkout {summary['commit']}"] if summary["commit"] else []
    command = command_line(summary) or "# the run's record does not hold its command line"
    return "\n".join(
        [
            *checkout,
            command,
            "",
            "# only the reports, without a server",
            again(summary),
        ]
    )


def _place(reader: Reader, entry: Mapping[str, Any]) -> str:
    return f"{reader.titles.get(entry['framework'], entry['framework'])}, {entry['group']}/{entry['endpoint']}"


def _range(ends: Sequence[int] | None) -> str:
    if ends is None:
        return DASH
    low, high = ends
    return count(low) if low == high else f"{count(low)}–{count(high)}"
