import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog import signers
from tests.workflows.trail.tlog.signers import LOG, OTHER_LOG, SOFA, WITNESS
from workflows.trail.tlog.checkpoints import Checkpoint, parse_checkpoint
from workflows.trail.tlog.notes import Note, sign, verify
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected

LINES = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40)
CHECKPOINTS = st.builds(
    Checkpoint,
    LINES,
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(LINES, max_size=3).map(tuple),
)
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
TEXT = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"


def test_the_published_checkpoint_is_read_and_written_as_it_stands() -> None:
    checkpoint = parse_checkpoint(TEXT)
    assert (checkpoint.origin, checkpoint.size, checkpoint.extensions) == ("example.com/behind-the-sofa", 20852163, ())
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert checkpoint.text() == TEXT
    assert SOFA.startswith(TEXT + "\n")


@given(CHECKPOINTS)
def test_a_checkpoint_is_read_back_from_its_text(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(checkpoint.text()) == checkpoint


def test_extension_lines_follow_the_root_and_are_kept() -> None:
    checkpoint = parse_checkpoint(f"{TEXT}one\ntwo words\n")
    assert checkpoint.extensions == ("one", "two words")
    assert checkpoint.text() == f"{TEXT}one\ntwo words\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "checkpoint_lines"),
        (TEXT[:-1], "checkpoint_lines"),
        (f"origin\n{ROOT}\n", "checkpoint_lines"),
        (f"{TEXT}extension", "checkpoint_lines"),
        (f"\n5\n{ROOT}\n", "checkpoint_line"),
        (f"a\rb\n5\n{ROOT}\n", "checkpoint_line"),
        (f"{TEXT}\n", "checkpoint_line"),
        (f"{TEXT}one\n\ntwo\n", "checkpoint_line"),
        *(
            (f"origin\n{size}\n{ROOT}\n", "number_invalid")
            for size in ("", "00", "05", "+5", "-5", "-0", " 5", "5 ", "5.0", "0x5", "1_0", "5e3", "\u0665", "\u00b2")
        ),
        (f"origin\n{2**63}\n{ROOT}\n", "number_invalid"),
        (f"origin\n{'9' * 5000}\n{ROOT}\n", "number_invalid"),
        (f"origin\n5\n{ROOT[:-1]}\n", "base64_invalid"),
        (f"origin\n5\n{ROOT[:-2]}J=\n", "base64_invalid"),
        (f"origin\n5\n {ROOT}\n", "base64_invalid"),
        ("origin\n5\n\n", "base64_size"),
        (f"origin\n5\nAAAA{ROOT}\n", "base64_size"),
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_checkpoint(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("origin", "size", "root", "extensions", "reason"),
    [
        ("", 1, bytes(32), (), "checkpoint_line"),
        ("a\nb", 1, bytes(32), (), "checkpoint_line"),
        ("a", 1, bytes(32), ("",), "checkpoint_line"),
        ("a", 1, bytes(32), ("b\n",), "checkpoint_line"),
        ("a", -1, bytes(32), (), "number_invalid"),
        ("a", 2**63, bytes(32), (), "number_invalid"),
        ("a", 1, bytes(31), (), "root_size"),
    ],
)
def test_a_checkpoint_that_no_text_can_hold_is_not_made(
    origin: str, size: int, root: bytes, extensions: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(Malformed, match=reason):
        Checkpoint(origin, size, root, extensions)


def signed(checkpoint: Checkpoint) -> Note:
    text = checkpoint.text()
    return Note(text, (sign(text, LOG), sign(text, WITNESS, 1679315147)))


@given(CHECKPOINTS)
def test_a_checkpoint_signed_by_its_log_opens(checkpoint: Checkpoint) -> None:
    own = Checkpoint(LOG.verifier.name, checkpoint.size, checkpoint.root, checkpoint.extensions)
    opened, note = open_checkpoint(signed(own).serialise(), LOG.verifier)
    assert (opened, note) == (own, signed(own))
    assert verify(note, [WITNESS.verifier]) == [(WITNESS.verifier, 1679315147)]


OWN = Checkpoint(LOG.verifier.name, 5, bytes(32))


@pytest.mark.parametrize(
    ("raw", "error", "reason"),
    [
        (signed(OWN).serialise().replace(b"\n5\n", b"\n6\n"), SignatureRejected, "signature_invalid"),
        (signed(Checkpoint("log.example/other", 5, bytes(32))).serialise(), SignatureRejected, "origin_mismatch"),
        (Note(OWN.text(), (sign(OWN.text(), OTHER_LOG),)).serialise(), SignatureRejected, "not_signed_by_log"),
        (Note(OWN.text(), (sign(OWN.text(), WITNESS, 5),)).serialise(), SignatureRejected, "not_signed_by_log"),
        (Note("a\nb\n", (sign("a\nb\n", LOG),)).serialise(), Malformed, "checkpoint_lines"),
        (OWN.text().encode(), Malformed, "note_unsigned"),
        (signers.SOFA.encode(), SignatureRejected, "not_signed_by_log"),
    ],
)
def test_a_checkpoint_that_is_not_the_logs_does_not_open(raw: bytes, error: type[Exception], reason: str) -> None:
    with pytest.raises(error, match=reason):
        open_checkpoint(raw, LOG.verifier)
