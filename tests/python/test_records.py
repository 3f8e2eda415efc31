"""The raw files are read as they are, or refused with every fault named at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bench.files import InputError
from bench.records import load
from synthetic import ENDPOINTS, MIXED, Plan, make_run, write_files, write_run

CELL = "raw/alder.routing.simple_routing.json"
SMALL = Plan(endpoints=ENDPOINTS[:2], base_us={"alder": 45.0, "birch": 110.0}, rounds=2)

BOTH = ("alder", "birch")

Files = dict[str, Any]


def lines_of(run_dir: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(run_dir)
    return [str(line) for line in caught.value.args]


def test_every_cell_and_number_is_there(tmp_path: Path) -> None:
    files = make_run(MIXED)
    run = load(write_files(tmp_path / "a run", files))
    assert len(run.cells) == len(files) - 1
    raw, cell = files[CELL], next(c for c in run.cells if (c.framework, c.endpoint) == ("alder", "simple_routing"))
    window, expected = cell.rounds[1].windows[0], raw["rounds"][1]["windows"][0]
    assert window.requests == expected["requests"]
    assert window.latency_us.p99_9 == expected["latency_us"]["p99_9"]
    assert window.server.memory_kib.peak == expected["server"]["memory_kib"]["peak"]
    assert [list(pair) for pair in window.quantiles] == expected["quantiles"]
    assert run.settings["connections"] == 100
    assert run.frameworks["rowan"]["unavailable"]


def test_what_was_not_measured_stays_none(tmp_path: Path) -> None:
    files = make_run(SMALL)
    window = files[CELL]["rounds"][0]["windows"][0]
    window |= {"server": None, "client": None, "host": None, "latency_us": None, "quantiles": []}
    files[CELL]["rounds"][0]["start_ms"] = None
    found = next(c for c in load(write_files(tmp_path, files)).cells if c.endpoint == "simple_routing")
    assert found.rounds[0].start_ms is None
    assert found.rounds[0].windows[0].server is None


def test_duets_load_and_pace_are_read_and_may_be_missing(tmp_path: Path) -> None:
    files = make_run(SMALL)
    late = {"mean": 12.5, "p50": 8, "p99": 90, "max": 400}
    window_of(files)["paced"] = {"target_rps": 1000, "achieved_rps": 998.5, "due": 1000, "late_us": late}
    files[CELL]["load"] = {"name": "medium", "rate": 1000}
    sides = {"cpu_us": None, "requests": 5, "reference_cpu_us": 10, "reference_requests": None, "reference_failed": 0}
    files[CELL]["rounds"][1]["duets"] = [{"window": 1, "reference": "birch", **sides, "flags": ["noisy_host"]}]
    for item in files["raw/birch.routing.simple_routing.json"]["rounds"]:
        del item["duets"]
    run = load(write_files(tmp_path, files))
    cell, old = (next(c for c in run.cells if (c.framework, c.endpoint) == (f, "simple_routing")) for f in BOTH)
    assert cell.load.rate == 1000 and cell.rounds[1].windows[0].paced.late_us.p99 == 90
    duet = cell.rounds[1].duets[0]
    assert duet.reference == "birch" and duet.cpu_us is None and duet.failed is None and not duet.is_good
    assert old.load is None and old.rounds[0].duets == () and old.rounds[0].windows[0].paced is None


def window_of(files: Files) -> dict[str, Any]:
    return files[CELL]["rounds"][1]["windows"][0]


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda f: f[CELL].pop("work"), "the key work is missing"),
        (lambda f: f[CELL].update(status="fine"), "status: is 'fine', not one of ok"),
        (lambda f: f[CELL].update(schema=2), "schema is 2, this version reads 1"),
        (lambda f: f[CELL].update(run="other"), "is of run other"),
        (lambda f: f[CELL].update(endpoint="other"), "holds the cell of alder.routing.other.json"),
        (lambda f: f[CELL].update(work=0), "work is 0"),
        (lambda f: f[CELL].update(rounds={}), "rounds: is an object, not a list"),
        (lambda f: f[CELL]["rounds"].append(f[CELL]["rounds"][0]), "a round is there twice"),
        (lambda f: window_of(f).update(requests="12"), "rounds[1].windows[0].requests: is '12', not a whole number"),
        (lambda f: window_of(f).update(requests=True), "requests: is True"),
        (lambda f: window_of(f).update(requests=1.5), "requests: is 1.5"),
        (lambda f: window_of(f).update(seconds=None), "seconds: is null, not a number"),
        (lambda f: window_of(f)["latency_us"].pop("p99_9"), "latency_us: the key p99_9 is missing"),
        (lambda f: window_of(f).update(quantiles=[[1, 2, 3]]), "quantiles[0]: has 3 items, not 2"),
        (lambda f: window_of(f)["server"].pop("cpu_us"), "server: the key cpu_us is missing"),
        (lambda f: f["run.json"].pop("settings"), "run.json: the key settings is missing"),
        (lambda f: f["run.json"].update(schema="1"), "schema is '1'"),
        (lambda f: f["run.json"].update(status="done"), "status: is 'done'"),
        (lambda f: f["run.json"]["groups"]["routing"].update(result="../x.json"), "is no plain file name"),
        (lambda f: f["run.json"]["groups"].pop("routing"), "the group routing is not in run.json"),
        (lambda f: f["run.json"]["frameworks"].pop("alder"), "the framework alder is not in run.json"),
        (lambda f: f.update({CELL: [1]}), "is a list, not an object"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, spoil: Callable[[Files], Any], named: str) -> None:
    files = make_run(SMALL)
    spoil(files)
    found = [line for line in lines_of(write_files(tmp_path, files)) if named in line]
    assert found and all(str(tmp_path) in line for line in found)


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    files = make_run(SMALL)
    files[CELL].pop("work")
    window_of(files)["seconds"] = "1"
    files["run.json"]["seed"] = "one"
    write_files(tmp_path, files)
    (tmp_path / "raw/birch.routing.static_routing.json").write_text('{"schema": 1,', encoding="utf-8")
    (tmp_path / "raw/birch.routing.simple_routing.json").write_text('{"schema": NaN}', encoding="utf-8")
    lines = lines_of(tmp_path)
    wanted = (
        "key work",
        "seconds: is '1'",
        "seed: is 'one'",
        "is not JSON: Expecting",
        "NaN is no number",
        "5 fault(s)",
    )
    for text in wanted:
        assert sum(text in line for line in lines) == 1, text
    assert len(lines) == len(wanted)


def test_no_run_json_is_one_line_that_says_what_to_name(tmp_path: Path) -> None:
    (line,) = lines_of(tmp_path / "nowhere")
    assert "nowhere/run.json" in line and "name the directory of a run" in line


def test_bytes_that_are_no_text_are_a_fault_like_others(tmp_path: Path) -> None:
    write_run(tmp_path, SMALL)
    (tmp_path / CELL).write_bytes(b"\xff\xfe{}")
    assert any("is not JSON" in line for line in lines_of(tmp_path))


def test_later_keys_do_no_harm(tmp_path: Path) -> None:
    files = make_run(SMALL)
    window_of(files)["later"] = {"a": 1}
    files["run.json"]["later"] = 1
    assert load(write_files(tmp_path, json.loads(json.dumps(files)))).run
