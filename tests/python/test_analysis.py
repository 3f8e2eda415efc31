"""The two long reports: they hold what the numbers hold, in every state of a run, and the same bytes for the same run."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.files import InputError, write_json
from bench.records import load
from bench.reports import Folders, comprehensive_analysis, formats, migration_recommendations, write_reports
from bench.stress import describe
from bench.stress import load as load_stress
from bench.stress_report import JSON_NAME
from bench.summary import build
from bench.text import DASH
from stressed import Server, write_stress_run
from synthetic import BASE_US, DOSES, ENDPOINTS, MIXED, RUN_ID, Plan, make_run, take_cpu_time, write_files

REPORTS = {"analysis": comprehensive_analysis, "migration": migration_recommendations}
PLANS = {
    "mixed": MIXED,
    "one round": replace(MIXED, rounds=1),
    "all failed": Plan(statuses={(name, e.name): "server_failed" for name in BASE_US for e in ENDPOINTS}),
    "interrupted": replace(MIXED, run_status="interrupted"),
    "one framework": Plan(base_us={"alder": 45.0}),
    "no framework": Plan(base_us={}, unavailable={"rowan": "not installed"}),
    "twins": Plan(base_us={"alder": 45.0, "alder_twin": 45.0, "birch": 90.0}, twins={"alder_twin": "alder"}),
    "duets": Plan(base_us={"alder": 45.0, "birch": 110.0}, endpoints=ENDPOINTS[:2], duets=[("birch", "alder")]),
    "ties": Plan(base_us={"alder": 50.0, "birch": 50.0}, endpoints=ENDPOINTS[:2], rounds=10, seed=2),
    "doses": Plan(endpoints=ENDPOINTS[:4], doses=DOSES),
}
Write = Callable[..., str]
PLACES = "Who needs the least: CPU time and memory"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "results")


@pytest.fixture
def write(tmp_path: Path, folders: Folders) -> Write:
    def make(which: str, plan: Plan, change: Callable[[dict[str, Any]], None] = lambda _: None) -> str:
        files = make_run(plan)
        change(files)
        shutil.rmtree(tmp_path / "run", ignore_errors=True)  # a test may write several runs, one after the other
        summary = build(load(write_files(tmp_path / "run", files)))
        (path,) = REPORTS[which].write(json.loads(json.dumps(summary)), folders)
        return path.read_text(encoding="utf-8")

    return make


def section(text: str, title: str) -> str:
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("which", REPORTS)
@pytest.mark.parametrize("name", PLANS)
def test_every_state_of_a_run_can_be_told(write: Write, which: str, name: str) -> None:
    text = write(which, PLANS[name])
    assert "nan" not in text.lower().split() and not re.search(r"\b(None|inf|True|False)\b(?!\.$)", text, re.MULTILINE)
    assert text.endswith("\n") and "\n\n\n" not in text
    for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        assert len({len(line) for line in table.splitlines()}) == 1


@pytest.mark.parametrize("which", REPORTS)
def test_the_same_run_gives_the_same_bytes(write: Write, which: str) -> None:
    assert write(which, MIXED) == write(which, MIXED)


def test_findings_come_first(write: Write) -> None:
    text = write("analysis", MIXED)
    titles = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    assert titles[0] == "Findings" and len(titles) == 11
    assert len(re.findall(r"^\d\. ", section(text, "Findings"), flags=re.MULTILINE)) == 3


def test_the_analysis_says_what_was_run_and_what_was_not(write: Write) -> None:
    opening = write("analysis", replace(MIXED, run_status="interrupted")).partition("\n## ")[0]
    for expected in (
        "14 endpoints of 3 features (Routing, Validation and Dependency injection)",
        "Alder 5.2.1 on alderserve",
        "5 rounds, 100 connections, 1 worker; profile production",
        "a virtual machine",
        "Not run: rowan, the package rowan is not installed.",
        "**The run is interrupted",
    ):
        assert expected in opening, expected


def test_the_matrix_marks_the_best_ties_flags_and_gaps(write: Write) -> None:
    text = section(write("analysis", MIXED), "Performance")
    lines = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("|")}
    assert "5 of 6" in lines["Routing"]
    first = text.partition("### Routing")[2]
    row = next(line for line in first.splitlines() if line.startswith("| static_routing"))
    assert re.search(r"\*\*[\d,]+ \([\d,]+–[\d,]+\) !\*\*", row)  # the best one, flagged client_limited
    assert "unsupported" in next(line for line in text.splitlines() if line.startswith("| service_cycle"))
    tied = section(write("analysis", PLANS["ties"]), "Performance")
    assert re.search(r"^\| static_routing +\| += ", tied, re.MULTILINE) and "= **" in tied
    assert "? **" in section(write("analysis", PLANS["one round"]), "Performance")


def test_what_one_more_costs_stands_with_the_costs_of_its_group(write: Write) -> None:
    routing, validation = section(write("analysis", Plan(doses=DOSES)), "What a feature costs").split("### Validation")
    assert re.search(r"^\| segments +\|( +\+[\d.]+ \(.+ to .+\) \|){4}$", routing, re.MULTILINE)
    assert "one more" not in validation


@pytest.mark.parametrize(
    ("recorded", "shown", "again"),
    [
        (r"--features di\,routing", "--features di,routing", "--report results/runs/{run}"),
        (r"--output /tmp/a\ b/", "--output '/tmp/a b/'", "--report '/tmp/a b/runs/{run}' --output '/tmp/a b/'"),
        ("--output=here --seed 2", "--output=here --seed 2", "--report here/runs/{run} --output here"),
        (r"--features $'\t'", r"--features $'\t'", "--report results/runs/{run}"),
    ],
)
def test_it_can_be_repeated_and_made_again_from_where_it_lies(
    write: Write, recorded: str, shown: str, again: str
) -> None:
    def name(files: dict[str, Any]) -> None:
        files["run.json"]["command"] = f"./run_all.sh {recorded}"

    text = section(write("analysis", Plan(endpoints=ENDPOINTS[:1]), name), "How to repeat it")
    for options in (shown, again.format(run=RUN_ID)):
        assert f"\n    ./run_all.sh {options}\n" in text


def test_equal_frameworks_share_a_place(write: Write) -> None:
    text = section(write("analysis", PLANS["ties"]), "Who needs the least: CPU time and memory")
    assert len(re.findall(r"^\| 1–2 ", text, re.MULTILINE)) >= 2
    assert "No difference is shown between " in text


def test_support_names_the_package_and_the_reason(write: Write) -> None:
    def declare(files: dict[str, Any]) -> None:
        for said in files["run.json"]["frameworks"].values():
            said |= {"extensions": {}, "libraries": {}}
        files["run.json"]["frameworks"]["birch"] |= {"extensions": {"validation": "pod"}, "libraries": {"pod": "4.4.0"}}

    text = write("analysis", MIXED, declare)
    support = section(text, "What is supported, and by whom")
    assert re.search(r"^\| validate_simple \| native +\| by pod +\| native ", support, re.MULTILINE)
    assert "- Alder, service_chain: unsupported: the framework has no container | of its own" in support
    assert "- Cedar, validate_nested: wrong answer: " in support and "4.1 %" not in support
    assert "pod 4.4.0" in section(text, "Fairness: what served the requests")


def test_how_to_repeat_it(write: Write) -> None:
    def record(files: dict[str, Any]) -> None:
        files["run.json"] |= {"command": "./run_all.sh --features routing", "commit": "c0ffee", "dirty": True}

    text = section(write("analysis", MIXED, record), "How to repeat it")
    assert "    git checkout c0ffee\n    ./run_all.sh --features routing\n" in text and "in no commit" in text
    without = section(write("analysis", MIXED), "How to repeat it")
    assert "git checkout" not in without and "does not hold its command line" in without


def test_a_run_that_was_resumed_says_when_why_and_with_what(write: Write) -> None:
    again = {
        "at": "2026-11-24T08:00:00Z",
        "why": "--rerun failed",
        "endpoints": {"routing.static_routing": "all rounds anew: alder: load failed"},
        "cells": ["alder.routing.static_routing", "birch.routing.static_routing"],
    }

    def record(files: dict[str, Any]) -> None:
        files["run.json"]["resumptions"] = [again]

    text = section(write("analysis", MIXED, record), "What was run, and on what")
    assert re.search(r"\| resumed +\| 2026-11-24T08:00:00Z by --rerun failed: 2 cells of routing.static_routing ", text)
    assert "resumed" not in section(write("analysis", MIXED), "What was run, and on what")


def test_a_stress_run_is_told_with_its_name_or_how_to_make_one(write: Write, folders: Folders, tmp_path: Path) -> None:
    text = section(write("analysis", MIXED), "Scaling and breaking points")
    assert "./run_all.sh --load stress --features routing,validation,injection" in text
    servers = {"alder": Server(9000), "birch": Server(3000, breaks_at=400, fault="errors")}
    stress = load_stress(write_stress_run(tmp_path / "stress", servers, [("routing", "static_routing")]))
    write_json(folders.features / JSON_NAME, describe(stress))
    text = section(write("analysis", MIXED), "Scaling and breaking points")
    assert f"the stress run {stress.facts.run}, complete" in text and "| Alder " in text and "errors at " in text
    assert "another host and versions: compare it with nothing else here" in text
    (folders.features / JSON_NAME).write_text("{")
    with pytest.raises(InputError, match=r"stress\.json"):
        write("analysis", MIXED)


def test_the_migration_report_states_its_rules_and_both_directions(write: Write) -> None:
    text = write("migration", MIXED)
    assert "\n## How the answers are made\n" in text and "Of 36 moves of a feature" in text
    for one, other in (("Alder", "Maple"), ("Maple", "Alder")):
        assert f"- {one} to {other}: **" in text
    assert re.search(
        r"Maple to Alder: \*\*worth it\*\*: CPU time × 0\.1\d\d \(0\.1\d\d–0\.1\d\d\) over \d of 4 endpoints", text
    )
    assert (
        "- Birch to Alder loses service_chain, unsupported there: the framework has no container | of its own" in text
    )
    assert "| lost: unsupported" in text and "| only in " in text
    assert "- Effort: not counted, because servers/ does not hold both implementations." in text


def test_the_wording_is_the_same_for_both_sides(write: Write) -> None:
    """Two frameworks that change their names change places in the report, and nothing else changes."""

    def told(first: float, second: float) -> list[str]:
        plan = Plan(base_us={"alder": first, "birch": second}, endpoints=ENDPOINTS[:1], rounds=10)
        lines = [line for line in write("migration", plan).splitlines() if " to " in line and "**" in line]
        return [re.sub(r"[\d.,–()]+", "#", line) for line in lines]

    there, back = told(50.0, 100.0), told(100.0, 50.0)
    swapped = [line.replace("Alder", "?").replace("Birch", "Alder").replace("?", "Birch") for line in back]
    assert sorted(there) == sorted(swapped)
    assert not re.search(r"blazing|impressive|unfortunately|only a mere|amazing|!\s", " ".join(there))


def test_what_cannot_be_judged_is_said(write: Write) -> None:
    assert "no move can be judged" in write("migration", PLANS["one framework"])
    one = write("migration", PLANS["one round"])
    assert "cannot be told" in one and "one round: no interval" in one and "**worth it**" not in one
    failed = write("migration", PLANS["all failed"])
    assert "no move can be judged" in failed


def test_missing_numbers_are_dashes(write: Write) -> None:
    text = write("migration", MIXED)
    row = next(line for line in text.splitlines() if line.startswith("| service_chain "))
    assert [cell.strip() for cell in row.strip("|").split("|")][1:4] == [DASH] * 3


def test_a_format_that_fails_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    summary = json.loads(
        json.dumps(build(load(write_files(tmp_path / "run", make_run(Plan(endpoints=ENDPOINTS[:2]))))))
    )
    folders = Folders(tmp_path / "results")
    folders.features.mkdir(parents=True)
    (folders.features / JSON_NAME).write_text("{")

    class Broken:
        NAME = "broken"

        @staticmethod
        def write(*_: object) -> list[Path]:
            raise TypeError("this is nobody's input")

    known = formats()
    chosen = [known["comprehensive_analysis"], Broken, known["migration_recommendations"]]
    with pytest.raises(InputError) as caught:
        write_reports(summary, folders, chosen)
    assert "stress.json" in caught.value.args[0]
    assert "the report broken could not be made: TypeError: this is nobody's input" in caught.value.args
    assert (folders.reports / "migration_recommendations.md").is_file()
    assert not (folders.reports / "comprehensive_analysis.md").exists()


def test_an_endpoint_without_cpu_time_costs_the_others_neither_their_means_nor_a_report(
    tmp_path: Path, write: Write, folders: Folders
) -> None:
    plan = Plan(endpoints=ENDPOINTS[:4])
    text = section(write("analysis", plan, lambda files: take_cpu_time(files, ENDPOINTS[1].name)), PLACES)
    assert "over the 3 of them where it can be told" in text and "| 1 " in text
    summary = build(load(tmp_path / "run"))
    overall = summary["geometric_means"]["overall"]
    assert (overall["count"], overall["cpu_count"]) == (4, 3)
    assert all(found["cpu_us"]["ratio"] for found in overall["frameworks"].values())
    write_reports(json.loads(json.dumps(summary)), folders, list(formats().values()))
    # Where no endpoint has any, there is no mean of it, and the page says so.
    text = write("analysis", plan, lambda files: [take_cpu_time(files, e.name) for e in ENDPOINTS] and None)
    assert "CPU time per request: not measured" in section(text, PLACES)
    write_reports(json.loads(json.dumps(build(load(tmp_path / "run")))), folders, list(formats().values()))
    assert "not measured in all of the endpoints" in (folders.reports / "report.html").read_text(encoding="utf-8")
