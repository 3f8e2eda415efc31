"""The final table fits, names what has no numbers, and stays plain where there is no terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.records import load
from bench.summary import build
from bench.terminal import Table
from synthetic import BASE_US, ENDPOINTS, MIXED, Plan, make_run, write_files, write_run

MANY = Plan(base_us=BASE_US | {"oak": 95.0, "pine": 60.0, "teak": 210.0, "hickory": 150.0})
ESCAPE = re.compile(r"\033\[\d*m")


def lines_of(tmp_path: Path, plan: Plan, width: int = 100, colour: bool = False) -> list[str]:
    summary: dict[str, Any] = json.loads(json.dumps(build(load(write_run(tmp_path, plan)))))
    return Table(summary, width, colour).lines()


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("plan", [MIXED, MANY, replace(MIXED, rounds=1)])
def test_no_line_is_longer_than_the_width(tmp_path: Path, plan: Plan, width: int) -> None:
    assert max(map(len, lines_of(tmp_path, plan, width))) <= width


def test_four_frameworks_fit_beside_each_other(tmp_path: Path) -> None:
    header = next(line for line in lines_of(tmp_path, MIXED) if "Alder" in line)
    assert all(name in header for name in ("Birch", "Cedar", "Maple"))


def test_more_frameworks_go_into_further_blocks_and_none_is_lost(tmp_path: Path) -> None:
    text = "\n".join(lines_of(tmp_path, MANY))
    assert text.count("static_routing  ") == 3  # the last one is the verdict's
    assert all(name.capitalize() in text for name in MANY.base_us)


def test_columns_line_up(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, Plan())
    units = next(i for i, line in enumerate(lines) if "CPU µs" in line)
    assert len({len(line) for line in lines[units - 1 : units + 7]}) == 1


def test_reasons_are_footnotes_and_statuses_are_named(tmp_path: Path) -> None:
    text = "\n".join(lines_of(tmp_path, MIXED))
    for status, reason in (
        ("unsupported", "the framework has no container"),
        ("wrong answer", "expected .user.name"),
        ("load failed", "4.1 % of the requests timed out"),
    ):
        (number, *_) = re.findall(rf"{status} \[(\d+)\]", text)
        assert f"\n[{number}] {reason}" in text
    assert "rowan did not run: the package rowan is not installed" in text


def test_marks(tmp_path: Path) -> None:
    plan = Plan(base_us={"alder": 50.0, "birch": 50.0, "maple": 330.0}, endpoints=ENDPOINTS[:1], rounds=10, seed=2)
    row = next(line for line in lines_of(tmp_path / "a", plan) if line.startswith("static_routing"))
    assert row.count("*") == 1 and row.count("=") == 1
    flagged = replace(plan, flags={("maple", "static_routing"): ["noisy_host"]}, rounds=1)
    row = next(line for line in lines_of(tmp_path / "b", flagged) if line.startswith("static_routing"))
    assert row.count("!") == 1 and row.count("?") == 2 and "=" not in row


def test_the_verdict_says_what_the_rates_show_and_no_more(tmp_path: Path) -> None:
    def verdict(plan: Plan, endpoint: str) -> str:
        lines = lines_of(tmp_path / str(hash(str(plan))), plan)
        block = lines[next(i for i, line in enumerate(lines) if "Verdict on the rate" in line) :]
        return next(line for line in block if line.startswith(endpoint)).partition("  ")[2].strip()

    clear = Plan(base_us={"alder": 50.0, "maple": 330.0, "birch": 110.0}, endpoints=ENDPOINTS[:1], rounds=10)
    assert re.search(r"Alder 2\.\d+ \(2\.\d+–2\.\d+\) × Birch$", verdict(clear, "static_routing"))
    tied = replace(clear, base_us={"alder": 50.0, "birch": 50.0, "maple": 330.0}, seed=2)
    assert verdict(tied, "static_routing").split("  ")[-1] in {
        "no difference shown: Alder, Birch",
        "no difference shown: Birch, Alder",
    }
    assert verdict(replace(clear, rounds=1), "static_routing").endswith("one round: nothing is shown")
    alone = replace(clear, base_us={"alder": 50.0})
    assert verdict(alone, "static_routing").endswith("only Alder: nothing to compare")
    failed = replace(clear, statuses={(name, "static_routing"): "server_failed" for name in clear.base_us})
    assert verdict(failed, "static_routing").endswith("nothing measured")


def test_colour_changes_nothing_but_colour(tmp_path: Path) -> None:
    plain, coloured = lines_of(tmp_path, MIXED), lines_of(tmp_path, MIXED, colour=True)
    assert [ESCAPE.sub("", line) for line in coloured] == plain != coloured


def test_the_command_prints_plain_text_and_loads_nothing_slow(tmp_path: Path) -> None:
    write_run(tmp_path, replace(MIXED, endpoints=ENDPOINTS[:3]))
    subprocess.run([sys.executable, "-m", "bench.summary", str(tmp_path)], check=True)
    check = (
        "import runpy, sys\n"
        "try:\n    runpy.run_module('bench.terminal', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "slow = {'numpy', 'scipy', 'matplotlib'} & set(sys.modules)\n"
        "assert not slow, slow"
    )
    done = subprocess.run([sys.executable, "-c", check, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == "" and "\033" not in done.stdout and "static_routing" in done.stdout


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    write_run(tmp_path, MANY)
    subprocess.run([sys.executable, "-m", "bench.summary", str(tmp_path)], check=True)
    command = f'set -o pipefail; "{sys.executable}" -m bench.terminal "{tmp_path}" | head -1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""


def test_bad_use(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bench.terminal", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run(str(tmp_path)).returncode == 3
    assert run(str(tmp_path), "--width", "10").returncode == 2


def test_a_flag_in_few_windows_is_no_mark(tmp_path: Path) -> None:
    files = make_run(Plan(endpoints=ENDPOINTS[:1]))
    for item in files["raw/maple.routing.static_routing.json"]["rounds"][:2]:
        item["windows"][0]["flags"] = ["noisy_host"]
    summary = json.loads(json.dumps(build(load(write_files(tmp_path, files)))))
    assert summary["cells"][3]["flags"] == {"noisy_host": 2}
    assert not any("!" in line for line in Table(summary, 100, False).lines() if line.startswith("static_routing"))


def test_of_many_ties_some_are_shown_and_the_others_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.terminal.TIES_SHOWN", 3)
    alike = Plan(base_us=dict.fromkeys(("alder", "birch", "cedar"), 50.0), noise=0.1)
    text = " ".join("\n".join(lines_of(tmp_path, alike)).split())
    found = re.search(r"No difference shown in (.*?)\.(?: |$)", text)
    assert found and found[1].count(";") == 3
    assert re.search(r"; and [1-9]\d* more ties, see the report$", found[1])
