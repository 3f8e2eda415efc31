"""A server for the client's own ceiling: a WebSocket echo and nothing else, until it is ended.

python -m bench.clients.echo_server PORT
"""

from __future__ import annotations

import sys

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from bench.clients.load import ADDRESS


class EchoListener(WSListener):
    """Sends back what comes."""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        transport.send(frame.msg_type, frame.get_payload_as_bytes())
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()


def _listener(request: WSUpgradeRequest) -> EchoListener:
    return EchoListener()


async def serve(port: int) -> None:
    server = await ws_create_server(_listener, ADDRESS, port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
