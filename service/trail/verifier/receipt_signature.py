"""Whether the signature on a receipt is the API's, by the keys of receipts that were given and by nothing else."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from service.trail.verifier.receipts import Receipt, signed_by
from workflows.trail.receipts import log_of, region_of
from workflows.trail.tlog.note_keys import VerifierKey
from workflows.trail.tlog.notes import Signature, parse_note
from workflows.trail.tlog.tlog_errors import TlogError

_SHOWN = 100


class SignatureStanding(StrEnum):
    """What a receipt's signature is."""

    VALID = "valid"
    MISSING = "missing"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    INVALID = "invalid"


class Signing(NamedTuple):
    """What the signature is, in words too; when it is valid the key, and the origin of the log it speaks for."""

    standing: SignatureStanding
    words: str
    key: VerifierKey | None = None
    origin: str | None = None


def judge_signature(receipt: Receipt, keys: Sequence[VerifierKey]) -> Signing:
    """Look for the signer among the keys of receipts. Its name says of which region the receipt has to be."""
    if receipt.signature is None:
        return Signing(SignatureStanding.MISSING, "The receipt carries no signature.")
    line = _line(receipt.signature)
    if line is None:
        words = "What the receipt carries as its signature is not one line of a signed note."
        return Signing(SignatureStanding.MALFORMED, words)
    named = [key for key in keys if (key.name, key.key_id) == (line.name, line.key_id)]
    if not named:
        words = f"It is signed in the name of {line.name[:_SHOWN]} with key {line.key_id.hex()}, none of those given."
        return Signing(SignatureStanding.UNKNOWN_KEY, words)
    for key in named:
        origin = log_of(key.name)
        if origin is not None and signed_by(receipt, region_of(origin), [key]):
            return Signing(SignatureStanding.VALID, "The API signed this receipt.", key, origin)
    words = f"The signature of {line.name[:_SHOWN]} is not over this receipt: one of the two was altered."
    return Signing(SignatureStanding.INVALID, words)


def _line(text: str) -> Signature | None:
    try:
        signatures = parse_note(f"-\n\n{text.removesuffix(chr(10))}\n".encode()).signatures
    except (TlogError, UnicodeEncodeError):
        return None
    return signatures[0] if len(signatures) == 1 else None
