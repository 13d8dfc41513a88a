"""The log asks its witnesses, and what a reader gets carries their signatures."""

import asyncio
import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from service.app import create_app
from service.edge.background import Supervisor
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.worker.main import witnesses_of
from service.storage.db.database_connecting import cut_all
from service.trail.audit.sequencer import sequence_all
from service.trail.cosigning.client import open_http
from service.trail.cosigning.keyfile import generate
from service.trail.tlog.cosignatures import ask, keep_asking
from service.trail.verifier.command import verify
from tests.alive import alive
from tests.edge.api.story import AUDITOR, P, headers, report
from tests.faults.processes import until
from tests.lines import line_to
from tests.operations.run.running import free_port
from tests.signing import Signer
from tests.trail.cosigning.processes import Part
from workflows.trail.tlog.note_keys import KeyKind, parse_verifier_key
from workflows.trail.tlog.notes import parse_note
from workflows.trail.tlog.quorum import COSIGNED_ANEW_S, judge_quorum
from workflows.trail.tlog.quorum_file import parse_policy

LINES = "SELECT count(*) FROM audit_cosignature"
NAMES = ("kpu", "bawaslu", "kejari")


def test_the_page_names_the_hour_after_which_a_quiet_log_is_cosigned_anew() -> None:
    page = (Path(__file__).parents[3] / "docs" / "auditors.md").read_text()
    assert "cosigned anew every hour" in page
    assert COSIGNED_ANEW_S == 3600


class Witnesses:
    """Three witness processes of three agencies, and the policy that wants two of them."""

    def __init__(self, folder: Path, signer: Signer) -> None:
        self.folder, lines = folder, []
        (folder / "logs").write_text(f"{signer.key}\n")
        self.parts = {name: self._part(name) for name in NAMES}
        for name, part in self.parts.items():
            key = generate(folder / f"{name}.key", f"{name}.example", KeyKind.COSIGNATURE)
            lines.append(f"witness {name} {key.encode()} {part.url}")
        self.file = folder / "policy"
        self.file.write_text("\n".join([*lines, f"group agencies 2 {' '.join(NAMES)}", "quorum agencies", ""]))

    def _part(self, name: str) -> Part:
        files = {"memory_file": f"{name}.sqlite", "logs_file": "logs"}
        values: dict[str, str | int | list[str]] = {member: str(self.folder / file) for member, file in files.items()}
        values |= {"key_files": [str(self.folder / f"{name}.key")], "name": f"{name}.example", "port": free_port()}
        return Part("service.trail.witness.main", "WitnessConfig", values)


@pytest.fixture
def witnesses(tmp_path: Path, signer: Signer) -> Iterator[Witnesses]:
    folder = tmp_path / "witnesses"
    folder.mkdir()
    made = Witnesses(folder, signer)
    for name in NAMES[:2]:
        made.parts[name].start()
    yield made
    for part in made.parts.values():
        if part.process is not None:
            part.end()


async def _judged(client: Any, settings: Settings, signer: Signer, witnesses: Witnesses) -> tuple[bool, set[str]]:
    answer = await client.get(f"{P}/audit/checkpoint", headers=headers(settings, AUDITOR))
    key = parse_verifier_key(signer.key)
    verdict = judge_quorum(parse_policy(witnesses.file.read_bytes()), parse_note(answer.content), [key])
    return verdict.holds, set(verdict.cosigned)


async def test_those_who_are_there_make_the_quorum_and_who_comes_back_catches_up(
    client: Any, settings: Settings, worker: Any, signer: Signer, witnesses: Witnesses
) -> None:
    asked = witnesses_of(settings.model_copy(update={"witness_policy": witnesses.file}))
    assert [witness.name for witness in asked] == list(NAMES)
    async with open_http() as http:
        for _ in range(2):
            await report(client, settings)
            await sequence_all(worker)
            await signer.publish(worker)
            assert [await ask(worker, http, witness) for witness in asked] == [True, True, False]
            assert await _judged(client, settings, signer, witnesses) == (True, {"kpu", "bawaslu"})
        witnesses.parts["kejari"].start()
        assert await ask(worker, http, asked[2])
    assert await _judged(client, settings, signer, witnesses) == (True, set(NAMES))


async def test_a_quiet_log_is_cosigned_anew_and_the_newest_word_is_shown(
    client: Any, settings: Settings, worker: Any, signer: Signer, witnesses: Witnesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = witnesses_of(settings.model_copy(update={"witness_policy": witnesses.file}))[:2]
    await _grown(client, settings, worker, signer)
    async with open_http() as http:
        for _ in range(2):  # the second has nothing to ask for
            assert [await ask(worker, http, witness) for witness in asked] == [True, True]
        assert await worker.fetchval(LINES) == 2
        monkeypatch.setattr("service.trail.tlog.cosignatures.COSIGNED_ANEW_S", 0)
        first = await _times(client, settings, witnesses)
        for turn in (1, 2):
            await asyncio.sleep(1.1)  # times are whole seconds
            assert [await ask(worker, http, witness) for witness in asked] == [True, True]
            assert await worker.fetchval(LINES) == 2 + 2 * turn
    assert await _judged(client, settings, signer, witnesses) == (True, {"kpu", "bawaslu"})
    then = await _times(client, settings, witnesses)
    assert all(then[name] > first[name] for name in first)


async def test_what_was_cosigned_again_counts_once(
    client: Any, settings: Settings, worker: Any, signer: Signer, witnesses: Witnesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = settings.model_copy(update={"witness_policy": witnesses.file})
    await _grown(client, settings, worker, signer)
    monkeypatch.setattr("service.trail.tlog.cosignatures.COSIGNED_ANEW_S", 0)
    async with alive(create_app(watched)) as watching, open_http() as http:
        for _ in range(3):
            assert await ask(worker, http, witnesses_of(watched)[0])
        assert await _found(watching, settings, quorum=True) == (409, "quorum_not_met")


async def _times(client: Any, settings: Settings, witnesses: Witnesses) -> dict[str, int]:
    """The time that each witness's line says."""
    answer = await client.get(f"{P}/audit/checkpoint", headers=headers(settings, AUDITOR))
    return dict(judge_quorum(parse_policy(witnesses.file.read_bytes()), parse_note(answer.content)).cosigned)


async def test_the_newest_that_is_witnessed_is_found_behind_younger_ones_that_are_not(
    client: Any, settings: Settings, worker: Any, signer: Signer, witnesses: Witnesses, tmp_path: Path
) -> None:
    watched = settings.model_copy(update={"witness_policy": witnesses.file})
    asked = witnesses_of(watched)
    await _grown(client, settings, worker, signer)
    async with alive(create_app(watched)) as watching, open_http() as http:
        assert await _found(watching, settings, quorum=True) == (409, "quorum_not_met")
        assert _manifest(await _bundle(watching, settings))["quorum"] is False
        for witness in asked[:2]:
            await ask(worker, http, witness)
        await _grown(client, settings, worker, signer)
        await ask(worker, http, asked[0])
        assert await _found(watching, settings, quorum=True) == (200, "1")
        assert await _found(watching, settings, quorum=False) == (200, "2")
        made = await _bundle(watching, settings)
    manifest = _manifest(made)
    assert (manifest["quorum"], manifest["size"]) == (True, 1)
    assert await _found(client, settings, quorum=True) == (409, "witnesses_unset")
    assert _manifest(await _bundle(client, settings))["quorum"] is None
    key = signer.key
    assert "Quorum     met, by the policy given" in await asyncio.to_thread(_verified, made, tmp_path, key, witnesses)


async def _grown(client: Any, settings: Settings, worker: Any, signer: Signer) -> None:
    await report(client, settings)
    await sequence_all(worker)
    await signer.publish(worker)


async def _found(client: Any, settings: Settings, *, quorum: bool) -> tuple[int, str]:
    """The status, and the size of the tree or the code of the problem."""
    path = f"{P}/audit/checkpoint?quorum={str(quorum).lower()}"
    answer = await client.get(path, headers=headers(settings, AUDITOR))
    return answer.status_code, answer.text.splitlines()[1] if answer.is_success else answer.json()["code"]


async def _bundle(client: Any, settings: Settings) -> bytes:
    """The region's."""
    found: bytes = (await client.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))).content
    return found


def _manifest(bundle: bytes) -> dict[str, Any]:
    """The manifest of a bundle, which holds the policy only where there is one."""
    with ZipFile(io.BytesIO(bundle)) as file:
        manifest: dict[str, Any] = json.loads(file.read("manifest.json"))
        assert ("witnesses.policy" in file.namelist()) is (manifest["quorum"] is not None)
    return manifest


def _verified(bundle: bytes, folder: Path, key: str, witnesses: Witnesses) -> list[str]:
    """What is printed of a bundle that holds, by the policy of these witnesses."""
    (folder / "a.bundle").write_bytes(bundle)
    out = io.BytesIO()
    assert verify(folder / "a.bundle", [key], witnesses.file, False, out) == 0
    return out.getvalue().decode().splitlines()


async def test_every_witness_is_asked_without_waiting_for_the_others(
    client: Any, settings: Settings, worker: Any, signer: Signer, witnesses: Witnesses
) -> None:
    assert settings.worker_database_url is not None
    url = settings.worker_database_url.get_secret_value()
    await report(client, settings)
    await sequence_all(worker)
    await signer.publish(worker)
    asked = witnesses_of(settings.model_copy(update={"witness_policy": witnesses.file}))
    async with open_http() as http:
        asking = [asyncio.create_task(keep_asking(url, http, witness)) for witness in reversed(asked)]
        while await worker.fetchval("SELECT count(*) FROM audit_cosignature") < 2:  # noqa: ASYNC110 - another process writes
            await asyncio.sleep(0.05)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    assert await _judged(client, settings, signer, witnesses) == (True, {"kpu", "bawaslu"})


async def test_a_witness_is_asked_again_when_the_line_to_the_database_vanished(
    client: Any,
    settings: Settings,
    postgres: EmbeddedPostgres,
    database: str,
    worker: Any,
    signer: Signer,
    witnesses: Witnesses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No FIN, no RST: what waits for an answer gives up in its time and connects anew."""
    monkeypatch.setattr("service.trail.tlog.cosignatures.ANSWERED_S", 1.0)
    monkeypatch.setattr("service.trail.tlog.cosignatures.AGAIN_S", 0.1)
    asked = witnesses_of(settings.model_copy(update={"witness_policy": witnesses.file}))
    supervisor = Supervisor()
    with line_to(postgres.socket_dir) as line:
        async with open_http() as http:
            run = partial(keep_asking, line.url("tindak_worker", database), http, asked[0])
            supervisor.start("witnesses", run, of=asked[0].name)
            for number in (1, 2):
                await report(client, settings)
                await sequence_all(worker)
                await signer.publish(worker)

                async def cosigned(so_many: int = number) -> bool:
                    return bool(await worker.fetchval(LINES) >= so_many)

                async with asyncio.timeout(30):  # before the kernel's own probes would find out
                    await until(cosigned, "the witness has cosigned")
                line.forget()
            assert await supervisor.stop(cut=cut_all)
    assert supervisor.standings[f"witnesses {asked[0].name}"].failures == 0


async def test_a_witness_refuses_a_log_that_was_put_back(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, witnesses: Witnesses
) -> None:
    """Even when the signer's memory was put back with the database, the witness remembers."""
    asked = witnesses_of(settings.model_copy(update={"witness_policy": witnesses.file}))
    for _ in range(3):
        await report(client, settings)
    await sequence_all(worker)
    await signer.publish(worker)
    async with open_http() as http:
        assert await ask(worker, http, asked[0])
        signer.forget()
        for table in ("audit_tile", "audit_leaf", "audit_cosignature", "audit_checkpoint"):
            await admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await admin.execute("DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint")
        await admin.execute("DELETE FROM audit_leaf WHERE leaf_index >= 1")
        await admin.execute("UPDATE audit_tile SET data = substr(data, 1, 32); UPDATE audit_head SET size = 1")
        for _ in range(3):
            await report(client, settings)
        await sequence_all(worker)
        assert await signer.publish(worker) == 1
        assert not await ask(worker, http, asked[0])
    assert await _judged(client, settings, signer, witnesses) == (False, set())
