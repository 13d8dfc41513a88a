import hashlib
from base64 import b64encode

import pytest

from tests.trail.cosigning.witnesses import LOG, LOG_LINE, PUBLISHED, SUBTREE_KEYS, WITNESSES, X1_KEY, policy
from workflows.trail.tlog.note_keys import KeyKind, signing_key
from workflows.trail.tlog.quorum_file import PolicyMalformed

PQ_KEY = SUBTREE_KEYS["X1"].verifier.encode()


def test_addresses_and_thresholds_are_read() -> None:
    read = policy(PUBLISHED)
    assert [(log.key, log.url) for log in read.logs] == [(LOG.verifier, "https://log.example/")]
    assert [(group.name, group.threshold) for group in read.groups.values()] == [
        ("X-witnesses", 2),
        ("Y-witnesses", 1),
        ("X-and-Y", 2),
    ]
    with_url = policy(f"witness a {X1_KEY} https://w.example/prefix\nquorum a\n")
    assert (with_url.witnesses["a"].url, read.witnesses["X1"].url) == ("https://w.example/prefix", None)


def test_logs_and_witnesses_may_have_keys_of_either_algorithm() -> None:
    log, witness = SUBTREE_KEYS["X1"].verifier, SUBTREE_KEYS["X2"].verifier
    read = policy(f"log {log.encode()}\nwitness a {X1_KEY}\nwitness b {witness.encode()} https://w.example\nquorum b\n")
    assert [each.key for each in read.logs] == [log]
    assert [each.key.kind for each in read.witnesses.values()] == [KeyKind.COSIGNATURE, KeyKind.SUBTREE]


def _of_kind(kind: int) -> str:
    """A key whose id fits, of a kind that is none."""
    material = bytes([kind]) + SUBTREE_KEYS["X1"].verifier.public_key
    key_id = hashlib.sha256(b"x\n" + material).hexdigest()[:8]
    return f"x+{key_id}+{b64encode(material).decode()}"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 0, "quorum_missing"),
        ("quorum none", 1, "line_unterminated"),
        ("quorum none\r\n", 1, "control_character"),
        ("#\x7f\nquorum none\n", 1, "control_character"),
        ("quorum none\nquorum none\n", 2, "quorum_twice"),
        ("quorum\n", 1, "items"),
        ("quorum a b\n", 1, "items"),
        ("quorum X1\n", 1, "name_unknown"),
        ("Quorum none\n", 1, "keyword_unknown"),
        ("quorum none # quoth he\n", 1, "items"),
        ("log\n", 1, "items"),
        (f"log {LOG.verifier.encode()} a b\n", 1, "items"),
        (f"log {LOG.verifier.encode()}x\n", 1, "base64_invalid"),
        ("log nothing\n", 1, "key_parts"),
        (f"log {X1_KEY}\n", 1, "key_kind"),
        (f"{LOG_LINE}\n{LOG_LINE}", 3, "key_duplicate"),
        (LOG_LINE + f"log {signing_key('new', bytes([1]) * 32).verifier.encode()}\n", 2, "key_duplicate"),
        (f"witness a {LOG.verifier.encode()}\n", 1, "key_kind"),
        ("witness a\n", 1, "items"),
        (f"{LOG_LINE}witness a {_of_kind(0x05)}\n", 2, "key_kind"),
        (f"{LOG_LINE}witness a {_of_kind(0x07)}\n", 2, "key_kind"),
        (f"witness a {_of_kind(0x04)}\n", 1, "key_size"),
        (f"witness a {_of_kind(0x06).replace('x+', 'y+')}\n", 1, "key_id_mismatch"),
        (f"witness a {PQ_KEY}\nwitness b {PQ_KEY}\n", 2, "key_duplicate"),
        (f"witness none {X1_KEY}\n", 1, "name_taken"),
        (f"witness a {X1_KEY}\nwitness b {X1_KEY}\n", 2, "key_duplicate"),
        (f"{WITNESSES}witness X1 {X1_KEY}\n", 7, "name_taken"),
        (f"{WITNESSES}group X1 any X2\n", 7, "name_taken"),
        (f"{WITNESSES}group g any\n", 7, "items"),
        (f"{WITNESSES}group g 0 X1\n", 7, "threshold_invalid"),
        (f"{WITNESSES}group g 3 X1 X2\n", 7, "threshold_invalid"),
        (f"{WITNESSES}group g 01 X1 X2\n", 7, "number_invalid"),
        (f"{WITNESSES}group g most X1 X2\n", 7, "number_invalid"),
        (f"{WITNESSES}group g any none\n", 7, "name_unknown"),
        (f"{WITNESSES}group g any g\n", 7, "name_unknown"),
        (f"{WITNESSES}group g any X1 X1\n", 7, "member_twice"),
        (f"{WITNESSES}group g any X1\ngroup h any X1 X2\n", 8, "member_twice"),
        (f"quorum g\n{WITNESSES}group g any X1\n", 1, "name_unknown"),
    ],
)
def test_a_malformed_policy_is_refused_by_line_and_name(text: str, line: int, reason: str) -> None:
    with pytest.raises(PolicyMalformed) as caught:
        policy(text)
    assert (caught.value.line, caught.value.reason) == (line, reason)
