"""The people of the tests and the words they send."""

from typing import Any
from uuid import uuid4

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from workflows.codes.people import Role

P = "/v1/regions/33.05"
OFFICER, SUPERVISOR = Role.OFFICER, Role.SUPERVISOR
POLRES = (OFFICER, "polres", "Budi")
SARI = (OFFICER, "bawaslu", "Sari")
TONO = (SUPERVISOR, "bawaslu", "Tono")
WATI = (SUPERVISOR, "bawaslu", "Wati")
KODIM = (OFFICER, "kodim", "Agus")
KPU = (OFFICER, "kpu", "Dewi")
DESK = (Role.COORDINATOR, "kesbangpol", "Hadi")
AUDITOR = (Role.AUDITOR, "inspektorat", "Lestari")
ADMIN = (Role.ADMIN, "diskominfo", "Operator")

REPORT: dict[str, Any] = {
    "category": "money_politics",
    "severity": "S2",
    "classification": "restricted",
    "title": "Pembagian amplop",
    "description": "Amplop dibagikan dari rumah ke rumah.",
    "occurred_at": "2024-11-24T20:15:00+07:00",
    "place": {"area": "33.05.12"},
    "election": "pilkada-2024",
    "source": {"channel": "patrol"},
    "reporter": {"name": "Pelapor Rahasia", "phone": "081234567890"},
}
VERIFY = {
    "trigger": "verify",
    "checklist": {"formal": True, "material": True},
    "grade": {"reliability": "B", "credibility": 2},
}
LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}


def headers(settings: Settings, who: Any, *, match: int | None = None, key: str | None = None) -> dict[str, str]:
    role, agency, name = who
    token = mint(settings.home, role, agency, name, ["33.05"])
    made = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
    return made if match is None else {**made, "If-Match": f'"{match}"'}


async def report(client: Any, settings: Settings, who: Any = POLRES, **changes: Any) -> dict[str, Any]:
    """A report, known as it happened unless the test says otherwise."""
    body = REPORT | changes
    body = {"known_at": body["occurred_at"]} | body
    answer = await client.post(f"{P}/reports", json=body, headers=headers(settings, who))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def fire(client: Any, settings: Settings, who: Any, path: str, version: int, body: dict[str, Any]) -> Any:
    return await client.post(f"{P}{path}/transitions", json=body, headers=headers(settings, who, match=version))


async def verified(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    made = await report(client, settings, **changes)
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def assigned(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    """A verified report with the lead's task offered."""
    made = await verified(client, settings, **changes)
    body = {"trigger": "assign", "tasks": [LEAD]}
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
