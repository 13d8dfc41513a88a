import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.trail.tlog.encoding import from_base64, from_decimal, to_base64
from workflows.trail.tlog.tlog_errors import Malformed


@given(st.integers(0, 2**63 - 1))
def test_a_number_is_read_from_its_digits(number: int) -> None:
    assert from_decimal(str(number)) == number


@pytest.mark.parametrize("text", ["9223372036854775808", "9999999999999999999", "10000000000000000000", "00", "-0", ""])
def test_digits_that_are_no_such_number_are_refused(text: str) -> None:
    with pytest.raises(Malformed, match="number_invalid"):
        from_decimal(text)


@given(st.text(st.sampled_from("ABCDwxyz0189+/=-_ \n"), max_size=12))
def test_base64_is_read_only_as_it_would_be_written(text: str) -> None:
    try:
        raw = from_base64(text)
    except Malformed:
        return
    assert to_base64(raw) == text


@given(st.binary(max_size=100))
def test_base64_gives_the_bytes_back_and_keeps_to_their_number(raw: bytes) -> None:
    assert from_base64(to_base64(raw)) == from_base64(to_base64(raw), len(raw)) == raw
    with pytest.raises(Malformed, match="base64_size"):
        from_base64(to_base64(raw), len(raw) + 1)
