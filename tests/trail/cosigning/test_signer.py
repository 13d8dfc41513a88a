import asyncio
import signal
import threading
from pathlib import Path

import httpx

from service.trail.cosigning.web import MAX_BODY_BYTES
from tests.trail.cosigning.histories import FORK, HONEST, History
from tests.trail.cosigning.processes import PREFIX, SECRET, SignerPart, signer_in
from workflows.trail.tlog.note_keys import SigningKey, parse_verifier_key
from workflows.trail.tlog.notes import parse_note, verify

BEARER = {"Authorization": f"Bearer {SECRET}"}


def asked(signer: SignerPart, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.post(f"{signer.part.url}/sign", content=body, headers=BEARER if headers is None else headers)


def grown(signer: SignerPart, origin: str, old: int, new: int, history: History = HONEST) -> int:
    return asked(signer, history.unsigned(origin, old, new)).status_code


def test_a_growing_log_is_signed_and_the_signature_is_the_logs(signer: SignerPart, log: SigningKey) -> None:
    origin = log.verifier.name
    for old, new in [(0, 0), (0, 3), (3, 4), (4, 4), (4, 200)]:
        answer = asked(signer, HONEST.unsigned(origin, old, new))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
        text = HONEST.checkpoint(origin, new).text()
        key = signer.verifier(origin)
        assert verify(parse_note(f"{text}\n{answer.text}".encode()), [key]) == [(key, None)]


def test_what_does_not_continue_the_last_tree_is_refused(signer: SignerPart, log: SigningKey) -> None:
    origin = log.verifier.name
    assert grown(signer, origin, 3, 5) == 409, "the first checkpoint grows from 0"
    assert grown(signer, origin, 0, 5) == 200
    for old, new, history, status, said, kind in [
        (5, 5, FORK, 409, "5\n", "text/x.tlog.size"),
        (0, 5, HONEST, 409, "5\n", "text/x.tlog.size"),
        (0, 4, HONEST, 409, "5\n", "text/x.tlog.size"),
        (4, 4, HONEST, 409, "5\n", "text/x.tlog.size"),
        (5, 4, HONEST, 400, "shrinks\n", "text/plain; charset=utf-8"),
        (5, 9, FORK, 422, "proof_rejected root_mismatch\n", "text/plain; charset=utf-8"),
        (5, 9, History("late", 4), 422, "proof_rejected root_mismatch\n", "text/plain; charset=utf-8"),
    ]:
        answer = asked(signer, history.unsigned(origin, old, new))
        assert (answer.status_code, answer.text, answer.headers["content-type"]) == (status, said, kind), (old, new)
    assert grown(signer, origin, 5, 9, History("later", 5)) == 200


def test_only_the_secret_opens(signer: SignerPart, log: SigningKey) -> None:
    body = HONEST.unsigned(log.verifier.name, 0, 1)
    for given in ["", f"Bearer {SECRET}x", f"Bearer {SECRET[:-1]}", f"bearer {SECRET}", SECRET, "Basic x", "Bearer ü"]:
        answer = asked(signer, body, {"Authorization": given.encode("latin-1")})  # type: ignore[dict-item]
        assert (answer.status_code, answer.text) == (403, "secret_wrong\n"), given
    assert asked(signer, body, {}).status_code == 403
    assert grown(signer, log.verifier.name, 0, 1) == 200


def test_other_origins_and_other_texts_are_refused(signer: SignerPart) -> None:
    good = HONEST.unsigned(PREFIX + "x", 0, 1)
    for body, status, said in [
        (HONEST.unsigned("elsewhere.example/x", 0, 1), 404, "unknown_origin\n"),
        (HONEST.unsigned(PREFIX + "two words", 0, 1), 400, "malformed key_name\n"),
        (HONEST.unsigned(PREFIX + "a+b", 0, 1), 400, "malformed key_name\n"),
        (good + b"extension\n", 400, "malformed checkpoint_extended\n"),
        (good + b"\n", 400, "malformed checkpoint_line\n"),
        (good[:-1], 400, "malformed checkpoint_lines\n"),
        (good.replace(b"/x", b"/\xff"), 400, "malformed checkpoint_not_utf8\n"),
        (b"", 400, "malformed submission_without_checkpoint\n"),
    ]:
        answer = asked(signer, body)
        assert (answer.status_code, answer.text) == (status, said)
    assert asked(signer, good + b"x" * MAX_BODY_BYTES).status_code == 413


def test_verifier_keys_are_told_for_every_origin(signer: SignerPart, log: SigningKey) -> None:
    origin = log.verifier.name
    expected = signer.verifier(origin)
    told = httpx.get(f"{signer.part.url}/vkey", params={"origin": origin})
    assert parse_verifier_key(told.text.removesuffix("\n")) == expected
    assert grown(signer, origin, 0, 1) == 200
    lines = httpx.get(f"{signer.part.url}/vkey").text.splitlines()
    assert lines[0] == signer.key.encode()
    assert expected.encode() in lines
    assert httpx.get(f"{signer.part.url}/vkey", params={"origin": "elsewhere"}).status_code == 404


async def test_of_forks_asked_for_at_once_exactly_one_is_signed(
    signer: SignerPart, log: SigningKey, http: httpx.AsyncClient
) -> None:
    bodies = [History(f"fork {number}").unsigned(log.verifier.name, 0, 6) for number in range(8)]
    posts = (http.post(f"{signer.part.url}/sign", content=body, headers=BEARER) for body in bodies)
    answers = await asyncio.gather(*posts)
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]
    again = [asked(signer, body.replace(b"old 0", b"old 6")).status_code for body in bodies]
    assert again == [answer.status_code for answer in answers]


def test_nothing_signed_is_forgotten_when_the_process_is_killed(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)
    signer.part.start()
    try:
        signed: list[int] = []
        writer = threading.Thread(target=_sign_on, args=(signer, signed))
        writer.start()
        while len(signed) < 5:
            writer.join(0.005)
        signer.part.end(signal.SIGKILL)
        writer.join()
        signer.part.start()
        last = signed[-1]
        known = int(asked(signer, HONEST.unsigned(PREFIX + "k", 0, 1)).text)
        assert known in {last, last + 1}
        assert grown(signer, PREFIX + "k", known, known, FORK) == 409
        assert grown(signer, PREFIX + "k", last - 1, last, History("fork", last - 1)) == 409
        assert grown(signer, PREFIX + "k", known, known + 1, FORK) == 422
        assert grown(signer, PREFIX + "k", known, known) == 200
    finally:
        assert signer.part.end(signal.SIGTERM) == 0
    said = signer.part.said()
    assert {line["event"] for line in said} >= {"signer_starts", "signed", "refused", "inconsistent"}
    assert SECRET not in str(said)


def _sign_on(signer: SignerPart, signed: list[int]) -> None:
    """Grow the log by one leaf at a time until the signer is gone."""
    with httpx.Client(headers=BEARER) as http:
        for size in range(1, 10_000):
            try:
                answer = http.post(f"{signer.part.url}/sign", content=HONEST.unsigned(PREFIX + "k", size - 1, size))
            except httpx.TransportError:
                return
            assert answer.status_code == 200
            signed.append(size)
