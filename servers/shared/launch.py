"""The command line of every server, `--describe`, and the discovery of a framework's groups.

A server entry calls `main(ENTRY)`. The server itself is started by replacing this process (`execv`) with the
documented command of that server, so that what runs is what a user of the framework would run.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import socket
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from shared import companions, counters

SERVERS = Path(__file__).resolve().parent.parent
PROFILES = ("legacy", "production", "fastest")
WHOLE_GROUP = "*"
"""The key of LIBRARY that stands for every endpoint without an entry of its own."""
GROUPS_VARIABLE = "SERVER_GROUPS"
START_VARIABLE = "SERVER_START"
"""A name of this start that no other start has: what a server keeps in a service that it shares with others goes by it."""
STANDARD_LIBRARY = "python"
"""The package of a server that is Python's own; its version is Python's."""
OWN_SETTINGS = ("GRANIAN_", "GUNICORN_", "ROBYN_", "SANIC_", "UVICORN_")
"""Variables in which a user may keep settings of a server; they would make the servers unequal."""


class LaunchError(Exception):
    """Why the server cannot start, as one line."""


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line. `groups` as in `--groups`: "group" or "group/application"."""

    host: str
    port: int
    workers: int
    groups: tuple[str, ...]
    profile: str


@dataclass(frozen=True)
class Server:
    """What serves a framework in one profile.

    `command` gives the argument vector that serves the options. `settings` says what a reader must know to judge
    fairness (threads, loop, parser, keep-alive).
    """

    package: str
    command: Callable[[Options], list[str]]
    settings: dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One framework, as its `<name>_server.py` declares it.

    `servers` has one for each profile. `servers_for` has others for applications that these cannot serve, such as
    "streaming/websocket"; an application in it is served alone. Without a `package`, the version is that of the server.
    `flags` are old options that are accepted and change nothing.
    """

    name: str
    title: str
    package: str | None
    default_port: int
    servers: dict[str, Server]
    servers_for: dict[str, dict[str, Server]] = field(default_factory=dict)
    max_workers: int | None = None
    flags: dict[str, str] = field(default_factory=dict)

    @property
    def app_package(self) -> str:
        return f"{self.name}_app"

    def server(self, options: Options) -> Server:
        """What serves these options."""
        other = next((self.servers_for[group] for group in options.groups if group in self.servers_for), None)
        return (other or self.servers)[options.profile]


def main(entry: Entry) -> None:
    """Reads the command line, then describes the framework or becomes its server."""
    try:
        _run(entry, _parse(entry))
    except (LaunchError, companions.CompanionError) as error:
        sys.exit(f"{entry.name}_server: {error}")


def requested_groups() -> tuple[str, ...]:
    """The groups that the launching process asked for; none means all of them."""
    return tuple(filter(None, os.environ.get(GROUPS_VARIABLE, "").split(",")))


def register_groups(app: Any, app_package: str, groups: tuple[str, ...]) -> None:
    """Calls `register(app)` of each group's module, or `register_<application>(app)` for "group/application".

    With no groups named, everything is registered but the applications that are served alone: the ordinary routes
    first, the large applications last, so that a framework that matches routes one by one does not pay for the large
    ones on the others' requests.
    """
    counters.start()
    for group, application in _expand(app_package, groups):
        module = import_module(f"{app_package}.{group}")
        getattr(module, f"register_{application}" if application else "register")(app)


def available_groups(app_package: str) -> list[str]:
    """The group modules of a framework, found in its folder."""
    return sorted(file.stem for file in (SERVERS / app_package).glob("[!_]*.py"))


def _expand(app_package: str, groups: tuple[str, ...]) -> list[tuple[str, str]]:
    if groups:
        return [(name, application) for name, _, application in (group.partition("/") for group in groups)]
    found = available_groups(app_package)
    extra = [
        (group, name)
        for group in found
        for name in _applications(app_package, group)
        if not _is_alone(app_package, group, name)
    ]
    return [(group, "") for group in found] + extra


def _parse(entry: Entry) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"{entry.name}_server.py", description=f"{entry.title} benchmark server")
    parser.add_argument("--host", default="127.0.0.1", help="numeric address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=entry.default_port, help="default %(default)s")
    parser.add_argument("--workers", type=int, default=1, help="server processes (default %(default)s)")
    parser.add_argument("--groups", default="", help="endpoint groups to serve, separated by commas (default: all)")
    parser.add_argument("--profile", choices=PROFILES, default="legacy", help="server settings (default %(default)s)")
    parser.add_argument("--describe", action="store_true", help="print what this server is, as JSON, and end")
    for flag, meaning in entry.flags.items():
        parser.add_argument(flag, action="store_true", help=meaning)
    return parser.parse_args()


def _run(entry: Entry, arguments: argparse.Namespace) -> None:
    options = Options(
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        groups=tuple(filter(None, arguments.groups.split(","))),
        profile=arguments.profile,
    )
    if arguments.describe:
        print(json.dumps(describe(entry, options), indent=2))
        return
    _check(entry, options)
    _check_port(options)
    for name in [name for name in os.environ if name.startswith(OWN_SETTINGS)]:
        del os.environ[name]
    os.environ[GROUPS_VARIABLE] = ",".join(options.groups)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(SERVERS), os.environ.get("PYTHONPATH"))))
    os.environ.setdefault(START_VARIABLE, uuid.uuid4().hex)
    for arguments in _companions(entry.app_package, options.groups):
        companions.start(arguments)
    command = entry.server(options).command(options)
    sys.stdout.flush()
    os.execv(command[0], command)


def _companions(app_package: str, groups: tuple[str, ...]) -> list[list[str]]:
    """What each of these applications needs beside the server, from its group's COMPANIONS: application → arguments of the
    interpreter.
    """
    named = (group.partition("/") for group in groups)
    found = (_literal(app_package, group, "COMPANIONS").get(application) for group, _, application in named)
    return [arguments for arguments in found if arguments]


def _check(entry: Entry, options: Options) -> None:
    _versions(entry, entry.server(options))
    if not 1 <= options.port <= 65535:
        raise LaunchError(f"--port {options.port}: a port is a number from 1 to 65535")
    if options.workers < 1:
        raise LaunchError(f"--workers {options.workers}: at least one process is needed")
    if entry.max_workers is not None and options.workers > entry.max_workers:
        raise LaunchError(f"--workers {options.workers}: {entry.title} serves from {entry.max_workers} process only")
    known = available_groups(entry.app_package)
    for group in options.groups:
        name, _, application = group.partition("/")
        if name not in known:
            raise LaunchError(f"--groups {group}: no such group; there are {', '.join(known)}")
        if application and application not in _applications(entry.app_package, name):
            raise LaunchError(f"--groups {group}: the group has no application of that name")
        if len(options.groups) > 1 and _is_alone(entry.app_package, name, application):
            raise LaunchError(f"--groups {group}: it changes all that is served with it, so it is served alone")


def _check_port(options: Options) -> None:
    """A server with SO_REUSEPORT would share a busy port in silence, and others try for seconds: so look first."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            raise LaunchError(f"--host {options.host} --port {options.port}: {error.strerror}") from error


def describe(entry: Entry, options: Options) -> dict[str, Any]:
    """What `--describe` prints. Imports nothing of the framework, so it answers at once and without side effects."""
    server = entry.server(options)
    version, server_version = _versions(entry, server)
    groups = available_groups(entry.app_package)
    unsupported = {
        f"{group}/{name}": reason
        for group in groups
        for name, reason in _literal(entry.app_package, group, "UNSUPPORTED").items()
    }
    extensions = _extensions(entry.app_package, groups)
    return {
        "framework": entry.name,
        "title": entry.title,
        "version": version,
        "server": server.package,
        "server_version": server_version,
        "python": platform.python_version(),
        "default_port": entry.default_port,
        "max_workers": entry.max_workers,
        "profile": options.profile,
        "settings": server.settings,
        "command": _shown_command(server, options),
        "applications": _applications_elsewhere(entry, options),
        "groups": groups,
        "unsupported": unsupported,
        "extensions": extensions,
        "companions": {
            f"{group}/{name}": arguments
            for group in groups
            for name, arguments in _literal(entry.app_package, group, "COMPANIONS").items()
        },
        "libraries": {name: _version(name) for name in sorted(set(filter(None, extensions.values())))},
    }


def _shown_command(server: Server, options: Options) -> list[str]:
    return [Path(part).name if part.startswith("/") else part for part in server.command(options)]


def _applications_elsewhere(entry: Entry, options: Options) -> dict[str, dict[str, Any]]:
    """The applications that another server serves, by "group/application", and which."""
    return {
        name: {
            "server": servers[options.profile].package,
            "server_version": _version(servers[options.profile].package),
            "settings": servers[options.profile].settings,
            "command": _shown_command(servers[options.profile], replace(options, groups=(name,))),
        }
        for name, servers in entry.servers_for.items()
    }


def _extensions(app_package: str, groups: list[str]) -> dict[str, str | None]:
    """Where a package beside the framework does the work, from the groups' LIBRARY: "group" or "group/endpoint" → package.

    An endpoint's own entry goes before its group's; None is the framework itself.
    """
    return {
        group if name == WHOLE_GROUP else f"{group}/{name}": library
        for group in groups
        for name, library in _literal(app_package, group, "LIBRARY").items()
    }


def _version(package: str) -> str | None:
    try:
        return _version_of(package)
    except metadata.PackageNotFoundError:
        return None


def _version_of(package: str) -> str:
    return platform.python_version() if package == STANDARD_LIBRARY else metadata.version(package)


def _versions(entry: Entry, server: Server) -> tuple[str, str]:
    try:
        return _version_of(entry.package or server.package), _version_of(server.package)
    except metadata.PackageNotFoundError as error:
        raise LaunchError(f"the package {error.name} is not installed for {sys.executable}") from error


def _tree(app_package: str, group: str) -> ast.Module:
    file = SERVERS / app_package / f"{group}.py"
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def _literal(app_package: str, group: str, name: str) -> dict[str, Any]:
    for node in _tree(app_package, group).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return ast.literal_eval(node.value)
    return {}


def _applications(app_package: str, group: str) -> list[str]:
    prefix = "register_"
    functions = (node.name for node in _tree(app_package, group).body if isinstance(node, ast.FunctionDef))
    return [name.removeprefix(prefix) for name in functions if name.startswith(prefix)]


def _is_alone(app_package: str, group: str, application: str) -> bool:
    """Whether an application changes every route that is served with it, by middleware for one: its group's ALONE says so."""
    return application in _literal(app_package, group, "ALONE")
