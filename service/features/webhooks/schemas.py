"""What webhooks answer, and the payload that is posted to them."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field

from service.edge.answer_types import AgencyCode, Moment, Page, PersonId, Receipt
from service.edge.described import one_of
from service.trail.audit.schemas import ActionCode, After, At, Before, EventId, LeafIndex, Task
from workflows.decisions.machines.webhooks import DeliveryState, EndpointState

ReceiptOfWebhook = Annotated[
    Receipt | UnsetType, Meta(description="The receipt of the event that this request became.")
]


class WebhookAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An endpoint, without its secret."""

    id: Annotated[UUID, Meta(description="The endpoint.")]
    url: Annotated[str, Meta(description="Where events are posted to.")]
    actions: Annotated[list[str], Meta(description="Which events it is told.")]
    state: Annotated[str, one_of(EndpointState)]
    reason: Annotated[
        str | None,
        Meta(
            description="Why it was disabled: `gone` when it answered 410, `key_ended` when the API key that made it "
            "has ended, `scope_missing` when that key may not read events; null when its owner did it. Why it ended: "
            "`office_changed` when its owner was seen in another agency or role than it was made in."
        ),
    ]
    version: Annotated[int, Meta(ge=1, description="As If-Match takes it.")]
    owner: PersonId
    agency: AgencyCode
    position: Annotated[int, Meta(ge=-1, description="The leaf index up to which events have become deliveries.")]
    former_secret_until: Annotated[
        Moment | None, Meta(description="Until when the former secret signs too; null without one.")
    ]
    created_at: Annotated[Moment, Meta(description="When it was made.")]
    updated_at: Annotated[Moment, Meta(description="When it was changed last.")]
    receipt: ReceiptOfWebhook = UNSET


class SecretAnswer(WebhookAnswer, frozen=True, kw_only=True, gc=False):
    """An endpoint with its new secret."""

    secret: Annotated[
        str | None,
        Meta(description="Shown this once, null when the answer is repeated. Standard Webhooks: `whsec_` and base64."),
    ]


class WebhookPage(Page[WebhookAnswer], frozen=True, kw_only=True, gc=False):
    """One page of endpoints, newest first."""


class TryAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """One try of a delivery: when, how long, and what came back."""

    at: Annotated[Moment, Meta(description="When the request began.")]
    duration_ms: Annotated[int, Meta(ge=0, description="Until the answer, or until it was given up.")]
    status: Annotated[int | None, Meta(description="The HTTP status; null when there was no answer.")]
    error: Annotated[str | None, Meta(description="Why there was no answer, as a code.", examples=["timeout"])]
    answer: Annotated[str | None, Meta(description="The beginning of the answer's body, 512 characters at most.")]


class DeliveryAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """One event for one endpoint. The request was its payload, signed anew at each try."""

    leaf_index: LeafIndex
    event: EventId
    action: ActionCode
    report: Annotated[UUID | None, Meta(description="The report that it happened to.")]
    state: Annotated[str, one_of(DeliveryState)]
    attempts: Annotated[int, Meta(ge=0, description="How often it was tried.")]
    first_at: Annotated[Moment, Meta(description="When it was tried first; until then, when it was due first.")]
    next_at: Annotated[Moment | None, Meta(description="When it is tried next; null when it is not.")]
    settled_at: Annotated[Moment | None, Meta(description="When it was delivered or given up.")]
    request: Annotated["EventPayload", Meta(description="What is posted.")]
    tries: Annotated[list[TryAnswer], Meta(description="Every try, oldest first.")]


class DeliveryPage(Page[DeliveryAnswer], frozen=True, kw_only=True, gc=False):
    """One page of deliveries, newest first; `state=dead` lists the dead letters."""


class EventData(Struct, frozen=True, kw_only=True, gc=False):
    """Enough to act on, and neither a text nor a person."""

    leaf_index: LeafIndex
    leaf_hash: Annotated[str, Meta(description="What stands in the log.")]
    action: ActionCode
    report: Annotated[UUID | None, Meta(description="The report that it happened to.")]
    task: Task
    agency: AgencyCode | None
    before: Before = field(name="from")
    after: After = field(name="to")
    due: Annotated[Moment | None, Meta(description="When the task is due; null without one.")]


class EventPayload(Struct, frozen=True, kw_only=True, gc=False):
    """A CloudEvent 1.0 in structured mode; `id` is the event's and the same at every try and replay."""

    specversion: Annotated[str, Meta(description="Always `1.0`.", examples=["1.0"])]
    id: EventId
    source: Annotated[str, Meta(description="The region.", examples=["/v1/regions/33.05"])]
    type: Annotated[str, Meta(description="`tindak.` and the action.", examples=["tindak.task.offered"])]
    subject: Annotated[
        str | UnsetType, Meta(description="The report as a path below the source; absent where it happened to none.")
    ] = UNSET
    time: At
    datacontenttype: Annotated[str, Meta(description="Always `application/json`.")]
    data: EventData


class WebhookTestAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What came of a test that was posted to an endpoint at once."""

    delivered: Annotated[bool, Meta(description="Whether it was answered 2xx.")]
    request: Annotated[EventPayload, Meta(description="What was posted: `tindak.webhook.tested`, at no leaf.")]
    tried: Annotated[TryAnswer, Meta(description="What came back; `host_spared`: its host asked for a pause.")]


def members_of(row: Any) -> dict[str, Any]:
    """An endpoint's row as the members of its answer."""
    return {
        "id": row["id"],
        "url": row["url"],
        "actions": list(row["actions"]),
        "state": row["state"],
        "reason": row["reason"],
        "version": row["version"],
        "owner": row["owner_person"],
        "agency": row["owner_agency"],
        "position": row["position"],
        "former_secret_until": row["former_until"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
