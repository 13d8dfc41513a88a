"""Links: by which lexemes one is found, whole, by its host, or as far as its path goes.

The scheme, `www.`, what a mobile site puts before its name, a usual port and what only tells who shared the link are no
part of it; a platform has one name, and parameters one order.
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
_PORT = re.compile(r":(?:80|443)?$")
_FACEBOOK = re.compile(r"(?:(?:web|mbasic|touch|l|lm|[a-z]{2}-[a-z]{2})\.)?(?:facebook|fb)\.com")
_SAME_HOSTS = {"twitter.com": "x.com", "youtu.be": "youtube.com", "music.youtube.com": "youtube.com"}
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|igsh|igshid|mibextid|si|_rdr|is_from_webapp|sender_device"
    r"|ref|ref_src|ref_url|rdid|share_url|ab_channel|feature|xmt|__cft__.*|__tn__|_[rt])(?:=|$)"
)
_PLATFORMS = frozenset({"facebook.com", "instagram.com", "threads.net", "tiktok.com", "x.com", "youtube.com"})
_TRACKING_THERE = re.compile("[st](?:=|$)")
"""A moment of a film, or by which button it was shared; elsewhere these name a page."""

_LEVELS, _LONGEST = 8, 255
"""Parts of a path that a link is found as far as, and characters of a lexeme (PostgreSQL takes 2,046 bytes)."""


def trimmed(link: str) -> str:
    """A link without the signs of the sentence around it."""
    return link.rstrip(_CLOSING)


def lexemes_of(link: str) -> tuple[str, ...]:
    """What a link is found by, the host first and the whole of it last, which is what a pasted link seeks."""
    place, _, after = _HEAD.sub("", link, count=1).partition("?")
    written, *rest = place.partition("#")[0].split("/")
    host, path = _host(written), [part for part in rest if part]
    asked = _asked(host, after)
    if written == "youtu.be" and len(path) == 1:
        asked, path = sorted({f"v={path[0]}", *asked}), ["watch"]
    levels = ["/".join((host, *path[:count])) for count in range(min(len(path), _LEVELS) + 1)]
    place = "/".join((host, *path))
    whole = f"{place}?{'&'.join(asked)}" if asked else place
    return tuple(dict.fromkeys(each[:_LONGEST] for each in (*levels, place, whole) if each))


def _host(written: str) -> str:
    host = _PORT.sub("", written)
    return "facebook.com" if _FACEBOOK.fullmatch(host) else _SAME_HOSTS.get(host, host)


def _asked(host: str, after: str) -> list[str]:
    """The parameters that say what is linked to, in one order."""
    parameters = after.partition("#")[0].replace("&amp;", "&").split("&")
    kept = [each for each in parameters if each and not _TRACKING.match(each)]
    return sorted([each for each in kept if not (host in _PLATFORMS and _TRACKING_THERE.match(each))])
