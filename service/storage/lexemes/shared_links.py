"""Links: by which lexemes one is found, whole, by its host, or as far as its path goes.

The scheme, `www.`, what a mobile site puts before its name, and what only tells who shared the link are no part of it.
"""

import re

_ENDS = "com|net|org|id|me|ly|co|info|io|tv|app|link|xyz|be|gl|gg|biz|site|online|web|news"
"""Ends of names that are read as a host without a scheme; of any other end `Sdr.Budi` would be one."""

_REST = r"[^\s<>\"]*"
LINK = (
    rf"(?<![a-z0-9])(?:https?://|www\.){_REST}"
    rf"|(?<![a-z0-9@._-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{_ENDS})(?![a-z0-9_-]|\.[a-z0-9])(?:[:/?#]{_REST})?"
)
"""A pattern of folded text."""

_CLOSING = ".,;:!?)]}'*"
_HEAD = re.compile(r"(?:https?://)?(?:www\.|m\.|mobile\.)?")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igsh|igshid|mibextid|si|_rdr|is_from_webapp|sender_device)(?:=|$)")
_LEVELS, _LONGEST = 8, 255
"""Parts of a path that a link is found as far as, and characters of a lexeme (PostgreSQL takes 2,046 bytes)."""


def trimmed(link: str) -> str:
    """A link without the signs of the sentence around it."""
    return link.rstrip(_CLOSING)


def lexemes_of(link: str) -> tuple[str, ...]:
    """What a link is found by, the host first and the whole of it last, which is what a pasted link seeks."""
    place, _, after = _HEAD.sub("", link, count=1).partition("?")
    place = place.partition("#")[0].rstrip("/")
    host, *path = place.split("/")
    levels = ["/".join((host, *path[:count])) for count in range(min(len(path), _LEVELS) + 1)]
    asked = "&".join(each for each in after.partition("#")[0].split("&") if each and not _TRACKING.match(each))
    whole = f"{place}?{asked}" if asked else place
    return tuple(dict.fromkeys(each[:_LONGEST] for each in (*levels, place, whole) if each))
