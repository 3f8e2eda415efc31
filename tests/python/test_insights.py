"""performance_insights.json has the form of its schema in every state of a run, and the facts of the summary."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.records import load
from bench.reports import Folders
from bench.reports.performance_insights import SCHEMA_FILE, write
from bench.summary import build
from jsonschema import Draft202012Validator, ValidationError
from synthetic import BASE_US, DOSES, ENDPOINTS, MIXED, Plan, write_run

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
PLANS = {
    "mixed": MIXED,
    "one round": replace(MIXED, rounds=1),
    "all failed": Plan(statuses={(name, e.name): "server_failed" for name in BASE_US for e in ENDPOINTS}),
    "interrupted": replace(MIXED, run_status="interrupted"),
    "one framework": Plan(base_us={"alder": 45.0}),
    "no framework": Plan(base_us={}, unavailable={"rowan": "not installed"}),
    "duets": Plan(base_us={"alder": 45.0, "birch": 110.0}, endpoints=ENDPOINTS[:2], duets=[("birch", "alder")]),
    "twins": Plan(base_us={"alder": 45.0, "alder_twin": 45.0}, endpoints=ENDPOINTS[:2], twins={"alder_twin": "alder"}),
    "doses": Plan(endpoints=ENDPOINTS[:4], doses=DOSES),
    "doses of one round": Plan(endpoints=ENDPOINTS[:4], doses=DOSES, rounds=1),
}


def written(tmp_path: Path, plan: Plan, noise_floor: float | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The summary, and what was written of it."""
    summary = json.loads(json.dumps(build(load(write_run(tmp_path / "run", plan)), noise_floor)))
    (path,) = write(summary, Folders(tmp_path / "results"))
    assert path == tmp_path / "results" / "reports" / "performance_insights.json"
    return summary, json.loads(path.read_text(encoding="utf-8"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("noise_floor", [None, 0.03])
@pytest.mark.parametrize("name", PLANS)
def test_every_state_of_a_run_has_the_form(tmp_path: Path, name: str, noise_floor: float | None) -> None:
    _, found = written(tmp_path, PLANS[name], noise_floor)
    Draft202012Validator(SCHEMA).validate(found)


def objects(value: Any, place: str = "") -> list[tuple[str, dict[str, Any]]]:
    children = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    below = [found for key, child in children for found in objects(child, f"{place}/{key}")]
    return [(place, value), *below] if isinstance(value, dict) else below


def test_the_schema_refuses_what_is_wrong(tmp_path: Path) -> None:
    _, found = written(tmp_path, PLANS["duets"])
    validator = Draft202012Validator(SCHEMA)
    free = ("/settings", "/host", "/versions", "/findings", "/flags", "/libraries", "/latency_us")
    checked = 0
    for i, (place, value) in enumerate(objects(found)):
        if i % 7 or any(part in place for part in free) or not value:
            continue
        checked += 1
        wrong = copy.deepcopy(found)
        target = wrong
        for key in filter(None, place.split("/")):
            target = target[int(key) if isinstance(target, list) else key]
        target["invented"] = 1
        with pytest.raises(ValidationError):
            validator.validate(wrong)
    assert checked > 10
    zero = copy.deepcopy(found)
    zero["features"][0]["endpoints"][0]["results"][0]["rate"] = 0
    with pytest.raises(ValidationError):
        validator.validate(zero)


def test_the_facts_are_the_summarys(tmp_path: Path) -> None:
    summary, found = written(tmp_path, MIXED)
    results = [
        (feature["name"], endpoint["name"], result)
        for feature in found["features"]
        for endpoint in feature["endpoints"]
        for result in endpoint["results"]
    ]
    cells = {(cell["group"], cell["endpoint"], cell["framework"]): cell for cell in summary["cells"]}
    assert len(results) == len(cells)
    for group, endpoint, result in results:
        cell = cells[group, endpoint, result["framework"]]
        assert result["status"] == cell["status"]
        assert (result["rate"] is None) == (not cell["compared"])
        if cell["compared"]:
            assert result["rate"]["median"] == pytest.approx(cell["rate"]["median"], rel=1e-5)
            assert result["rate"]["rounds"] == cell["rounds_measured"]
        else:
            assert result["reason"] and result["latency_us"] is None and result["memory_kib"] is None
    assert found["scalability"] is None and found["command"] is None
    assert len(found["migration"]["pairs"]) == 6 * (len(ENDPOINTS) + 3)


def test_a_group_has_its_lines(tmp_path: Path) -> None:
    summary, found = written(tmp_path, Plan(doses=DOSES))
    lines = {feature["name"]: feature["doses"] for feature in found["features"]}
    assert lines["validation"] == lines["injection"] == []
    assert [line["framework"] for line in lines["routing"]] == list(BASE_US)
    for line, dose in zip(lines["routing"], summary["doses"], strict=True):
        assert line["slope_us"]["centre"] == pytest.approx(dose["slope_us"]["centre"], rel=1e-5)
        assert [point["amount"] for point in line["points"]] == sorted(DOSES.values())


def test_the_command_line_comes_from_the_record(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", Plan(endpoints=ENDPOINTS[:1]))
    path = run / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"command": "./run_all.sh --seed 7"}))
    (made,) = write(json.loads(json.dumps(build(load(run)))), Folders(tmp_path))
    assert json.loads(made.read_text())["command"] == "./run_all.sh --seed 7"
