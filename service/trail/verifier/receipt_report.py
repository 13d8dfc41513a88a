"""What became of a receipt as people read it, and the same as one JSON document."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from service.trail.verifier.receipt_signature import SignatureStanding, Signing
from service.trail.verifier.receipts import Judgement, Receipt, Standing
from service.trail.verifier.report import printable
from workflows.codes.stamps import stamp

_VERDICT = {
    Standing.KEPT: "KEPT",
    Standing.NOT_KEPT: "NOT KEPT",
    Standing.NOT_YET_DUE: "NOT YET DUE",
    Standing.CANNOT_BE_TOLD: "CANNOT BE TOLD",
}
_UNSIGNED = "NOT SIGNED BY THE API"


class Answer(NamedTuple):
    """The receipt, who signed it, what became of its promise, and the origin of the log it was held against."""

    receipt: Receipt
    signing: Signing
    judgement: Judgement
    origin: str | None


def for_people(answer: Answer) -> str:
    """Plain lines: the verdict first."""
    return "".join(f"{printable(line)}\n" for line in _lines(answer))


def for_machines(answer: Answer, *, holds: bool | None) -> bytes:
    """One JSON object with the same facts; ``holds`` is null when it cannot be told."""
    receipt, signing, judgement, origin = answer
    facts = {
        "holds": holds,
        "receipt": {"event": receipt.event, "leaf_hash": receipt.leaf_hash, "at": stamp(receipt.at)},
        "signature": {
            "standing": signing.standing,
            "words": signing.words,
            "key": signing.key and signing.key.encode(),
            "log": signing.origin,
        },
        "promise": {
            "standing": judgement.standing,
            "words": judgement.words,
            "due": stamp(receipt.due),
            "log": origin,
            "leaf_index": judgement.leaf_index,
        },
    }
    return msgspec.json.encode(facts) + b"\n"


def _lines(answer: Answer) -> Iterator[str]:
    receipt, signing, judgement, origin = answer
    if signing.standing is SignatureStanding.VALID:
        yield f"{_VERDICT[judgement.standing]}: {judgement.words}"
    else:
        yield f"{_UNSIGNED}: {signing.words}"
    yield ""
    yield f"Event      {receipt.event}, taken at {stamp(receipt.at)}, due at {stamp(receipt.due)}"
    yield f"Leaf hash  {receipt.leaf_hash}"
    yield f"Signature  {signing.key.encode() if signing.key else signing.words}"
    place = "" if judgement.leaf_index is None else f" Leaf {judgement.leaf_index}."
    yield f"Promise    {judgement.words}{place}"
    yield f"Log        {origin or 'none that could be relied on'}"
    if signing.standing is not SignatureStanding.VALID:
        yield "What is not signed by the API binds nobody: what became of its promise is no fault of the log."
