"""What people do with an administrative violation over HTTP, and what they are shown of it."""

import asyncio
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from service.edge.settings import Settings
from service.operations.audit_bundle import bundle
from service.trail.audit import sequencer
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.command import verify
from tests.conftest import REGION
from tests.edge.api.story import (
    DESK,
    SARI,
    TONO,
    P,
    fire,
    headers,
    verified,
)
from tests.edge.contract.administrative_steps import WHO, body_of
from tests.signing import Signer

PEMILU = {"category": "administrative", "classification": "ordinary", "election": "pemilu-2024"}
PILKADA = {**PEMILU, "election": "pilkada-2024"}
IN_JANUARY = {"occurred_at": "2024-01-20T08:00:00+07:00", "known_at": "2024-01-22T08:00:00+07:00"}
IN_OCTOBER = {"occurred_at": "2024-10-14T08:00:00+07:00", "known_at": "2024-10-14T09:00:00+07:00"}


async def take(client: Any, settings: Settings, made: str, step: str, who: Any = None, **members: Any) -> Any:
    """The answer to a step that is taken by somebody who may, or by ``who``."""
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    sent = headers(settings, who or WHO[step], match=match)
    return await client.post(f"{P}/reports/{made}/administrative/steps", json=body_of(step) | members, headers=sent)


async def registered(client: Any, settings: Settings, admin: Any, told: dict[str, Any]) -> str:
    """A report that has its register number since the day after it became known: what is decided is decided later."""
    found = await verified(client, settings, **told)
    since = datetime.fromisoformat(told["known_at"]) + timedelta(hours=24)
    await admin.execute("UPDATE report SET registered_at = $2 WHERE id = $1::uuid", found["id"], since)
    return str(found["id"])


async def taken(client: Any, settings: Settings, made: str, step: str, day: str, **members: Any) -> Any:
    at = f"{day}:00+07:00" if "T" in day else f"{day}T10:00:00+07:00"
    answer = await take(client, settings, made, step, at=at, **members)
    assert answer.status_code == 200, (step, answer.text)
    return answer.json()


async def violation(client: Any, settings: Settings, made: str, who: Any = TONO) -> Any:
    answer = await client.get(f"{P}/reports/{made}/administrative", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def clocks_of(client: Any, settings: Settings, made: str) -> dict[str, Any]:
    found = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()
    return {clock["kind"]: clock for clock in found["clocks"]}


def allowed(found: Any) -> list[str]:
    return [one["action"] for one in found["actions"] if one["allowed"]]


def reasons(found: Any, step: str) -> list[str]:
    return next([why["code"] for why in one["reasons"]] for one in found["actions"] if one["action"] == step)


async def taken_for(client: Any, settings: Settings, made: str, category: str) -> None:
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    body = {"category": category, "reason": "Kajian"}
    answer = await client.patch(f"{P}/reports/{made}", json=body, headers=headers(settings, SARI, match=match))
    assert answer.status_code == 200, answer.text


async def put_right(client: Any, settings: Settings, made: str, election: str) -> None:
    """Proposed by one, decided by another."""
    asked = {"kind": "amendment", "amendment": {"election": election}, "reason": "Keliru"}
    path, found = f"{P}/reports/{made}/proposals", {"id": ""}
    for who, below, body in ((SARI, "", asked), (TONO, "/{id}/decision", {"approve": True})):
        match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
        sent = headers(settings, who, match=match)
        answer = await client.post(path + below.format(**found), json=body, headers=sent)
        assert answer.status_code in (200, 201), answer.text
        found = answer.json()


async def running(client: Any, settings: Settings, made: str) -> dict[str, str]:
    """By what the law limits and nobody has met: from when it runs."""
    found = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["clocks"]
    legal = [clock for clock in found if clock["family"] == "legal" and clock["stopped_at"] is None]
    return {clock["kind"]: clock["started_at"] for clock in legal}


async def ended(client: Any, settings: Settings, made: str, who: Any = TONO, **members: Any) -> Any:
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    body = {"trigger": "dismiss", "outcome": "insufficient", "reason": "Keliru"} | members
    return await fire(client, settings, who, f"/reports/{made}", match, body)


async def reopened(client: Any, settings: Settings, made: str) -> Any:
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    again = {"trigger": "reopen", "basis": "new_fact", "reason": "Ditutup karena keliru"}
    opened = await fire(client, settings, ("supervisor", "bawaslu", "Ratna"), f"/reports/{made}", match, again)
    assert opened.status_code == 200, opened.text
    return opened.json()


async def verdict(settings: Settings, worker: Any, signer: Signer, folder: Path) -> tuple[int, list[Any]]:
    """What the verifier says of the whole trail in a bundle."""
    await sequencer.sequence_all(worker)
    await signer.publish(worker)
    key, file, out = signer.key, folder / "trail.bundle", io.BytesIO()
    await asyncio.to_thread(bundle, settings, Scope(REGION), file)
    code = await asyncio.to_thread(verify, file, [key], None, as_json=True, out=out)
    return code, json.loads(out.getvalue())["faults"]
