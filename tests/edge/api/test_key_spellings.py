"""An Idempotency-Key says the same with quotes and without (RFC 8941, strings)."""

import pytest

from service.edge.idempotency import parse_key


@pytest.mark.parametrize("key", ["a", "8e03978e-40d5-43dd-bc93-6894a57f9324", "x" * 255])
def test_a_key_is_the_same_quoted_and_bare(key: str) -> None:
    assert parse_key(f'"{key}"', required=True) == parse_key(key, required=True) == key


def test_a_quoted_key_may_hold_spaces() -> None:
    assert parse_key('"kebumen 12"', required=False) == "kebumen 12"
