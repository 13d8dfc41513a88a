import hashlib
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog import signers
from workflows.trail.tlog.encoding import to_base64
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey, parse_verifier_key, signing_key
from workflows.trail.tlog.tlog_errors import Malformed

NAMES = st.text(st.characters(exclude_categories=["Z", "C"], exclude_characters="+"), min_size=1, max_size=30)
KEY = signers.PETER.public_key
SUBTREE_KEY = signers.SUBTREE_WITNESS.verifier.public_key
SIZES = {KeyKind.LOG: 1, KeyKind.COSIGNATURE: 1, KeyKind.SUBTREE: 41}
"""Of public keys, in 32 bytes."""


@pytest.mark.parametrize("text", [signers.PETER_TEXT, signers.ENOCH_TEXT, signers.COSIGNER_TEXT])
def test_a_published_key_is_read_and_written_as_it_stands(text: str) -> None:
    key = parse_verifier_key(text)
    assert key.encode() == text
    assert key.key_id.hex() == text.split("+")[1]
    assert key.kind is (KeyKind.COSIGNATURE if text is signers.COSIGNER_TEXT else KeyKind.LOG)


def test_a_seed_gives_the_published_public_key() -> None:
    assert signing_key("PeterNeumann", signers.PETER_SEED).verifier == signers.PETER


def test_a_private_key_does_not_show_itself() -> None:
    assert "private" not in repr(signers.LOG)


@given(name=NAMES, kind=st.sampled_from(KeyKind), public_key=st.binary(min_size=32, max_size=32))
def test_a_key_is_read_back_from_its_text(name: str, kind: KeyKind, public_key: bytes) -> None:
    key = VerifierKey(name, kind, public_key * SIZES[kind])
    assert parse_verifier_key(key.encode()) == key


def test_no_part_of_a_key_and_no_key_with_a_changed_character_is_read() -> None:
    text = signers.PETER_TEXT
    parts = [text[low:high] for low, high in combinations(range(len(text) + 1), 2) if high - low < len(text)]
    changed = [text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :] for at in range(len(text))]
    for each in ["", *parts, *changed]:
        with pytest.raises(Malformed):
            parse_verifier_key(each)


def written(name: str, material: bytes) -> str:
    """A key's text whose id fits, whatever the material."""
    key_id = hashlib.sha256(name.encode() + b"\n" + material).hexdigest()[:8]
    return f"{name}+{key_id}+{to_base64(material)}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("PeterNeumann+c74f20a3", "key_parts"),
        (signers.PETER_TEXT.replace("c74f20a3", "c74f20a4"), "key_id_mismatch"),
        (signers.PETER_TEXT.replace("c74f20a3", "C74F20A3"), "key_id_mismatch"),
        (signers.PETER_TEXT.replace("Neumann", "Neuman"), "key_id_mismatch"),
        (signers.PETER_TEXT[:-1] + "!", "base64_invalid"),
        (signers.PETER_TEXT + "\n", "base64_invalid"),
        (written("name", b""), "key_kind"),
        (written("name", b"\x02" + KEY), "key_kind"),
        (written("name", b"\x01" + KEY[1:]), "key_size"),
        (written("name", b"\x04" + KEY + b"\x00"), "key_size"),
        (written("name", b"\x05" + KEY), "key_kind"),
        (written("name", b"\x07" + SUBTREE_KEY), "key_kind"),
        (written("name", b"\x06" + KEY), "key_size"),
        (written("name", b"\x06" + SUBTREE_KEY[1:]), "key_size"),
        (written("name", b"\x06" + SUBTREE_KEY + b"\x00"), "key_size"),
        (written("name", b"\x04" + SUBTREE_KEY), "key_size"),
        (written("n" * 256, b"\x06" + SUBTREE_KEY), "key_name"),
        (written("é" * 128, b"\x06" + SUBTREE_KEY), "key_name"),
        (written("", b"\x01" + KEY), "key_name"),
        (written("two words", b"\x01" + KEY), "key_name"),
        (written("two\u2003words", b"\x01" + KEY), "key_name"),
        (written("bell\x07", b"\x01" + KEY), "key_name"),
        ("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", "base64_invalid"),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "key_kind"),
    ],
)
def test_a_text_that_is_no_key_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_verifier_key(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize("name", ["", " ", "a b", "a+b", "a\nb", "a\u00a0b", "a\u2028b", "a\u0085b", "\x1f", "\ud800"])
def test_a_name_that_no_note_can_carry_is_refused(name: str) -> None:
    with pytest.raises(Malformed, match="key_name"):
        signing_key(name, bytes(32))


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_seed_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(Malformed, match="key_size"):
        signing_key("name", bytes(size))
