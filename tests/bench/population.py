"""Many reports at once: the same pure decisions and the same rows as the service writes, loaded with COPY."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from os import urandom
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import asyncpg
import msgspec
from uuid_utils.compat import uuid7

from service.edge.auth.local_issuer import subject_of
from service.edge.auth.local_keys import LOCAL_ISSUER
from service.features.reports.report_rows import Intaken
from service.features.reports.rows import change_parts
from service.features.reports.service import register_number
from service.features.reports.text_pointers import pointers_of
from service.storage.db.write import Insert, Update
from service.storage.texts.words import INSERT_WORDS
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.codes.people import Role
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.reports.commands import Assign, Checklist, Grade, Place, ReportIntake, ReportSource, Verify
from workflows.decisions.reports.intake import Intake, decide_intake
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.tasks.commands import Offer
from workflows.policy.region import Policy
from workflows.trail.chaining import Supplies, record
from workflows.trail.leaf import SALT_BYTES

LEADS = {"security_threat": "polres", "money_politics": "bawaslu", "logistics": "kpu", "polarisation": "kesbangpol"}
VERIFY = Verify(
    trigger="verify", checklist=Checklist(formal=True, material=True), grade=Grade(reliability="B", credibility=2)
)
YEAR = 2024
START = datetime(YEAR, 10, 1, tzinfo=UTC)
LOADED_AT = datetime.now(UTC)
"""When everything is reported and offered: now, so that the worker finds nothing overdue."""

_INSERT_WORDS = "INSERT INTO {} ({}) VALUES ({})".format(
    INSERT_WORDS.table,
    ", ".join(INSERT_WORDS.columns),
    ", ".join(form.format(f"${at}") for at, form in enumerate(INSERT_WORDS.forms, 1)),
)
"""What COPY cannot: words come as text."""

BATCH = 2_000
EVENTS_EACH = 4
"""Intake, verification, assignment and the offer of the one lead task."""

TABLES = ("report", "task", "clock", "report_text", "audit_event", "audit_pending")
"""In the order in which foreign keys let them be loaded."""

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def person_of(agency: str, name: str) -> UUID:
    """The person for whom `tindak token` makes tokens."""
    return uuid5(NAMESPACE_URL, f"{LOCAL_ISSUER}#{subject_of(agency, name)}")


def usual(_: int) -> str:
    """What is described in a report of which nobody reads the words."""
    return "Kejadian dilaporkan oleh petugas patroli; rincian ada pada berkas."


async def load(
    url: str, policy: Policy, first: int, count: int, *, step: int = 1, describe: Callable[[int], str] = usual
) -> int:
    """Load ``count`` reports from number ``first`` on, each assigned with one offered lead task.

    ``step`` is how far their numbers are apart: with ``len(LEADS)`` all are led by one agency. ``describe`` gives the
    description of a report by its number. Returns how many rows were written.
    """
    connection = await asyncpg.connect(url)
    source, written = _reports(policy, range(first, first + count * step, step), describe), 0
    try:
        while batch := list(islice(source, BATCH)):
            for table in TABLES:
                written += await _copy(connection, table, [row for rows in batch for row in rows[table]])
            words = [tuple(row.values()) for rows in batch for row in rows[INSERT_WORDS.table]]
            await connection.executemany(_INSERT_WORDS, words)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return written


async def _copy(connection: Any, table: str, rows: list[Row]) -> int:
    columns = sorted({name for row in rows for name in row})
    records = (tuple(map(row.get, columns)) for row in rows)
    await connection.copy_records_to_table(table, records=records, columns=columns)
    return len(rows)


def _reports(policy: Policy, numbers: Iterable[int], describe: Callable[[int], str]) -> Iterator[Rows]:
    regions = frozenset({policy.region})
    officer = Actor(person_of("polres", "Budi"), "polres", Role.OFFICER, regions)
    desk = Actor(person_of("kesbangpol", "Hadi"), "kesbangpol", Role.COORDINATOR, regions)
    areas = sorted(policy.areas)
    for number in numbers:
        body = _body(number, areas[number % len(areas)], describe(number))
        loaded = _Loaded(Circumstances(policy, LOADED_AT + timedelta(milliseconds=number), iter(uuid7, None)))
        loaded.keep(decide_intake(Intake(uuid7(), body, area_known=True), officer, loaded.given), officer)
        registered = register_number(policy.region, YEAR, number + 1)
        loaded.keep(decide_report(loaded.report, VERIFY, desk, loaded.given, register_number=registered), desk)
        lead = Offer(agency=LEADS[body.category], role="lead", kind="case")
        assign = Assign(trigger="assign", tasks=(lead,))
        loaded.keep(decide_report(loaded.report, assign, desk, loaded.given), desk)
        yield loaded.rows


def _body(number: int, area: str, description: str) -> ReportIntake:
    return ReportIntake(
        category=list(LEADS)[number % len(LEADS)],
        severity=("S3", "S4")[number % 2],
        classification=("ordinary", "restricted")[number // 2 % 2],
        title=f"Laporan nomor {number}",
        description=description,
        occurred_at=START + timedelta(minutes=number % 50_000),
        place=Place(area=area),
        election="pilkada-2024",
        source=ReportSource(channel="patrol"),
    )


class _Loaded:
    """One report while it is decided: its facts, and the rows that the service would have written by then."""

    def __init__(self, given: Circumstances) -> None:
        self.given = given
        self.rows: Rows = defaultdict(list)
        self.report: ReportFacts

    def keep(self, change: Change, actor: Actor) -> None:
        events = record(change, actor, self.given.now, Supplies(iter(uuid7, None), iter(_salt, None)))
        pointers = None if change.before is None else pointers_of(self.rows["report"][0])
        intaken = Intaken("patrol", sealed=False, consent_to_share=False) if change.before is None else None
        for part in change_parts(change, events, pointers, intaken):
            for values in part.rows:
                self._apply(part.what, values)
        self.report = msgspec.structs.replace(change.report, head=events[-1].leaf_hash)

    def _apply(self, what: Insert | Update, values: tuple[Any, ...]) -> None:
        if isinstance(what, Insert):
            self.rows[what.table].append(dict(zip(what.columns, values, strict=True)))
            return
        sought = dict(zip((*what.keys, *what.null_keys), values[len(what.columns) :], strict=True))
        for row in self.rows[what.table]:
            if all(row.get(name) == value for name, value in sought.items()):
                row.update(zip(what.columns, values, strict=False))


def _salt() -> bytes:
    return urandom(SALT_BYTES)
