"""Scenario files: what is read of a good one, and the line that each fault is told by."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.scenario import Faults, Scenario, read
from hypothesis import given
from hypothesis import strategies as st

GROUPS = {"routing": "routing", "validation": "validation", "injection": "injection", "in": "injection"}
GOOD = """\
name: A shop
features:
  - routing: {weight: 40%}
  - validation: {weight: 30%}
  - in: {weight: 20.5%}
  - upload: {weight: 9.5%}
load_patterns:
  - ramp_up: {duration: 60s, target_rps: 1000}
  - sustained: {duration: 5m, rps: 1000}
  - spike: {duration: 30s, rps: 5000}
  - sustained: {duration: 1h, rps: 100}
  - ramp_up: {duration: 60s, target_rps: 200}
"""


def scenario(text: str = GOOD, idle_seconds: float = 4) -> Scenario:
    return read(text, GROUPS, idle_seconds)


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Faults) as raised:
        scenario(text)
    return raised.value.found


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_groups_have_their_weights_and_aliases_count_as_names() -> None:
    found = scenario()
    assert found.name == "A shop"
    assert [(share.group, share.weight) for share in found.groups] == [
        ("routing", 40), ("validation", 30), ("injection", 20.5),
    ]  # fmt: skip
    assert [(share.group, share.weight) for share in found.missing] == [("upload", 9.5)]


def test_a_ramp_starts_at_the_rate_that_the_phase_before_ended_with() -> None:
    phases = scenario().phases
    assert [(phase.name, phase.seconds, phase.from_rps, phase.to_rps) for phase in phases] == [
        ("ramp_up", 60, 0, 1000),
        ("sustained", 300, 1000, 1000),
        ("spike", 30, 5000, 5000),
        ("sustained", 3600, 100, 100),
        ("ramp_up", 60, 100, 200),
    ]


def test_connections_are_those_of_the_load_presets() -> None:
    assert [phase.connections for phase in scenario().phases] == [100, 100, 500, 10, 20]


def test_the_form_with_a_key_a_line_is_the_same() -> None:
    spread = changed("- routing: {weight: 40%}", "- routing:\n      weight: 40%")
    assert scenario(spread) == scenario()


@pytest.mark.parametrize(
    ("old", "new", "line", "text"),
    [
        ("name: A shop", "name:", 1, "name is no text"),
        ("name: A shop", "title: A shop", 1, "unknown key title"),
        ("weight: 40%", "weight: 40", 3, "weight is 40, not a percentage"),
        ("weight: 40%", "weight: 0%", 3, "weight is 0%, not a percentage"),
        ("weight: 40%", "weight: -40%", 3, "weight is -40%, not a percentage"),
        ("weight: 40%", "weight: [40%]", 3, "weight is a list or a map, not a percentage"),
        ("weight: 40%", "weight: 40.5%", 3, "the weights add up to 100.5%, not to 100%"),
        ("weight: 40%", "weight: 40%, since: 1", 3, "unknown key since of routing"),
        ("weight: 40%", "", 3, "routing has no weight"),
        ("- routing: {weight: 40%}", "- routing: 40%", 3, "routing needs weight"),
        ("- routing: {weight: 40%}", "- routing", 3, "an entry of features has one key"),
        ("  - in:", "  - injection: {weight: 1%}\n  - in:", 6, "in is there twice"),
        ("duration: 60s, target_rps: 1000", "duration: 60, target_rps: 1000", 8, "duration is 60, not a time"),
        ("duration: 60s, target_rps: 1000", "duration: 0s, target_rps: 1000", 8, "duration is 0s, not a time"),
        ("duration: 60s, target_rps: 1000", "duration: 1.5s, target_rps: 1000", 8, "duration is 1.5s, not a time"),
        ("target_rps: 1000", "rps: 1000", 8, "unknown key rps of ramp_up"),
        ("rps: 5000", "rps: 0", 10, "rps is 0, not a whole number"),
        ("rps: 5000", "rps: many", 10, "rps is many, not a whole number"),
        ("rps: 5000", "rps: 1.5", 10, "rps is 1.5, not a whole number"),
        ("rps: 5000", "rps: ٣", 10, "rps is ٣, not a whole number"),
        ("- spike:", "- wave:", 10, "wave is no load pattern; there are ramp_up, sustained, spike"),
        ("target_rps: 200", "target_rps: 100", 12, "does not rise: the phase before ends at 100"),
        ("name: A shop", "name: [A shop", 2, "is no YAML"),
        ("name: A shop", "\tname: A shop", 1, "is no YAML"),
        ("load_patterns:", "load_patterns: []\nx:", 7, "load_patterns is no list"),
        ("features:", "? [features]\n:", 2, "unknown key a list or a map"),
    ],
)
def test_a_fault_is_told_by_its_line(old: str, new: str, line: int, text: str) -> None:
    found = faults(changed(old, new))
    assert any(number == line and text in said for number, said in found), found


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    found = faults(GOOD.replace("%}", "}").replace("rps: 5000", "rps: x"))
    assert [line for line, _ in found] == [3, 4, 5, 6, 10]


@pytest.mark.parametrize("text", ["", "- a", "a", "name: x\n---\nname: y", "null"])
def test_what_is_no_scenario_at_all_is_a_fault(text: str) -> None:
    assert faults(text)


def test_groups_of_which_none_exists_are_a_fault() -> None:
    text = "name: x\nfeatures:\n  - a: {weight: 100%}\nload_patterns:\n  - spike: {duration: 1s, rps: 1}\n"
    assert [line for line, said in faults(text) if "none of these groups exists" in said] == [3]


@given(
    start=st.integers(0, 5000),
    rise=st.integers(0, 5000),
    seconds=st.integers(1, 600),
    idle=st.floats(0.5, 10),
)
def test_no_connection_waits_longer_than_servers_keep_it_open(start: int, rise: int, seconds: int, idle: float) -> None:
    """The times of all requests are known, and connections take turns: so the waits can be counted out."""
    target = start + rise
    if target == 0:
        return
    before = f"  - sustained: {{duration: 1s, rps: {start}}}\n" if start else ""
    kind = (
        f"ramp_up: {{duration: {seconds}s, target_rps: {target}}}"
        if rise
        else f"spike: {{duration: {seconds}s, rps: {target}}}"
    )
    text = f"name: x\nfeatures:\n  - routing: {{weight: 100%}}\nload_patterns:\n{before}  - {kind}\n"
    phase = scenario(text, idle).phases[-1]
    if phase.most_connections is None:
        return
    slope = (target - start) / seconds

    def due(number: int) -> float:
        place = number + 0.5
        return ((start * start + 2 * slope * place) ** 0.5 - start) / slope if slope else place / start

    waits = [due(number + phase.most_connections) - due(number) for number in range(50)]
    assert phase.most_connections == 1 or max(waits) <= idle * 1.000001
    more = phase.most_connections + 1
    assert max(due(number + more) - due(number) for number in range(50)) > idle * 0.999999
    assert phase.connections <= phase.most_connections


def run(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.scenario", str(file), "--groups", "routing,validation,in=injection"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_prints_json(tmp_path: Path) -> None:
    file = tmp_path / "a file.yaml"
    file.write_text(GOOD, encoding="utf-8")
    done = run(file)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["seconds"] == 60 + 300 + 30 + 3600 + 60
    assert found["phases"][0]["most_connections"] > 100


def test_the_command_prints_faults_one_a_line_and_exits_with_2(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(GOOD.replace("%}", "}"), encoding="utf-8")
    done = run(file)
    assert done.returncode == 2 and done.stdout == ""
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [f"{file}:{n}" for n in (3, 4, 5, 6)]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "odd.yaml"
    if content:
        file.write_bytes(content)
    done = run(file)
    assert done.returncode == 2
    assert str(file) in done.stderr and "Traceback" not in done.stderr


def test_the_scenario_that_ships_is_read() -> None:
    (file,) = (Path(__file__).resolve().parents[2] / "scenarios").glob("ecommerce_load_test.yaml")
    known = {name: name for name in ("routing", "validation", "file_upload", "background_tasks")}
    found = read(file.read_text(encoding="utf-8"), known, 4)
    assert [(share.group, share.weight) for share in found.groups] == [
        ("routing", 40), ("validation", 30), ("file_upload", 20), ("background_tasks", 10),
    ]  # fmt: skip
    assert [phase.name for phase in found.phases] == ["ramp_up", "sustained", "spike"]
