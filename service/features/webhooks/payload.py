"""The payload of an event: a thin CloudEvent 1.0 in structured mode, codes, identifiers and times alone."""

from datetime import datetime
from typing import NamedTuple

from asyncpg import Record
from msgspec import UNSET

from service.edge.representation import encode
from service.features.webhooks.schemas import EventData, EventPayload
from service.trail.audit.event_views import event_item
from service.trail.audit.schemas import EventAnswer

MEDIA = "application/cloudevents+json"
_NO_SUBJECT = b'"subject":null,'
"""How an event without a subject was once kept: CloudEvents knows no null there, and its readers refuse it."""


class Due(NamedTuple):
    """An event of the log, and when the task that it names is due."""

    event: EventAnswer
    due: datetime | None


def due_item(row: Record) -> Due:
    """An event with its due time, as the asker sees it."""
    return Due(event_item(row), row["due"])


def payload_of(region: str, told: Due) -> bytes:
    """The bytes that are posted and signed."""
    event = told.event
    payload = EventPayload(
        specversion="1.0",
        id=event.event,
        source=f"/v1/regions/{region}",
        type=f"tindak.{event.action}",
        subject=UNSET if event.report is None else f"reports/{event.report}",
        time=event.at,
        datacontenttype="application/json",
        data=EventData(
            leaf_index=event.leaf_index,
            leaf_hash=event.leaf_hash,
            action=event.action or "",
            report=event.report,
            task=event.task,
            agency=event.agency,
            before=event.before,
            after=event.after,
            due=told.due,
        ),
    )
    return encode(payload)


def posted_of(kept: bytes) -> bytes:
    """The bytes to post of those that were kept, by whichever version: a subject that there is not is left out."""
    return kept.replace(_NO_SUBJECT, b"", 1)
