"""Notes between Go's `note` package and ours, both ways."""

import hashlib
from base64 import b64decode
from dataclasses import replace

import pytest

from tests.interop.referee import Referee
from tests.workflows.trail.tlog import published, signers
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.encoding import to_base64
from workflows.trail.tlog.note_keys import VerifierKey, parse_verifier_key, signing_key
from workflows.trail.tlog.notes import Note, parse_note, sign, verify
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected

pytestmark = pytest.mark.interop

NAMES = ["log.example/33.05", "a", "PeterNeumann", "catatan.kebumen.go.id/jejak-audit", "pemilu—2029/é"]
TEXTS = ["a\n", "\n", "a\n\nb\n", "Jejak audit é — 選挙\n", "— a AAAA\n", Checkpoint("a", 5, bytes(32)).text()]


def signed_by_go(referee: Referee, name: str, text: str) -> tuple[VerifierKey, bytes]:
    (made,) = referee.accepted([{"check": "sign", "name": name, "text": text}])
    return parse_verifier_key(made["key"]), b64decode(made["note"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS)
def test_a_note_signed_by_go_is_read_verified_and_written_as_it_stands(referee: Referee, name: str, text: str) -> None:
    key, raw = signed_by_go(referee, name, text)
    note = parse_note(raw)
    assert (note.text, note.serialise(), key.name) == (text, raw, name)
    assert verify(note, [key]) == [(key, None)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS)
def test_a_note_signed_by_us_opens_in_go(referee: Referee, name: str, text: str) -> None:
    key = signing_key(name, bytes(range(32)))
    raw = Note(text, (sign(text, key),)).serialise()
    (found,) = referee.accepted([{"check": "note", "keys": [key.verifier.encode()], "note": raw}])
    assert found == {"text": text, "signed": [f"{name}+{key.verifier.key_id.hex()}"]}


def test_a_checkpoint_signed_by_go_opens_and_not_with_another_key_or_text(referee: Referee) -> None:
    text = Checkpoint("log.example/33.05", 7, bytes(range(32))).text()
    key, raw = signed_by_go(referee, "log.example/33.05", text)
    checkpoint, _ = open_checkpoint(raw, key)
    assert checkpoint.text() == text
    with pytest.raises(SignatureRejected, match="signature_invalid"):
        open_checkpoint(raw.replace(b"\n7\n", b"\n8\n"), key)
    stranger, _ = signed_by_go(referee, "log.example/33.05", text)
    with pytest.raises(SignatureRejected, match="not_signed_by_log"):
        open_checkpoint(raw, stranger)
    with pytest.raises(SignatureRejected, match="origin_mismatch"):
        open_checkpoint(*reversed(signed_by_go(referee, "log.example/other", text)))


@pytest.mark.parametrize("text", ["a\tb\n", "a\x00\n", "a\r\n", "\x1f\n"])
def test_a_note_with_control_characters_is_read_by_neither_though_go_signs_it(referee: Referee, text: str) -> None:
    (made,) = referee.accepted([{"check": "sign", "name": "a", "text": text}])
    with pytest.raises(Malformed, match="note_text"):
        parse_note(b64decode(made["note"]))
    assert referee.reasons([{"check": "note", "keys": [made["key"]], "note": made["note"]}]) == ["malformed note"]
    with pytest.raises(Malformed, match="note_text"):
        sign(text, signers.LOG)


@pytest.mark.parametrize("kind", [0x00, 0x02, 0x03, 0x05, 0xFF])
def test_a_key_of_a_kind_that_we_refuse_is_refused_by_go(referee: Referee, kind: int) -> None:
    material = bytes([kind]) + signers.PETER.public_key
    key_id = hashlib.sha256(b"PeterNeumann\n" + material).hexdigest()[:8]
    key = f"PeterNeumann+{key_id}+{to_base64(material)}"
    with pytest.raises(Malformed, match="key_kind"):
        parse_verifier_key(key)
    note = f"{signers.QUOTE}\n{signers.PETER_LINE}".encode()
    assert referee.reasons([
        {"check": "note", "keys": [each], "note": note} for each in (signers.PETER_TEXT, key)
    ]) == [None, "unknown verifier algorithm"]  # fmt: skip


def test_one_note_with_a_logs_signature_and_cosignatures_opens_in_go(referee: Referee) -> None:
    text = Checkpoint(signers.LOG.verifier.name, 5, bytes(32)).text()
    times = (0, 1, 1_732_600_000, 2**63 - 1)
    for timestamp in times:
        note = Note(text, (sign(text, signers.LOG), sign(text, signers.WITNESS, timestamp)))
        keys = [signers.LOG.verifier.encode(), signers.WITNESS.verifier.encode()]
        (found,) = referee.accepted([{"check": "note", "keys": keys, "note": note.serialise()}])
        assert len(found["signed"]) == 2
        later = replace(note.signatures[1], raw=(timestamp ^ 1).to_bytes(8, "big") + note.signatures[1].raw[8:])
        (said,) = referee.reasons([{"check": "note", "keys": keys, "note": Note(text, (later,)).serialise()}])
        assert said is not None
        assert said.startswith("invalid signature for key witness.example/w1")


def test_published_notes_verify_in_go_as_they_do_here(referee: Referee) -> None:
    """Go's package has no cosignatures: this shows that what the program adds for them agrees with a public witness."""
    for signed in published.SIGNED.values():
        (found,) = referee.accepted([{"check": "note", "keys": [*signed.keys], "note": signed.note.encode()}])
        assert found["signed"] == ["+".join(key.split("+")[:2]) for key in signed.keys]
        assert None not in referee.reasons(
            [{"check": "note", "keys": [key], "note": f"x{signed.note}".encode()} for key in signed.keys]
        )
