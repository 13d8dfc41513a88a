"""What is asked in each measurement: requests prepared as bytes, split over the clients."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple
from uuid import uuid4

from tests.bench.client import request

REGION = "33.05"
BASE = f"/v1/regions/{REGION}"
AGENCY = "polres"
STEPS: Sequence[dict[str, str]] = (
    {"trigger": "accept"},
    {"trigger": "start"},
    {"trigger": "wait", "reason": "Menunggu dokumen dari pihak ketiga"},
    {"trigger": "resume"},
    {"trigger": "complete", "result": "Saksi diperiksa, berita acara dibuat"},
)
"""The life of a task; each step is one transition with its own If-Match and Idempotency-Key."""

INTAKE = {
    "category": "security_threat",
    "severity": "S2",
    "title": "Kerumunan di depan balai desa",
    "description": "Massa berkumpul setelah penghitungan suara dan menolak bubar.",
    "occurred_at": "2024-11-27T15:15:00+07:00",
    "place": {"area": "33.05.12", "detail": "RT 02 RW 03"},
    "election": "pilkada-2024",
    "source": {"channel": "patrol"},
}

Plans = list[list[bytes]]


class Measurement(NamedTuple):
    """A name for the table, the status that every answer must have, and the requests of each client."""

    name: str
    status: int
    plans: Plans


class Asker(NamedTuple):
    """Who asks: a database to look identifiers up in, a token, and over how many connections."""

    admin: Any
    token: str
    clients: int

    async def transitions(self, tasks: int) -> Measurement:
        """The whole life of ``tasks`` fresh tasks for each client."""
        ids = await self._ids(
            "SELECT id FROM task WHERE region = $1 AND agency = $2 AND state = 'offered' AND version = 1 LIMIT $3",
            tasks * self.clients,
        )
        return Measurement("b  task transition", 200, self._split(ids, self._life))

    async def reads(self, count: int) -> Measurement:
        """``count`` different reports for each client."""
        ids = await self._ids(
            "SELECT id FROM report WHERE region = $1 AND lead_agency = $2 ORDER BY md5(id::text) LIMIT $3",
            count * self.clients,
        )
        return Measurement(
            "c  read of one report",
            200,
            self._split(ids, lambda one: [request("GET", f"{BASE}/reports/{one}", self.token)]),
        )

    def queue(self, count: int) -> Measurement:
        """The first page of the agency's offered tasks, ``count`` times for each client."""
        page = request("GET", f"{BASE}/tasks?agency={AGENCY}&state=offered", self.token)
        return Measurement("d  queue, first page", 200, [[page] * count for _ in range(self.clients)])

    def intake(self, count: int) -> Measurement:
        """``count`` new reports for each client."""
        plans = [list(islice(self.intakes(), count)) for _ in range(self.clients)]
        return Measurement("e  intake", 201, plans)

    def intakes(self, stop: asyncio.Event | None = None) -> Iterator[bytes]:
        """New reports for one client, until told to stop."""
        body = json.dumps(INTAKE).encode()
        while stop is None or not stop.is_set():
            yield request("POST", f"{BASE}/reports", self.token, body, Idempotency_Key=str(uuid4()))

    async def _ids(self, sql: str, wanted: int) -> list[str]:
        ids = [str(row["id"]) for row in await self.admin.fetch(sql, REGION, AGENCY, wanted)]
        if len(ids) < wanted:
            msg = f"{wanted} rows are needed, {len(ids)} are there: load more reports"
            raise ValueError(msg)
        return ids

    def _split(self, ids: list[str], requests: Callable[[str], list[bytes]]) -> Plans:
        return [[one for key in ids[client :: self.clients] for one in requests(key)] for client in range(self.clients)]

    def _life(self, task: str) -> list[bytes]:
        path = f"{BASE}/tasks/{task}/transitions"
        return [
            request(
                "POST",
                path,
                self.token,
                json.dumps(body).encode(),
                If_Match=f'"{version}"',
                Idempotency_Key=str(uuid4()),
            )
            for version, body in enumerate(STEPS, start=1)
        ]
