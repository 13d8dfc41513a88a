"""How reviews are opened and written."""

from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import DESK, LEAD, POLRES, SARI, TONO, VERIFY, WATI, P, fire, headers, report

PILKADES = {
    "category": "security_threat",
    "severity": "S3",
    "classification": "ordinary",
    "title": "Kericuhan Plumbon",
    "occurred_at": "2023-09-12T17:00:00+07:00",
    "election": "pilkades-2023",
}
"""The riot that followed the count at Plumbon. docs/domain.md, "Kebumen"."""

DUE = "2030-06-30T16:59:59Z"
SECTIONS = ("planned", "happened", "why")


class Desk:
    """Sends what a person would send."""

    def __init__(self, client: Any, settings: Settings) -> None:
        self.client, self.settings = client, settings

    async def get(self, path: str, who: Any = DESK, status: int = 200, **params: Any) -> Any:
        answer = await self.client.get(f"{P}{path}", params=params, headers=headers(self.settings, who))
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(self, path: str, who: Any = DESK, match: int | None = None, **body: Any) -> Any:
        return await self.client.post(f"{P}{path}", json=body, headers=headers(self.settings, who, match=match))

    async def verified(self, **changes: Any) -> dict[str, Any]:
        made = await report(self.client, self.settings, **(PILKADES | changes))
        answer = await fire(self.client, self.settings, DESK, f"/reports/{made['id']}", 1, VERIFY)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def opened(self, carrier: dict[str, Any], event: str = "pilkades-2023", who: Any = DESK) -> dict[str, Any]:
        answer = await self.post(f"/reports/{carrier['id']}/review", who, event=event)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def record(self, review: dict[str, Any], section: str, text: str = "Kata", who: Any = DESK) -> dict[str, Any]:
        path = f"/reviews/{review['id']}/sections"
        answer = await self.post(path, who, match=review["version"], section=section, text=text)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def recommend(
        self, review: dict[str, Any], agency: str, text: str = "Peta rawan", who: Any = DESK
    ) -> dict[str, Any]:
        answer = await self.post(f"/reviews/{review['id']}/recommendations", who, agency=agency, due_at=DUE, text=text)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def complete(self, carrier: dict[str, Any]) -> dict[str, Any]:
        """The review with its three sections."""
        review = await self.opened(carrier)
        for section in SECTIONS:
            review = await self.record(review, section)
        return review

    async def task(self, task: str, who: Any, trigger: str, **members: Any) -> Any:
        version = (await self.get(f"/tasks/{task}", who))["version"]
        answer = await fire(self.client, self.settings, who, f"/tasks/{task}", version, {"trigger": trigger, **members})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def handled(self, **changes: Any) -> dict[str, Any]:
        """A report of money politics whose lead has done its task."""
        born = {"category": "money_politics", "election": "pilkada-2024", "occurred_at": "2024-11-24T20:15:00+07:00"}
        made = await self.verified(**(born | changes))
        one = f"/reports/{made['id']}"
        answer = await fire(self.client, self.settings, DESK, one, 2, {"trigger": "assign", "tasks": [LEAD]})
        lead = answer.json()["tasks"][0]["id"]
        for trigger, members in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
            await self.task(lead, SARI, trigger, **members)
        found: dict[str, Any] = await self.get(one)
        assert found["state"] == "handled"
        return found

    async def closed(self, **changes: Any) -> dict[str, Any]:
        made = await self.handled(**changes)
        body = {"trigger": "close", "outcome": "resolved", "notice": {"sent": True, "text": "Selesai"}}
        answer = await fire(self.client, self.settings, WATI, f"/reports/{made['id']}", made["version"], body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


__all__ = ["DESK", "DUE", "PILKADES", "POLRES", "SARI", "SECTIONS", "TONO", "WATI", "Desk"]
