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


@cache
def _verified(framework: str) -> dict[str, dict[str, object]]:
    """All groups of one framework or reference, verified once."""
    groups = ",".join(sorted({item["group"] for item in _benchmarks()}))
    command = [RUNNER, "--features", groups, "--framework", framework, "--verify-only", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode in (0, 1), done.stderr
    return {f"{cell['group']}.{cell['endpoint']}": cell for cell in json.loads(done.stdout)}


@pytest.mark.parametrize("benchmark", [item["benchmark"] for item in _benchmarks()])
@pytest.mark.parametrize("framework", _frameworks())
def test_the_answer_is_right_or_its_lack_is_explained(framework: str, benchmark: str) -> None:
    cell = _verified(framework)[benchmark]
    assert cell["result"] in ("pass", "unsupported"), cell["reasons"]
    if cell["result"] == "unsupported":
        assert any(reason.strip() for reason in cell["reasons"])


@pytest.mark.parametrize("framework", _frameworks())
def test_a_framework_has_a_cell_for_each_endpoint_and_some_pass(framework: str) -> None:
    assert set(_verified(framework)) == {item["benchmark"] for item in _benchmarks()}
    assert [cell for cell in _verified(framework).values() if cell["result"] == "pass"]
