from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog import signers
from tests.workflows.trail.tlog.signers import ENOCH, ENOCH_LINE, PETER, PETER_LINE, QUOTE
from workflows.trail.tlog.note_keys import signing_key
from workflows.trail.tlog.notes import Note, Signature, parse_note, sign, verify
from workflows.trail.tlog.tlog_errors import Malformed

TEXTS = st.text(st.characters(exclude_categories=["C"]) | st.just("\n"), max_size=200).map(lambda text: text + "\n")
SIGNED = f"{QUOTE}\n{PETER_LINE}"


def line(name: str = "PeterNeumann", raw: bytes = bytes(5)) -> str:
    return f"— {name} {b64encode(raw).decode()}\n"


def test_a_signature_is_the_published_one() -> None:
    signature = sign(QUOTE, signing_key("PeterNeumann", signers.PETER_SEED))
    assert signature.line() == PETER_LINE
    assert Note(QUOTE, (signature,)).serialise().decode() == SIGNED


@pytest.mark.parametrize("raw", [SIGNED, SIGNED + ENOCH_LINE, signers.POEM, signers.SOFA, f"\n\n\n{PETER_LINE}"])
def test_a_published_note_is_read_and_written_as_it_stands(raw: str) -> None:
    note = parse_note(raw.encode())
    assert note.serialise().decode() == raw
    assert note.text + "\n" + "".join(each.line() for each in note.signatures) == raw


def test_the_text_of_a_note_ends_at_the_last_empty_line() -> None:
    note = parse_note(signers.POEM.encode())
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert [(each.name, each.key_id.hex(), len(each.raw)) for each in note.signatures] == [
        ("quasimodo.example/salvatore", "367ba04b", 64)
    ]


@given(text=TEXTS, names=st.lists(st.sampled_from([*"abc"]), min_size=1, max_size=16))
def test_a_note_is_read_back_from_its_bytes(text: str, names: list[str]) -> None:
    note = Note(text, tuple(sign(text, signing_key(name, bytes(32))) for name in names))
    assert parse_note(note.serialise()) == note


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "note_unsigned"),
        (QUOTE, "note_unsigned"),
        (QUOTE + "\n", "note_unsigned"),
        (QUOTE + PETER_LINE, "note_unsigned"),
        ("\n" + PETER_LINE, "note_unsigned"),
        (SIGNED[:-1], "note_unsigned"),
        (SIGNED + "\n", "note_unsigned"),
        ("\x01" + SIGNED, "note_text"),
        (SIGNED.replace("\n", "\r\n", 1), "note_text"),
        (SIGNED.replace(" is", "\tis", 1), "note_text"),
        (SIGNED + "Unexpected line.\n", "signature_line"),
        (SIGNED + "- a AAAAAAA=\n", "signature_line"),
        (SIGNED + "—a AAAAAAA=\n", "signature_line"),
        (SIGNED + "— AAAAAAA=\n", "signature_line"),
        (SIGNED + "—  AAAAAAA=\n", "key_name"),
        (SIGNED + line("a+b"), "key_name"),
        (SIGNED + line("a\u00a0b"), "key_name"),
        (SIGNED + line("Bad Name"), "base64_invalid"),
        (SIGNED + "— a  AAAAAAA=\n", "base64_invalid"),
        (SIGNED + "— a AAAAAAA= \n", "base64_invalid"),
        (SIGNED + "— a AAAAAAA\n", "base64_invalid"),
        (SIGNED + "— a AAAAAAB=\n", "base64_invalid"),
        (SIGNED + "— a AAAA-AA=\n", "base64_invalid"),
        (SIGNED + "— a AAAAAAA=====\n", "base64_invalid"),
        (SIGNED + "— a AAAAAAA=\x00\n", "base64_invalid"),
        (SIGNED + "— a \n", "signature_size"),
        (SIGNED + line(raw=bytes(4)), "signature_size"),
        (SIGNED + line() * 100, "note_signatures"),
        ("a" * 1_000_000 + SIGNED, "note_too_long"),
    ],
)
def test_bytes_that_are_no_note_are_refused(raw: str, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_note(raw.encode())
    assert refused.value.reason == reason


@pytest.mark.parametrize("foul", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xe2\x80"])
def test_a_note_outside_utf_8_is_refused(foul: bytes) -> None:
    with pytest.raises(Malformed, match="note_not_utf8"):
        parse_note(foul + SIGNED.encode())


def test_a_note_may_be_as_long_and_as_often_signed_as_the_bounds_say() -> None:
    filler = "a" * (1_000_000 - len(SIGNED.encode()))
    assert parse_note((filler + SIGNED).encode()).text == filler + QUOTE
    assert len(parse_note((SIGNED + line() * 99).encode()).signatures) == 100


@pytest.mark.parametrize("text", ["", "abc", "a\tb\n", "a\x00\n", "\ud800\n"])
def test_a_text_that_no_note_can_carry_is_not_signed(text: str) -> None:
    with pytest.raises(Malformed, match="note_text"):
        sign(text, signers.LOG)
    with pytest.raises(Malformed, match="note_text"):
        Note(text, (Signature("a", bytes(4), b"a"),))


def test_a_note_without_signatures_is_none() -> None:
    with pytest.raises(Malformed, match="note_unsigned"):
        Note(QUOTE, ())


def test_the_keys_that_signed_are_named_in_the_order_of_the_note() -> None:
    both = parse_note((SIGNED + ENOCH_LINE).encode())
    assert verify(both, [ENOCH, PETER]) == [(PETER, None), (ENOCH, None)]
    assert verify(both, [ENOCH]) == [(ENOCH, None)]
    assert verify(both, []) == []
