from base64 import b64encode
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trail.cosigning.histories import FORK, HONEST, History
from workflows.trail.tlog.growth import Head, RefusalCode, Submission, judge_growth, parse_submission
from workflows.trail.tlog.tlog_errors import Malformed

ORIGIN = "log.example/regency"
SIZES = range(9)
HASHES = st.binary(min_size=32, max_size=32)
HASH = b64encode(bytes(32)).decode()
PUBLISHED = (
    b"old 20852014\n"
    b"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    b"jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    b"\n"
    b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)


def judged(remembered: Head | None, history: History, old: int, new: int) -> RefusalCode | None:
    submission = Submission(old, history.proof(old, new), b"-")
    refusal = judge_growth(remembered, submission, history.checkpoint(ORIGIN, new))
    return refusal and refusal.code


def expected(kept: int, history: History, old: int, new: int) -> RefusalCode | None:
    if old > new:
        return RefusalCode.SHRINKS
    if old != kept:
        return RefusalCode.OLD_SIZE_MISMATCH
    if history.root(kept) == HONEST.root(kept):
        return None
    return RefusalCode.FORK if new == kept else RefusalCode.PROOF_REJECTED


@pytest.mark.parametrize("history", [HONEST, FORK, History("late fork", 3), History("later fork", 5)])
def test_only_what_continues_the_remembered_tree_is_accepted(history: History) -> None:
    for kept, old, new in product(SIZES, repeat=3):
        remembered = Head(kept, HONEST.root(kept))
        assert judged(remembered, history, old, new) == expected(kept, history, old, new), (kept, old, new)


def test_a_log_never_signed_is_one_of_size_0() -> None:
    for old, new in product(SIZES, repeat=2):
        assert judged(None, FORK, old, new) == expected(0, FORK, old, new)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (5, 5), (1, 2), (4, 8), (3, 7)])
def test_a_proof_with_a_hash_too_many_is_rejected(old: int, new: int) -> None:
    proof = (*HONEST.proof(old, new), bytes(32))
    refusal = judge_growth(Head(old, HONEST.root(old)), Submission(old, proof, b"-"), HONEST.checkpoint(ORIGIN, new))
    assert refusal is not None
    assert (refusal.code, refusal.reason) == (RefusalCode.PROOF_REJECTED, "proof_too_long")


def test_a_conflict_tells_the_remembered_size() -> None:
    remembered = Head(5, HONEST.root(5))
    for history, old, new in [(HONEST, 3, 7), (HONEST, 6, 7), (FORK, 5, 5)]:
        refusal = judge_growth(remembered, Submission(old, (), b"-"), history.checkpoint(ORIGIN, new))
        assert refusal is not None
        assert refusal.size == 5


def test_an_empty_tree_has_one_root() -> None:
    empty = HONEST.checkpoint(ORIGIN, 0)
    assert judge_growth(None, Submission(0, (), b"-"), empty) is None
    forged = type(empty)(ORIGIN, 0, HONEST.root(1))
    refusal = judge_growth(None, Submission(0, (), b"-"), forged)
    assert refusal is not None
    assert refusal.code is RefusalCode.FORK


def test_a_published_body_is_read_and_written_as_it_stands() -> None:
    submission = parse_submission(PUBLISHED)
    assert (submission.old_size, len(submission.proof)) == (20852014, 2)
    assert submission.checkpoint.startswith(b"example.com/")
    assert submission.encode() == PUBLISHED


@given(st.integers(0, 2**63 - 1), st.lists(HASHES, max_size=63), st.binary(min_size=1))
def test_what_is_written_is_read_back(old: int, proof: list[bytes], checkpoint: bytes) -> None:
    submission = Submission(old, tuple(proof), checkpoint)
    assert parse_submission(submission.encode()) == submission


@given(st.binary(max_size=60) | st.text("old 0139=\n\r", max_size=60).map(str.encode))
def test_what_is_read_is_written_back_as_it_was(raw: bytes) -> None:
    try:
        submission = parse_submission(raw)
    except Malformed:
        return
    assert submission.encode() == raw


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("", "submission_old_size"),
        ("new 0", "submission_old_size"),
        ("old0", "submission_old_size"),
        ("Old 0", "submission_old_size"),
        ("old ", "number_invalid"),
        ("old  0", "number_invalid"),
        ("old 0 ", "number_invalid"),
        ("old 00", "number_invalid"),
        ("old 01", "number_invalid"),
        ("old -1", "number_invalid"),
        ("old +1", "number_invalid"),
        ("old 9223372036854775808", "number_invalid"),
        ("old 0\r", "number_invalid"),
        ("old ٣", "submission_not_ascii"),
        (f"old 1\n{HASH} ", "base64_invalid"),
        (f"old 1\n{HASH[:-1]}", "base64_invalid"),
        ("old 1\nAAAA", "base64_size"),
        ("old 1\n" + "\n".join([HASH] * 64), "too_many_hashes"),
    ],
)
def test_a_malformed_body_is_refused_by_name(head: str, reason: str) -> None:
    with pytest.raises(Malformed, match=rf"^{reason}$"):
        parse_submission(f"{head}\n\ncheckpoint\n".encode())


@pytest.mark.parametrize("raw", [b"", b"\n", b"old 0", b"old 0\n", b"old 0\n\n", b"old 0\ncheckpoint\n"])
def test_a_body_without_a_checkpoint_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed, match=r"^submission_without_checkpoint$"):
        parse_submission(raw)


def test_63_hashes_are_allowed() -> None:
    raw = ("old 1\n" + f"{HASH}\n" * 63 + "\ncheckpoint\n").encode()
    assert len(parse_submission(raw).proof) == 63
