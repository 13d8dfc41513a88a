"""Live streams: many open on one process, each of a person of its own, and how late each is told of an event."""

import argparse
import asyncio
import json
import time
from pathlib import Path
from uuid import uuid4

import httpx

from service.edge.auth.local_issuer import mint
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.bench.logged import logged
from tests.bench.machine import database, say, this_machine
from tests.bench.plans import REGION
from tests.bench.served import Served, served
from workflows.codes.people import Role

AGENCIES = ("bawaslu", "polres", "kodim", "kejari", "kesbangpol", "kpu", "diskominfo", "inspektorat")
TARGET_S = 2.0
REPORT = {
    "category": "money_politics", "severity": "S4", "classification": "ordinary", "title": "Ukur",
    "description": "Ukur", "occurred_at": "2024-11-24T20:15:00+07:00", "place": {"area": "33.05.12"},
    "election": "pilkada-2024", "source": {"channel": "patrol"}, "reporter": None,
}  # fmt: skip


class Ear:
    """One open stream: when it was told of each leaf index."""

    def __init__(self) -> None:
        self.heard: dict[int, float] = {}
        self.ready = asyncio.Event()

    async def listen(self, port: int, token: str) -> None:
        """Read until cancelled."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        path = f"/v1/regions/{REGION}/events/stream"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"event: position"):
                    self.ready.set()
                elif line.startswith(b"data: {") and b'"event":' in line:
                    self.heard[json.loads(line[6:])["leaf_index"]] = time.monotonic()
        finally:
            writer.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench streams", description=__doc__)
    parser.add_argument("--streams", type=int, default=1000, help="open at once")
    parser.add_argument("--events", type=int, default=40, help="one after the other")
    parser.add_argument("--pause", type=float, default=0.25, help="seconds between two of them")
    asked = parser.parse_args()
    say(this_machine())
    with database() as (server, folder), served(server, folder) as api, logged(server, folder):
        asyncio.run(_measure(server, folder, api, asked))


async def _measure(_server: EmbeddedPostgres, folder: Path, api: Served, asked: argparse.Namespace) -> None:
    people = [(AGENCIES[number % len(AGENCIES)], f"Orang {number}") for number in range(asked.streams)]
    ears = [Ear() for _ in people]
    tokens = [mint(folder, Role.OFFICER, agency, name, [REGION]) for agency, name in people]
    began = time.monotonic()
    tasks = [asyncio.create_task(ear.listen(api.port, token)) for ear, token in zip(ears, tokens, strict=True)]
    await asyncio.gather(*(ear.ready.wait() for ear in ears))
    say(f"{len(ears)} streams of as many persons open after {time.monotonic() - began:.1f} s")
    await _make(api, tokens[0], 0, 1, asked.pause)  # until the worker is at work
    await _all_heard(ears, 1)
    spent, at = api.cpu_seconds(), time.monotonic()
    accepted = await _make(api, tokens[0], 1, asked.events, asked.pause)
    await _all_heard(ears, 1 + len(accepted))
    delays = sorted(ear.heard[index] - accepted[index] for ear in ears for index in accepted if index in ear.heard)
    share, heard = (api.cpu_seconds() - spent) / (time.monotonic() - at), len(delays)
    say(
        f"{len(accepted)} events, {heard:,} of {len(ears) * len(accepted):,} told: p50 {delays[heard // 2]:.2f} s,"
        f" p99 {delays[int(heard * 0.99)]:.2f} s, last {delays[-1]:.2f} s after the answer (target {TARGET_S:.0f} s);"
        f" API {share:.0%} of a processor, {api.resident_mb():.0f} MB"
    )
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _all_heard(ears: list[Ear], count: int) -> None:
    """Wait until everybody has heard so much, half a minute at most."""
    for _ in range(600):
        if min(len(ear.heard) for ear in ears) >= count:
            return
        await asyncio.sleep(0.05)


async def _make(api: Served, token: str, first: int, count: int, pause: float) -> dict[int, float]:
    """Report one after the other; when each was answered, by its leaf index: nobody else writes."""
    accepted: dict[int, float] = {}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{api.port}", timeout=30) as http:
        for index in range(first, first + count):
            sent = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
            answer = await http.post(f"/v1/regions/{REGION}/reports", json=REPORT, headers=sent)
            answer.raise_for_status()
            accepted[index] = time.monotonic()
            await asyncio.sleep(pause)
    return accepted


if __name__ == "__main__":
    main()
