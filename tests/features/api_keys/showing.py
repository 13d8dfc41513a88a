"""Making a key, and asking with it."""

from typing import Any
from uuid import uuid4

from service.edge.settings import Settings
from tests.edge.api.story import TONO, P, headers

ALL = ["report:create", "report:read", "report:note", "report:link", "task:read", "event:read", "history:read"]


async def made(client: Any, settings: Settings, *scopes: str, who: Any = TONO, **changes: Any) -> dict[str, Any]:
    body = {"name": "Jembatan", "scopes": list(scopes or ALL), **changes}
    answer = await client.post(f"{P}/api-keys", json=body, headers=headers(settings, who))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def shown(key: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4()), **more}


async def revoke(client: Any, settings: Settings, key: dict[str, Any], who: Any = TONO) -> Any:
    return await client.delete(f"{P}/api-keys/{key['id']}", headers=headers(settings, who))
