"""A witness that cosigns with a key of each algorithm, and how such keys are made and given."""

import os
import subprocess
from pathlib import Path

import httpx
import pytest

from service.trail.cosigning.client import cosign
from service.trail.cosigning.keyfile import KeyFileError, generate
from service.trail.witness.main import WitnessConfig, run
from tests import commands
from tests.operations.run.running import free_port
from tests.trail.cosigning.histories import FORK, HONEST
from tests.trail.cosigning.processes import WITNESS_NAME, WitnessPart, log_key, witness_in
from tests.trail.cosigning.provers import Prover
from workflows.trail.tlog.growth import Submission
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, VerifierKey, parse_verifier_key, signing_key
from workflows.trail.tlog.notes import Note, Signature, parse_note, sign, verify

NOWHERE = "192.0.2.1"
"""An address of no machine: nothing can be served on it."""


def asked(witness: WitnessPart, body: bytes) -> httpx.Response:
    return httpx.post(f"{witness.part.url}/add-checkpoint", content=body)


def test_the_answer_is_a_cosignature_by_each_key_with_one_time(witness: WitnessPart, log: SigningKey) -> None:
    for old, new in [(0, 3), (3, 3), (3, 90)]:
        answer = asked(witness, HONEST.signed(log, old, new))
        assert answer.status_code == 200
        assert answer.text.count("\n") == 2
        note = parse_note(HONEST.note(log, new) + answer.content)
        (first, at), (second, then) = verify(note, [witness.key, witness.subtree_key])
        assert (first, second) == (witness.key, witness.subtree_key)
        assert at == then != 0


def test_neither_key_cosigns_what_does_not_grow(witness: WitnessPart, log: SigningKey) -> None:
    assert asked(witness, HONEST.signed(log, 0, 5)).status_code == 200
    for history, old, new, status in [(FORK, 5, 5, 409), (FORK, 5, 9, 422), (HONEST, 0, 5, 409)]:
        answer = asked(witness, history.signed(log, old, new))
        assert answer.status_code == status
        assert "—" not in answer.text


async def test_the_log_that_asks_gets_both_lines(
    http: httpx.AsyncClient, witness: WitnessPart, log: SigningKey
) -> None:
    lines = await cosign(http, witness.part.url, 0, Prover(HONEST, 4), HONEST.note(log, 4))
    note = parse_note(HONEST.note(log, 4) + "".join(lines).encode())
    assert [key for key, _ in verify(note, [witness.key, witness.subtree_key])] == [witness.key, witness.subtree_key]


def test_a_checkpoint_with_sixteen_long_signatures_of_strangers_is_cosigned(
    witness: WitnessPart, log: SigningKey
) -> None:
    """As c2sp.org/signed-note asks: up to 16, of nearly 5 kB."""
    text = HONEST.checkpoint(log.verifier.name, 6).text()
    strangers = [Signature("w" * 60 + f"{number}.example", bytes([number] * 4), bytes(4_980)) for number in range(15)]
    body = Submission(0, (), Note(text, (*strangers, sign(text, log))).serialise()).encode()
    assert len(body) > 100_000
    answer = asked(witness, body)
    assert (answer.status_code, answer.text.count("\n")) == (200, 2)


def test_a_log_that_signs_with_ml_dsa_44_is_cosigned(tmp_path: Path) -> None:
    log = signing_key("log.example/pq", bytes(32), KeyKind.SUBTREE)
    witness = witness_in(tmp_path, [log_key(1), log])
    witness.part.start()
    try:
        text = HONEST.checkpoint(log.verifier.name, 4).text()
        signed = Note(text, (sign(text, log, 1_732_600_000),)).serialise()
        assert asked(witness, Submission(0, (), signed).encode()).status_code == 200
        by_another = Note(text, (sign(text, signing_key(log.verifier.name, bytes(32))),)).serialise()
        assert asked(witness, Submission(4, (), by_another).encode()).status_code == 403
    finally:
        witness.part.end()
    _nothing_told(tmp_path, witness)


def _nothing_told(folder: Path, witness: WitnessPart) -> None:
    """The log has the public keys, and of the private ones nothing."""
    (start,) = [line for line in witness.part.said() if line["event"] == "witness_starts"]
    assert start["vkeys"] == [witness.key.encode(), witness.subtree_key.encode()]
    said = (folder / "witness.log").read_text("utf-8")
    for file in ("witness.key", "subtree.key"):
        assert (folder / file).read_text("utf-8").strip().split("+", 4)[-1] not in said


COMMAND = ["witness", "--name", WITNESS_NAME]
KEPT = {name: value for name, value in os.environ.items() if not name.startswith("TINDAK_")}


def tindak(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return commands.tindak(*COMMAND, *arguments, env=KEPT)


@pytest.mark.parametrize(
    ("chosen", "kind"),
    [
        ([], KeyKind.COSIGNATURE),
        (["--algorithm", "ed25519"], KeyKind.COSIGNATURE),
        (["--algorithm", "ml-dsa-44"], KeyKind.SUBTREE),
    ],
)
def test_a_key_of_either_algorithm_is_made_and_its_public_half_printed(
    tmp_path: Path, chosen: list[str], kind: KeyKind
) -> None:
    made = tindak("--key", str(tmp_path / "key"), "--new-key", *chosen)
    key = parse_verifier_key(made.stdout.strip())
    assert (made.returncode, key.name, key.kind) == (0, WITNESS_NAME, kind)
    assert made.stdout in (tmp_path / "key.vkeys").read_text()
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--new-key", "--key", "another"], "--key: one new key is made at a time"),
        (["--algorithm", "ml-dsa-44"], "--algorithm: only a new key is given one (--new-key)"),
        (["--new-key", "--algorithm", "ml-dsa-65"], "invalid choice: 'ml-dsa-65'"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, arguments: list[str], why: str) -> None:
    told = tindak("--key", str(tmp_path / "key"), *arguments)
    assert told.returncode != 0
    assert why in told.stderr
    assert "Traceback" not in told.stderr
    assert [*tmp_path.iterdir()] == []


def test_the_command_cosigns_with_every_key_that_it_is_given(tmp_path: Path) -> None:
    log, port = log_key(1), free_port()
    kinds = [KeyKind.SUBTREE, KeyKind.COSIGNATURE, KeyKind.SUBTREE]
    keys = [_made(tmp_path, f"key{at}", kind) for at, kind in enumerate(kinds)]
    (tmp_path / "logs").write_text(f"{log.verifier.encode()}\n")
    given = [word for at in range(3) for word in ("--key", str(tmp_path / f"key{at}"))]
    files = ["--logs", str(tmp_path / "logs"), "--memory", str(tmp_path / "memory"), "--port", str(port)]
    process = commands.Command(*COMMAND, *given, *files, env=KEPT, out=tmp_path / "witness.log")
    try:
        answer = _answered(f"http://127.0.0.1:{port}/add-checkpoint", HONEST.signed(log, 0, 3))
    finally:
        process.terminate()
    assert [key for key, _ in verify(parse_note(HONEST.note(log, 3) + answer.content), keys)] == keys
    assert process.wait(20) == 0


def _answered(url: str, body: bytes) -> httpx.Response:
    """The answer, once somebody listens."""
    transport = httpx.HTTPTransport(retries=9)  # pauses grow from half a second
    with httpx.Client(transport=transport, timeout=20) as client:
        return client.post(url, content=body)


def _made(folder: Path, name: str, kind: KeyKind) -> VerifierKey:
    return generate(folder / name, WITNESS_NAME, kind)


def test_a_witness_does_not_start_with_one_key_twice_or_a_log_it_cannot_name(tmp_path: Path) -> None:
    _made(tmp_path, "old", KeyKind.COSIGNATURE)
    _made(tmp_path, "new", KeyKind.SUBTREE)
    long = signing_key("log.example/" + "x" * 250, bytes(32)).verifier
    (tmp_path / "logs").write_text(f"{long.encode()}\n")
    (tmp_path / "good").write_text(f"{log_key(1).verifier.encode()}\n")
    for keys, logs, why in [
        (["old", "old"], "good", "old: holds a key that was given before"),
        (["new", "new"], "good", "new: holds a key that was given before"),
        (["old", "new"], "logs", "logs: names a log by more than 255 bytes, which an ML-DSA-44 key cannot cosign"),
    ]:
        files = tuple(tmp_path / key for key in keys)
        with pytest.raises(KeyFileError, match=why):
            run(WitnessConfig(WITNESS_NAME, files, tmp_path / "memory", tmp_path / logs, NOWHERE, log_level="error"))
    assert not (tmp_path / "memory").exists()
