"""The worker: sequences the trail, gets it signed, keeps time, forgets old idempotency records.

Any number may run at once.
"""

import asyncio
import os
import signal
from functools import partial

import httpx
import structlog

from service.edge.background import Beat, Run, Supervisor
from service.edge.logs import configure
from service.edge.policy_files import load_policies
from service.edge.service_errors import Unavailable
from service.edge.settings import Settings, SettingsError
from service.features.webhooks.delivering import keep_delivering
from service.features.webhooks.sending import Sender
from service.operations.worker.clocks import keep_time
from service.operations.worker.evidence import carers_of
from service.operations.worker.sequencing import checkpoints, housekeeping, sequencing
from service.storage.db.availability import told_by
from service.storage.db.database_addresses import address_of
from service.storage.db.database_connecting import cut_all
from service.storage.db.pool import Database
from service.storage.task_standings import Standings
from service.storage.texts.sealers import wrapper_of
from service.trail.cosigning.client import open_http
from service.trail.tlog.cosignatures import Asked, by_address, keep_asking
from service.trail.tlog.publisher import Publisher, SignerAddress
from service.trail.tlog.witnessing import witnessing_of

STANDING_AGAIN_S = 5.0
HANGS = 70
"""The exit status of a worker that was told to end and could not in time."""

log = structlog.get_logger("tindak.worker")


def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT. Raises SettingsError without both of the worker's addresses of the database."""
    configure(settings.log_level)
    url, app_url = _addresses(settings)
    with told_by("worker", {"TINDAK_WORKER_DATABASE_URL": url, "TINDAK_DATABASE_URL": app_url}):
        asyncio.run(_work(settings, url, app_url))


def _addresses(settings: Settings) -> tuple[str, str]:
    url, app_url = address_of(settings, "worker_database_url"), address_of(settings, "database_url")
    if url is None:
        msg = "TINDAK_WORKER_DATABASE_URL: the worker needs the address of the database as tindak_worker"
        raise SettingsError(msg)
    if app_url is None:
        msg = "TINDAK_DATABASE_URL: the worker needs the address of the database as tindak_app, to keep time"
        raise SettingsError(msg)
    return url, app_url


async def _work(settings: Settings, url: str, app_url: str) -> None:
    stop, supervisor = asyncio.Event(), Supervisor()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_http() as http:
        for task, of, run_task in tasks_of(settings, url, app_url, http, supervisor):
            supervisor.start(task, run_task, of=of)
        supervisor.start("standing", partial(_tell, app_url, supervisor))
        supervisor.watch()
        await stop.wait()
        if not await supervisor.stop(cut=cut_all):
            os._exit(HANGS)  # nothing is lost: whatever is half is undone by the server


def tasks_of(
    settings: Settings, url: str, app_url: str, http: httpx.AsyncClient, supervisor: Supervisor
) -> list[tuple[str, str, Run]]:
    """Everything that a worker does: the task, of what it is one, and what runs. Raises SettingsError."""
    signer, policies = signer_of(settings), load_policies().copied()
    tasks: list[tuple[str, str, Run]] = [
        ("sequencing", "", sequencing(url)),
        ("housekeeping", "", housekeeping(url, settings.idempotency_hours)),
        ("clocks", "", lambda beat: keep_time(app_url, policies, beat)),
        *((name, "", run) for name, run in carers_of(settings, app_url, policies).items()),
    ]
    if signer is None:
        log.warning("no_signer")
    else:
        tasks.append(("checkpoints", "", checkpoints(url, Publisher(http, signer))))
    tasks.extend(("witnesses", asked.name, partial(_ask, url, http, asked)) for asked in witnesses_of(settings))
    if settings.sealing_key is None:
        log.warning("no_sealing_key", what="webhooks are not delivered")
    else:
        sender, wrapper = Sender(settings.webhook_targets()), wrapper_of(settings)
        regions = [policy.region for policy in policies]
        tasks.append(
            ("webhooks", "", lambda beat: keep_delivering(app_url, regions, wrapper, sender, supervisor, beat))
        )
    return tasks


async def _tell(url: str, supervisor: Supervisor, beat: Beat) -> None:
    database = Database(url, size=1, application="tindak-standing")
    while True:
        try:
            await database.open()
        except Unavailable:
            await asyncio.sleep(STANDING_AGAIN_S)
        else:
            break
    try:
        await Standings(database, "worker", supervisor).keep_telling(beat)
    finally:
        await database.close()


async def _ask(url: str, http: httpx.AsyncClient, asked: Asked, beat: Beat) -> None:
    await keep_asking(url, http, asked, beat)


def signer_of(settings: Settings) -> SignerAddress | None:
    """Where checkpoints are signed; None when no signer is set. Raises SettingsError for an address without secret."""
    if settings.signer_url is None:
        return None
    if settings.signer_secret is None:
        msg = "TINDAK_SIGNER_SECRET: the signer at TINDAK_SIGNER_URL asks for it"
        raise SettingsError(msg)
    return SignerAddress(settings.signer_url, settings.signer_secret.get_secret_value(), settings.log_origin)


def witnesses_of(settings: Settings) -> list[Asked]:
    """The witnesses to ask: those of the policy that have an address. Raises SettingsError for an unusable file."""
    witnessing = witnessing_of(settings)
    return by_address(() if witnessing is None else witnessing.policy.witnesses.values())
