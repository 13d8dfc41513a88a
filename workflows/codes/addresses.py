"""Addresses on the web that somebody names: http or https, with a host, and nothing in them that hides where they lead.

Whoever reads them may follow them, so that nothing that runs, opens a file, signs in or looks like another address is
one. Sources: RFC 3986 and 3987; OWASP, "Cross Site Scripting Prevention", on addresses.
"""

import re
from ipaddress import IPv6Address
from typing import Annotated
from unicodedata import category
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from workflows.codes.visible import BLANK

ADDRESS_PATTERN = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s\x00/?#@\\]+([/?#][^\s\x00\\]*)?\s*$"
"""What every one of them keeps; the host is looked at more closely."""

_UNWRITTEN = BLANK | frozenset('\\<>"`')
_LABEL = re.compile(r"(?!-)[^\W_]([\w-]{0,61}[^\W_])?")
_LONGEST_HOST = 253


def _require(text: str) -> str:
    if not is_address(text):
        raise PydanticCustomError("no_web_address", "must be an address with http or https and a host, without sign-in")
    return text


def is_address(text: str) -> bool:
    """Whether a text is such an address, with no space around it."""
    if not text.isprintable() or " " in text or _UNWRITTEN & set(text):
        return False
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = parts.scheme in {"http", "https"} and text[len(parts.scheme) :].startswith("://")
    return named and "@" not in parts.netloc and port != 0 and _is_host(host, bracketed="[" in parts.netloc)


def _is_host(host: str, *, bracketed: bool) -> bool:
    if bracketed:
        try:
            return IPv6Address(host).scope_id is None
        except ValueError:
            return False
    labels = host.removesuffix(".").split(".")
    return len(host) <= _LONGEST_HOST and all(_is_label(label) for label in labels)


def _is_label(label: str) -> bool:
    """Letters, digits, hyphens and underscores of any script, with the marks that some scripts need (RFC 5890)."""
    plain = "".join(each for each in label if category(each) not in {"Mn", "Mc"})
    return _LABEL.fullmatch(plain) is not None


WebAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=ADDRESS_PATTERN),
    AfterValidator(_require),
]
