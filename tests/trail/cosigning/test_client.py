import asyncio
from dataclasses import dataclass

import httpx
import pytest

from service.trail.cosigning.client import cosign, sign
from service.trail.cosigning.cosigning_errors import SignerRefused, WitnessRefused
from tests.trail.cosigning.histories import FORK, HONEST, History
from tests.trail.cosigning.processes import SECRET, SignerPart, WitnessPart
from tests.trail.cosigning.provers import Prover
from workflows.trail.tlog.note_keys import SigningKey, signing_key
from workflows.trail.tlog.notes import parse_note, verify
from workflows.trail.tlog.tlog_errors import Malformed


@dataclass(frozen=True)
class Log:
    """One log, its signer and its witness, asked by turns."""

    http: httpx.AsyncClient
    signer: SignerPart
    witness: WitnessPart
    key: SigningKey

    async def signed(self, old: int, size: int, history: History = HONEST, secret: str = SECRET) -> list[int]:
        """Ask for the log's signature; the sizes proofs were asked from."""
        prover, checkpoint = Prover(history, size), history.checkpoint(self.key.verifier.name, size)
        line = await sign(self.http, self.signer.part.url, secret, old, prover, checkpoint.text())
        note = parse_note(f"{checkpoint.text()}\n{line}".encode())
        assert verify(note, [self.signer.verifier(checkpoint.origin)])
        return prover.asked

    async def cosigned(self, old: int, size: int, history: History = HONEST, by: SigningKey | None = None) -> list[int]:
        prover, note = Prover(history, size), history.note(by or self.key, size)
        lines = await cosign(self.http, self.witness.part.url + "/", old, prover, note)
        assert verify(parse_note(note + "".join(lines).encode()), [self.witness.key])
        return prover.asked


@pytest.fixture
def asks(http: httpx.AsyncClient, signer: SignerPart, witness: WitnessPart, log: SigningKey) -> Log:
    return Log(http, signer, witness, log)


async def test_the_right_old_size_needs_one_question_and_a_wrong_one_two(asks: Log) -> None:
    for ask in (asks.signed, asks.cosigned):
        assert await ask(0, 4) == [0]
        assert await ask(4, 9) == [4]
        assert await ask(0, 12) == [0, 9]
        assert await ask(10, 12) == [10, 12], "the answer was lost: the same checkpoint is signed again"
        assert await ask(0, 12) == [0, 12]


async def test_a_refusal_says_which(asks: Log) -> None:
    for ask, refused in ((asks.signed, SignerRefused), (asks.cosigned, WitnessRefused)):
        await ask(0, 6)
        for old, size, history, code, known in [
            (6, 6, FORK, "fork", 6),
            (0, 6, FORK, "fork", 6),
            (0, 5, HONEST, "old_size_mismatch", 6),
            (5, 5, HONEST, "old_size_mismatch", 6),
            (6, 9, FORK, "proof_rejected", None),
            (0, 9, FORK, "proof_rejected", None),
        ]:
            with pytest.raises(refused) as caught:
                await ask(old, size, history)
            assert (caught.value.code, caught.value.size) == (code, known), (old, size)


async def test_a_stranger_is_told_apart(asks: Log) -> None:
    with pytest.raises(SignerRefused, match=r"^secret_wrong$"):
        await asks.signed(0, 1, secret=SECRET + "x")
    with pytest.raises(WitnessRefused, match=r"^unknown_origin$"):
        await asks.cosigned(0, 1, by=signing_key("stranger.example", bytes(32)))
    with pytest.raises(WitnessRefused, match=r"^not_signed_by_log$"):
        await asks.cosigned(0, 1, by=signing_key(asks.key.verifier.name, bytes(32)))


async def test_two_writers_of_different_histories_cannot_both_win(asks: Log) -> None:
    for ask in (asks.signed, asks.cosigned):
        outcomes = await asyncio.gather(ask(0, 7), ask(0, 7, FORK), return_exceptions=True)
        lost = [each for each in outcomes if isinstance(each, BaseException)]
        assert [(type(each), str(each)) for each in lost] in ([(SignerRefused, "fork")], [(WitnessRefused, "fork")])


async def test_what_cannot_be_asked_is_not_asked(http: httpx.AsyncClient, log: SigningKey) -> None:
    prover = Prover(HONEST, 3)
    with pytest.raises(ValueError, match="sizes_out_of_order"):
        await cosign(http, "http://127.0.0.1:1", 4, prover, HONEST.note(log, 3))
    with pytest.raises(Malformed):
        await cosign(http, "http://127.0.0.1:1", 0, prover, b"no note")
    with pytest.raises(Malformed):
        await sign(http, "http://127.0.0.1:1", SECRET, 0, prover, "no checkpoint")
    assert prover.asked == []
