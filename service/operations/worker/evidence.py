"""The worker's care for evidence: previews, what the store need not hold, and whether originals are as they were."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from service.edge.policy_files import Policies
from service.edge.service_errors import Unavailable
from service.edge.settings import Settings
from service.features.evidence.fixity import Checker
from service.features.evidence.object_store import open_store
from service.features.evidence.previews import Previews
from service.features.evidence.sealed_pieces import OriginalKeys
from service.features.evidence.sweeping import Sweeper
from service.storage.db.pool import Database
from service.storage.texts.sealers import wrapper_of
from workflows.policy.region import Policy

LOOK_S = 1.0
SWEEP_S = 60.0
AGAIN_S = 5.0
APPLICATION = "tindak-evidence"
Care = Callable[[Policy, datetime], Awaitable[object]]
log = structlog.get_logger("tindak.evidence")


async def keep_evidence(settings: Settings, url: str, policies: Policies) -> None:
    """Look after every region's evidence, until cancelled. Raises SettingsError without a sealing key."""
    keys, store = OriginalKeys(wrapper_of(settings)), open_store(settings)
    database = Database(url, size=2, application=APPLICATION)
    previews, sweeper = Previews(database, keys, store), Sweeper(database, store)
    checker = Checker(database, keys, store, timedelta(days=settings.evidence_check_days))

    async def preview(policy: Policy, _now: datetime) -> None:
        await previews.make(policy.region)

    async def sweep(policy: Policy, now: datetime) -> None:
        await sweeper.expire(policy.region, now)
        await sweeper.sweep(policy.region, now)

    await _opened(database)
    try:
        async with asyncio.TaskGroup() as together:
            for care, every in ((preview, LOOK_S), (sweep, SWEEP_S), (checker.check, SWEEP_S)):
                together.create_task(_again_and_again(care, every, policies))
    finally:
        await database.close()


async def _opened(database: Database) -> None:
    while True:
        try:
            await database.open()
        except Unavailable:
            log.warning("database_unavailable")
            await asyncio.sleep(AGAIN_S)
        else:
            return


async def _again_and_again(care: Care, every: float, policies: Policies) -> None:
    while True:
        for policy in policies:
            try:
                await care(policy, datetime.now(UTC))
            except Unavailable as error:
                log.warning("evidence_unattended", region=policy.region, problem=error.code)
        await asyncio.sleep(every)
