"""Sanic on its own server, as its own command starts it: that is how it is deployed, so all profiles are one."""

# No postponed annotations here: sanic-ext reads those of `health`, and would look for Request among the module's names.
import sys

from shared import launch

ROLE = "further"

WITHOUT_INJECTION = ("dependency_injection/plain",)
SETTINGS = {
    "threads": 1,
    "loop": "uvloop",
    "parser": "sanic, httptools for URLs",
    "interface": "own",
    "keep_alive_seconds": 120,
    "access_log": False,
}
# Extensions that are on unless switched off and that no endpoint needs: CORS works on each answer; the automatic methods add two
# routes for each, and Sanic compiles its signals anew at each of them, which takes minutes for a thousand.
EXTENSIONS = {"cors": False, "oas": False, "http_auto_head": False, "http_auto_options": False}


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    import logging

    from sanic import HTTPResponse, Request, Sanic, json
    from sanic_ext.exceptions import ValidationError

    groups = launch.requested_groups()
    app = Sanic("benchmark")
    for logger in ("sanic.root", "sanic.server"):  # else each process says that it starts and ends
        logging.getLogger(logger).setLevel(logging.ERROR)
    app.config.FALLBACK_ERROR_FORMAT = "json"
    # Injection looks at each request, also where nothing is injected: the control of that group, served alone, is without it.
    app.extend(built_in_extensions=groups != WITHOUT_INJECTION, config=EXTENSIONS)

    @app.exception(ValidationError)
    async def refuse(request: Request, error: ValidationError) -> HTTPResponse:
        return json({"error": str(error)}, status=422)

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return json({"status": "healthy", "framework": ENTRY.name})

    launch.register_groups(app, ENTRY.app_package, groups)
    return app


def command(options: launch.Options) -> list[str]:
    # Its manager is a process more, and loses a SIGTERM that comes while it waits for its workers.
    workers = ["--single-process"] if options.workers == 1 else ["--workers", str(options.workers)]
    return [
        sys.executable, "-m", "sanic", "sanic_server:create_app", "--factory",
        "--host", options.host, "--port", str(options.port), *workers,
        "--no-access-logs", "--no-motd",
    ]  # fmt: skip


SERVER = launch.Server("sanic", command, SETTINGS)
ENTRY = launch.Entry(
    name="sanic",
    title="Sanic",
    package="sanic",
    default_port=8009,
    servers=dict.fromkeys(launch.PROFILES, SERVER),
)

if __name__ == "__main__":
    launch.main(ENTRY)
