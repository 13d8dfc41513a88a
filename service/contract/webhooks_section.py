"""The ``webhooks`` section of the document: what is posted to an endpoint, from the type that is encoded."""

from service.contract.headers import JsonObject
from service.contract.schema_components import schema_of
from service.features.webhooks.examples import REPORT_VERIFIED, TASK_OFFERED, TESTED
from service.features.webhooks.payload import MEDIA
from service.features.webhooks.schemas import EventPayload

TAG = "posted events"
"""Its own: generators make a file of each tag, and would lay this one over that of the operations of endpoints."""

_HEADERS: dict[str, tuple[str, JsonObject]] = {
    "webhook-id": (
        "The event, the same at every try and replay: who has seen it need not act again.",
        {"type": "string", "examples": [REPORT_VERIFIED["id"]]},
    ),
    "webhook-timestamp": (
        "When it was signed, in seconds since 1970.",
        {"type": "integer", "examples": [1_795_491_692]},
    ),
    "webhook-signature": (
        "Standard Webhooks: `v1,` and a base64 HMAC-SHA256, one for each live secret.",
        {"type": "string", "examples": ["v1,n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="]},
    ),
}


def webhooks() -> JsonObject:
    """What is posted when something happened."""
    examples = {name: {"value": value} for name, value in _EXAMPLES.items()}
    parameters = [
        {"name": name, "in": "header", "required": True, "description": text, "schema": schema}
        for name, (text, schema) in _HEADERS.items()
    ]
    body = {
        "description": "A CloudEvent 1.0 in structured mode, signed as Standard Webhooks says.",
        "required": True,
        "content": {MEDIA: {"schema": schema_of(EventPayload), "examples": examples}},
    }
    posted = {
        "operationId": "eventHappened",
        "tags": [TAG],
        "summary": "Something happened that the endpoint's owner may see",
        "description": "Posted at least once, in order within a report: something later of a report waits until what "
        "came before was taken or given up. Verify the signature, answer quickly, then work. Redirects are failures.",
        "security": [],
        "parameters": parameters,
        "requestBody": body,
        "responses": {
            "2XX": {"description": "Taken."},
            "410": {"description": "Not wanted any longer: the endpoint is disabled."},
            "default": {
                "description": "Tried again, less and less often, for three days from its own first try; "
                "`Retry-After` is heeded for up to an hour, for the whole host."
            },
        },
    }
    return {"event": {"post": posted}}


_EXAMPLES = {"report.verified": REPORT_VERIFIED, "task.offered": TASK_OFFERED, "webhook.tested": TESTED}
