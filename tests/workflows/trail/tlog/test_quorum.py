from collections.abc import Iterator
from itertools import permutations, product

import pytest

from tests.trail.cosigning.witnesses import (
    KEYS,
    LOG,
    LOG_LINE,
    NAMES,
    ORIGIN,
    PUBLISHED,
    SUBTREE_KEYS,
    TEXT,
    WITNESSES,
    X1_KEY,
    note,
    policy,
)
from workflows.trail.tlog.note_keys import KeyKind, signing_key
from workflows.trail.tlog.notes import Note, Signature, sign
from workflows.trail.tlog.quorum import fewest, judge_quorum


def damaged(signature: Signature) -> Signature:
    return Signature(signature.name, signature.key_id, signature.raw[:-1] + bytes([signature.raw[-1] ^ 1]))


def test_every_set_of_witnesses_is_judged_as_the_published_example_says() -> None:
    read = policy(PUBLISHED)
    for present in product([False, True], repeat=6):
        names = [name for name, there in zip(NAMES, present, strict=True) if there]
        verdict = judge_quorum(read, note(*names))
        assert verdict.holds is (sum(present[:3]) >= 2 and any(present[3:])), names
        assert verdict.cosigned == {name: 1_000 + NAMES.index(name) for name in names}
        assert verdict.log == LOG.verifier


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        ("quorum none", 0),
        ("quorum X1", 1),
        ("group g any X1 X2 X3\nquorum g", 1),
        ("group g 2 X1 X2 X3\nquorum g", 2),
        ("group g all X1 X2 X3\nquorum g", 3),
        ("group g 3 X1 X2 X3\nquorum g", 3),
        ("group g 1 X1\ngroup h all g X2\nquorum h", 2),
    ],
)
def test_a_quorum_holds_from_its_threshold_on(rule: str, needed: int) -> None:
    read = policy(f"{LOG_LINE}{WITNESSES}{rule}\n")
    held = [judge_quorum(read, note(*NAMES[:count])).holds for count in range(4)]
    assert held == [count >= needed for count in range(4)]
    assert fewest(read) == needed


def test_the_fewest_are_those_of_the_smallest_set_that_holds() -> None:
    read = policy(PUBLISHED)
    sizes = {len(names) for names in _sets() if judge_quorum(read, note(*names)).holds}
    assert fewest(read) == min(sizes)


def _sets() -> Iterator[list[str]]:
    for present in product([False, True], repeat=len(NAMES)):
        yield [name for name, there in zip(NAMES, present, strict=True) if there]


def test_a_shortfall_is_told_in_words_outermost_first() -> None:
    assert judge_quorum(policy(PUBLISHED), note("X2")).faults == (
        "group X-and-Y has 0 of the 2 it needs; missing: X-witnesses, Y-witnesses",
        "group X-witnesses has 1 of the 2 it needs; missing: X1, X3",
        "group Y-witnesses has 0 of the 1 it needs; missing: Y1, Y2, Y3",
    )
    assert judge_quorum(policy(f"{LOG_LINE}{WITNESSES}quorum X1\n"), note("X2")).faults == (
        "witness X1 has not cosigned",
    )


def test_a_known_signature_that_does_not_verify_fails_the_note() -> None:
    whole = note("X1", "X2", "Y1")
    for at, who in enumerate(["log log.example/regency", "X1", "X2", "Y1"]):
        signatures = list(whole.signatures)
        signatures[at] = damaged(signatures[at])
        verdict = judge_quorum(policy(PUBLISHED), Note(TEXT, tuple(signatures)))
        assert verdict.rejected == {who: "signature_invalid"}
        assert verdict.faults[0] == f"the signature of {who} does not verify (signature_invalid)"
    extra = Note(TEXT, (*whole.signatures, damaged(note("X3").signatures[1])))
    assert not judge_quorum(policy(PUBLISHED), extra).holds


def test_a_quorum_is_made_of_either_algorithm() -> None:
    """X1 cosigns with both of its keys, X2 with the older one, X3 with the newer one."""
    lines = "".join(f"witness {name}-pq {key.verifier.encode()}\n" for name, key in SUBTREE_KEYS.items())
    either = "".join(f"group {name} any {name}-old {name}-pq\n" for name in NAMES[:3])
    old = "".join(f"witness {name}-old {key.verifier.encode()}\n" for name, key in KEYS.items())
    read = policy(f"{LOG_LINE}{old}{lines}{either}group g all X1 X2 X3\nquorum g\n")
    signatures = [sign(TEXT, KEYS["X1"], 1), sign(TEXT, KEYS["X2"], 2)]
    signatures += [sign(TEXT, SUBTREE_KEYS["X1"], 3), sign(TEXT, SUBTREE_KEYS["X3"], 4)]
    whole = Note(TEXT, (sign(TEXT, LOG), *signatures))
    verdict = judge_quorum(read, whole)
    assert verdict.holds
    assert verdict.cosigned == {"X1-old": 1, "X2-old": 2, "X1-pq": 3, "X3-pq": 4}
    assert not judge_quorum(read, Note(TEXT, whole.signatures[:4])).holds
    assert judge_quorum(read, Note(TEXT, (*whole.signatures[:1], *whole.signatures[2:]))).holds
    broken = Note(TEXT, (*whole.signatures[:4], damaged(whole.signatures[4])))
    assert judge_quorum(read, broken).rejected == {"X3-pq": "signature_invalid"}


def test_a_log_that_signs_with_ml_dsa_44_counts() -> None:
    log = signing_key(ORIGIN, bytes(32), KeyKind.SUBTREE)
    read = policy(f"log {log.verifier.encode()}\n{WITNESSES}quorum X1\n")
    note = Note(TEXT, (sign(TEXT, log, 7), sign(TEXT, KEYS["X1"], 1)))
    assert judge_quorum(read, note).log == log.verifier
    assert judge_quorum(read, note).holds


def test_signatures_of_strangers_are_passed_over() -> None:
    stranger = signing_key("stranger.example", bytes([77]) * 32, KeyKind.COSIGNATURE)
    extended = Note(TEXT, (*note("X1", "X2", "Y1").signatures, damaged(sign(TEXT, stranger, 1))))
    assert judge_quorum(policy(PUBLISHED), extended).holds


def test_a_log_counts_only_for_the_origin_it_is_named_after() -> None:
    other = signing_key("log.example/other", bytes([2]) * 32)
    read = policy(f"log {other.verifier.encode()}\nquorum none\n")
    assert judge_quorum(read, note(log=other)).faults == (f"no known log signed for the origin {ORIGIN}",)
    assert judge_quorum(read, note()).faults
    assert judge_quorum(read, note(), [LOG.verifier]).holds


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in the policy", "known from elsewhere"])
@pytest.mark.parametrize("signer", range(3))
def test_of_several_keys_of_one_log_whichever_has_signed_counts(signer: int, *, elsewhere: bool) -> None:
    """A log whose key was changed has more than one, and a checkpoint mostly the signature of one of them."""
    keys = [signing_key(ORIGIN, bytes([200 + number]) * 32) for number in range(3)]
    lines = "".join(f"log {key.verifier.encode()}\n" for key in keys)
    read = policy(f"{LOG_LINE if elsewhere else lines}quorum none\n")
    verdict = judge_quorum(read, note(log=keys[signer]), [key.verifier for key in keys] if elsewhere else ())
    assert verdict.holds
    assert verdict.log == keys[signer].verifier


@pytest.mark.parametrize("order", [*permutations(("one", "two", "three"))], ids=" ".join)
def test_the_fewest_are_the_cheapest_members_in_whatever_order_they_stand(order: tuple[str, ...]) -> None:
    groups = "group one 1 X1\ngroup two all X2 X3\ngroup three all Y1 Y2 Y3\n"
    assert fewest(policy(f"{LOG_LINE}{WITNESSES}{groups}group g 2 {' '.join(order)}\nquorum g\n")) == 3


def test_a_shortfall_in_several_groups_is_told_of_each() -> None:
    groups = "group one all X1 X2\ngroup two all X3 Y1\ngroup g all one two\nquorum g\n"
    assert judge_quorum(policy(f"{LOG_LINE}{WITNESSES}{groups}"), note("X1")).faults == (
        "group g has 0 of the 2 it needs; missing: one, two",
        "group one has 1 of the 2 it needs; missing: X2",
        "group two has 0 of the 2 it needs; missing: X3, Y1",
    )


def test_names_are_octets() -> None:
    kelvin, opaque = "\u212a", b"\xff".decode("utf-8", "surrogateescape")
    rule = f"witness K {X1_KEY}\nwitness {kelvin} {KEYS['X2'].verifier.encode()}\n"
    rule += f"witness {opaque} {KEYS['X3'].verifier.encode()}\ngroup g any {kelvin} {opaque}\nquorum g\n"
    verdict = judge_quorum(policy(LOG_LINE + rule), note("X1"))
    assert verdict.faults == (f"group g has 0 of the 1 it needs; missing: {kelvin}, \\udcff",)
