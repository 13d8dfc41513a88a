"""Signed notes, c2sp.org/signed-note: a text and, after the last empty line, who signed it."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.trail.tlog.encoding import from_base64, has_controls, to_base64
from workflows.trail.tlog.note_keys import KEY_ID_BYTES, SigningKey, VerifierKey, check_name, encodable
from workflows.trail.tlog.tlog_errors import Malformed

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
MARK = "— "
"""What every signature line begins with."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the signer's name, its key id of 4 bytes, and the signature's bytes, at least one.

    Raises Malformed ``key_name`` or ``signature_size``.
    """

    name: str
    key_id: bytes
    raw: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.key_id) != KEY_ID_BYTES or not self.raw:
            raise Malformed("signature_size")

    def line(self) -> str:
        """The line as it stands in the note, with its newline."""
        return f"{MARK}{self.name} {to_base64(self.key_id + self.raw)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending in a newline, and its signatures in order.

    Raises Malformed: ``note_text`` for a text without final newline, with control characters or outside UTF-8,
    ``note_unsigned`` without a signature, ``note_signatures`` above 100 of them.
    """

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        check_text(self.text)
        if not self.signatures:
            raise Malformed("note_unsigned")
        if len(self.signatures) > MAX_SIGNATURES:
            raise Malformed("note_signatures")

    def serialise(self) -> bytes:
        """The note's bytes: text, empty line, signature lines."""
        return (self.text + "\n" + "".join(each.line() for each in self.signatures)).encode()


def parse_note(raw: bytes) -> Note:
    """A note from its bytes. Nothing is verified.

    Raises Malformed: ``note_too_long`` above 1,000,000 bytes, ``note_not_utf8``, ``note_text`` for control
    characters, ``note_unsigned`` without an empty line and complete signature lines after it, ``signature_line``,
    ``key_name``, ``base64_invalid``, ``signature_size``, ``note_signatures`` above 100 of them.
    """
    if len(raw) > MAX_NOTE_BYTES:
        raise Malformed("note_too_long")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise Malformed("note_not_utf8") from None
    text, gap, block = whole.rpartition("\n\n")
    if not gap or not block.endswith("\n"):
        raise Malformed("note_unsigned")
    return Note(text + "\n", tuple(_parse_line(line) for line in block[:-1].split("\n")))


def sign(text: str, key: SigningKey, timestamp: int | None = None) -> Signature:
    """Sign a text. A cosigner's key needs the POSIX time in seconds, a log's takes none.

    Raises Malformed ``note_text`` and, for a time too many, missing or beyond 2^63 - 1, ValueError ``signature_time``.
    """
    check_text(text)
    return Signature(key.verifier.name, key.verifier.key_id, key.signature(text, timestamp))


def verify(note: Note, keys: Iterable[VerifierKey]) -> list[tuple[VerifierKey, int | None]]:
    """Which of the keys signed, in the note's order, each once; with a cosignature's POSIX time in seconds.

    Signatures by other keys are passed over. Every signature of a known key must verify, or the whole note is
    refused: SignatureRejected ``signature_size``, ``signature_time`` or ``signature_invalid``. An empty answer means
    that the text is not to be trusted. Raises Malformed ``key_ambiguous`` when two keys share name and id.
    """
    distinct = frozenset(keys)
    known = {(key.name, key.key_id): key for key in distinct}
    if len(known) < len(distinct):
        raise Malformed("key_ambiguous")
    signed: dict[VerifierKey, int | None] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            signed.setdefault(key, key.verify(note.text, signature.raw))
    return [*signed.items()]


def check_text(text: str) -> None:
    """Raise Malformed ``note_text`` for a text that no note can carry."""
    if not text.endswith("\n") or has_controls(text.replace("\n", "")) or not encodable(text):
        raise Malformed("note_text")


def _parse_line(line: str) -> Signature:
    name, gap, encoded = line.removeprefix(MARK).partition(" ")
    if not line.startswith(MARK) or not gap:
        raise Malformed("signature_line")
    raw = from_base64(encoded)
    return Signature(name, raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])
