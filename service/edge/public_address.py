"""The address under which clients know the service: the one place where a path of ours becomes what they are told.

Behind a proxy that serves us below a path of its own, a path alone leads elsewhere. Without `TINDAK_PUBLIC_URL` a path
is told as it is, which is right wherever clients reach us directly or a proxy adds nothing before it.
"""

import re
from urllib.parse import urlsplit

from litestar.types import Scope

PATTERN = re.compile(r"https?://[\x21-\x7e]+")
STATE = "public_url"
"""Where the application keeps it."""


def public_address(url: str | None) -> str:
    """An operator's address as what every path of ours is put behind; nothing for None.

    Raises ValueError for what is no http address, or has a query or fragment, or ``//`` in its path.
    """
    if url is None:
        return ""
    parts = urlsplit(url)
    odd = "//" in parts.path or '"' in url or "<" in url or ">" in url
    if PATTERN.fullmatch(url) is None or not parts.hostname or odd or "?" in url or "#" in url:
        raise ValueError(url)
    parts.port  # noqa: B018 - raises ValueError for a port that is none
    return url.rstrip("/")


def absolute(public: str, path: str) -> str:
    """A path of this API as clients find it under the public address."""
    return public + path


def told_address(scope: Scope, path: str) -> str:
    """A path of this API as the client of a request finds it."""
    return absolute(public_of(scope), path)


def public_of(scope: Scope) -> str:
    """The public address of the application that a request came to; empty without one."""
    found: str = scope["litestar_app"].state.get(STATE, "")
    return found
