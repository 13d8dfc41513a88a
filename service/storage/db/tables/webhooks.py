"""Webhooks: endpoints, and what is delivered to each."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.decisions.machines.webhooks import DeliveryState, EndpointState

ENDPOINT_IS_WHOLE = (
    "(state IN ('ended', 'deleted')) = (secret IS NULL) AND (former_secret IS NULL) = (former_until IS NULL)"
    " AND version >= 1 AND position >= -1 AND (reason IS NULL OR state IN ('disabled', 'ended'))"
    " AND cardinality(actions) > 0"
)
DELIVERY_IS_WHOLE = (
    "(state = 'pending') = (next_at IS NOT NULL) AND (state = 'pending') = (settled_at IS NULL)"
    " AND (claimed_by IS NULL) = (claimed_at IS NULL) AND (claimed_by IS NULL OR state = 'pending') AND attempts >= 0"
)


class Webhook(SQLModel, table=True):
    """An endpoint with the tokens that its owner had when it was made. Up to ``position`` all has become deliveries.

    ``secret`` and ``former_secret`` are wrapped by the operator's key; an endpoint that ended or was deleted has none.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        c.check("webhook_is_whole", ENDPOINT_IS_WHOLE),
        Index("webhook_by_time", "region", "created_at", "id"),
        Index("webhook_by_owner", "region", "owner_person"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    url: str = Field(sa_column=c.textual())
    actions: list[str] = Field(sa_column=c.texts())
    state: str = Field(sa_column=c.code("webhook_state", EndpointState))
    reason: str | None = Field(sa_column=c.textual(null=True))
    version: int = Field(sa_column=c.number())
    owner_person: UUID = Field(sa_column=c.uuid())
    owner_agency: str = Field(sa_column=c.textual())
    owner_role: str = Field(sa_column=c.textual())
    tokens: list[str] = Field(sa_column=c.texts())
    secret: bytes | None = Field(sa_column=c.raw(null=True))
    former_secret: bytes | None = Field(sa_column=c.raw(null=True))
    former_until: dt.datetime | None = Field(sa_column=c.moment(null=True))
    position: int = Field(sa_column=c.big())
    created_at: dt.datetime = Field(sa_column=c.moment())
    updated_at: dt.datetime = Field(sa_column=c.moment())


class WebhookHost(SQLModel, table=True):
    """A host whose receiver asked for a pause (Retry-After): no endpoint there is posted to before it is over."""

    __tablename__ = "webhook_host"

    region: str = Field(sa_column=c.textual(key=True))
    host: str = Field(sa_column=c.textual(key=True))
    spared_until: dt.datetime = Field(sa_column=c.moment())


class WebhookDelivery(SQLModel, table=True):
    """One event for one endpoint: its payload, when it is tried next, and every try.

    ``claimed_by`` is the number under which a worker at work holds an advisory lock: when it dies, the lock is gone.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region", "webhook_id"], ["webhook.region", "webhook.id"], name="webhook_delivery_of_webhook"
        ),
        c.check("webhook_delivery_is_whole", DELIVERY_IS_WHOLE),
        Index("webhook_delivery_due", "region", "next_at", postgresql_where=text("state = 'pending'")),
        Index(
            "webhook_delivery_in_order",
            "region",
            "webhook_id",
            "report_id",
            "leaf_index",
            postgresql_where=text("state = 'pending'"),
        ),
        Index("webhook_delivery_settled", "settled_at"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    webhook_id: UUID = Field(sa_column=c.uuid(key=True))
    leaf_index: int = Field(sa_column=c.big(key=True))
    event_id: UUID = Field(sa_column=c.uuid())
    report_id: UUID | None = Field(sa_column=c.uuid(null=True))
    action: str = Field(sa_column=c.textual())
    payload: bytes = Field(sa_column=c.raw())
    state: str = Field(sa_column=c.code("delivery_state", DeliveryState))
    attempts: int = Field(sa_column=c.number())
    first_at: dt.datetime = Field(sa_column=c.moment())
    next_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    claimed_by: int | None = Field(sa_column=c.big(null=True))
    claimed_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    settled_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    tries: list[Any] = Field(sa_column=c.document())
