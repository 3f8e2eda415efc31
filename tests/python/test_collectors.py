"""Collectors: found by their files, harmless when they fail, with a reason for what they cannot measure, and with real numbers."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bench import collectors, reports
from bench.collectors import Collectors, NotMeasured, energy
from bench.records import load
from bench.reports import Folders, export_csv, export_parquet, features_markdown, html, performance_insights
from bench.summary import build
from bench.view import View
from collecting import Tree, asked, window
from driven import LIB, Process, wait_until
from jsonschema import Draft202012Validator
from synthetic import Plan, make_run, write_files

README = LIB / "bench" / "collectors" / "README.md"
PLUG_IN = """
from bench.collectors import Metric{imports}
METRICS = {{"{name}": Metric("things", "per window"), "{name}_each": Metric("things", "per request", of="{name}", scale=10)}}
{more}
class Collector:
    def open(self, tree): {open}
    def close(self, tree, opened): {close}
"""


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Writes a collector into a folder of the test's own that is searched too; gives its name."""
    folder = tmp_path / "plug ins"
    folder.mkdir()
    monkeypatch.setattr(collectors, "__path__", [*collectors.__path__, str(folder)])
    written = []

    def write(name: str, source: str | None = None, **parts: str) -> str:
        parts = {"open": "return 1", "close": f"return {{'{name}': opened + 6}}", "imports": "", "more": ""} | parts
        (folder / f"{name}.py").write_text(source or PLUG_IN.format(name=name, **parts))
        written.append(f"bench.collectors.{name}")
        return name

    yield write
    for module in written:
        sys.modules.pop(module, None)


def test_a_file_is_found_and_a_helper_is_none(plug_in: Callable) -> None:
    assert {"database", "energy", "gc"} == set(collectors.find())
    plug_in("things")
    plug_in("_helper")
    assert {"database", "energy", "gc", "things"} == set(collectors.find())
    assert "things" not in collectors.defaults() and "energy" in collectors.defaults()
    plug_in("others", more="DEFAULT = True")
    assert "others" in collectors.defaults()
    found = Collectors(["things"])
    assert found.describe()["things"]["metrics"]["things_each"]["of"] == "things"
    assert window(found) == {"collected": {"things": 7}, "uncollected": {}}
    assert found.take_warning() is None


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"open": "1 / 0"}, "ZeroDivisionError: division by zero"),
        ({"close": "return {}['x']"}, "KeyError: 'x'"),
        ({"close": "return {'other': 1}"}, "close() returned other in the place of faulty"),
        ({"close": "return {'faulty': None}"}, "close() returned None for faulty: a number, or NotMeasured"),
        ({"close": "return {'faulty': float('nan')}"}, "close() returned nan for faulty"),
    ],
)
def test_a_fault_is_named_once_and_takes_no_other_collector_with_it(
    plug_in: Callable, parts: dict[str, str], said: str
) -> None:
    found = Collectors([plug_in("faulty", **parts), plug_in("things")])
    for _ in range(3):
        result = window(found)
        assert result["collected"] == {"faulty": None, "things": 7}
        assert result["uncollected"]["faulty"].startswith(f"the collector faulty failed: {said}")
    warning = found.take_warning()
    assert warning == result["uncollected"]["faulty"] and found.take_warning() is None


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import nothing_like_it", "No module named 'nothing_like_it'"),
        ("METRICS = {'Bad name': 1}", "'Bad name' must be a name"),
        (
            "from bench.collectors import Metric\nMETRICS = {'a': Metric('', '', of='b')}",
            "a is made of b, which this module does not",
        ),
        (
            "from bench.collectors import Metric\nMETRICS = {'things': Metric('', '')}",
            "things is a metric of things already",
        ),
    ],
)
def test_one_that_cannot_be_loaded_has_no_columns_and_says_why(plug_in: Callable, source: str, said: str) -> None:
    found = Collectors([plug_in("things"), plug_in("broken", source)])
    described = found.describe()["broken"]
    assert described["metrics"] == {} and described["faulty"] and said in described["reason"]
    assert window(found)["collected"] == {"things": 7}


def test_what_is_not_measured_is_none_with_its_reason(plug_in: Callable) -> None:
    absent = plug_in("absent", imports=", NotMeasured", open="raise NotMeasured('no file')")
    partly = plug_in("partly", imports=", NotMeasured", close="return {'partly': NotMeasured('not today')}")
    found = Collectors([absent, partly])
    assert window(found) == {
        "collected": {"absent": None, "partly": None},
        "uncollected": {"absent": "no file", "partly": "not today"},
    }
    assert found.take_warning() is None


def zone(folder: Path, name: str, title: str, used: int, highest: int = 1000_000_000) -> Path:
    made = folder / name
    made.mkdir(parents=True)
    for file, text in (("name", title), ("energy_uj", str(used)), ("max_energy_range_uj", str(highest))):
        (made / file).write_text(f"{text}\n")
    return made / "energy_uj"


def test_energy_is_that_of_all_packages_each_counted_once_also_when_a_counter_wraps(tmp_path: Path) -> None:
    one = zone(tmp_path, "intel-rapl:0", "package-0", 5_000_000)
    two = zone(tmp_path, "intel-rapl:1", "package-1", 999_000_000)
    parts = [
        zone(tmp_path, "intel-rapl:0:0", "core", 7),
        zone(tmp_path, "intel-rapl-mmio:0", "package-0", 7),
        zone(tmp_path, "intel-rapl:2", "psys", 7),
    ]
    collector = energy.Collector(tmp_path)
    opened = collector.open(None)
    one.write_text("7500000\n")
    two.write_text("3000000\n")  # 1 J up to the end of its range and 3 J beyond
    for part in parts:
        part.write_text("900000000\n")
    assert collector.close(None, opened) == {"energy_joules": 2.5 + 4.0}


def test_energy_that_is_not_shown_or_may_not_be_read_has_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotMeasured, match="nowhere: the host shows no energy counters"):
        energy.Collector(tmp_path / "nowhere")
    zone(tmp_path / "empty", "intel-rapl:0", "psys", 1)
    with pytest.raises(NotMeasured, match="no energy counter of a CPU package"):
        energy.Collector(tmp_path / "empty")
    zone(tmp_path, "intel-rapl:0", "package-0", 1)
    monkeypatch.setattr(energy.os, "access", lambda *_: False)  # who runs the tests may be root
    with pytest.raises(NotMeasured, match=r"intel-rapl:0/energy_uj may not be read; sudo chmod a\+r"):
        energy.Collector(tmp_path)


def test_a_window_in_which_a_counter_may_have_wrapped_twice_has_no_energy(tmp_path: Path) -> None:
    zone(tmp_path, "intel-rapl:0", "package-0", 1)
    collector = energy.Collector(tmp_path)
    began, before = collector.open(None)
    assert collector.close(None, (began, before))["energy_joules"] == 0
    with pytest.raises(NotMeasured, match="wrapped more than once"):
        collector.close(None, (began - 2, before))


def recorded(tmp_path: Path, described: dict[str, Any], value: Callable[[str, dict[str, Any]], dict[str, Any]]) -> Any:
    """The summary of a synthetic run whose windows have what `value` gives for a framework and a window."""
    files = make_run(Plan(base_us={"alder": 45.0, "birch": 110.0}, rounds=3))
    files["run.json"]["collectors"] = described
    for name, cell in files.items():
        for item in cell["rounds"] if name.startswith("raw/") else ():
            for own in item["windows"]:
                own |= value(cell["framework"], own)
    return json.loads(json.dumps(build(load(write_files(tmp_path / "run", files)))))


def test_a_plug_in_reaches_summary_tables_exports_and_page(plug_in: Callable, tmp_path: Path) -> None:
    found = Collectors([plug_in("things")])

    def value(framework: str, own: dict[str, Any]) -> dict[str, Any]:
        if framework == "birch":
            return {"collected": {"things": None}, "uncollected": {"things": "birch has <none>"}}
        return window(found) | {"collected": {"things": own["requests"] * 2}}

    summary = recorded(tmp_path, found.describe(), value)
    alder, birch = (next(c for c in summary["cells"] if c["framework"] == name) for name in ("alder", "birch"))
    assert alder["collected"]["things_each"]["median"] == pytest.approx(20)
    assert alder["collected"]["things"]["median"] * 6 == pytest.approx(2 * alder["requests"], rel=0.1)
    assert alder["collected"]["things"]["low"] <= alder["collected"]["things"]["median"] and alder["uncollected"] == {}
    assert birch["collected"] == {"things": None, "things_each": None}
    assert birch["uncollected"] == dict.fromkeys(birch["collected"], "birch has <none>")
    folders = Folders(tmp_path / "results")
    text = features_markdown.write(summary, folders)[0].read_text()
    row = next(line for line in text.splitlines() if "things, per request" in line)
    assert [cell.strip() for cell in row.split("|")[3:5]] == ["20.0 (20.0–20.0)", "—"]
    count = len(summary["cells"])
    assert text.count("birch has") == 1 and f"- things: birch has \\<none> ({count // 2} of {count} cells)." in text
    with export_csv.write(summary, folders)[0].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert float(rows[0]["things_each_median"]) == pytest.approx(20) and rows[1]["things_each_median"] == ""
    export_parquet.write(summary, folders)
    page = html.write(summary, folders)[0].read_text()
    assert "Routing: collected" in page and "birch has &lt;none&gt;" in page and page.count("things, per request") >= 1
    insights = json.loads(performance_insights.write(summary, folders)[0].read_text())
    Draft202012Validator(json.loads(performance_insights.SCHEMA_FILE.read_text())).validate(insights)
    result = insights["features"][0]["endpoints"][0]["results"][0]
    assert result["collected"]["things_each"]["median"] == pytest.approx(20)


def test_counts_of_zero_have_an_interval_and_are_no_gap(plug_in: Callable, tmp_path: Path) -> None:
    described = Collectors([plug_in("things")]).describe()
    summary = recorded(tmp_path, described, lambda _, own: {"collected": {"things": own["window"] - 1}})
    found = summary["cells"][0]["collected"]["things"]
    assert found["median"] == found["low"] == found["high"] == 0.5
    summary = recorded(tmp_path, described, lambda *_: {"collected": {"things": 0}})
    assert summary["cells"][0]["collected"]["things_each"]["median"] == 0


def test_a_run_without_collectors_has_no_column_and_no_section(tmp_path: Path) -> None:
    summary = build(load(write_files(tmp_path / "run", make_run(Plan()))))
    assert summary["collectors"] == {} and summary["cells"][0]["collected"] == {}
    text = features_markdown.write(summary, Folders(tmp_path))[0].read_text()
    assert "ollected" not in text


def examples() -> dict[str, str]:
    """The files of the README: path → source."""
    blocks = re.findall(r"```python\n# (\S+)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return dict(blocks)


def test_the_collector_of_the_readme_works(plug_in: Callable) -> None:
    source = examples()["lib/bench/collectors/page_faults.py"]
    found = Collectors([plug_in("page_faults", source)])
    process = Process(
        [
            sys.executable,
            "-c",
            "print('ready', flush=True); input(); x = bytearray(2**24); print(1, flush=True); input()",
        ]
    )
    try:
        assert process.line() == "ready"
        tree = Tree(process.pid)
        opened = found.open(tree)
        asked(process, "")
        assert found.close(tree, opened)["collected"]["page_faults"] >= 1
        opened = found.open(tree)
    finally:
        process.end()
    wait_until(lambda: not Path(f"/proc/{process.pid}").exists())
    assert "ended in between" in found.close(tree, opened)["uncollected"]["page_faults"]


def test_the_report_of_the_readme_is_found_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = examples()["lib/bench/reports/slowest.py"]
    (tmp_path / "slowest.py").write_text(source)
    monkeypatch.setattr(reports, "__path__", [*reports.__path__, str(tmp_path)])
    try:
        summary = build(load(write_files(tmp_path / "run", make_run(Plan()))))
        (path,) = reports.write_reports(summary, Folders(tmp_path / "results"), [reports.formats()["slowest"]])
    finally:
        sys.modules.pop("bench.reports.slowest", None)
    lines = path.read_text().splitlines()
    assert path.name == "slowest.md" and len(lines) == 4 + len(View(summary).shown_names)
    assert "register_routes" in lines[-1]
