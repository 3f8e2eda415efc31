"""The figure names every cell once, is the same for the same run, and fits a page."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.comparison_chart import FILE_NAME
from bench.comparison_chart import draw as feature_comparison
from bench.drawing import MUTED, save
from bench.palette import colours, markers
from bench.records import load
from bench.summary import build
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from synthetic import BASE_US, ENDPOINTS, MIXED, Endpoint, Plan, write_run

MANY = Plan(base_us=BASE_US | {"oak": 95.0, "pine": 60.0, "teak": 210.0, "hickory": 150.0})
FULL = [Endpoint(f"group_{i % 5}", f"endpoint_{i:02d}_of_a_group", "", 5.0 * i) for i in range(45)]
# What people with the two common forms of colour blindness see, as linear maps of RGB (Machado et al., 2009).
PROTANOPIA = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
DEUTERANOPIA = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
SAME = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def summary_of(tmp_path: Path, plan: Plan) -> dict[str, Any]:
    return json.loads(json.dumps(build(load(write_run(tmp_path, plan)))))


def texts_of(figure: Figure) -> list[str]:
    return [item.get_text() for item in figure.findobj(Text) if item.get_text()]


def test_every_cell_is_labelled_once(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, MIXED)
    texts = texts_of(feature_comparison(summary))
    for name in ("Alder", "Birch", "Cedar", "Maple"):
        assert sum(text.removeprefix("×").strip().startswith(name) for text in texts) == len(ENDPOINTS)
    assert texts.count("×  Alder: unsupported") == 2
    assert "×  Cedar: contract failed" in texts and "×  Maple: load failed" in texts
    assert sum("(partial)" in text for text in texts) == 2  # the cell, and the note that explains it
    assert all(endpoint.name in texts for endpoint in ENDPOINTS)


@pytest.mark.parametrize("rounds", [1, 5])
def test_whiskers_only_where_there_is_an_interval(tmp_path: Path, rounds: int) -> None:
    figure = feature_comparison(summary_of(tmp_path, Plan(rounds=rounds, endpoints=ENDPOINTS[:1])))
    whiskers = [line for line in figure.axes[0].lines if line.get_marker() == "|"]
    assert len(whiskers) == (0 if rounds == 1 else 3)
    labels = [text for text in texts_of(figure) if text.startswith("Birch")]
    assert ("?" in labels[0]) == (rounds == 1)


def test_a_reference_is_a_hollow_grey_mark_and_a_twin_is_not_drawn(tmp_path: Path) -> None:
    plan = Plan(base_us={"alder": 45.0, "maple": 90.0}, endpoints=ENDPOINTS[:1])
    extra = {"bare": 30.0, "oak": 0.0}
    beside = replace(plan, base_us=plan.base_us | extra, references=["bare"], twins={"oak": "alder"})
    alone = feature_comparison(summary_of(tmp_path / "a", plan))
    figure = feature_comparison(summary_of(tmp_path / "b", beside))

    def marks(drawn: Figure) -> dict[str, str]:
        lines = [line for line in drawn.axes[0].lines if line.get_marker() not in ("|", "None", None)]
        return {line.get_color(): line.get_markerfacecolor() for line in lines}

    found, before = marks(figure), marks(alone)
    (grey,) = found.keys() - before.keys()
    assert grey == MUTED and found[grey] != MUTED
    assert {colour: found[colour] for colour in before} == before
    texts = texts_of(figure)
    assert any(text.startswith("Bare (reference) ") for text in texts) and not any("twin" in text for text in texts)
    bold = [item.get_text() for item in figure.findobj(Text) if item.get_fontweight() == "bold"]
    assert any(text.startswith("Alder") for text in bold) and not any(text.startswith("Bare") for text in bold)
    assert "Noise floor: rate ±" in "".join(texts) and "Noise floor: not measured" in "".join(texts_of(alone))


def test_axes_name_their_unit(tmp_path: Path) -> None:
    for axes in feature_comparison(summary_of(tmp_path, MIXED)).axes:
        assert axes.get_xscale() == "log" and "requests/s" in axes.get_xlabel()


@pytest.mark.parametrize(
    "plan",
    [
        MANY,
        replace(MIXED, endpoints=FULL),
        Plan(statuses={(name, e.name): "server_failed" for name in BASE_US for e in ENDPOINTS}),
        Plan(base_us={"alder": 45.0}, endpoints=ENDPOINTS[:1]),
        Plan(base_us={}),
    ],
)
def test_any_run_can_be_drawn_small_enough_and_1440_wide(tmp_path: Path, plan: Plan) -> None:
    path = save(feature_comparison(summary_of(tmp_path / "run", plan)), tmp_path / "a.png")
    assert path.stat().st_size <= 300 * 1000
    assert Image.open(path).width == 1440


def test_the_command_is_quiet_and_gives_the_same_bytes_without_a_home(tmp_path: Path) -> None:
    write_run(tmp_path, replace(MIXED, endpoints=ENDPOINTS[:3]))
    subprocess.run([sys.executable, "-m", "bench.summary", str(tmp_path)], check=True)
    pictures = []
    # Below a file no folder can be made, not even by root.
    for home in (str(tmp_path), str(tmp_path / "run.json")):
        environment = os.environ | {
            "HOME": home,
            "XDG_CACHE_HOME": f"{home}/cache",
            "XDG_CONFIG_HOME": f"{home}/config",
        }
        command = [sys.executable, "-m", "bench.charts", str(tmp_path), str(tmp_path / "out")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0 and done.stderr == ""
        paths = [Path(line) for line in done.stdout.splitlines()]
        assert tmp_path / "out" / FILE_NAME in paths and len(paths) > 1
        pictures.append([path.read_bytes() for path in paths])
    assert pictures[0] == pictures[1]
    assert not any(b"Software" in picture for picture in pictures[0])


def test_colours_follow_the_sorted_names_only() -> None:
    names = ["pear", "apple", "fig"]
    assert colours(names) == colours(reversed(names)) == colours([*names, "fig"])
    assert len(set(colours(names).values())) == 3


def test_twenty_frameworks_differ_in_colour_or_shape() -> None:
    names = [f"name_{i:02d}" for i in range(20)]
    assert len({(colours(names)[name], markers(names)[name]) for name in names}) == 20


@pytest.mark.parametrize("sight", [SAME, PROTANOPIA, DEUTERANOPIA])
def test_the_first_six_colours_are_told_apart_with_any_sight(sight: tuple[tuple[float, ...], ...]) -> None:
    def seen(colour: str) -> list[float]:
        linear = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
        mapped = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in sight]
        return [255 * max(value, 0) ** (1 / 2.2) for value in mapped]

    found = [seen(colour) for colour in colours("abcdef").values()]
    for one, other in itertools.combinations(found, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 30
