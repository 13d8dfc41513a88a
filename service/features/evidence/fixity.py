"""Every original is read and hashed again within the days that the operator set; what is not as it was raises an alarm.

The alarm is an event of the report's trail, a line of the log and a metric. It ends when a later check finds the
original as it was taken.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from asyncpg import Record
from prometheus_client import Gauge

from service.features.changing.following import Followed, Matter, follow
from service.features.evidence.object_store import Missing, Store
from service.features.evidence.originals import Original
from service.features.evidence.repository import ALTERED
from service.features.evidence.sealed_pieces import Different, OriginalKeys
from service.features.evidence.service import custody_part
from service.features.evidence.views import facts_of_evidence
from service.features.reports.repository import COLUMNS, TASKS
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part, Update
from workflows.access import visibility
from workflows.access.actors import CLOCKWORK
from workflows.codes.evidence import CustodyAct, Finding
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.evidence.custody import decide_checked
from workflows.policy.region import Policy
from workflows.trail.chaining import RecordedEvent

PAGE = 20
BYTES_A_SECOND = 32 << 20
"""How fast originals are read, so that checks leave the store to who works with it."""

DUE = """SELECT d.id, d.report_id, d.size, d.sha256, d.altered_at, k.wrapped_key, k.pieces FROM evidence d
JOIN evidence_key k ON k.region = d.region AND k.evidence_id = d.id
WHERE d.region = $1 AND d.checked_at < $2 AND d.erasure IS NULL ORDER BY d.checked_at, d.id LIMIT $3"""
CHECKED = "UPDATE evidence SET checked_at = $3 WHERE region = $1 AND id = $2"
READ = f"""SELECT {COLUMNS}, {TASKS}, d.id AS evidence_id, d.media_type, d.preview, d.altered_at, d.erasure
FROM evidence d JOIN report r ON r.region = d.region AND r.id = d.report_id WHERE d.region = $1 AND d.id = $2"""
MARK = Update("evidence", ("altered_at",), ("region", "id"))
ALARMS = Gauge("tindak_evidence_altered", "Originals that a check found missing or different", ["region"])
log = structlog.get_logger("tindak.evidence")


class Checker:
    """Checks originals against the hash under which they were taken."""

    def __init__(self, database: Database, keys: OriginalKeys, store: Store, every: timedelta) -> None:
        self._database = database
        self._keys = keys
        self._store = store
        self._every = every

    async def check(self, policy: Policy, now: datetime) -> int:
        """Check what is due in a region, the longest unchecked first. Returns how many were checked.

        Raises Unavailable when the store or the database is out of reach: that says nothing of an original.
        """
        async with self._database.transaction(policy.region, (visibility.SYSTEM,)) as transaction:
            rows = await transaction.fetch(DUE, policy.region, now - self._every, PAGE)
            await transaction.commit()
        for row in rows:
            finding = await self._finding(policy.region, row)
            if (finding is Finding.INTACT) is (row["altered_at"] is not None):
                await self._tell(policy, row, finding, now)
            async with self._database.transaction(policy.region, (visibility.SYSTEM,)) as transaction:
                await transaction.fetch(CHECKED, policy.region, row["id"], now)
                await transaction.commit()
        return len(rows)

    async def _finding(self, region: str, row: Record) -> Finding:
        key = await self._keys.key(region, row["report_id"], row["id"], row["wrapped_key"])
        original = Original(region, row["id"], row["size"], row["pieces"], key)
        try:
            found = await original.sha256(self._store)
        except Missing:
            await self._require_store()
            return Finding.MISSING
        except Different:
            return Finding.DIFFERENT
        finally:
            await asyncio.sleep(row["size"] / BYTES_A_SECOND)
        return Finding.INTACT if found == row["sha256"] else Finding.DIFFERENT

    async def _require_store(self) -> None:
        """Raise Unavailable when it is the store itself that is not there."""
        async for _ in self._store.names(""):
            return

    async def _tell(self, policy: Policy, row: Record, finding: Finding, now: datetime) -> None:
        evidence = row["id"]
        say = log.info if finding is Finding.INTACT else log.error
        say("evidence_checked", region=policy.region, evidence=str(evidence), finding=finding.value)

        async def read(transaction: Transaction) -> Record | None:
            return await transaction.fetchrow(READ, policy.region, evidence)

        def decide(found: Record, given: Circumstances) -> Followed | None:
            change = decide_checked(facts_of(found), facts_of_evidence(found), finding, CLOCKWORK, given)
            if change is None:
                return None
            return Followed(change, pointers_of(found), lambda events: _entered(change, row, finding, events[0]))

        await follow(self._database, policy, Matter(row["report_id"], read, decide), now)


async def tell_altered(connection: Any, region: str) -> None:
    """Count the originals of a region that are known to be missing or different, as a metric."""
    ALARMS.labels(region).set(await connection.fetchval(ALTERED, region))


def _entered(change: Change, row: Record, finding: Finding, event: RecordedEvent) -> Iterable[Part]:
    intact = finding is Finding.INTACT
    act = CustodyAct.RESTORED if intact else CustodyAct.ALTERED
    marked = (None if intact else event.at, change.report.region, row["id"])
    return [Part(MARK, [marked]), custody_part(change, row["id"], act, event)]
