"""Every framework × endpoint over real HTTP, judged by the contracts: right, or unsupported with its reason.

The runner's own `--verify-only` sends the requests and judges the answers, so there is one reading of a contract.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNNER = str(ROOT / "run_all.sh")


def _frameworks() -> list[str]:
    return sorted(path.name.removesuffix("_server.py") for path in (ROOT / "servers").glob("*_server.py"))


@cache
def _benchmarks() -> list[dict[str, str]]:
    listed = subprocess.run([RUNNER, "--list", "--format", "json"], capture_output=True, text=True, check=True)
    return json.loads(listed.stdout)


def _first_of_each_group() -> list[str]:
    return list({item["group"]: item["benchmark"] for item in reversed(_benchmarks())}.values())


@cache
def _verified(group: str) -> dict[tuple[str, str], dict[str, object]]:
    """A group of the grid, verified once: all frameworks and references."""
    frameworks = ",".join(_frameworks())
    command = [RUNNER, "--features", group, "--framework", frameworks, "--verify-only", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode in (0, 1), done.stderr
    return {(cell["framework"], f"{cell['group']}.{cell['endpoint']}"): cell for cell in json.loads(done.stdout)}


@pytest.mark.parametrize("framework", _frameworks())
@pytest.mark.parametrize("benchmark", [item["benchmark"] for item in _benchmarks()])
def test_the_answer_is_right_or_its_lack_is_explained(framework: str, benchmark: str) -> None:
    cell = _verified(benchmark.partition(".")[0])[framework, benchmark]
    assert cell["result"] in ("pass", "unsupported"), cell["reasons"]
    if cell["result"] == "unsupported":
        assert any(reason.strip() for reason in cell["reasons"])


@pytest.mark.parametrize("benchmark", _first_of_each_group())
def test_a_group_has_a_cell_for_each_framework_and_endpoint(benchmark: str) -> None:
    group = benchmark.partition(".")[0]
    wanted = {
        (framework, item["benchmark"])
        for framework in _frameworks()
        for item in _benchmarks()
        if item["group"] == group
    }
    assert set(_verified(group)) == wanted
    assert [cell for cell in _verified(group).values() if cell["result"] == "pass"]
