"""Which endpoints need more rounds."""

from __future__ import annotations

from bench.precision import half_width, wide_endpoints
from bench.records import load
from synthetic import Plan, write_run


def test_a_quiet_run_needs_none_and_a_noisy_one_the_widest_first(tmp_path) -> None:
    quiet = load(write_run(tmp_path / "quiet", Plan(noise=0.0001, drift=0.0)))
    assert wide_endpoints(quiet, 0.03) == []
    noisy = load(write_run(tmp_path / "noisy", Plan(noise=0.2)))
    wide = wide_endpoints(noisy, 0.03)
    widths = {f"{cell.group}.{cell.endpoint}": 0.0 for cell in noisy.cells}
    for cell in noisy.cells:
        name = f"{cell.group}.{cell.endpoint}"
        widths[name] = max(widths[name], half_width(cell))
    assert wide == sorted(wide, key=lambda name: -widths[name])
    assert wide


def test_one_round_is_never_precise_and_what_was_not_measured_never_asks_for_more(tmp_path) -> None:
    statuses = {("alder", "static_routing"): "unsupported"}
    run = load(write_run(tmp_path / "one", Plan(rounds=1, statuses=statuses)))
    assert {half_width(cell) for cell in run.cells if cell.is_compared} == {float("inf")}
    assert {half_width(cell) for cell in run.cells if not cell.is_compared} == {0.0}
