"""How a notice is sent and read, and how an agency is walled off."""

from typing import Any
from uuid import uuid4

from service.edge.settings import Settings
from tests.edge.api.story import DESK, SARI, TONO, P, headers
from tests.features.proposals.proposing import CREATED, decide, propose

RECIPIENT = {"name": "Penerimatunggal", "address": "Jalan Rahasiasekali 7"}
BODY = {"audience": "reporter", "channel": "letter", "text": "Laporan Saudara telah diregistrasi."}
REASON = {"reason": "Keluhan penerima"}


async def send(client: Any, settings: Settings, made: Any, who: Any = SARI, **changes: Any) -> Any:
    path, key = f"{P}/reports/{made['id']}/notices", f"named-{uuid4()}" if "recipient" in changes else None
    return await client.post(path, json=BODY | changes, headers=headers(settings, who, key=key))


async def sent(client: Any, settings: Settings, made: Any, who: Any = SARI, **changes: Any) -> dict[str, Any]:
    answer = await send(client, settings, made, who, **changes)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def get(client: Any, settings: Settings, path: str, who: Any = SARI, status: int = 200) -> Any:
    answer = await client.get(P + path, headers=headers(settings, who))
    assert answer.status_code == status, answer.text
    return answer.json()


async def notices(client: Any, settings: Settings, made: Any, who: Any = SARI) -> dict[str, Any]:
    found: dict[str, Any] = await get(client, settings, f"/reports/{made['id']}/notices", who)
    return found


async def unseal(client: Any, settings: Settings, made: Any, notice: str, who: Any = TONO) -> Any:
    path = f"{P}/reports/{made['id']}/notices/{notice}/recipient/unseal"
    return await client.post(path, json=REASON, headers=headers(settings, who))


async def wall(client: Any, settings: Settings, made: Any, agency: str, who: Any = DESK) -> Any:
    body = {"agency": agency, "reason": "Hubungan keluarga"}
    return await client.post(f"{P}/reports/{made['id']}/walls", json=body, headers=headers(settings, who))


async def lift(client: Any, settings: Settings, made: Any, agency: str, who: Any = TONO) -> Any:
    """Take a wall down: the desk proposes it, ``who`` decides. The decision's answer, or the refusal to propose it."""
    asked = await propose(client, settings, made, {"kind": "wall", "agency": agency, "reason": "Petugas pindah"})
    if asked.status_code != CREATED:
        return asked
    return await decide(client, settings, made, asked.json()["id"], who)


async def merge(client: Any, settings: Settings, made: Any, into: str, version: int, who: Any = DESK) -> Any:
    body = {"trigger": "dismiss", "outcome": "duplicate", "duplicate_of": into, "reason": "Peristiwa yang sama"}
    sent = headers(settings, who, match=version)
    return await client.post(f"{P}/reports/{made['id']}/transitions", json=body, headers=sent)
