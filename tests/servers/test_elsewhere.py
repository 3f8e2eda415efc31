"""Applications that another server serves than the rest of their framework, and that `--describe` says so."""

from __future__ import annotations

import json
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from environments import python_of

SERVERS = Path(__file__).resolve().parents[2] / "servers"
ENTRIES = sorted(path.name.removesuffix("_server.py") for path in SERVERS.glob("*_server.py"))
HELD = ("streaming/sse", "streaming/websocket", "streaming/websocket_broadcast", "streaming/websocket_idle")


def describe(name: str, *options: str) -> dict[str, Any]:
    command = [python_of(name), str(SERVERS / f"{name}_server.py"), "--describe", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ENTRIES)
def test_such_an_application_exists_and_is_served_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SERVERS))
    entry, launch = import_module(f"{name}_server").ENTRY, import_module("shared.launch")
    for group, application in (key.split("/") for key in entry.servers_for):
        assert application in launch._applications(entry.app_package, group)
        assert launch._is_alone(entry.app_package, group, application)
    assert all(set(servers) == set(launch.PROFILES) for servers in entry.servers_for.values())


@pytest.mark.parametrize("profile", ["legacy", "production", "fastest"])
def test_it_is_described_as_it_is_served(profile: str) -> None:
    seen = {}
    for name in ENTRIES:
        said = describe(name, "--profile", profile)
        for application, told in said["applications"].items():
            own = describe(name, "--profile", profile, "--groups", application)
            assert told == {key: own[key] for key in ("server", "server_version", "settings", "command")}
            assert (told["server"], told["settings"]) != (said["server"], said["settings"])
            seen.setdefault(application, set()).add(name)
    assert set(seen) == set(HELD) and all(len(names) == 2 for names in seen.values())


def test_a_thread_is_there_for_each_connection_of_the_largest_load() -> None:
    contracts = json.loads((SERVERS.parent / "endpoints" / "streaming.contract.json").read_text())
    largest = max(contract.get("connections", 0) for contract in contracts.values())
    threads = [
        told["settings"]["threads"]
        for name in ENTRIES
        for told in describe(name, "--profile", "production")["applications"].values()
        if told["settings"]["interface"] == "WSGI"
    ]
    assert largest >= 512 and threads and min(threads) > largest
