"""Load at a given pace: a request is sent when it is due, whether or not those before it were answered quickly."""

import asyncio
import time
from collections.abc import Iterator

from tests.bench.client import Connection, Timed, UnexpectedStatusError


async def drive_paced(
    port: int, requests: Iterator[bytes], status: int, *, per_second: float, seconds: float, clients: int
) -> Timed:
    """Send requests evenly over ``clients`` connections for ``seconds``.

    A latency counts from when the request was due, so that waiting for a free connection is part of it. Raises
    UnexpectedStatusError as soon as an answer has another status.
    """
    loop = asyncio.get_running_loop()
    connections = [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(clients)]
    latencies: list[float] = []
    began = time.perf_counter()

    async def one(number: int, connection: Connection) -> None:
        for turn in range(number, int(per_second * seconds), clients):
            due = began + turn / per_second
            await asyncio.sleep(due - time.perf_counter())
            prepared = next(requests)
            got, body = await connection.send(prepared)
            latencies.append(time.perf_counter() - due)
            if got != status:
                raise UnexpectedStatusError(got, prepared, body)

    try:
        async with asyncio.TaskGroup() as group:
            for number, connection in enumerate(connections):
                group.create_task(one(number, connection))
    finally:
        for connection in connections:
            connection.close()
    return Timed(time.perf_counter() - began, latencies, [])
