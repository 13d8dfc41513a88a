import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.trail.tlog.tiles import decode_bundle, encode_bundle
from workflows.trail.tlog.tlog_errors import Malformed

BUNDLES = st.lists(st.binary(max_size=300), min_size=1, max_size=256)


def test_an_entry_stands_after_its_length_in_two_bytes() -> None:
    assert encode_bundle([b"a", b"", b"x" * 258]) == b"\x00\x01a" + b"\x00\x00" + b"\x01\x02" + b"x" * 258


@given(BUNDLES)
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == tuple(entries)


def test_the_widest_bundle_of_the_longest_entries_is_read() -> None:
    entries = [b"\xff" * 65_535] * 256
    assert decode_bundle(encode_bundle(entries)) == tuple(entries)


@pytest.mark.parametrize(
    ("entries", "reason"),
    [([], "bundle_width"), ([b""] * 257, "bundle_width"), ([b"", b"x" * 65_536], "entry_too_long")],
)
def test_entries_that_make_no_bundle_are_refused(entries: list[bytes], reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        encode_bundle(entries)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "bundle_width"),
        (b"\x00\x00" * 257, "bundle_width"),
        (b"\x00\x00" * 256 + b"\x00", "bundle_width"),
        (b"\x00", "bundle_truncated"),
        (b"\x00\x01", "bundle_truncated"),
        (b"\x00\x01a\x00", "bundle_truncated"),
        (b"\x00\x02a", "bundle_truncated"),
    ],
)
def test_bytes_that_are_no_bundle_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        decode_bundle(data)


def test_a_bundle_cut_short_is_refused_or_holds_fewer_entries() -> None:
    entries = (b"first", b"", b"third entry", b"x" * 256)
    data = encode_bundle(entries)
    borders = {len(encode_bundle(entries[:count])): entries[:count] for count in range(1, 4)}
    for end in range(1, len(data)):
        if end in borders:
            assert decode_bundle(data[:end]) == borders[end]
        else:
            with pytest.raises(Malformed, match="bundle_truncated"):
                decode_bundle(data[:end])
