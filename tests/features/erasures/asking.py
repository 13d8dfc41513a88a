"""How an erasure is asked for and decided on."""

from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, TONO, P, headers
from tests.features.erasures.cases import Told

BECAUSE = "Permintaan tertulis"


async def text_of(told: Told, field: str) -> Any:
    """A text of this field as the history shows it to who may read it."""
    return next(text for text in await told.history() if text["field"] == field)


async def ask(client: Any, settings: Settings, told: Told, who: Any = ADMIN, **body: Any) -> Any:
    sent = headers(settings, who)
    path = f"{P}/reports/{told.made['id']}/erasures"
    return await client.post(path, json={"reason": BECAUSE, **body}, headers=sent)


async def decide(client: Any, settings: Settings, told: Told, erasure: str, who: Any = TONO, **body: Any) -> Any:
    path = f"{P}/reports/{told.made['id']}/erasures/{erasure}/decision"
    return await client.post(path, json={"approve": True, **body}, headers=headers(settings, who))


async def erase(client: Any, settings: Settings, told: Told, **target: Any) -> dict[str, Any]:
    asked = await ask(client, settings, told, **target)
    assert asked.status_code == 201, asked.text
    answer = await decide(client, settings, told, asked.json()["id"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
