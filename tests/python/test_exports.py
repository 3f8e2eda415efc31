"""The files for other tools have the documented form of each, and the numbers of the summary."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bench.records import load
from bench.reports import (
    Folders,
    export_bencher,
    export_csv,
    export_github,
    export_jira,
    export_parquet,
    export_slack,
)
from bench.reports._cell_rows import COLUMNS
from bench.summary import build
from bench.text import cut
from jsonschema import Draft7Validator
from synthetic import BASE_US, ENDPOINTS, MIXED, Endpoint, Plan, write_run

EXPORTS = (export_bencher, export_csv, export_github, export_jira, export_parquet, export_slack)
PLANS = {
    "mixed": MIXED,
    "one round": replace(MIXED, rounds=1),
    "all failed": Plan(statuses={(name, e.name): "server_failed" for name in BASE_US for e in ENDPOINTS}),
    "one framework": Plan(base_us={"alder": 45.0}),
    "no framework": Plan(base_us={}),
    "many groups": replace(MIXED, endpoints=[Endpoint(f"group_{i}", f"endpoint_{i}", "", 5.0 * i) for i in range(24)]),
}
# As Bencher publishes it (bencher.dev/bmf.json), closed: a benchmark has measures and nothing else.
BENCHER_SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema",  # allowed: the name of a dialect, which nothing fetches
    "type": "object",
    "patternProperties": {
        ".+": {
            "type": "object",
            "patternProperties": {
                ".+": {
                    "type": "object",
                    "properties": {key: {"type": "number"} for key in ("value", "lower_value", "upper_value")},
                    "required": ["value"],
                    "additionalProperties": False,
                }
            },
        }
    },
}


def summary_of(tmp_path: Path, plan: Plan) -> dict[str, Any]:
    return json.loads(json.dumps(build(load(write_run(tmp_path / "run", plan)))))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "res ults")


@pytest.mark.parametrize("name", PLANS)
def test_every_state_of_a_run_is_written_to_exports_with_the_same_bytes(
    tmp_path: Path, folders: Folders, name: str
) -> None:
    summary = summary_of(tmp_path, PLANS[name])
    paths = [path for module in EXPORTS for path in module.write(summary, folders)]
    assert len(paths) == 7 and all(path.parent == folders.results / "reports" / "exports" for path in paths)
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for module in EXPORTS for path in module.write(summary, folders)] == before


def test_csv_has_a_line_per_cell_and_empty_fields_for_what_is_missing(tmp_path: Path, folders: Folders) -> None:
    summary = summary_of(tmp_path, MIXED)
    (path,) = export_csv.write(summary, folders)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(summary["cells"]) and set(rows[0]) == set(COLUMNS)
    for row, cell in zip(rows, summary["cells"], strict=True):
        assert (row["framework"], row["endpoint"], row["status"]) == (
            cell["framework"],
            cell["endpoint"],
            cell["status"],
        )
        if cell["compared"]:
            assert float(row["rate_median"]) == pytest.approx(cell["rate"]["median"])
            assert float(row["rate_low"]) < float(row["rate_median"]) < float(row["rate_high"])
        else:
            assert row["rate_median"] == row["latency_p99_us_median"] == row["memory_peak_kib"] == row["doubtful"] == ""
    unsupported = next(row for row in rows if row["status"] == "unsupported")
    assert unsupported["support"] == "unsupported" and unsupported["reason"]


def test_parquet_has_the_rows_of_the_csv_with_types_and_nulls(tmp_path: Path, folders: Folders) -> None:
    summary = summary_of(tmp_path, MIXED)
    (path,) = export_parquet.write(summary, folders)
    with duckdb.connect() as database:
        table = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names, kinds = zip(*((column[0], str(column[1])) for column in table.description or ()), strict=True)
        rows = table.fetchall()
        (nulls,) = database.execute(
            "SELECT count(*) FROM read_parquet(?) WHERE rate_median IS NULL", [str(path)]
        ).fetchone()
    assert list(names) == list(COLUMNS) and len(rows) == len(summary["cells"])
    assert {"BIGINT", "BOOLEAN"} <= set(COLUMNS.values()) and len(set(kinds)) == len(set(COLUMNS.values()))
    assert nulls == sum(not cell["compared"] for cell in summary["cells"]) > 0
    first = dict(zip(names, rows[0], strict=True))
    assert first["rate_median"] == pytest.approx(summary["cells"][0]["rate"]["median"]) and first["doubtful"] is True
    assert path.read_bytes()[:4] == b"PAR1" == path.read_bytes()[-4:]


def test_github_action_benchmark_gets_what_it_documents(tmp_path: Path, folders: Folders) -> None:
    summary = summary_of(tmp_path, MIXED)
    bigger, smaller = (json.loads(path.read_text(encoding="utf-8")) for path in export_github.write(summary, folders))
    compared = sum(cell["compared"] for cell in summary["cells"])
    assert len(bigger) == compared and len(smaller) > 3 * compared
    for entry in (*bigger, *smaller):
        assert {"name", "unit", "value"} <= set(entry) <= {"name", "unit", "value", "range", "extra"}
        assert isinstance(entry["value"], int | float) and entry["value"] > 0
        assert all(isinstance(entry[key], str) for key in ("name", "unit", "range", "extra"))
        # A name that changed from run to run would be another line of the chart each time.
        assert summary["run"] not in entry["name"]
    assert len({entry["name"] for entry in (*bigger, *smaller)}) == len(bigger) + len(smaller)
    assert {entry["unit"] for entry in bigger} == {"requests/s"}
    assert {entry["unit"] for entry in smaller} == {"µs/request", "µs", "MiB"}


def test_one_round_has_no_range(tmp_path: Path, folders: Folders) -> None:
    for path in export_github.write(summary_of(tmp_path, replace(MIXED, rounds=1)), folders):
        assert not any("range" in entry for entry in json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", PLANS)
def test_bencher_gets_its_metric_format(tmp_path: Path, folders: Folders, name: str) -> None:
    summary = summary_of(tmp_path, PLANS[name])
    found = json.loads(export_bencher.write(summary, folders)[0].read_text(encoding="utf-8"))
    Draft7Validator(BENCHER_SCHEMA).validate(found)
    assert len(found) == sum(cell["compared"] for cell in summary["cells"])
    for benchmark, measures in found.items():
        assert len(benchmark) <= 1024 and all(re.fullmatch(r"[a-z0-9-]{1,64}", measure) for measure in measures)
        framework, group, endpoint = benchmark.split("/")
        (cell,) = [
            c for c in summary["cells"] if (c["framework"], c["group"], c["endpoint"]) == (framework, group, endpoint)
        ]
        assert measures["throughput"]["value"] == pytest.approx(cell["rate"]["median"], rel=1e-5)
        # Bencher's own measure of latency is in nanoseconds.
        assert measures["latency"]["value"] == pytest.approx(1000 * cell["latency_us"]["p50"]["median"], rel=1e-5)


@pytest.mark.parametrize("name", PLANS)
def test_slack_gets_blocks_within_its_limits(tmp_path: Path, folders: Folders, name: str) -> None:
    summary = summary_of(tmp_path, PLANS[name])
    message = json.loads(export_slack.write(summary, folders)[0].read_text(encoding="utf-8"))
    assert set(message) == {"text", "blocks"} and message["text"] and len(message["blocks"]) <= 50
    for block in message["blocks"]:
        texts = block.get("fields") or block.get("elements") or [block["text"]]
        assert block["type"] in {"header", "section", "context"} and 1 <= len(texts) <= 10
        kind, longest = (
            ("plain_text", 150) if block["type"] == "header" else ("mrkdwn", 2000 if "fields" in block else 3000)
        )
        for text in texts:
            assert set(text) == {"type", "text"} and text["type"] == kind and 1 <= len(text["text"]) <= longest
            assert kind == "plain_text" or not re.search(r"<|>|&(?!amp;|lt;|gt;)", text["text"])


def test_slack_texts_are_cut_and_escaped() -> None:
    assert cut("a" * 151, 150) == "a" * 149 + "…" and cut("a" * 150, 150) == "a" * 150
    assert export_slack._text("a < b & c > d", 100) == {"type": "mrkdwn", "text": "a &lt; b &amp; c &gt; d"}


def test_jira_gets_wiki_markup_that_shows_the_text_as_it_is(tmp_path: Path, folders: Folders) -> None:
    text = export_jira.write(summary_of(tmp_path, MIXED), folders)[0].read_text(encoding="utf-8")
    summary, empty, *lines = text.splitlines()
    assert len(summary) <= 255 and not summary.startswith("h") and empty == ""
    assert next(line for line in lines if line.startswith("h2. ")) == "h2. Findings"
    assert len([line for line in lines[: lines.index("")] if line.startswith("# ")]) == 3
    table = [line for line in lines if line.startswith("|")]
    heads = [line for line in table if line.startswith("||")]
    assert len(heads) == 1 and len(table) == 1 + 36
    columns = heads[0].count("||") - 1
    assert all(len(re.findall(r"(?<!\\)\|", line)) == columns + 1 for line in table[1:])
    assert lines.count("{noformat}") == 2
    inside = lines.index("{noformat}")
    for line in lines[:inside]:
        assert not re.search(r"(?<!\\)[{}\[\]^~!]", line)
    assert "register\\_routes" in text
    assert export_jira.escape("a_b [x] {y} *z* | !") == "a\\_b \\[x\\] \\{y\\} \\*z\\* \\| \\!"
