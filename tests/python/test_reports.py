"""The reports hold what the summary holds, for every state that a run can be in."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.records import load
from bench.reports import Folders, formats, write_reports
from bench.summary import build
from bench.text import DASH
from synthetic import BASE_US, ENDPOINTS, MIXED, Plan, write_run

ALL_FAILED = {(name, endpoint.name): "server_failed" for name in BASE_US for endpoint in ENDPOINTS}
PLANS = {
    "mixed": MIXED,
    "one round": replace(MIXED, rounds=1),
    "all failed": Plan(statuses=ALL_FAILED),
    "interrupted": replace(MIXED, run_status="interrupted"),
    "one framework": Plan(base_us={"alder": 45.0}),
    "no framework": Plan(base_us={}, unavailable={"rowan": "not installed"}),
}


@pytest.fixture
def reported(tmp_path: Path) -> Callable[[Plan], tuple[dict[str, Any], Path]]:
    def make(plan: Plan) -> tuple[dict[str, Any], Path]:
        summary = build(load(write_run(tmp_path / "run", plan)))
        summary = json.loads(json.dumps(summary))
        write_reports(summary, Folders(tmp_path / "results"), list(formats().values()))
        return summary, tmp_path / "results" / "features"

    return make


def test_formats_are_found_in_the_folder() -> None:
    folder = Path(sys.modules["bench.reports"].__file__).parent
    modules = {path.stem for path in folder.glob("[!_]*.py")}
    assert {module.__name__.rpartition(".")[2] for module in formats().values()} == modules
    assert {"features_json", "features_markdown"} <= set(formats())


@pytest.mark.parametrize("name", PLANS)
def test_every_state_of_a_run_can_be_reported(reported: Callable[..., Any], name: str) -> None:
    summary, folder = reported(PLANS[name])
    text = (folder / "feature_summary.md").read_text(encoding="utf-8")
    assert "nan" not in text.lower().split() and "None" not in re.sub(r"^None\.$", "", text, flags=re.MULTILINE)
    for group in summary["groups"]:
        assert (folder / group["result"]).is_file() == bool(group["endpoints"])


def test_each_group_has_its_file_with_its_cells_and_pairs_only(reported: Callable[..., Any]) -> None:
    summary, folder = reported(MIXED)
    for group in summary["groups"]:
        content = json.loads((folder / group["result"]).read_text(encoding="utf-8"))
        assert content["run"] == summary["run"] and content["settings"] == summary["settings"]
        for key in ("cells", "pairs", "ties"):
            assert len(content[key]) == sum(entry["group"] == group["name"] for entry in summary[key])
    assert content["support"]["service_cycle"]["alder"]["supported"] is False
    assert content["support"]["service_cycle"]["alder"]["reason"]
    assert content["support"]["service_cycle"]["maple"] == {"supported": True}
    assert content["unavailable"] == {"rowan": "the package rowan is not installed"}


def tables_of(text: str) -> list[list[str]]:
    return [block.split("\n") for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)]


def test_markdown_tables_line_up_and_never_show_a_zero_for_nothing(reported: Callable[..., Any]) -> None:
    _, folder = reported(MIXED)
    text = (folder / "feature_summary.md").read_text(encoding="utf-8")
    tables = tables_of(text)
    assert len(tables) > 10
    for table in tables:
        assert len({len(line) for line in table if line}) == 1
    for status in ("load failed", "contract failed", "unsupported"):
        (row, *_) = [line for line in text.split("\n") if line.startswith("|") and status in line]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[3:8] == [DASH] * 5


def test_markdown_names_reasons_ties_flags_and_what_is_missing(reported: Callable[..., Any]) -> None:
    _, folder = reported(MIXED)
    text = (folder / "feature_summary.md").read_text(encoding="utf-8")
    for expected in (
        "Not run: rowan, the package rowan is not installed",
        "Alder, service_cycle: the framework has no container | of its own",
        "load failed (round 3): 4.1 % of the requests timed out",
        "client limited 10/10",
        "[2 rounds]",
        "No difference in rate is shown between:",
        "mapleserve 0.54.0",
        "time not under load | 15.2 %",
    ):
        assert expected in text, expected


def test_markdown_warns_before_the_numbers(reported: Callable[..., Any]) -> None:
    _, folder = reported(replace(MIXED, rounds=1, run_status="interrupted"))
    opening = (folder / "feature_summary.md").read_text(encoding="utf-8").partition("## ")[0]
    assert "The run is interrupted" in opening and "one round only" in opening


def test_titles_and_order_come_from_the_records_alone(reported: Callable[..., Any]) -> None:
    plan = Plan(base_us={"zebra": 100.0, "yak": 50.0}, endpoints=ENDPOINTS[:2])
    _, folder = reported(plan)
    text = (folder / "feature_summary.md").read_text(encoding="utf-8")
    assert text.index("| Zebra") < text.index("| Yak")


def test_the_command_line(tmp_path: Path) -> None:
    def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", module, str(tmp_path / "run"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    results = str(tmp_path / "res ults")
    write_run(tmp_path / "run", replace(MIXED, endpoints=ENDPOINTS[:3]))
    missing = run("bench.reports", results)
    assert missing.returncode == 3 and "python -m bench.summary" in missing.stderr and "Traceback" not in missing.stderr
    run("bench.summary")
    unknown = run("bench.reports", results, "--format", "features_json,sculpture")
    assert unknown.returncode == 2 and "sculpture" in unknown.stderr and "features_markdown" in unknown.stderr
    first = run("bench.reports", results)
    files = [Path(line) for line in first.stdout.splitlines()]
    assert first.returncode == 0 and len(files) > 2 and all(path.is_file() for path in files)
    before = [path.read_bytes() for path in files]
    one = run("bench.reports", results, "--format", "features_markdown").stdout.splitlines()
    assert one == [str(Path(results) / "features" / "feature_summary.md")]
    run("bench.reports", results)
    assert [path.read_bytes() for path in files] == before
