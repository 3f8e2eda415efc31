"""Loads that wrk cannot send: WebSockets, event streams, answers in chunks, connections that only stay open.

    python -m bench.clients --kind websocket --spec '{"mode": "echo", "bytes": 64}' --port 8001 --path /ws
        --connections 64 --seconds 10 [--rate 500] --result FILE
    … --check                      does it answer right? Prints one line for each problem, and measures nothing

The result has the form of lib/wrk.lua's, with more numbers under `extra`. One process, one core: its own CPU time is in
the result, so that a reader sees when the client was the limit.
"""
