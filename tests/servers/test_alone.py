"""Applications that change whatever is served with them: served when asked for, and with nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SERVERS = Path(__file__).resolve().parents[2] / "servers"
# Further frameworks need not have the group; that all others have it, the grid says.
ENTRIES = sorted(path.parent.name.removesuffix("_app") for path in SERVERS.glob("*_app/middleware.py"))
GROUP = """
def register(app): app.append("{group}")
def register_tables(app): app.append("{group}/tables")
def register_guarded(app): app.append("{group}/guarded")
{alone}
"""


@pytest.fixture
def launch(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SERVERS))
    from shared import launch

    return launch


@pytest.fixture
def registered(
    launch: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, tuple[str, ...]], list[str]]:
    """What is registered, in order, of a framework whose second group says `alone`."""
    monkeypatch.setattr(launch, "SERVERS", tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))

    def register(alone: str, groups: tuple[str, ...]) -> list[str]:
        package = f"made_{abs(hash((str(tmp_path), alone)))}"
        (tmp_path / package).mkdir(exist_ok=True)
        (tmp_path / package / "first.py").write_text(GROUP.format(group="first", alone=""))
        (tmp_path / package / "second.py").write_text(GROUP.format(group="second", alone=alone))
        seen: list[str] = []
        launch.register_groups(seen, package, groups)
        return seen

    return register


def test_without_groups_all_is_served_but_what_stands_alone(registered: Callable[..., list[str]]) -> None:
    first = ["first/tables", "first/guarded"]
    assert registered("", ()) == ["first", "second", *first, "second/tables", "second/guarded"]
    assert registered('ALONE = ("guarded",)', ()) == ["first", "second", *first, "second/tables"]
    assert registered('ALONE = ("guarded", "tables")', ()) == ["first", "second", *first]


def test_what_stands_alone_is_served_when_it_is_asked_for(registered: Callable[..., list[str]]) -> None:
    assert registered('ALONE = ("guarded",)', ("second/guarded",)) == ["second/guarded"]
    assert registered('ALONE = ("guarded",)', ("second",)) == ["second"]


@pytest.mark.parametrize("name", ENTRIES)
def test_each_application_with_middleware_stands_alone_and_the_control_does_not(launch: ModuleType, name: str) -> None:
    applications = launch._applications(f"{name}_app", "middleware")
    assert "plain" in applications
    alone = {application for application in applications if launch._is_alone(f"{name}_app", "middleware", application)}
    assert alone == set(applications) - {"plain"}
    assert alone == set(launch._literal(f"{name}_app", "middleware", "ALONE"))


@pytest.mark.parametrize("name", ["catzilla", "django", "fastapi", "flask"])
def test_a_server_refuses_it_together_with_anything_else(name: str) -> None:
    command = [sys.executable, str(SERVERS / f"{name}_server.py"), "--groups", "basic,middleware/auth"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{name}_server: --groups middleware/auth: it changes all that is served with it, so it is served alone"
    ]
