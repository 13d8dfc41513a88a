"""Examples of keys for machines: one for a bridge from another register."""

from service.edge.examples import RECEIPT, Example, Examples
from service.features.api_keys.schemas import ApiKeyAnswer, ApiKeyPage, ApiKeySecretAnswer
from workflows.decisions.machines import api_keys

_NEW_KEY: Example = {
    "name": "Jembatan SigapLapor",
    "scopes": ["report:create", "report:read"],
    "expires_at": None,
}
_API_KEY: Example = {
    "id": "019ab3f8-77c1-7e55-a0d2-4b6f9c813e70",
    "name": "Jembatan SigapLapor",
    "region": "33.05",
    "agency": "bawaslu",
    "scopes": ["report:create", "report:read"],
    "created_at": "2026-11-24T03:41:30Z",
    "created_by": "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33",
    "expires_at": "2027-02-22T03:41:30Z",
    "last_used_at": None,
    "revoked_at": None,
    "revoked_by": None,
}
_MADE_KEY: Example = _API_KEY | {
    "key": "tindak_3305_...",
    "receipt": RECEIPT,
}
EXAMPLES = Examples(
    answers={
        ApiKeyAnswer: _API_KEY,
        ApiKeyPage: {"items": [_API_KEY], "next_cursor": None},
        ApiKeySecretAnswer: _MADE_KEY,
    },
    bodies={
        api_keys.MakeApiKey: {"bridge": ("For a bridge from another register", _NEW_KEY)},
    },
)
