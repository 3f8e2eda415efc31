"""A calibration finds the truth that was planted, counts honestly, and says when it measured too little."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench import stats
from bench.calibration import aims, charts, facts
from bench.calibration.analysis import build, proportion
from bench.calibration.comparisons import blocks, disjoint, drawn, find_pairs, in_blocks
from bench.calibration.markdown import as_markdown
from bench.files import InputError
from bench.records import load
from bench.stats import DEARER, SLOWER, verdict
from calibrated import EQUAL, SLOWED, plan
from calibrated import facts as given
from PIL import Image
from synthetic import Plan, make_run, write_files, write_run

QUIET = {"noise": 0.004, "duet_noise": 0.002, "drift": 0.01}


def found_in(tmp_path: Path, made: Plan | None = None) -> dict[str, Any]:
    run = load(write_run(tmp_path, made or plan()))
    found = build(run, facts.read(run, "run.json"))
    return found | {"aims": aims.judge(found)}


def test_pairs_are_those_that_were_loaded_together(tmp_path: Path) -> None:
    run = load(write_run(tmp_path, plan(rounds=5)))
    pairs = find_pairs(run, facts.read(run, ""))
    assert len([pair for pair in pairs if not pair.slowdown]) == 6
    assert {(p.own, p.other) for p in pairs if p.slowdown} == {(b, a) for b in SLOWED for a in EQUAL[:2]}
    assert [(pair.own, pair.other) for pair in disjoint(pairs)] == [("a2", "a1"), ("a4", "a3")]


def test_without_duets_every_equal_pair_is_compared(tmp_path: Path) -> None:
    run = load(write_run(tmp_path, plan(rounds=5, duets=())))
    pairs = find_pairs(run, facts.read(run, ""))
    assert len([pair for pair in pairs if not pair.slowdown]) == 6 and len(pairs) == 6 + 4 * 4
    found = found_in(tmp_path / "b", plan(rounds=10, duets=()))
    assert found["equal_servers"]["duet"] == {"claims": None, "claims_disjoint": None, "claims_drawn": None}
    assert found["gain"] == {"rate": None, "cpu_us": None}


def test_a_comparison_is_what_a_report_would_say(tmp_path: Path) -> None:
    run = load(write_run(tmp_path, plan(rounds=12)))
    pairs = find_pairs(run, facts.read(run, ""))
    chosen = blocks(run, 5)
    assert chosen == [(1, 2, 3, 4, 5), (6, 7, 8, 9, 10)]
    made = in_blocks(pairs, chosen)
    assert len(made) == 2 * (6 * 3 + 6 * 3 + 2 * 2)
    for item in made:
        own, other = ({r: side[r] for r in item.rounds} for side in item.pair.values[item.instrument])
        interval = stats.ratio(own, other)
        words = {} if item.instrument == "rate" else {"above": DEARER, "below": "cheaper"}
        assert item.interval == interval and item.verdict == verdict(interval, **words)
        assert item.is_claim == (not interval.low <= 1 <= interval.high)


def test_draws_are_of_that_many_different_rounds_and_repeat(tmp_path: Path) -> None:
    run = load(write_run(tmp_path, plan(rounds=12)))
    pairs = find_pairs(run, facts.read(run, ""))
    one, two = (drawn(pairs, "duet", 5, 1) for _ in range(2))
    assert one == two != drawn(pairs, "duet", 5, 2)
    assert {len(set(item.rounds)) for item in one} == {5} and len({item.rounds for item in one}) > 100
    assert drawn(pairs, "duet", 12, 1) == []


def test_planted_slow_downs_are_found_with_their_size(tmp_path: Path) -> None:
    found = found_in(tmp_path, plan(**QUIET))
    for entry in found["slowed_servers"]:
        for what, by in entry["instruments"].items():
            if entry["name"] == "b10" and what == "duet":
                assert by is None
                continue
            assert by["found"]["count"] == by["found"]["of"] == 14 and by["wrong_direction"] == 0
            assert by["estimate"]["slowdown"] == pytest.approx(entry["slowdown"], abs=0.003)
            assert by["estimate"]["low"] < by["estimate"]["slowdown"] < by["estimate"]["high"]
    assert {item["verdict"] for item in found["comparisons"] if item["slowdown"]} == {DEARER, SLOWER}


def test_a_claim_in_the_wrong_direction_is_not_found(tmp_path: Path) -> None:
    swapped = plan(given(equal=["b05", "b10"], slowed={"a1": 0.05}), rounds=10, duets=[("a1", "b05")], **QUIET)
    (entry,) = found_in(tmp_path, swapped)["slowed_servers"]
    assert entry["instruments"]["rate"]["found"]["count"] == 0
    assert entry["instruments"]["rate"]["wrong_direction"] == entry["instruments"]["rate"]["found"]["of"] > 0


def test_equal_servers_are_told_apart_about_one_time_in_twenty(tmp_path: Path) -> None:
    found = found_in(tmp_path, plan(rounds=200, base_us=dict.fromkeys(EQUAL, 50.0)))
    for own in found["equal_servers"].values():
        assert own["claims"]["of"] == 40 * 6 and own["claims_disjoint"]["of"] == 40 * 2
        assert own["claims"]["low"] <= 0.05 <= own["claims"]["high"]
        assert 0.02 < own["claims_drawn"]["share"] < 0.09


def test_the_gain_is_the_ratio_of_the_widths(tmp_path: Path) -> None:
    found = found_in(tmp_path, plan(rounds=50, noise=0.04, duet_noise=0.01))
    assert found["gain"]["cpu_us"]["ratio"] == pytest.approx(4, rel=0.15)
    assert found["gain"]["rate"]["low"] < 4 < found["gain"]["rate"]["high"] * 1.1
    assert found["gain"]["rate"]["blocks"] == 10
    assert found["widths"]["cpu_us"]["mean"] / found["widths"]["duet"]["mean"] == pytest.approx(4, rel=0.2)


def test_a_share_has_wilsons_interval() -> None:
    share = proportion(2, 42)
    assert (share["low"], share["high"]) == (pytest.approx(0.0132, abs=1e-4), pytest.approx(0.1579, abs=1e-4))
    assert proportion(14, 14)["high"] == pytest.approx(1) and proportion(0, 0) is None


def judged(claims: tuple[int, int] | None, found: tuple[int, int] | None) -> list[str]:
    equal = {what: {"claims": claims and proportion(*claims)} for what in ("rate", "cpu_us", "duet")}
    slowed = [{"slowdown": s, "instruments": {"duet": found and {"found": proportion(*found)}}} for s in (0.03, 0.05)]
    return [item["verdict"] for item in aims.judge({"equal_servers": equal, "slowed_servers": slowed})]


@pytest.mark.parametrize(
    ("claims", "found", "said"),
    [
        ((2, 42), (14, 14), ["passes"] * 5),
        ((3, 42), (13, 14), ["fails"] * 3 + ["passes", "fails"]),
        ((0, 10), (11, 14), ["passes"] * 3 + ["fails", "fails"]),
        (None, None, ["not measured"] * 5),
    ],
)
def test_aims(claims: tuple[int, int] | None, found: tuple[int, int] | None, said: list[str]) -> None:
    assert judged(claims, found) == said


def test_aims_say_what_so_few_comparisons_can_show(tmp_path: Path) -> None:
    notes = [item["note"] for item in found_in(tmp_path, plan(rounds=10, **QUIET))["aims"]]
    assert all("fewer than the 40 comparisons" in note for note in notes[:3])
    assert notes[3:] == ["so few comparisons do not prove it"] * 2


def test_paced_client_and_sampler_numbers(tmp_path: Path) -> None:
    found = found_in(tmp_path, plan(rounds=5))
    by_rate = {entry["target_rps"]: entry for entry in found["paced"]}
    assert by_rate[1000]["error"] == pytest.approx(0.0004) and by_rate[1000]["sustained"] is True
    assert by_rate[20000]["sustained"] is False and by_rate[20000]["late_us"]["max"] == 43_000
    assert found["client"][0]["requests_per_cpu_second"] == pytest.approx(61_000 / 0.6)
    assert [entry["requests_per_cpu_second"] for entry in found["websocket"]] == pytest.approx([21e3 / 0.9, 66e3 / 0.9])
    assert found["sampler"]["core_share"] == pytest.approx(0.61 / 48)


def test_the_websocket_client_has_a_section_and_a_place_in_the_chart(tmp_path: Path) -> None:
    for change, shapes in (({}, 5), ({"websocket": None}, 3), ({"client": None}, 2)):
        found = found_in(tmp_path / str(shapes), plan(given(**change), rounds=5))
        text = as_markdown(found, {})
        assert bool(re.search(r"WebSocket: echo, 64 connections +\| +73,333 \|", text)) == (shapes != 3)
        assert text.count("Not measured.") == (shapes != 5)
        axes = charts.client(found).axes[0]
        assert len(axes.patches) == shapes
        assert len({patch.get_facecolor() for patch in axes.patches}) == (2 if shapes == 5 else 1)


BARE = {"rounds_per_comparison": None, "paced": None, "sampler": None, "client": None, "websocket": None}
HOLES = {
    "paced": [{"target_rps": 10, "achieved_rps": None, "late_us": None}, {"target_rps": 20}],
    "client": [{"shape": "GET", "requests": None, "cpu_us": None}],
    "sampler": {"cpu_us": None, "seconds": None},
}


@pytest.mark.parametrize(
    "made",
    [
        plan(given(**BARE), rounds=10),
        plan(given(**HOLES), rounds=10),
        plan(rounds=3),
        plan(given(**BARE, slowed={}), rounds=5),
        plan(rounds=10, statuses={("a1", "static_routing"): "server_failed", ("b05", "static_routing"): "load_failed"}),
        plan(given(equal=[], slowed={}), rounds=5),
        plan(given(equal=["a1", "a9"]), rounds=5),
    ],
)
def test_what_is_missing_is_null_and_never_invented(tmp_path: Path, made: Plan) -> None:
    found = json.loads(json.dumps(found_in(tmp_path / "run", made)))
    pictures = charts.write(found, tmp_path)
    text = as_markdown(found, {title: path.name for title, path in pictures.items()})
    assert "nan" not in text.lower().split() and "None" not in text
    for path in pictures.values():
        assert Image.open(path).width == 960


def test_an_entry_that_gave_nothing_is_named(tmp_path: Path) -> None:
    made = plan(given(equal=["a1", "a2", "a9"]), rounds=5, statuses={("b05", "static_routing"): "load_failed"})
    found = found_in(tmp_path, made)
    assert {item["name"]: item["reason"] for item in found["lost"]} == {
        "a9": "there is no record of it",
        "b05": "4.1 % of the requests timed out",
    }
    assert "Left out: b05" in as_markdown(found, {})


def test_rounds_that_lack_a_side_make_no_comparison(tmp_path: Path) -> None:
    files = make_run(plan(rounds=10))
    files["raw/a1.routing.static_routing.json"]["rounds"].pop(2)
    run = load(write_files(tmp_path, files))
    found = build(run, facts.read(run, ""))
    assert found["blocks"] == 2 and found["equal_servers"]["rate"]["claims"]["of"] == 6 + 3
    # The duets of the round are in the other side's record, and are whole.
    assert found["equal_servers"]["duet"]["claims"]["of"] == 12


@pytest.mark.parametrize(
    ("calibration", "reason"),
    [
        (None, "is no calibration"),
        (given(slowed={"b02": "two"}), "slowed.b02: is 'two', not a number"),
        (given(rounds_per_comparison=1), "an interval needs two"),
    ],
)
def test_another_run_is_refused_with_its_reason(tmp_path: Path, calibration: Any, reason: str) -> None:
    files = make_run(plan(rounds=2))
    files["run.json"]["calibration"] = calibration
    run = load(write_files(tmp_path, files))
    with pytest.raises(InputError) as caught:
        facts.read(run, "here/run.json")
    assert any(reason in line and "here/run.json" in line for line in caught.value.args)


def test_markdown_says_what_the_json_says(tmp_path: Path) -> None:
    found = found_in(tmp_path, plan())
    text = as_markdown(found, {})
    for item in found["aims"]:
        assert f"**{item['verdict']}**: {item['aim']}. {item['result']['count']} of {item['result']['of']}," in text
    for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        assert len({len(line) for line in table.rstrip().split("\n")}) == 1
    assert "| not sustained |" in text and "1.27 % of one core" in text


def test_the_command_writes_everything_and_the_same_again(tmp_path: Path) -> None:
    write_run(tmp_path / "run", plan(rounds=10))
    command = [sys.executable, "-m", "bench.calibration", str(tmp_path / "run"), str(tmp_path / "res ults")]
    written = []
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and done.stderr == ""
        paths = [Path(line) for line in done.stdout.splitlines()]
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]
    names = {str(path.relative_to(tmp_path / "res ults")) for path in paths}
    pictures = {f"graphs/calibration_{name}.png" for name in ("claims", "equal", "widths", "paced", "client")}
    assert names == {"reports/calibration.json", "reports/calibration.md"} | pictures
    text = (tmp_path / "res ults/reports/calibration.md").read_text(encoding="utf-8")
    assert {f"graphs/{name}" for name in re.findall(r"\(\.\./graphs/(.*?)\)", text)} == pictures


def test_bad_use_is_one_clear_line(tmp_path: Path) -> None:
    write_run(tmp_path, Plan(rounds=2))
    command = [sys.executable, "-m", "bench.calibration", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3 and "no calibration" in done.stderr and "--calibrate" in done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "reports").exists()
