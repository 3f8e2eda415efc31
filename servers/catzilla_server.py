"""Catzilla on its own server, in its production mode: it has no other, so all profiles are one."""

# No postponed annotations here: Catzilla reads those of `health`, and would look for Request among the module's names.
import sys

from shared import launch

WITHOUT_INJECTION = ("dependency_injection/plain",)
SETTINGS = {
    "threads": 1,
    "loop": "libuv",
    "parser": "llhttp",
    "interface": "own",
    "keep_alive_seconds": None,  # connections are kept without a time limit
    "access_log": False,
}


def create_app() -> object:
    """The application that Catzilla serves: health, then the groups that were asked for."""
    from catzilla import Catzilla, Request

    groups = launch.requested_groups()
    # Injection is on unless switched off, and opens a context for each request, also where nothing is injected. So the
    # control of that group, served alone, is an application without it; all else runs as Catzilla comes.
    app = Catzilla(production=True, show_banner=False, log_requests=False, enable_di=groups != WITHOUT_INJECTION)

    @app.get("/health")
    def health(request: Request) -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, groups)
    return app


def command(options: launch.Options) -> list[str]:
    return [sys.executable, "-m", "catzilla_app._serve", options.host, str(options.port)]


SERVER = launch.Server("catzilla", command, SETTINGS)
ENTRY = launch.Entry(
    name="catzilla",
    title="Catzilla",
    package="catzilla",
    default_port=8000,
    servers=dict.fromkeys(launch.PROFILES, SERVER),
    max_workers=1,
)

if __name__ == "__main__":
    launch.main(ENTRY)
