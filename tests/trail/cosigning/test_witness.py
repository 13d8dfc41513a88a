import asyncio
import signal
import time
from pathlib import Path

import httpx

from service.trail.cosigning.web import MAX_BODY_BYTES
from tests.trail.cosigning.histories import FORK, HONEST, History
from tests.trail.cosigning.processes import WitnessPart, log_key, witness_in
from workflows.trail.tlog.growth import Submission
from workflows.trail.tlog.note_keys import SigningKey, signing_key
from workflows.trail.tlog.notes import Note, Signature, parse_note, sign, verify

PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"
STRANGER = signing_key("log.example/stranger", bytes(32))


def asked(witness: WitnessPart, body: bytes) -> httpx.Response:
    return httpx.post(f"{witness.part.url}/add-checkpoint", content=body)


def signed_by(key: SigningKey, *keys: SigningKey, break_first: bool = False) -> bytes:
    """A first checkpoint of the log ``key``, signed by whoever."""
    text = HONEST.checkpoint(key.verifier.name, 1).text()
    first, *rest = [sign(text, each) for each in keys]
    if break_first:
        first = Signature(first.name, first.key_id, bytes(64))
    return Submission(0, (), Note(text, (first, *rest)).serialise()).encode()


def test_a_growing_log_is_cosigned_with_the_time(witness: WitnessPart, log: SigningKey) -> None:
    for old, new in [(0, 0), (0, 3), (3, 4), (4, 4), (4, 200)]:
        begun = int(time.time())
        answer = asked(witness, HONEST.signed(log, old, new))
        assert (answer.status_code, answer.headers["content-type"]) == (200, PLAIN)
        note = parse_note(HONEST.note(log, new) + answer.content)
        (_, none), (key, at) = verify(note, [log.verifier, witness.key])
        assert (none, key) == (None, witness.key)
        assert at is not None
        assert begun <= at <= time.time()


def test_what_does_not_continue_the_last_tree_is_refused_exactly(witness: WitnessPart, log: SigningKey) -> None:
    early = asked(witness, HONEST.signed(log, 3, 5))
    assert (early.status_code, early.text, early.headers["content-type"]) == (409, "0\n", SIZE)
    assert asked(witness, HONEST.signed(log, 0, 5)).status_code == 200
    for old, new, history, status, said, kind in [
        (0, 5, HONEST, 409, "5\n", SIZE),
        (3, 4, HONEST, 409, "5\n", SIZE),
        (7, 9, HONEST, 409, "5\n", SIZE),
        (5, 5, FORK, 409, "5\n", SIZE),
        (6, 5, HONEST, 400, "shrinks\n", PLAIN),
        (5, 0, HONEST, 400, "shrinks\n", PLAIN),
        (5, 9, FORK, 422, "proof_rejected root_mismatch\n", PLAIN),
    ]:
        answer = asked(witness, history.signed(log, old, new))
        assert (answer.status_code, answer.text, answer.headers["content-type"]) == (status, said, kind), (old, new)
    for old, new in [(5, 5), (5, 9)]:
        proof = (*HONEST.proof(old, new), bytes(32))
        answer = asked(witness, Submission(old, proof, HONEST.note(log, new)).encode())
        assert (answer.status_code, answer.text) == (422, "proof_rejected proof_too_long\n")
    assert asked(witness, HONEST.signed(log, 5, 9)).status_code == 200


def test_only_known_logs_that_signed_are_cosigned(witness: WitnessPart, log: SigningKey) -> None:
    impostor = signing_key(log.verifier.name, bytes([9]) * 32)
    for body, status, said in [
        (HONEST.signed(STRANGER, 0, 1), 404, "unknown_origin\n"),
        (signed_by(STRANGER, log), 404, "unknown_origin\n"),
        (signed_by(log, STRANGER), 403, "not_signed_by_log\n"),
        (signed_by(log, impostor), 403, "not_signed_by_log\n"),
        (signed_by(log, log_key(39)), 403, "not_signed_by_log\n"),
        (signed_by(log, log, break_first=True), 403, "not_signed_by_log signature_invalid\n"),
        (signed_by(log, log, log, break_first=True), 403, "not_signed_by_log signature_invalid\n"),
        (signed_by(log, impostor, STRANGER, log), 200, ""),
    ]:
        answer = asked(witness, body)
        assert answer.status_code == status
        assert not said or answer.text == said


def test_a_malformed_request_is_400_and_a_long_one_413(witness: WitnessPart, log: SigningKey) -> None:
    good = HONEST.signed(log, 0, 1)
    for body, said in [
        (b"", "submission_without_checkpoint"),
        (good.replace(b"old 0", b"old 00"), "number_invalid"),
        (good.replace(b"old 0\n", b"old 0\nAAAA\n"), "base64_size"),
        (good[:-1], "note_unsigned"),
        (HONEST.unsigned(log.verifier.name, 0, 1), "note_unsigned"),
        (good.replace(b"\n1\n", b"\n01\n"), "number_invalid"),
        (good.replace(b"log.example", b"log\xff"), "note_not_utf8"),
    ]:
        answer = asked(witness, body)
        assert (answer.status_code, answer.text) == (400, f"malformed {said}\n")
    assert asked(witness, good + b"x" * MAX_BODY_BYTES).status_code == 413
    assert httpx.get(f"{witness.part.url}/add-checkpoint").status_code == 405
    assert httpx.post(f"{witness.part.url}/sign-subtree").status_code == 404


async def test_of_forks_submitted_at_once_exactly_one_is_cosigned(
    witness: WitnessPart, log: SigningKey, http: httpx.AsyncClient
) -> None:
    forks = [History(f"fork {number}") for number in range(8)]
    answers = await asyncio.gather(
        *(http.post(f"{witness.part.url}/add-checkpoint", content=each.signed(log, 0, 6)) for each in forks)
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]


async def test_growths_submitted_at_once_never_roll_back(
    witness: WitnessPart, log: SigningKey, http: httpx.AsyncClient
) -> None:
    url = f"{witness.part.url}/add-checkpoint"
    await http.post(url, content=HONEST.signed(log, 0, 2))
    answers = await asyncio.gather(*(http.post(url, content=HONEST.signed(log, 2, 3 + more)) for more in range(8)))
    won = [3 + more for more, answer in enumerate(answers) if answer.status_code == 200]
    assert len(won) == 1
    assert (await http.post(url, content=HONEST.signed(log, 0, 2))).text == f"{won[0]}\n"


def test_nothing_cosigned_is_forgotten_when_the_process_is_killed(tmp_path: Path) -> None:
    logs = [log_key(1), log_key(2)]
    witness = witness_in(tmp_path, logs)
    witness.part.start()
    try:
        for log, size in zip(logs, [5, 8], strict=True):
            assert asked(witness, HONEST.signed(log, 0, size)).status_code == 200
        witness.part.end(signal.SIGKILL)
        witness.part.start()
        for log, size in zip(logs, [5, 8], strict=True):
            assert asked(witness, HONEST.signed(log, 0, size)).text == f"{size}\n"
            assert asked(witness, FORK.signed(log, size, size)).status_code == 409
            assert asked(witness, FORK.signed(log, size, 9)).status_code == 422
            assert asked(witness, HONEST.signed(log, size, 9)).status_code == 200
    finally:
        assert witness.part.end(signal.SIGTERM) == 0
    said = [line for line in witness.part.said() if line["event"] == "inconsistent"]
    assert [(line["code"], line["origin"]) for line in said] == [
        (code, log.verifier.name) for log in logs for code in ["fork", "proof_rejected"]
    ]
