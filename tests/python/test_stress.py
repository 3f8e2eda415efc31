"""Steps are judged by what went wrong, records tell what was borne, and report and figure hold both."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.drawing import save
from bench.files import InputError
from bench.scaling_chart import FILE_NAME, Panel, draw, points_of
from bench.stress import Step, describe, load
from bench.stress_report import markdown
from bench.text import DASH
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from stressed import ERRORS, Server, journal, judge, record, steps_of, window, write_stress_run

PLACE = ("routing", "static_routing")
SERVERS = {
    "alder": Server(21_000),
    "birch": Server(6_100, 0.6, 1000, "errors"),
    "cedar": Server(3_300, 1.1, 10_000, "died"),
    "maple": Server(2_800, 1.0, 1000, "unresponsive"),
    "rowan": Server(50_000, client_share=0.95),
}


def errors(**counts: int) -> dict[str, int]:
    return dict.fromkeys(ERRORS, 0) | counts


def paced(target: float, achieved: float, late_p99: float = 3000.0) -> dict[str, Any]:
    late = {"mean": 90.0, "p50": 80.0, "p99": late_p99, "max": late_p99}
    return {"target_rps": target, "achieved_rps": achieved, "due": 1, "late_us": late}


FINE = window(1000, 20, 10)
BUSY_CLIENT = {"client": {"cpu_us": 1, "share": 0.9}}


@pytest.mark.parametrize(
    ("seen", "other", "verdict", "said"),
    [
        (FINE, {}, "ok", None),
        (FINE | {"failed": 30, "errors": errors(status=30)}, {}, "ok", None),
        (FINE | {"failed": 31, "errors": errors(status=31)}, {}, "errors", "1 % of the requests failed (status 31)"),
        (FINE | {"failed": 90, "errors": errors(read=40, timeout=50)}, {}, "errors", "(read 40, timeout 50)"),
        (window(1000, 500.0, 10), {}, "ok", None),
        (window(1000, 500.1, 10), {}, "slow", "p99 500.1 ms is above 500 ms"),
        (FINE | {"requests": 0, "latency_us": None}, {}, "slow", "no request was answered within 3 s"),
        (FINE, {"best": 1250}, "ok", None),
        (FINE, {"best": 1251}, "falls", "the rate fell to 79.9 % of the best"),
        (FINE | BUSY_CLIENT, {"best": 9000}, "client_limited", "wrk used 90 % of its cores"),
        (FINE | BUSY_CLIENT | {"failed": 60, "errors": errors(status=60)}, {}, "errors", "2 % of the requests"),
        (FINE, {"died": "ended with status 134"}, "died", "the server ended with status 134"),
        (None, {"died": "ended with status 134", "reason": "wrk ended"}, "died", "the server ended with status 134"),
        (FINE, {"answered": None}, "unresponsive", "no right answer came after the load"),
        (None, {"reason": "wrk ended with status 1: refused"}, "errors", "wrk ended with status 1: refused"),
    ],
)
def test_a_step_is_judged_by_the_worst_that_the_server_did(
    seen: dict[str, Any] | None, other: dict[str, Any], verdict: str, said: str | None
) -> None:
    step = judge(seen, 10, **other)
    assert step["verdict"] == verdict
    assert step["text"] is None if said is None else said in step["text"]


def test_connections_that_never_got_an_answer_are_slow_though_the_others_were_fast() -> None:
    served = window(1000, 20, 100)
    assert judge(served, 100)["verdict"] == "ok"
    step = judge(served, 1000)
    assert step["verdict"] == "slow" and "90 % of the connections' time went by without an answer" in step["text"]


def test_a_paced_step_is_as_slow_as_its_answers_and_their_lateness_together() -> None:
    late = window(1000, 300, 100, paced=paced(1000, 1000, 250_000))
    step = judge(late, 100, 1000.0)
    assert step["verdict"] == "slow" and step["p99_ms"] == 550
    assert step["kind"] == "rate" and step["unanswered_share"] is None


def test_a_rate_that_was_not_reached_falls_whatever_its_latency() -> None:
    seen = window(900, 900, 100, paced=paced(1000, 900), flags=["unsustained"])
    step = judge(seen, 100, 1000.0)
    assert step["verdict"] == "falls" and "90 % of the wanted rate was reached" in step["text"]


def test_what_was_not_measured_is_null() -> None:
    step = judge(None, 10, died="ended with status 1")
    assert [step[key] for key in ("rate", "error_share", "p99_ms", "window", "answered_ms")] == [None] * 5


def made(steps: list[dict[str, Any]], ended: bool = True) -> dict[str, Any]:
    return record(journal("alder", *PLACE, steps, ended))


def test_a_record_tells_the_knee_the_capacity_and_both_breaks() -> None:
    found = made(steps_of(SERVERS["alder"]))
    assert found["best"] == {"rps": 21_000, "connections": 10_000, "client_limited": False}
    assert found["knee"]["connections"] == 10
    assert (
        found["failure"]["connections"]["verdict"] == "slow"
        and found["failure"]["connections"]["connections"] == 10_000
    )
    assert found["failure"]["rate"]["verdict"] == "falls"
    assert found["capacity_at_slo"]["target_rps"] == pytest.approx(0.85 * 21_000)
    assert found["status"] == "ok" and found["recovered"] is True


def test_the_knee_is_the_fewest_connections_with_nine_tenths_of_the_best() -> None:
    steps = [judge(window(rate, 5, count), count) for rate, count in ((899, 1), (900, 10), (1000, 100))]
    assert made(steps)["knee"]["connections"] == 10


def test_a_repeated_step_counts_by_its_repetition() -> None:
    slow, fine = judge(window(100, 900, 10), 10, attempt=1), judge(window(1000, 20, 10), 10, attempt=2)
    found = made([slow, fine])
    assert found["failure"]["connections"] is None and found["best"]["rps"] == 1000
    assert len(found["steps"]) == 2
    again = judge(window(100, 900, 10), 10, attempt=2)
    assert made([slow, again])["failure"]["connections"]["verdict"] == "slow"


def test_the_lowest_rate_that_broke_is_the_break_in_whatever_order() -> None:
    def step(target: float, reached: bool) -> dict[str, Any]:
        flags = [] if reached else ["unsustained"]
        return judge(window(target, 20, 100, paced=paced(target, target), flags=flags), 100, target)

    found = made([step(500, True), step(1000, False), step(750, False), step(625, True)])
    assert found["failure"]["rate"]["target_rps"] == 750
    assert found["capacity_at_slo"]["target_rps"] == 625


@pytest.mark.parametrize("fault", ["died", "unresponsive"])
def test_a_server_that_was_lost_has_not_recovered(fault: str) -> None:
    found = made(steps_of(Server(3000, 1.0, 100, fault)))
    assert found["failure"]["connections"]["verdict"] == fault and found["recovered"] is False
    assert found["best"]["connections"] == 10


def test_recovery_is_what_the_last_load_shows_and_unknown_without_it() -> None:
    steps = steps_of(SERVERS["alder"])
    assert made(steps[:-1])["recovered"] is None
    slower = judge(window(100, 20, 10), 10, best=1000) | {"kind": "recovery"}
    assert made([*steps[:-1], slower])["recovered"] is False


def test_the_limit_of_the_client_is_named_and_breaks_nothing() -> None:
    found = made(steps_of(SERVERS["rowan"]))
    assert found["failure"]["connections"]["verdict"] == "client_limited"
    assert found["best"]["client_limited"] is True and found["knee"]["client_limited"] is True


def test_an_endpoint_that_the_run_did_not_finish_is_interrupted() -> None:
    found = made(steps_of(SERVERS["alder"])[:2], ended=False)
    assert found["status"] == "interrupted" and "after 2 steps" in found["problems"][0]["text"]
    events = [*journal("alder", *PLACE, [], ended=False)]
    events.append({"kind": "problem", "problem": {"kind": "contract", "text": "a wrong answer", "round": None}})
    assert record(events)["status"] == "contract_failed"


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a run") / "run"
    return write_stress_run(folder, SERVERS, [PLACE, ("validation", "raw_json")])


@pytest.fixture(scope="module")
def summary(run_dir: Path) -> dict[str, Any]:
    return json.loads(json.dumps(describe(load(run_dir))))


def test_the_run_is_read_whole_and_in_order(run_dir: Path, summary: dict[str, Any]) -> None:
    assert [cell["framework"] for cell in summary["cells"]] == [*SERVERS, *SERVERS]
    assert [cell["group"] for cell in summary["cells"][:: len(SERVERS)]] == ["routing", "validation"]
    assert all(isinstance(step, Step) for cell in load(run_dir).cells for step in cell.steps)


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = write_stress_run(tmp_path / "run", {"alder": SERVERS["alder"]}, [PLACE, ("validation", "raw_json")])
    for path in (folder / "raw").glob("*.json"):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"steps": [{}], "slo_ms": "soon"}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(folder)
    text = "\n".join(caught.value.args)
    assert "static_routing.json" in text and "raw_json.json" in text and "slo_ms" in text


def test_the_report_names_what_each_one_bore_and_how_it_broke(summary: dict[str, Any]) -> None:
    text = markdown(summary)
    rows = {line.split("|")[1].strip(): line for line in reversed(text.splitlines()) if line.startswith("| ")}
    assert "errors at 1,000" in rows["Birch"] and "died at 10,000" in rows["Cedar"]
    assert "unresponsive at 1,000" in rows["Maple"] and "≥ 50,000" in rows["Rowan"]
    assert "- Cedar, 10,000 connections: died: the server ended with status 134" in text
    assert "## Routing: static_routing" in text and "## Validation: raw_json" in text
    assert "None" not in text.replace("None.", "") and "nan" not in text


def test_the_report_of_a_run_without_steps_has_dashes(tmp_path: Path) -> None:
    folder = write_stress_run(tmp_path / "run", {"alder": SERVERS["alder"]}, [PLACE])
    path = folder / "raw" / "alder.stress.routing.static_routing.json"
    path.write_text(json.dumps(made([], ended=False)), encoding="utf-8")
    summary = describe(load(folder))
    (row,) = [line for line in markdown(summary).splitlines() if line.startswith("| Alder")]
    assert "interrupted" in row and row.count(DASH) == 7
    assert save(draw(summary), tmp_path / "empty.png").stat().st_size > 0


def texts_of(figure: Figure) -> list[str]:
    return [item.get_text() for item in figure.findobj(Text) if item.get_text()]


def test_the_figure_names_every_framework_once_and_every_break(summary: dict[str, Any]) -> None:
    texts = texts_of(draw(summary))
    assert all(texts.count(name.capitalize()) == 1 for name in SERVERS)
    for verdict in ("slow", "errors", "died", "unresponsive", "falls"):
        assert verdict in texts
    assert "client limited" not in texts
    assert sum(text.startswith("SLO 500 ms") for text in texts) == 4


def test_axes_are_logarithmic_and_name_their_unit(summary: dict[str, Any]) -> None:
    for axes in draw(summary).axes:
        assert axes.get_xscale() == axes.get_yscale() == "log"
        assert axes.get_xlabel() in ("connections", "wanted rate, requests/s")
        assert axes.get_ylabel() in ("requests/s", "p99, ms")


def test_a_step_without_a_number_keeps_the_place_where_it_broke(summary: dict[str, Any]) -> None:
    cell = next(cell for cell in summary["cells"] if cell["framework"] == "cedar")
    points = points_of(cell, Panel("connections", "connections", "rate", "knee"))
    assert (points[-1].x, points[-1].y, points[-1].verdict) == (10_000, points[-2].y, "died")
    assert not points[-1].measured and all(point.measured for point in points[:-1])


def test_no_label_hides_another(summary: dict[str, Any]) -> None:
    figure = draw(summary)
    figure.canvas.draw()
    for axes in figure.axes:
        labels = [text for text in axes.texts if not text.get_text().startswith("SLO")]
        boxes = [label.get_window_extent() for label in labels]
        assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])


def test_the_figure_is_1440_wide_and_the_same_for_the_same_run(run_dir: Path, tmp_path: Path) -> None:
    pictures = []
    for name in ("one", "other"):
        command = [sys.executable, "-m", "bench.scaling_chart", str(run_dir), str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and done.stderr == ""
        pictures.append((tmp_path / name / FILE_NAME).read_bytes())
    assert pictures[0] == pictures[1]
    assert Image.open(tmp_path / "one" / FILE_NAME).width == 1440


def test_the_command_writes_both_files_and_prints_the_tables(run_dir: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.stress_report", str(run_dir), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Routing: static_routing" in done.stdout and "| Alder" in done.stdout
    content = json.loads((tmp_path / "features" / "stress.json").read_text(encoding="utf-8"))
    assert content["cells"][0]["steps"][0]["rate"] == pytest.approx(1 / 0.4 * 1000)
    assert (tmp_path / "features" / "stress_summary.md").read_text(encoding="utf-8").startswith("# Stress")
