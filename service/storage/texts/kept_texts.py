"""How a stored text comes out of the database, and how it is opened for who may read it.

A plain text comes as ``=`` and its words, in the one statement that reads its report. Of any other the database says
after ``?`` what is needed to show it: its ciphertext with the wrapped key, or who erased it, when and why. What a
plain text costs is one character.
"""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from service.edge.answer_types import Moment, PersonId
from service.edge.service_errors import Unavailable
from service.storage.sealing import ReportKey, Sealer
from workflows.trail.leaf import SALT_BYTES

KEPT = "coalesce('=' || {0}.content, '?' || kept_otherwise({0}.region, {0}.id))"
"""The SQL of a text as it is kept; ``{0}`` is a row of report_text that the caller may see."""

SHOWN = KEPT.format("x")
PLAIN = "="
TEXT = "text"
"""The purpose that a text is sealed for, before its id."""


class ErasedAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """That a text or an identity was erased: when, on whose approval, and why."""

    at: Annotated[Moment, Meta(description="When it was erased.")]
    by: Annotated[PersonId, Meta(description="The supervisor who approved it.")]
    reason: Annotated[
        str | None, Meta(description="Why, in the words of who asked; null when the caller may not read the texts.")
    ]


class Text(NamedTuple):
    """A text that is shown, or what is shown in its place. ``salt`` is its commitment's, where it was sealed."""

    content: str | None
    erased: ErasedAnswer | None = None
    salt: bytes | None = None


class _Sealed(Struct, frozen=True):
    """A text of which the ciphertext is kept, or the words; neither when it was erased."""

    id: UUID
    content: str | None
    sealed: str | None


class _Erased(Struct, frozen=True):
    at: datetime
    by: UUID
    reason: _Sealed | None


class _Otherwise(Struct, frozen=True):
    report: UUID
    key: str | None
    text: _Sealed | None
    erased: _Erased | None


_OTHERWISE = msgspec.json.Decoder(_Otherwise)
_NOTHING = Text(None)
Opened = Mapping[str, Text]
"""What is shown for each text that is not plain, by what the database said of it."""

NONE_OPENED: Opened = {}


def shown(kept: str | None, opened: Opened) -> Text:
    """What is shown of a text as it came; nothing for none."""
    if kept is None:
        return _NOTHING
    return Text(kept[1:]) if kept[0] == PLAIN else opened[kept]


def told_apart(kept: Mapping[str, str], opened: Opened) -> tuple[dict[str, str], dict[str, ErasedAnswer]]:
    """The words of texts by name, and by name those that were erased."""
    if not opened:
        return {name: each[1:] for name, each in kept.items()}, {}
    texts = {name: shown(each, opened) for name, each in kept.items()}
    words = {name: text.content for name, text in texts.items() if text.content is not None}
    return words, {name: text.erased for name, text in texts.items() if text.erased is not None}


def seal_text(key: ReportKey, text: UUID, salt: bytes, content: str) -> bytes:
    """Encrypt a text with the salt of its commitment in front of it."""
    return key.seal(salt + content.encode(), TEXT, str(text))


async def open_kept(sealer: Sealer, region: str, kept: Iterable[str | None]) -> Opened:
    """Open every text that is not plain; each report's key is unwrapped once and forgotten.

    Raises Unavailable ``sealing_key_wrong``.
    """
    hidden = [each for each in kept if each is not None and each[0] != PLAIN]
    if not hidden:
        return NONE_OPENED
    keys: dict[UUID, ReportKey] = {}
    return {each: await _open(sealer, region, _OTHERWISE.decode(each[1:]), keys) for each in hidden}


async def _open(sealer: Sealer, region: str, found: _Otherwise, keys: dict[UUID, ReportKey]) -> Text:
    text = found.text if found.erased is None else found.erased.reason
    if text is not None and text.sealed is not None and found.key is not None and found.report not in keys:
        keys[found.report] = await sealer.key(region, found.report, b64decode(found.key))
    opened = _NOTHING if text is None else _words(text, keys.get(found.report))
    if found.erased is None:
        return opened
    return Text(None, ErasedAnswer(at=found.erased.at, by=found.erased.by, reason=opened.content))


def _words(text: _Sealed, key: ReportKey | None) -> Text:
    if text.sealed is None:
        return Text(text.content)
    if key is None:
        raise Unavailable("sealing_key_wrong")
    plain = key.open(b64decode(text.sealed), TEXT, str(text.id))
    return Text(plain[SALT_BYTES:].decode(), None, plain[:SALT_BYTES])
