"""Reference data, and the small believable story of the embedded run. Everybody in it is invented."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

import asyncpg
import msgspec

from service.auth.local_issuer import subject_of
from service.auth.local_keys import LOCAL_ISSUER
from service.calls import Call
from service.changes import Changes
from service.db.pool import Database
from service.policies import load_policies
from service.reports.service import ReportService, Terms
from service.sealing import Sealer
from workflows.actors import Actor
from workflows.codes import Role
from workflows.commands import ReportIntake
from workflows.policy import Policy

REGION = "33.05"
ADD_AREA = (
    "INSERT INTO area (code, name, level) VALUES ($1, $2, $3) "
    "ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level"
)


class Person(NamedTuple):
    """An invented person of the demonstration."""

    role: Role
    agency: str
    name: str


DEMO_PEOPLE = (
    Person(Role.OFFICER, "polres", "Budi"),
    Person(Role.SUPERVISOR, "bawaslu", "Wati"),
    Person(Role.COORDINATOR, "kesbangpol", "Hadi"),
    Person(Role.AUDITOR, "inspektorat", "Lestari"),
    Person(Role.INTEGRATOR, "diskominfo", "Jembatan Lapor"),
    Person(Role.ADMIN, "diskominfo", "Operator"),
)

STORY = (
    {
        "category": "security_threat", "severity": "S2", "title": "Kerumunan di depan balai desa",
        "description": "Massa berkumpul setelah penghitungan suara dan menolak bubar.",
        "place": {"area": "33.05.21", "detail": "Depan balai desa"}, "source": {"channel": "patrol"},
    },
    {
        "category": "hoax", "severity": "S2", "title": "Video rumah terbakar yang beredar",
        "description": "Video lama disebut kejadian hari ini; beredar di grup percakapan.",
        "place": {"area": "33.05.21"}, "source": {"channel": "social_media"},
    },
    {
        "category": "logistics", "severity": "S3", "title": "Surat suara kurang satu kotak",
        "description": "Kotak surat suara belum sampai di kecamatan.",
        "place": {"area": "33.05.01", "detail": "Gudang kecamatan"}, "source": {"channel": "phone"},
    },
)  # fmt: skip


def seed_areas(admin_url: str) -> None:
    """Load the areas of every region's policy. Safe to repeat."""
    asyncio.run(_load_areas(admin_url, list(load_policies())))


def seed_story(admin_url: str, app_url: str, sealing_key: str) -> None:
    """Load the areas and, into an empty region, the story. Safe to repeat."""
    seed_areas(admin_url)
    asyncio.run(_tell(admin_url, app_url, sealing_key))


async def _load_areas(admin_url: str, policies: list[Policy]) -> None:
    connection = await asyncpg.connect(admin_url)
    try:
        rows = [(a.code, a.name, a.level.value) for policy in policies for a in policy.areas.values()]
        await connection.executemany(ADD_AREA, rows)
    finally:
        await connection.close()


async def _tell(admin_url: str, app_url: str, sealing_key: str) -> None:
    connection = await asyncpg.connect(admin_url)
    try:
        if await connection.fetchval("SELECT EXISTS (SELECT FROM report WHERE region = $1)", REGION):
            return
    finally:
        await connection.close()
    database = Database(app_url, size=2, application="tindak-seed")
    await database.open()
    try:
        service = ReportService(database, Changes(database), Sealer(sealing_key), Terms(60))
        call = Call(_actor(DEMO_PEOPLE[0]), REGION, load_policies().of(REGION), "en")
        for chapter in STORY:
            occurred = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
            body = ReportIntake.model_validate_json(msgspec.json.encode({**chapter, "occurred_at": occurred}))
            await service.intake(call, body)
    finally:
        await database.close()


def _actor(person: Person) -> Actor:
    subject = subject_of(person.agency, person.name)
    identity = uuid5(NAMESPACE_URL, f"{LOCAL_ISSUER}#{subject}")
    return Actor(identity, person.agency, person.role, frozenset({REGION}))
