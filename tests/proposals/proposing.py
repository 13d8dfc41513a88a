"""How protection is taken away: one person proposes, another decides."""

from typing import Any

from service.settings import Settings
from tests.api.story import DESK, TONO, WATI, P, headers

CREATED = 201


async def propose(client: Any, settings: Settings, made: Any, body: Any, who: Any = DESK) -> Any:
    path = f"{P}/reports/{made['id']}/proposals"
    return await client.post(path, json={"reason": "Keadaan berubah"} | body, headers=headers(settings, who))


async def decide(
    client: Any, settings: Settings, made: Any, proposal: str, who: Any = TONO, *, approve: bool = True, **more: Any
) -> Any:
    path = f"{P}/reports/{made['id']}/proposals/{proposal}/decision"
    return await client.post(path, json={"approve": approve} | more, headers=headers(settings, who))


async def agreed(client: Any, settings: Settings, made: Any, body: Any, by: Any = TONO, and_by: Any = WATI) -> Any:
    """What two persons do: the report afterwards is read by who decided."""
    asked = await propose(client, settings, made, body, by)
    assert asked.status_code == CREATED, asked.text
    answer = await decide(client, settings, made, asked.json()["id"], and_by)
    assert answer.status_code == 200, answer.text
    return answer.json()
