"""What is asked of both sides: each kind of request by a name, with how many times as fast it is wished to be."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from uuid_utils.compat import uuid7

from tests.bench.client import request
from tests.bench.plans import AGENCY, BASE, REGION, Asker, Measurement

BATCH = 500
"""Commands in one call, the most that there may be."""

VERIFY = {
    "trigger": "verify",
    "checklist": {"formal": True, "material": True},
    "grade": {"reliability": "B", "credibility": 2},
}
ASSIGN = {"trigger": "assign", "tasks": [{"agency": AGENCY, "role": "lead", "kind": "case"}]}
REPORTS = "SELECT id FROM report WHERE region = $1 AND state = $2 ORDER BY id LIMIT $3"
TASKS = """SELECT id FROM task WHERE region = $1 AND agency = $2 AND state = 'offered' AND version = 1
ORDER BY id DESC LIMIT $3"""


class Asking(NamedTuple):
    """One side's database and tokens, and over how many connections it is asked."""

    admin: Any
    officer: str
    coordinator: str
    clients: int

    @property
    def plain(self) -> Asker:
        """What the benchmark of one side asks."""
        return Asker(self.admin, self.officer, self.clients)

    async def transitions(self, scale: int) -> Measurement:
        """The whole life of fresh tasks."""
        return await self.plain.transitions(scale)

    async def intake(self, scale: int) -> Measurement:
        """New reports."""
        return self.plain.intake(scale * 4)

    async def queue(self, scale: int) -> Measurement:
        """The first page of a queue."""
        return self.plain.queue(scale)

    async def reads(self, scale: int) -> Measurement:
        """One report after the other."""
        return await self.plain.reads(scale * 5)

    async def batches(self, scale: int) -> Measurement:
        """One batch of commands for every fourth client: each accepts as many fresh tasks of the agency."""
        calls = max(1, self.clients * scale // 160)
        ids = await self._ids(TASKS, AGENCY, calls * BATCH)
        at = (datetime.now(UTC) - timedelta(minutes=5)).isoformat(timespec="seconds")
        plans = [[self._batch(ids[first : first + BATCH], at)] for first in range(0, len(ids), BATCH)]
        return Measurement("batch", 200, plans)

    async def verifying(self, scale: int) -> Measurement:
        """Reports that came in are verified."""
        return await self._fired("reported", 1, VERIFY, scale)

    async def assigning(self, scale: int) -> Measurement:
        """What was verified is assigned."""
        return await self._fired("verified", 2, ASSIGN, scale)

    async def _fired(self, state: str, version: int, body: dict[str, Any], scale: int) -> Measurement:
        ids = await self._ids(REPORTS, state, scale * self.clients)
        asked = [self._transition(one, version, body) for one in ids]
        return Measurement(state, 200, [asked[client :: self.clients] for client in range(self.clients)])

    def _transition(self, report: str, version: int, body: dict[str, Any]) -> bytes:
        return request(
            "POST", f"{BASE}/reports/{report}/transitions", self.coordinator, json.dumps(body).encode(),
            If_Match=f'"{version}"', Idempotency_Key=str(uuid4()),
        )  # fmt: skip

    def _batch(self, tasks: list[str], at: str) -> bytes:
        commands = [
            {"id": str(uuid7()), "kind": "task.transition", "target": task, "expected_version": 1, "at": at,
             "body": {"trigger": "accept"}}
            for task in tasks
        ]  # fmt: skip
        body = json.dumps({"commands": commands}).encode()
        return request("POST", f"{BASE}/commands", self.officer, body, Idempotency_Key=str(uuid4()))

    async def _ids(self, sql: str, of: str, wanted: int) -> list[str]:
        ids = [str(row["id"]) for row in await self.admin.fetch(sql, REGION, of, wanted)]
        if len(ids) < wanted:
            msg = f"{wanted} rows are needed, {len(ids)} are there: load more reports"
            raise ValueError(msg)
        return ids


class Kind(NamedTuple):
    """A kind of request: its name, the ratio wished for, what asks it, and how many acts an answer stands for."""

    name: str
    wished: float
    asks: Callable[[Asking, int], Awaitable[Measurement]]
    acts: int = 1


KINDS: Sequence[Kind] = (
    Kind("task transition", 1.5, Asking.transitions),
    Kind("intake", 2.5, Asking.intake),
    Kind("report verified", 1.5, Asking.verifying),
    Kind("report assigned", 1.5, Asking.assigning),
    Kind("queue, first page", 2.0, Asking.queue),
    Kind("one report", 1.5, Asking.reads),
    Kind(f"batch of {BATCH}, by command", 3.0, Asking.batches, BATCH),
)
"""In the order of a round: what comes in is verified and then assigned."""
