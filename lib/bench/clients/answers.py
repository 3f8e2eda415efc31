"""Answers in chunks, asked for again and again: when is the first byte there, and is the whole right?"""

from __future__ import annotations

import asyncio
from array import array

from bench.clients.http1 import Answer, AnswerError, Connection, connect, request
from bench.clients.load import Load
from bench.clients.pace import Pace
from bench.clients.server import Server
from bench.clients.sockets import OPEN_SECONDS
from bench.clients.tally import Tally, end_all, median, now_ns

ANSWER_SECONDS = 10
REST_SECONDS = 0.01


async def run(load: Load) -> Tally:
    tally, pace = Tally(Server(load.port)), Pace(load.rate)
    first_us, chunks = array("d"), array("I")
    tally.start()
    pace.start()
    workers = [asyncio.create_task(_ask_again(load, tally, pace, first_us, chunks)) for _ in range(load.connections)]
    await asyncio.wait(workers, timeout=load.seconds)
    tally.stop()
    pace.close(tally)
    await end_all(workers)
    if first_us:
        tally.extra |= {"first_byte_us": median(first_us), "chunks": median(chunks)}
    return tally


async def _ask_again(load: Load, tally: Tally, pace: Pace, first_us: array[float], chunks: array[int]) -> None:
    text = request(load)
    connection: Connection | None = None
    try:
        while tally.running:
            await pace.turn()
            try:
                if not connection or not connection.is_open:
                    connection = await connect(load, OPEN_SECONDS)
                before, sent_ns = connection.received, now_ns()
                answer = await connection.ask(text, ANSWER_SECONDS)
            except (OSError, AnswerError) as error:
                tally.failure(error)
                if connection:
                    connection.close()
                await asyncio.sleep(REST_SECONDS)
                continue
            tally.answer(answer.ended_ns - sent_ns, connection.received - before, not _problems(load, answer))
            if answer.first_byte_ns:
                first_us.append((answer.first_byte_ns - sent_ns) / 1000)
            chunks.append(answer.chunks)
    finally:
        if connection:
            connection.close()


def _problems(load: Load, answer: Answer) -> list[str]:
    found = []
    if answer.status != 200:
        found.append(f"status is {answer.status}, and not 200")
    if answer.size != load.spec["bytes"]:
        found.append(f"the body has {answer.size} bytes, and not {load.spec['bytes']}")
    elif answer.sha256 != load.spec["sha256"]:
        found.append(f"the body's SHA-256 is {answer.sha256}, and not {load.spec['sha256']}")
    if answer.chunks < load.spec.get("chunks", 0):
        found.append(f"it came in {answer.chunks} chunks, and not in {load.spec['chunks']}")
    return found


async def check(load: Load) -> list[str]:
    """Asks once."""
    try:
        connection = await connect(load, OPEN_SECONDS)
        answer = await connection.ask(request(load), ANSWER_SECONDS)
        connection.close()
    except (OSError, AnswerError) as error:
        return [f"no answer: {str(error) or type(error).__name__}"]
    return _problems(load, answer)
