"""Serves the application: `python -m robyn_app._interface <host> <port>`. The framework's own server takes its place."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from robyn_app._application import Application


class Server(ThreadingHTTPServer):
    request_queue_size = 128


def serve(app: Application, host: str, port: int) -> None:
    """Until SIGTERM."""

    class Request(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # head and body leave in one packet

        def answer(self) -> None:
            left = int(self.headers.get("Content-Length", 0))
            while left > 0 and (part := self.rfile.read(min(left, 65536))):
                left -= len(part)  # the body is read and left aside
            status, body = app.answer(self.command, urlsplit(self.path).path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

        def log_message(self, *arguments: object) -> None:
            """No access log."""

    Server((host, port), Request).serve_forever()


if __name__ == "__main__":
    from robyn_server import create_app

    serve(create_app(), sys.argv[1], int(sys.argv[2]))
