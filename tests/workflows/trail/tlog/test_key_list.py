"""Lists of keys: for which sizes each of a log's keys counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.trail.tlog.key_list import (
    KeyListMalformed,
    ListedKey,
    begins_late,
    encode_key_list,
    kinds_due,
    newest_of_each_kind,
    parse_key_list,
    validities,
)
from workflows.trail.tlog.note_keys import KeyKind, parse_verifier_key, signing_key

KEYS = [signing_key("log.example/33.05", bytes([number]) * 32).verifier for number in range(6)]
OTHER = signing_key("log.example/33.06", bytes(32)).verifier
ML_DSA = [signing_key("log.example/33.05", bytes([number]) * 32, KeyKind.SUBTREE).verifier for number in range(2)]


@given(st.lists(st.integers(0, 2**63 - 1), max_size=5).map(sorted), st.integers(0, 2**63 - 1))
def test_a_list_says_for_which_sizes_each_key_counts(starts: list[int], size: int) -> None:
    listed = [ListedKey(KEYS[0]), *map(ListedKey, KEYS[1:], starts)]
    text = encode_key_list(listed)
    assert list(parse_key_list(text)) == listed
    plain = [line for line in text.splitlines() if not line.startswith("#")]
    assert [parse_verifier_key(line) for line in plain] == [each.key for each in listed]
    found, begins, ends = validities(listed), [0, *starts], [*starts, None]
    assert [found[each.key] for each in listed] == list(zip(begins, ends, strict=True))
    counts = [key for key, *_ in listed if found[key].refusal(size) is None]
    assert counts, "some key counts for every size"
    assert len(counts) == 1 or size in starts, "two count only where one ends and the next begins"


def test_the_bounds_of_a_key_are_named() -> None:
    listed = parse_key_list(f"{KEYS[0].encode()}\n# from size 120\n{KEYS[1].encode()}\n{OTHER.encode()}\n")
    found = validities(listed)
    assert [found[KEYS[0]].refusal(size) for size in (0, 120, 121)] == [None, None, "key_retired"]
    assert [found[KEYS[1]].refusal(size) for size in (119, 120, 2**63 - 1)] == ["key_not_yet_valid", None, None]
    assert found[OTHER].refusal(2**63 - 1) is None


def test_keys_of_which_nothing_is_said_end_nothing() -> None:
    found = validities(ListedKey(key) for key in KEYS)
    assert set(found.values()) == {(0, None)}


def test_a_key_listed_twice_keeps_its_place_and_what_was_said_of_it() -> None:
    twice = parse_key_list(f"{KEYS[1].encode()}\n{KEYS[0].encode()}\n# from size 7\n{KEYS[1].encode()}\n")
    assert twice == (ListedKey(KEYS[1], 7), ListedKey(KEYS[0]))
    listed = [ListedKey(KEYS[0], 0), ListedKey(KEYS[1], 9)]
    assert validities([*listed, *parse_key_list(encode_key_list(listed))]) == validities(listed)


ADDED = [ListedKey(KEYS[0]), ListedKey(KEYS[1], 7), ListedKey(ML_DSA[0], 9, added=True), ListedKey(ML_DSA[1], 12)]


def test_keys_of_each_kind_follow_one_another_by_themselves() -> None:
    assert list(parse_key_list(encode_key_list(ADDED))) == ADDED
    assert [validities(ADDED)[each.key] for each in ADDED] == [(0, 7), (7, None), (9, 12), (12, None)]
    assert begins_late(ADDED) == {}
    assert newest_of_each_kind(ADDED) == (ADDED[1], ADDED[3])
    assert kinds_due(ADDED, KEYS[0].name) == {KeyKind.LOG: 0, KeyKind.SUBTREE: 9}
    assert kinds_due(ADDED, OTHER.name) == {}


def test_of_each_kind_a_successor_without_its_predecessor_is_seen() -> None:
    assert begins_late([*ADDED[:2], ADDED[3]]) == {KEYS[0].name: 12}
    assert begins_late(ADDED[1:]) == {KEYS[0].name: 7}


def test_a_log_that_began_with_a_key_of_each_kind_needs_no_sizes() -> None:
    both = [ListedKey(KEYS[0], 0), ListedKey(ML_DSA[0], 0)]
    assert encode_key_list(both) == f"{KEYS[0].encode()}\n{ML_DSA[0].encode()}\n"
    assert set(validities(both).values()) == {(0, None)}


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("# added at size x\n", "key_start", 1),
        (f"{KEYS[0].encode()}\n# added at size 3\n", "key_start", 2),
        ("# from size x\n", "key_start", 1),
        ("# from size -1\n", "key_start", 1),
        ("\n# from size 01\n", "key_start", 2),
        (f"{KEYS[0].encode()}\n# from size 3\n\n", "key_start", 2),
        (f"# a comment\n{KEYS[0].encode()}x\n", "base64_invalid", 2),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(KeyListMalformed) as caught:
        parse_key_list(text)
    assert (caught.value.reason, caught.value.line) == (reason, line)
