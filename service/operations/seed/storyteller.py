"""Telling the story: each step through the services as its person, each under an Idempotency-Key of its own.

A telling that was cut short left the answers of the steps it took. The next one finds their keys, is answered
the same again for those, and goes on. Nothing is told twice, nothing stays half.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from service.edge.auth.local_issuer import subject_of
from service.edge.auth.local_keys import LOCAL_ISSUER
from service.edge.call import Call
from service.edge.idempotency import Answer, IdempotencyKey, bind_key
from service.edge.policy_files import load_policies
from service.features.changing.changes import Changes
from service.features.reports.changing import Terms
from service.features.reports.service_set import ReportServices
from service.features.reviews.service import ReviewService
from service.features.tasks.service import TaskService
from service.operations.seed.area_seeding import seed_areas
from service.operations.seed.demo_people import Person
from service.operations.seed.demo_story import (
    STORY,
    Learnt,
    Linked,
    Moved,
    Noted,
    Recommended,
    Reported,
    Reviewed,
    Step,
    Worked,
)
from service.storage.db.database_connecting import connected
from service.storage.db.pool import Database
from service.storage.sealing import Sealer
from service.storage.wrapping import SettingsWrapper
from service.trail.reading.recorder import Recorder
from service.trail.receipts.signer import ReceiptSigner
from workflows.access.actors import Actor
from workflows.decisions.reports.commands import AddLink, ReportIntake
from workflows.decisions.reviews.commands import AddLesson, Recommend

REGION = "33.05"
EDITION = sha256(repr(STORY).encode()).hexdigest()[:12]
"""Another story has other keys: what an older version left half told is not gone on with."""

_ANY_REPORT = "SELECT EXISTS (SELECT FROM report WHERE region = $1)"
_TOLD_KEYS = "SELECT key FROM idempotency WHERE region = $1 AND starts_with(key, $2)"


def seed_story(admin_url: str, app_url: str, sealing_key: str, receipts: ReceiptSigner) -> None:
    """Load the areas and, into an empty region, the story; go on with one that was cut short. Safe to repeat."""
    seed_areas(admin_url)
    asyncio.run(_tell_if_wanted(admin_url, app_url, sealing_key, receipts))


async def _tell_if_wanted(admin_url: str, app_url: str, sealing_key: str, receipts: ReceiptSigner) -> None:
    if not await _is_wanted(admin_url):
        return
    database = Database(app_url, size=1, application="tindak-seed")
    await database.open()
    try:
        await Teller(database, sealing_key, receipts).tell()
    finally:
        await database.close()


async def _is_wanted(admin_url: str) -> bool:
    """Whether the region is empty or holds the beginning of the story without its end.

    The keys of a whole story are forgotten oldest first, so that the last one goes last.
    """
    async with connected(admin_url, "tindak-seed") as connection:
        keys = {row["key"] for row in await connection.fetch(_TOLD_KEYS, REGION, _key(""))}
        if keys:
            return _key(len(STORY) - 1) not in keys
        return not await connection.fetchval(_ANY_REPORT, REGION)


def _key(number: int | str) -> str:
    return f"tindak-story/{EDITION}/{number}"


class Teller:
    """Takes the steps in their order and remembers which report is whose."""

    def __init__(self, database: Database, sealing_key: str, receipts: ReceiptSigner) -> None:
        sealer = Sealer(SettingsWrapper(sealing_key))
        changes, terms = Changes(database, sealer), Terms(receipts)
        reads = Recorder(database)  # never started: a story is told by commands alone
        self._reports = ReportServices.of(database, changes, sealer, terms, reads)
        self._tasks = TaskService(database, changes, sealer, terms, reads)
        self._reviews = ReviewService(database, changes, sealer, terms, reads)
        self._policy = load_policies().of(REGION)
        self._of_chapter: dict[str, UUID] = {}
        self._review_of: dict[str, UUID] = {}

    async def tell(self) -> None:
        """Take every step, from the first on."""
        for number, step in enumerate(STORY):
            actor = _actor(step.who)
            call = Call(actor, REGION, self._policy, "en", _idempotency(number, actor))
            await self._take(call, step)

    async def _take(self, call: Call, step: Step) -> None:
        match step.deed:
            case Reported(hours_ago, body):
                self._of_chapter[step.chapter] = await self._report(call, hours_ago, body)
            case Moved(command):
                await self._reports.changing.transition(call, self._of_chapter[step.chapter], command)
            case Worked(agency, command):
                task = await self._task(call, self._of_chapter[step.chapter], agency)
                await self._tasks.transition(call, task, command)
            case Noted(note):
                await self._reports.changing.note(call, self._of_chapter[step.chapter], note)
            case Linked(other, kind):
                link = AddLink(report=self._of_chapter[other], kind=kind)
                await self._reports.changing.link(call, self._of_chapter[step.chapter], link)
            case Reviewed(opening):
                answer = await self._reviews.open(call, self._of_chapter[step.chapter], opening)
                self._review_of[step.chapter] = _id_in(answer)
            case Learnt(words):
                write = self._reviews.add_lesson if isinstance(words, AddLesson) else self._reviews.record
                await write(call, self._review_of[step.chapter], words)  # type: ignore[arg-type]  # chosen for it
            case Recommended(agency, days, text):
                due_at = datetime.now(UTC) + timedelta(days=days)
                advice = Recommend(agency=agency, due_at=due_at, text=text)
                await self._reviews.recommend(call, self._review_of[step.chapter], advice)

    async def _report(self, call: Call, hours_ago: float, body: Mapping[str, Any]) -> UUID:
        known = datetime.now(UTC) - timedelta(hours=hours_ago)
        intake = ReportIntake.model_validate({"occurred_at": known, "known_at": known, **body})
        return _id_in(await self._reports.intake.take(call, intake))

    async def _task(self, call: Call, report: UUID, agency: str) -> UUID:
        tasks = msgspec.json.decode((await self._reports.reading.get(call, report)).body)["tasks"]
        return next(UUID(task["id"]) for task in tasks if task["agency"] == agency)


def _id_in(answer: Answer) -> UUID:
    return UUID(msgspec.json.decode(answer.body)["id"])


def _idempotency(number: int, actor: Actor) -> IdempotencyKey:
    return bind_key(_key(number), actor, REGION, "TELL", EDITION, b"")


def _actor(person: Person) -> Actor:
    subject = subject_of(person.agency, person.name)
    identity = uuid5(NAMESPACE_URL, f"{LOCAL_ISSUER}#{subject}")
    return Actor(identity, person.agency, person.role, frozenset({REGION}))
