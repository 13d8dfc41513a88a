"""How a search is asked."""

from typing import Any
from urllib.parse import urlencode

from service.edge.settings import Settings
from tests.edge.api.story import DESK, P, headers


async def asked(client: Any, settings: Settings, q: str, who: Any = DESK, **more: Any) -> Any:
    """The answer, whatever it is."""
    return await client.get(f"{P}/reports?{urlencode({'q': q, **more})}", headers=headers(settings, who))


async def search(client: Any, settings: Settings, q: str, who: Any = DESK, **more: Any) -> dict[str, Any]:
    answer = await asked(client, settings, q, who, **more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ids(client: Any, settings: Settings, q: str, who: Any = DESK, **more: Any) -> list[str]:
    return [item["id"] for item in (await search(client, settings, q, who, **more))["items"]]


def marked(item: dict[str, Any], member: str) -> list[list[str]]:
    """What matched in each passage of a member."""
    passages = [each["parts"] for each in item["highlights"] if each["member"] == member]
    return [[part["text"] for part in parts if part["match"]] for parts in passages]
