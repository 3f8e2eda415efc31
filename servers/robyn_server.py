"""Robyn on its own server, which is written in Rust: it has no other, so all profiles are one."""

# No postponed annotations here: Robyn reads those of the handlers.
import sys

from shared import launch

ROLE = "further"

SETTINGS = {
    "threads": 1,
    "loop": "uvloop beside actix",
    "parser": "actix-http",
    "interface": "own",
    "keep_alive_seconds": 20,
    "access_log": False,
}


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    from pydantic import ValidationError
    from robyn import Response, Robyn, jsonify

    app = Robyn(__file__)

    # Before the routes: each keeps the handler of exceptions that there is when it is added.
    @app.exception
    def answer_error(error: Exception) -> Response:
        if isinstance(error, ValidationError):
            return Response(422, {"Content-Type": "application/json"}, error.json(include_url=False))
        if isinstance(error, ValueError):  # what request.json() raises for a body that is no JSON
            return Response(400, {"Content-Type": "application/json"}, jsonify({"error": str(error)}))
        raise error

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


def command(options: launch.Options) -> list[str]:
    # Its own --workers are threads of a process.
    return [
        sys.executable, "-m", "robyn_app._serve", options.host, str(options.port),
        "--processes", str(options.workers), "--workers", "1", "--log-level", "ERROR", "--disable-openapi",
    ]  # fmt: skip


SERVER = launch.Server("robyn", command, SETTINGS)
ENTRY = launch.Entry(
    name="robyn",
    title="Robyn",
    package="robyn",
    default_port=8013,
    servers=dict.fromkeys(launch.PROFILES, SERVER),
)

if __name__ == "__main__":
    launch.main(ENTRY)
