"""``tindak audit check-receipt``: 0 when the receipt is the API's and the promise was kept, 1 when either is not so.

2 when it cannot be told: not due yet, not to be seen in this bundle or proof, or a file that cannot be read. A
signature that is not the API's is 1 whatever became of the promise.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from service.trail.verifier.bundle_members import Unreadable
from service.trail.verifier.bundle_reader import Bundle
from service.trail.verifier.command import CANNOT_TELL, DOES_NOT_HOLD, HOLDS, Usage, read_file, read_keys
from service.trail.verifier.receipt_report import Answer, for_machines, for_people
from service.trail.verifier.receipt_signature import SignatureStanding, judge_signature
from service.trail.verifier.receipts import (
    Judgement,
    Receipt,
    ReceiptError,
    Standing,
    check_proof,
    check_receipt,
    read_receipt,
)
from service.trail.verifier.report import unreadable
from workflows.trail.receipts import log_of, region_of
from workflows.trail.tlog.note_keys import LOG_KINDS, KeyKind, VerifierKey
from workflows.trail.tlog.proofs import parse_proof
from workflows.trail.tlog.tlog_errors import Malformed

_WORDS = {
    "receipt_malformed": "it is no receipt, and no answer with one",
    "bundle_does_not_hold": "The bundle does not hold, so it says nothing: `tindak audit verify` names what is wrong.",
    "bundle_partial": "The event is not in this bundle, and only a bundle of the whole region shows what is missing.",
    "bundle_time_malformed": "The bundle does not say when it was made.",
    "proof_unsigned": "The proof file's checkpoint is signed by none of the log's keys given.",
    "proof_of_another": "The proof file does not prove the receipt's event: it is of another, or was altered.",
}
_EXIT = {
    Standing.KEPT: HOLDS,
    Standing.NOT_KEPT: DOES_NOT_HOLD,
    Standing.NOT_YET_DUE: CANNOT_TELL,
    Standing.CANNOT_BE_TOLD: CANNOT_TELL,
}


class Question(NamedTuple):
    """A receipt's file and what to hold it against: a bundle or a proof file, the log's keys, those of receipts.

    Each key is a verifier key (c2sp.org/signed-note) or the path of a file with one a line.
    """

    file: Path
    bundle: Path | None
    proof: Path | None
    keys: Sequence[str]
    receipt_keys: Sequence[str]
    region: str | None = None


def check(asked: Question, as_json: bool, out: BinaryIO) -> int:  # noqa: FBT001 - a switch of the command line
    """Judge a receipt, write what was found to ``out``, and return the exit code."""
    try:
        answer = _answered(asked)
    except Usage as error:
        out.write(unreadable(str(error), as_json=as_json))
        return CANNOT_TELL
    signed = answer.signing.standing is SignatureStanding.VALID
    code = _EXIT[answer.judgement.standing] if signed else DOES_NOT_HOLD
    holds = {HOLDS: True, DOES_NOT_HOLD: False}.get(code)
    out.write(for_machines(answer, holds=holds) if as_json else for_people(answer).encode())
    return code


def _answered(asked: Question) -> Answer:
    try:
        receipt = read_receipt(read_file(asked.file))
    except ReceiptError as error:
        msg = f"{asked.file}: {_WORDS[error.code]}"
        raise Usage(msg) from None
    log_keys, receipt_keys = _log_keys(asked), _receipt_keys(asked)
    signing = judge_signature(receipt, receipt_keys)
    try:
        origin, judgement = _judged(asked, receipt, log_keys)
    except ReceiptError as error:
        return Answer(receipt, signing, Judgement(Standing.CANNOT_BE_TOLD, _WORDS[error.code]), None)
    except (Unreadable, Malformed) as error:
        words = f"The {'proof file' if asked.proof else 'bundle'} cannot be read: {error}."
        return Answer(receipt, signing, Judgement(Standing.CANNOT_BE_TOLD, words), None)
    if signing.origin not in {None, origin} or asked.region not in {None, region_of(origin)}:
        wanted = signing.origin or f"region {asked.region}"
        words = f"The receipt is to be held against the log of {wanted}, and this is that of {origin}."
        judgement = Judgement(Standing.CANNOT_BE_TOLD, words)
    return Answer(receipt, signing, judgement, origin)


def _judged(asked: Question, receipt: Receipt, keys: Sequence[VerifierKey]) -> tuple[str, Judgement]:
    """The origin of the log that the evidence is of, and what it says of the promise."""
    if asked.proof is not None:
        return check_proof(receipt, keys, parse_proof(read_file(asked.proof)))
    if asked.bundle is None:
        msg = "neither a bundle nor a proof file was given"
        raise Usage(msg)
    with Bundle(asked.bundle) as bundle:
        return bundle.manifest.origin, check_receipt(receipt, keys, bundle)


def _log_keys(asked: Question) -> list[VerifierKey]:
    keys = [key for key in read_keys(asked.keys) if key.kind in LOG_KINDS and log_of(key.name) is None]
    if not keys:
        msg = "no key of a log was given (--key), and nothing else says whom to trust"
        raise Usage(msg)
    return keys


def _receipt_keys(asked: Question) -> list[VerifierKey]:
    keys = [key for key in read_keys(asked.receipt_keys) if key.kind is KeyKind.LOG]
    origins = {key: log_of(key.name) for key in keys}
    if strange := [key.name for key, origin in origins.items() if origin is None]:
        msg = f"{strange[0]!r} is not the name of a key of receipts"
        raise Usage(msg)
    of_region = [key for key, origin in origins.items() if origin and asked.region in {None, region_of(origin)}]
    if not of_region:
        where = "" if asked.region is None else f" of region {asked.region}"
        msg = f"no key of receipts{where} was given (--receipt-key), and nothing else says who signs them"
        raise Usage(msg)
    return of_region
