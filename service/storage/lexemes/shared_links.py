"""Links: by which lexemes one is found, whole, by its host, or as far as its path goes.

The scheme, `www.`, what a mobile site puts before its name, a usual port, a host's last point and what only tells who
shared the link are no part of it; a platform has one name, and parameters one order. Another port is a part of it, and
who writes none means any.
"""

import re
from urllib.parse import unquote

from service.storage.lexemes.figures import phone_of
from service.storage.lexemes.folding import fold

_ENDS = "com|net|org|id|me|ly|co|info|io|tv|app|link|xyz|be|gl|gg|biz|site|online|web|news"
"""Ends of names that are read as a host without a scheme; of any other end `Sdr.Budi` would be one."""

_REST = r"[^\s<>\"]*"
LINK = (
    rf"(?<![a-z0-9])(?:(?:https?|ftps?)://|www\.){_REST}"
    rf"|(?<![a-z0-9@._-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{_ENDS})(?![a-z0-9_-]|\.[a-z0-9])(?:\.?[:/?#]{_REST})?"
)
"""A pattern of folded text."""

_CLOSING = ".,;:!?)]}'*"
_HEAD = re.compile(r"(?:(?:https?|ftps?)://)?(?:www\.|m\.|mobile\.)?")
_PORT = re.compile(r":([0-9]*)$")
_USUAL_PORTS = frozenset({"", "21", "80", "443"})
_FACEBOOK = re.compile(r"(?:(?:web|mbasic|touch|l|lm|[a-z]{2}-[a-z]{2})\.)?(?:facebook|fb)\.com")
_SAME_HOSTS = {
    "twitter.com": "x.com", "youtu.be": "youtube.com", "music.youtube.com": "youtube.com", "threads.com": "threads.net",
    "telegram.me": "t.me", "telegram.dog": "t.me", "instagr.am": "instagram.com",
}  # fmt: skip
_FILMS = frozenset({"shorts", "live", "embed", "v"})
"""Parts of a path of YouTube before a film's name, which others write behind `watch?v=`."""

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gad_source|gad_campaignid|wbraid|gbraid|dclid|igsh|igshid|mibextid|si|_rdr|is_from_webapp|sender_device"
    r"|ref|ref_src|ref_url|rdid|share_url|ab_channel|feature|xmt|__cft__.*|__tn__|_[rt])(?:=|$)"
)
_PLATFORMS = frozenset({"facebook.com", "instagram.com", "threads.net", "tiktok.com", "x.com", "youtube.com"})
_TRACKING_THERE = re.compile("[st](?:=|$)")
"""A moment of a film, or by which button it was shared; elsewhere these name a page."""

_WITH_REELS = frozenset({"facebook.com", "instagram.com"})
_CHAT = re.compile(
    r"(?:https?://)?(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?(?:.*&)?phone=)(?:\+|%2b)?([0-9]{8,15})(?![0-9])"
)
_LEVELS, _LONGEST = 8, 255
"""Parts of a path that a link is found as far as, and characters of a lexeme (PostgreSQL takes 2,046 bytes)."""


def trimmed(link: str) -> str:
    """A link without the signs of the sentence around it."""
    return link.rstrip(_CLOSING)


def lexemes_of(link: str) -> tuple[str, ...]:
    """What a link is found by, the host first and the whole of it last, which is what a pasted link seeks."""
    place, _, after = _HEAD.sub("", link, count=1).partition("?")
    authority, *rest = place.partition("#")[0].split("/")
    written, port = _parted(authority)
    host, path = _host(written), [_plain(part) for part in rest if part]
    asked = _asked(host, after)
    film = path[-1:] if written == "youtu.be" or (path[:1] and path[0] in _FILMS) else []
    if host == "youtube.com" and film and len(path) == (1 if written == "youtu.be" else 2):
        asked, path = sorted({f"v={film[0]}", *asked}), ["watch"]
    if host in _WITH_REELS:
        path = ["reel" if part == "reels" else part for part in path]
    every = [each for named in dict.fromkeys((host, host + port)) for each in _levels(named, path, asked)]
    return tuple(dict.fromkeys(each[:_LONGEST] for each in every if each))


def _levels(host: str, path: list[str], asked: list[str]) -> tuple[str, ...]:
    """A link as far as each part of its path, then the whole of it."""
    levels = ["/".join((host, *path[:count])) for count in range(min(len(path), _LEVELS) + 1)]
    place = "/".join((host, *path))
    return *levels, place, f"{place}?{'&'.join(asked)}" if asked else place


def phone_in(link: str) -> str | None:
    """The telephone number that a link leads to, with the country's code before it."""
    found = _CHAT.match(link)
    return phone_of(found[1]) if found else None


def _plain(part: str) -> str:
    """A part of a path with its signs as they are: `%20` is a blank."""
    return fold(unquote(part)).text if "%" in part else part


def _of_punycode(label: str) -> str:
    """A label of a host as it is written and folded (RFC 3492); what is none stays."""
    if not label.startswith("xn--"):
        return label
    try:
        return fold(label[4:].encode().decode("punycode")).text
    except UnicodeError:
        return label


def _parted(authority: str) -> tuple[str, str]:
    """A host as it is written, and its port behind a colon; who signs in is no part of it (RFC 3986 section 3.2)."""
    *signing_in, written = authority.rpartition("@")
    written = _HEAD.sub("", written, count=1) if signing_in[0] else written
    port = _PORT.search(written)
    kept = port[0] if port and port[1] not in _USUAL_PORTS else ""
    return _PORT.sub("", written).rstrip("."), kept


def _host(written: str) -> str:
    host = ".".join(map(_of_punycode, written.split(".")))
    return "facebook.com" if _FACEBOOK.fullmatch(host) else _SAME_HOSTS.get(host, host)


def _asked(host: str, after: str) -> list[str]:
    """The parameters that say what is linked to, in one order."""
    parameters = after.partition("#")[0].replace("&amp;", "&").split("&")
    kept = [each for each in parameters if each and not _TRACKING.match(each)]
    return sorted([each for each in kept if not (host in _PLATFORMS and _TRACKING_THERE.match(each))])
