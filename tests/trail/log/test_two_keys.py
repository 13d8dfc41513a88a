"""A witness with a key of each algorithm: asked once, kept and served by both names, judged by either."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from service.edge.settings import Settings
from service.operations.worker.main import witnesses_of
from service.trail.audit.sequencer import sequence_all
from service.trail.cosigning.client import open_http
from service.trail.cosigning.keyfile import generate
from service.trail.tlog.cosignatures import ask
from service.trail.verifier.command import verify as verify_bundle
from tests.edge.api.story import AUDITOR, P, headers, report
from tests.operations.run.running import free_port
from tests.signing import Signer
from tests.trail.cosigning.processes import Part
from tests.trail.cosigning.test_client_answers import answering
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey, signing_key
from workflows.trail.tlog.notes import parse_note, sign, verify

LINES = "SELECT witness, length(line) AS length FROM audit_cosignature ORDER BY received_at"
STRANGER = signing_key("kpu.example", bytes(32), KeyKind.SUBTREE).verifier


class TwoKeys:
    """One witness process with two keys, and policies that name it by either or both."""

    def __init__(self, folder: Path, signer: Signer) -> None:
        self.folder = folder
        self.old = generate(folder / "old.key", "kpu.example", KeyKind.COSIGNATURE)
        self.new = generate(folder / "new.key", "kpu.example", KeyKind.SUBTREE)
        (folder / "logs").write_text(f"{signer.key}\n")
        values: dict[str, str | int | list[str]] = {
            "name": "kpu.example",
            "key_files": [str(folder / "old.key"), str(folder / "new.key")],
            "memory_file": str(folder / "kpu.sqlite"),
            "logs_file": str(folder / "logs"),
            "port": free_port(),
        }
        self.part = Part("service.trail.witness.main", "WitnessConfig", values)
        self.part.start()

    def policy(self, rule: str, new: VerifierKey | None = None) -> Path:
        """``old`` and ``new`` are the names of the witness by its keys."""
        lines = [f"witness {name} {key.encode()} {self.part.url}" for name, key in self._named(new)]
        (self.folder / "policy").write_text("\n".join([*lines, rule, ""]))
        return self.folder / "policy"

    def _named(self, new: VerifierKey | None) -> list[tuple[str, VerifierKey]]:
        return [("old", self.old), ("new", new or self.new)]


@pytest.fixture
def fresh_logger(monkeypatch: pytest.MonkeyPatch) -> None:
    """A logger that was used before is kept by its settings of then and says nothing to ``capture_logs``."""
    monkeypatch.setattr("service.trail.tlog.cosignatures.log", structlog.get_logger("tindak.cosignatures"))


@pytest.fixture
def witness(tmp_path: Path, signer: Signer) -> Iterator[TwoKeys]:
    made = TwoKeys(tmp_path, signer)
    yield made
    made.part.end()


BOTH = "group both all old new\nquorum both"


async def _grown(client: Any, settings: Settings, worker: Any, signer: Signer) -> None:
    await report(client, settings)
    await sequence_all(worker)
    await signer.publish(worker)


async def test_both_cosignatures_are_asked_for_at_once_kept_served_and_verified(
    client: Any, settings: Settings, worker: Any, signer: Signer, witness: TwoKeys
) -> None:
    (asked,) = witnesses_of(settings.model_copy(update={"witness_policy": witness.policy(BOTH)}))
    assert (asked.name, asked.url) == ("old,new", witness.part.url)
    await _grown(client, settings, worker, signer)
    async with open_http() as http:
        for _ in range(2):  # the second has nothing to ask for
            assert await ask(worker, http, asked)
    assert [row["witness"] for row in await worker.fetch(LINES)] == ["old", "new"]
    assert len([line for line in witness.part.said() if line["event"] == "cosigned"]) == 1
    served = await client.get(f"{P}/audit/checkpoint", headers=headers(settings, AUDITOR))
    found = dict(verify(parse_note(served.content), [witness.old, witness.new]))
    assert found.keys() == {witness.old, witness.new}
    bundle = (await client.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))).content
    key = signer.key
    for rule, new, code in [
        ("quorum old", None, 0),
        ("quorum new", None, 0),
        (BOTH, None, 0),
        (BOTH, STRANGER, 1),
        ("group g any old new\nquorum g", STRANGER, 0),
    ]:
        (witness.folder / "a.bundle").write_bytes(bundle)
        out = io.BytesIO()
        file, policy = witness.folder / "a.bundle", witness.policy(rule, new)
        assert await asyncio.to_thread(verify_bundle, file, [key], policy, False, out) == code, out.getvalue()


@pytest.mark.usefixtures("fresh_logger")
async def test_a_key_that_the_witness_does_not_have_is_told_and_holds_up_no_other(
    client: Any, settings: Settings, worker: Any, signer: Signer, witness: TwoKeys
) -> None:
    (asked,) = witnesses_of(settings.model_copy(update={"witness_policy": witness.policy(BOTH, STRANGER)}))
    await _grown(client, settings, worker, signer)
    async with open_http() as http:
        for _ in range(2):
            with capture_logs() as said:
                assert not await ask(worker, http, asked)
            assert [(line["event"], line["reason"], line["witness"]) for line in said] == [
                ("cosignature_unusable", "cosignature_missing", "new")
            ]
    assert [row["witness"] for row in await worker.fetch(LINES)] == ["old"], "and kept once"


async def test_one_key_alone_is_asked_for_as_before(
    client: Any, settings: Settings, worker: Any, signer: Signer, witness: TwoKeys
) -> None:
    file = witness.folder / "alone"
    file.write_text(f"witness pq {witness.new.encode()} {witness.part.url}/\nquorum pq\n")
    (asked,) = witnesses_of(settings.model_copy(update={"witness_policy": file}))
    await _grown(client, settings, worker, signer)
    async with open_http() as http:
        assert await ask(worker, http, asked)
    (kept,) = await worker.fetch(LINES)
    assert kept["witness"] == "pq"
    assert kept["length"] > 3_200


@pytest.mark.usefixtures("fresh_logger")
async def test_a_witness_that_states_no_time_is_not_kept(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Time 0 is a cosignature all the same, though no answer of a witness."""
    key = signing_key("kpu.example", bytes(32), KeyKind.SUBTREE)
    await _grown(client, settings, worker, signer)
    note = parse_note((await worker.fetchval("SELECT note FROM audit_checkpoint")).encode())
    for time, kept in [(0, []), (1, ["kpu"])]:
        line = sign(note.text, key, time).line().encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(line)}\r\n\r\n".encode()
        async with answering(head + line) as url, open_http() as http:
            (tmp_path / "policy").write_text(f"witness kpu {key.verifier.encode()} {url}\nquorum kpu\n")
            (asked,) = witnesses_of(settings.model_copy(update={"witness_policy": tmp_path / "policy"}))
            with capture_logs() as said:
                assert await ask(worker, http, asked) is bool(kept)
        assert [line["reason"] for line in said] == ([] if kept else ["signature_undated"])
        assert [row["witness"] for row in await worker.fetch(LINES)] == kept
