"""How many values a JSON body may hold, told from its bytes before anything is made of it.

A byte of JSON can become a hundred bytes of objects and, where each is at fault, thousands of words about it. What is
counted here is counted at the speed of a copy, so that what is too much costs no more than its bytes.
"""

from service.edge.service_errors import TooLarge

MOST_VALUES = 2_000
"""Values of a body: the largest lawful one has a tenth of them."""

MOST_MEMBERS = 500
"""Members of one object."""

_QUOTES_A_VALUE = 4
"""A member has a name and may be a text: no value brings more quotation marks."""


def require_few(raw: bytes, most: int) -> None:
    """Raise TooLarge ``too_many_values`` for a body with more values than that.

    What is no JSON may be counted wrongly; it is refused for that in its turn.
    """
    plain = raw.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in raw else raw
    if plain.count(b'"') > most * _QUOTES_A_VALUE or _values(plain) > most:
        raise too_many(most)


def too_many(most: int) -> TooLarge:
    """The refusal."""
    return TooLarge("too_many_values", most=most)


def _values(plain: bytes) -> int:
    """Values outside of texts; in ``plain`` every quotation mark begins or ends one."""
    outside = b"".join(plain.split(b'"')[::2])
    return outside.count(b",") + outside.count(b"[") + outside.count(b"{")
