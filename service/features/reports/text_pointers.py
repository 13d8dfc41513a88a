"""Which stored text is the present title, description and so on of a report."""

from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from workflows.codes.reports import TextField
from workflows.trail.chaining import RecordedEvent


class TextPointers(NamedTuple):
    """Which stored text is the present title, description and so on."""

    title_text: UUID
    description_text: UUID
    place_text: UUID | None = None
    accused_text: UUID | None = None
    reference_text: UUID | None = None


POINTED = {
    TextField.TITLE: "title_text",
    TextField.DESCRIPTION: "description_text",
    TextField.PLACE_DETAIL: "place_text",
    TextField.ACCUSED_NAME: "accused_text",
    TextField.SOURCE_REFERENCE: "reference_text",
}
"""The texts whose newest version is the present one."""


def pointers_of(row: Record) -> TextPointers:
    """The pointers to a report's present texts."""
    return TextPointers(*(row[name] for name in TextPointers._fields))


def repoint(pointers: TextPointers | None, events: tuple[RecordedEvent, ...]) -> TextPointers:
    """Where they point once the events are written."""
    newest = {
        POINTED[text.draft.field]: text.id for event in events for text in event.texts if text.draft.field in POINTED
    }
    return pointers._replace(**newest) if pointers else TextPointers(**newest)
