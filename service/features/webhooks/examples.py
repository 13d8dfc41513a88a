"""Examples of webhooks: an endpoint, a delivery that succeeded at its second try, and the payloads that are posted."""

from service.edge.examples import Example, Examples
from service.features.webhooks.schemas import DeliveryPage, SecretAnswer, WebhookAnswer, WebhookPage, WebhookTestAnswer
from workflows.decisions.machines import webhooks

_NEW_WEBHOOK: Example = {"url": "https://hooks.example.org/tindak", "actions": ["report.verified", "task.*"]}
_WEBHOOK: Example = {
    "id": "019ab3f9-0a11-7c42-9b7e-51d2c0f8a3b6",
    **_NEW_WEBHOOK,
    "state": "enabled",
    "reason": None,
    "version": 1,
    "owner": "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33",
    "agency": "diskominfo",
    "position": 1206,
    "former_secret_until": None,
    "created_at": "2026-11-24T03:12:00Z",
    "updated_at": "2026-11-24T03:12:00Z",
}
_WITH_SECRET: Example = _WEBHOOK | {"secret": "whsec_..."}
TASK_OFFERED: Example = {
    "specversion": "1.0",
    "id": "019ab3f4-8d02-7be0-b1c9-2f6a7e4d3c19",
    "source": "/v1/regions/33.05",
    "type": "tindak.task.offered",
    "subject": "reports/019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
    "time": "2026-11-24T04:02:11Z",
    "datacontenttype": "application/json",
    "data": {
        "leaf_index": 1209,
        "leaf_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "action": "task.offered",
        "report": "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
        "task": "019ab3f4-8d02-7be0-b1c9-2f6a7e4d3c18",
        "agency": "polres",
        "from": None,
        "to": "offered",
        "due": "2026-11-24T06:02:11Z",
    },
}
REPORT_VERIFIED: Example = TASK_OFFERED | {
    "id": "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",
    "type": "tindak.report.verified",
    "time": "2026-11-24T03:41:30Z",
    "data": TASK_OFFERED["data"]
    | {
        "leaf_index": 1207, "action": "report.verified", "task": None, "agency": None, "from": "reported",
        "to": "verified", "due": None,
    },
}  # fmt: skip
TESTED: Example = {name: value for name, value in TASK_OFFERED.items() if name != "subject"} | {
    "id": "019ab3fa-77d0-7c11-8e5f-3b9a0d2c4e61",
    "type": "tindak.webhook.tested",
    "data": {
        "leaf_index": 0, "leaf_hash": "0" * 64, "action": "webhook.tested", "report": None, "task": None,
        "agency": None, "from": None, "to": None, "due": None,
    },
}  # fmt: skip
_DELIVERY: Example = {
    "leaf_index": 1209,
    "event": TASK_OFFERED["id"],
    "action": "task.offered",
    "report": TASK_OFFERED["data"]["report"],
    "state": "delivered",
    "attempts": 2,
    "first_at": "2026-11-24T04:02:12Z",
    "next_at": None,
    "settled_at": "2026-11-24T04:02:18Z",
    "request": TASK_OFFERED,
    "tries": [
        {"at": "2026-11-24T04:02:12Z", "duration_ms": 15000, "status": None, "error": "timeout", "answer": None},
        {"at": "2026-11-24T04:02:18Z", "duration_ms": 41, "status": 204, "error": None, "answer": ""},
    ],
}
EXAMPLES = Examples(
    answers={
        WebhookAnswer: _WEBHOOK,
        SecretAnswer: _WITH_SECRET,
        WebhookPage: {"items": [_WEBHOOK], "next_cursor": None},
        WebhookTestAnswer: {"delivered": True, "request": TESTED, "tried": _DELIVERY["tries"][1]},
        DeliveryPage: {"items": [_DELIVERY], "next_cursor": None},
    },
    bodies={
        webhooks.MakeWebhook: {"board": ("For a board of an agency's own", _NEW_WEBHOOK)},
        webhooks.AmendWebhook: {"pause": ("Tell it nothing for now", {"enabled": False})},
        webhooks.RotateSecret: {"rotate": ("Both secrets sign for a day", {"grace_hours": 24})},
        webhooks.ReplayWebhook: {"replay": ("Tell again what came after 1206", {"after": 1206})},
    },
)
