"""The doctor asks what follows in the background and opens what is sealed; the metrics have the lags."""

import base64
import re
import shutil
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from service.edge.settings import Settings
from service.operations.doctor.backlogs import ask_standing
from service.operations.doctor.findings import Finding, Level
from service.operations.doctor.log_keys import judge_keys
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import KODIM, report
from tests.faults.processes import started, until
from tests.features.evidence.sending import photo, send
from tests.operations.run.running import free_port
from tests.signing import Signer
from tests.trail.log.bundling import signed
from workflows.trail.tlog.key_list import ListedKey
from workflows.trail.tlog.note_keys import KeyKind, signing_key

FIRST, SECOND = (signing_key("log.example/33.05", bytes([n] * 32)).verifier for n in (1, 2))
ADDED = ListedKey(signing_key("log.example/33.05", bytes([3] * 32), KeyKind.SUBTREE).verifier, 5, added=True)
AGED = """UPDATE audit_pending SET event_id = overlay(event_id::text placing '018f0000-0000' from 1 for 13)::uuid"""
OTHER_KEY = base64.b64encode(bytes(range(32))).decode()


async def found(settings: Settings, **changes: Any) -> dict[str, Finding]:
    asked = settings.model_copy(update=changes)
    return {finding.check: finding for finding in await ask_standing(asked, embedded=False)}


def metric(text: str, name: str) -> float:
    return float(re.findall(rf'^{name}{{region="33.05"}} (\S+)$', text, re.MULTILINE)[0])


async def test_a_deployment_where_nothing_waits_is_well_and_says_what_was_opened(
    client: Any, settings: Settings, worker: Any
) -> None:
    made = await report(client, settings, KODIM)
    await send(client, settings, KODIM, made["id"], photo())
    await sequence_all(worker)
    checks = await found(settings)
    assert {finding.level for finding in checks.values()} == {Level.OK}
    assert checks["sealed identities"].seen == "2 opened"
    assert checks["evidence store"].seen == "the newest original opens"
    assert checks["sequencing"].seen == "nothing waits; worker: 1 connected"


async def test_another_sealing_key_than_the_one_that_sealed_is_a_failure(client: Any, settings: Settings) -> None:
    made = await report(client, settings, KODIM)
    await send(client, settings, KODIM, made["id"], photo())
    checks = await found(settings, sealing_key=SecretStr(OTHER_KEY))
    assert {name for name, finding in checks.items() if finding.level is Level.FAIL} == {
        "sealed identities",
        "evidence store",
    }
    assert not any("Pelapor" in finding.seen for finding in checks.values())


async def test_a_store_that_has_lost_an_original_or_itself_is_a_failure(client: Any, settings: Settings) -> None:
    made = await report(client, settings, KODIM)
    await send(client, settings, KODIM, made["id"], photo())
    folder = settings.evidence_folder()
    assert folder is not None
    for piece in [path for path in folder.rglob("*") if path.is_file()]:
        piece.unlink()
    assert (await found(settings))["evidence store"].seen == "the newest original is not in it"
    shutil.rmtree(folder)
    lost = (await found(settings))["evidence store"]
    assert (lost.level, lost.seen) == (Level.FAIL, f"{folder} is not there")


async def test_events_that_nobody_sequences_are_told_with_their_age_here_and_in_the_metrics(
    client: Any, settings: Settings, admin: Any
) -> None:
    await report(client, settings)
    young = (await found(settings))["sequencing"]
    assert (young.level, young.seen.startswith("33.05: 1 wait")) == (Level.OK, True)
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(AGED)
    await admin.execute("SET session_replication_role = origin")
    old = (await found(settings))["sequencing"]
    assert (old.level, "worker: none is connected" in old.seen) == (Level.FAIL, True)
    text = (await client.get("/metrics")).text
    assert metric(text, "tindak_unsequenced_events") == 1
    assert metric(text, "tindak_unsequenced_seconds") > 600


@pytest.mark.parametrize("named", ["", "&application_name=laporan"])
async def test_a_worker_that_is_connected_is_seen_whatever_its_address_calls_it(named: str, settings: Settings) -> None:
    assert settings.worker_database_url is not None
    address = settings.worker_database_url.get_secret_value()
    assert "?" in address
    own = settings.model_copy(update={"worker_database_url": SecretStr(address + named)})

    async def seen() -> bool:
        return (await found(settings))["sequencing"].seen == "nothing waits; worker: 1 connected"

    assert not await seen()
    with started(own, "worker", free_port()):
        await until(seen, "the worker is seen")


async def test_workers_are_counted_and_not_their_connections(settings: Settings, admin: Any) -> None:
    async def seen() -> str:
        return (await found(settings))["sequencing"].seen

    async def connections() -> int:
        count: int = await admin.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'tindak_worker'"
        )
        return count

    async def many() -> bool:
        return await connections() > 1

    async def both() -> bool:
        return await seen() == "nothing waits; worker: 2 connected"

    with started(settings, "worker", free_port()):
        await until(many, "the worker has opened more than one connection")
        assert await seen() == "nothing waits; worker: 1 connected"
        with started(settings, "worker", free_port()):
            await until(both, "both workers are seen")


async def test_entries_that_nobody_signs_are_told_and_so_is_a_signer_that_is_away(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer
) -> None:
    here = {"signer_url": signer.address.url}
    await report(client, settings)
    await signed(worker, signer)
    well = await found(settings, **here)
    assert (well["checkpoints"].level, well["signer"].level) == (Level.OK, Level.OK)
    await report(client, settings)
    await sequence_all(worker)
    await admin.execute("ALTER TABLE audit_leaf DISABLE TRIGGER no_change")
    await admin.execute("UPDATE audit_leaf SET sequenced_at = now() - interval '1 hour'")
    signer.kill()
    badly = await found(settings, **here)
    assert (badly["checkpoints"].level, badly["signer"].level) == (Level.FAIL, Level.FAIL)
    assert "cannot be reached" in badly["signer"].seen
    assert badly["signer"].remedy == "start `tindak signer`, or correct TINDAK_SIGNER_URL"
    text = (await client.get("/metrics")).text
    assert metric(text, "tindak_unsigned_entries") == 1
    assert metric(text, "tindak_unsigned_seconds") >= 3600


async def test_a_signer_that_takes_another_secret_is_a_failure_at_once(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    await report(client, settings)
    await signed(worker, signer)
    here = {"signer_url": signer.address.url}
    assert (await found(settings, **here, signer_secret=SecretStr(signer.address.secret)))["signer"].level == Level.OK
    other = (await found(settings, **here, signer_secret=SecretStr("another secret, of as many characters")))["signer"]
    assert (other.level, other.seen) == (Level.FAIL, "it refuses the secret that is set here")
    assert "TINDAK_SIGNER_SECRET" in other.remedy
    assert "another secret" not in str(other)


async def test_a_signer_with_another_key_and_a_log_whose_first_key_is_gone_are_failures(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer
) -> None:
    await report(client, settings)
    await signed(worker, signer)
    signer.kill()
    shutil.rmtree(signer.home)
    signer.command("signer", "--new-key")
    signer.start()
    other = (await found(settings, signer_url=signer.address.url))["signer"]
    assert (other.level, "does not tell of a key that signed from size 0" in other.seen) == (Level.FAIL, True)
    await admin.execute("ALTER TABLE audit_key DISABLE TRIGGER no_change")
    await admin.execute("UPDATE audit_key SET from_size = 7")
    late = (await found(settings))["signer"]
    assert (late.level, "began at size 7, and the former one is missing" in late.seen) == (Level.FAIL, True)


DELIVERY = """INSERT INTO webhook_delivery (region, webhook_id, leaf_index, event_id, report_id, action, payload, state,
  attempts, first_at, next_at, tries) VALUES ('33.05', $1, $2, gen_random_uuid(), $3, 'task.offered', '', 'pending', 0,
  now(), now() - interval '1 hour', '[]')"""
ENDPOINT = """INSERT INTO webhook (region, id, owner_person, owner_agency, owner_role, url, actions, state, version,
  secret, position, created_at, updated_at) VALUES ('33.05', $1, gen_random_uuid(), 'kpu', 'integrator',
  'https://hooks.example.org:8443/x', ARRAY['*'], 'enabled', 1, '\\x00', 0, now(), now())"""


async def _two_wait(admin: Any) -> None:
    """Two deliveries of one report to one endpoint, due an hour ago."""
    endpoint, about = uuid4(), uuid4()
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(ENDPOINT, endpoint)
    for leaf in (1, 2):
        await admin.execute(DELIVERY, endpoint, leaf, about)


async def test_deliveries_that_are_late_are_told_here_and_in_the_metrics(
    client: Any, settings: Settings, admin: Any
) -> None:
    await _two_wait(admin)
    late = (await found(settings))["webhooks"]
    assert (late.level, late.seen.startswith("33.05: 1 wait")) == (Level.FAIL, True)  # the second has not its turn yet
    text = (await client.get("/metrics")).text
    assert metric(text, "tindak_webhooks_waiting") == 1
    assert metric(text, "tindak_webhooks_late_seconds") >= 3600


@pytest.mark.parametrize(
    "why",
    [
        "UPDATE webhook_delivery SET attempts = 3, next_at = now() + interval '1 hour' WHERE leaf_index = 1",
        "UPDATE webhook SET state = 'disabled', reason = 'gone'",
        "INSERT INTO webhook_host VALUES ('33.05', 'hooks.example.org', now() + interval '1 hour')",
        "UPDATE webhook_delivery SET state = 'delivered', next_at = NULL, settled_at = now() WHERE leaf_index = 1",
        "INSERT INTO webhook_host VALUES ('33.05', 'hooks.example.org', now())",
    ],
    ids=["behind one that failed", "paused", "its host is spared", "its turn has just come", "the pause is just over"],
)
async def test_what_could_not_be_tried_before_is_no_lateness_of_the_worker(
    why: str, client: Any, settings: Settings, admin: Any
) -> None:
    await _two_wait(admin)
    await admin.execute(why)
    waits = (await found(settings))["webhooks"]
    assert waits.level is Level.OK, waits.seen
    assert metric((await client.get("/metrics")).text, "tindak_webhooks_late_seconds") <= 60


@pytest.mark.parametrize(
    ("kept", "told", "words"),
    [
        ([ListedKey(FIRST, 0), ListedKey(SECOND, 5)], [ListedKey(FIRST), ListedKey(SECOND, 5)], []),
        ([ListedKey(FIRST, 0)], None, []),
        ([], [], []),
        ([ListedKey(SECOND, 5)], None, ["began at size 5"]),
        ([ListedKey(FIRST, 0)], [ListedKey(SECOND, 5)], ["that the signer tells of began at size 5", "size 0 on"]),
        ([ListedKey(FIRST, 0)], "it is away", ["it is away"]),
        ([ListedKey(FIRST, 0), ADDED], [ListedKey(FIRST), ADDED], []),
        ([ListedKey(FIRST, 0), ADDED], [ListedKey(FIRST)], ["does not tell of a key that signed from size 5 on"]),
        ([ListedKey(FIRST, 0), ADDED._replace(added=False)], None, ["began at size 5"]),
    ],
)
def test_keys_are_judged_by_where_they_begin_and_by_whether_the_signer_tells_of_them(
    kept: list[ListedKey], told: Any, words: list[str]
) -> None:
    said = list(judge_keys("33.05", kept, told))
    assert len(said) == len(words)
    assert all(word in one for word, one in zip(words, said, strict=True))
