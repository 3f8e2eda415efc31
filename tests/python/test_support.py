"""The support matrix: whose code answers, and why there is no answer; and what servers declare for it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from bench.records import load
from bench.summary import build
from bench.support import Support, support
from bench.view import View
from environments import python_of
from synthetic import MIXED, make_run, write_files

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def view(tmp_path: Path) -> View:
    files = make_run(MIXED)
    files["run.json"]["frameworks"]["birch"]["extensions"] = {"validation": "pod", "validation/raw_json": None}
    files["run.json"]["frameworks"]["maple"]["extensions"] = {"routing/query_routing": "arguments"}
    del files["raw/maple.injection.one_service.json"]
    return View(json.loads(json.dumps(build(load(write_files(tmp_path, files))))))


def test_a_package_of_the_group_and_an_exception_of_one_endpoint(view: View) -> None:
    assert support(view, "validation", "validate_simple", "birch") == Support("extension", library="pod")
    assert support(view, "validation", "raw_json", "birch") == Support("native")
    assert support(view, "routing", "query_routing", "birch") == Support("native")


def test_a_package_of_one_endpoint_only(view: View) -> None:
    assert support(view, "routing", "query_routing", "maple") == Support("extension", library="arguments")
    assert support(view, "routing", "static_routing", "maple") == Support("native")


def test_a_record_without_a_word_on_extensions_claims_neither(view: View) -> None:
    assert support(view, "routing", "static_routing", "alder") == Support("supported")


def test_what_is_not_there_has_its_reason(view: View) -> None:
    unsupported = support(view, "injection", "service_chain", "alder")
    assert unsupported == Support("unsupported", reason="the framework has no container | of its own")
    assert support(view, "validation", "validate_nested", "cedar").kind == "wrong answer"
    assert support(view, "injection", "one_service", "maple").kind == "not known"


def test_what_failed_under_load_had_answered(view: View) -> None:
    assert support(view, "routing", "register_routes", "maple").kind == "native"


@pytest.mark.parametrize("entry", sorted((ROOT / "servers").glob("*_server.py")), ids=lambda path: path.stem)
def test_servers_declare_known_endpoints_and_installed_packages(entry: Path) -> None:
    done = subprocess.run(
        [python_of(entry.stem.removesuffix("_server")), str(entry), "--describe"],
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    for place, library in said["extensions"].items():
        group, _, endpoint = place.partition("/")
        contracts = json.loads((ROOT / "endpoints" / f"{group}.contract.json").read_text(encoding="utf-8"))
        assert not endpoint or endpoint in contracts, place
        assert library is None or said["libraries"][library], f"{library} is not installed"
        assert f"{group}/{endpoint}" not in said["unsupported"]


def test_some_server_declares_an_extension() -> None:
    modules = [path.read_text(encoding="utf-8") for path in (ROOT / "servers").glob("*_app/*.py")]
    assert any("\nLIBRARY = {" in text for text in modules)
