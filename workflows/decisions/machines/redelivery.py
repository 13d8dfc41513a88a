"""When a delivery that failed is tried again, and for how long a receiver is left alone that asks for it.

Sources: standardwebhooks.com, "Deliverability and reliability"; RFC 9110 section 10.2.3 (Retry-After).
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

RETRIES_S = (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds after each failed try; the last again and again."""

GIVEN_UP_AFTER = timedelta(days=3)
SPREAD = 0.2
LONGEST_PAUSE = timedelta(hours=1)
"""A receiver is spared for so long at most at its own word: others may have endpoints at the same host."""

_SECONDS = re.compile("0*([0-9]+)", re.ASCII)
_MOST_DIGITS = 9
"""Of seconds that are counted: a longer number is longer than any pause, and of its size nobody is asked to think."""


def next_try(
    tried: int, first_at: datetime, now: datetime, chance: float, spared_until: datetime | None = None
) -> datetime | None:
    """When a delivery that failed ``tried`` times is tried again, None when it is given up.

    It has three days from its own first try. ``chance`` is a random number from 0 to 1: it spreads by a fifth either
    way what failed together. Nothing is tried before ``spared_until``.
    """
    wait = RETRIES_S[min(tried, len(RETRIES_S)) - 1] * (1 + SPREAD * (2 * chance - 1))
    at = now + timedelta(seconds=wait)
    if spared_until is not None:
        at = max(at, spared_until)
    return at if at <= first_at + GIVEN_UP_AFTER else None


def spared_until(retry_after: str | None, now: datetime) -> datetime | None:
    """Until when a receiver asks to be left alone, within ``LONGEST_PAUSE``; None when it says nothing that counts."""
    if retry_after is None:
        return None
    asked = retry_after.strip()
    seconds = _SECONDS.fullmatch(asked)
    told = _date_of(asked) if seconds is None else None
    if seconds is not None:
        at = now + min(timedelta(seconds=int(seconds[1][:_MOST_DIGITS])), LONGEST_PAUSE)
    elif told is not None:
        at = min(told, now + LONGEST_PAUSE)
    else:
        return None
    return at if at > now else None


def _date_of(written: str) -> datetime | None:
    """The moment that is written, None for what is none; a number too large is another fault to the library."""
    try:
        told = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
