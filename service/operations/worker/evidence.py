"""The worker's care for evidence: previews, what the store need not hold, and whether originals are as they were."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog

from service.edge.background import Beat, Run, rest
from service.edge.policy_files import Policies
from service.edge.service_errors import DatabaseUnavailable, Unavailable
from service.edge.settings import Settings
from service.features.evidence.fixity import Checker
from service.features.evidence.object_store import open_store
from service.features.evidence.previews import AT_A_TIME, Previews
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


def carers_of(settings: Settings, url: str, policies: Policies) -> Mapping[str, Run]:
    """What looks after every region's evidence, by the names of the tasks.

    A sweep or a check takes as long as the store takes: only previews give signs of life. Raises SettingsError without
    a sealing key.
    """
    keys, store = OriginalKeys(wrapper_of(settings)), open_store(settings)
    every_days = timedelta(days=settings.evidence_check_days)

    def previews(database: Database) -> Care:
        made = Previews(database, keys, store)
        return lambda policy, _now: made.make(policy.region)

    def sweeping(database: Database) -> Care:
        sweeper = Sweeper(database, store)

        async def sweep(policy: Policy, now: datetime) -> None:
            await sweeper.expire(policy.region, now)
            await sweeper.sweep(policy.region, now)

        return sweep

    def fixity(database: Database) -> Care:
        return Checker(database, keys, store, every_days).check

    return {
        "previews": _carer(url, policies, previews, AT_A_TIME, LOOK_S),
        "sweeping": _carer(url, policies, sweeping, 1, SWEEP_S),
        "fixity": _carer(url, policies, fixity, 1, SWEEP_S),
    }


def _carer(url: str, policies: Policies, begin: Callable[[Database], Care], size: int, every_s: float) -> Run:
    async def run(beat: Beat) -> None:
        database = Database(url, size=size, application=APPLICATION)
        await _opened(database)
        try:
            await _again_and_again(database, begin(database), every_s, policies, beat)
        finally:
            await database.close()

    return run


async def _opened(database: Database) -> None:
    while True:
        try:
            await database.open()
        except Unavailable:
            await asyncio.sleep(AGAIN_S)
        else:
            return


async def _again_and_again(database: Database, care: Care, every: float, policies: Policies, beat: Beat) -> None:
    while True:
        beat()
        for policy in policies:
            try:
                await care(policy, datetime.now(UTC))
            except DatabaseUnavailable as error:
                database.interrupted(error)
            except Unavailable as error:
                log.warning("evidence_unattended", region=policy.region, problem=error.code)
        await rest(beat, every)
