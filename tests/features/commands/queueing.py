"""What a phone keeps while there is no signal, and how it sends that."""

from typing import Any

from uuid_utils.compat import uuid7

from service.edge.settings import Settings
from tests.edge.api.story import LEAD, POLRES, REPORT, VERIFY, P, headers

AT = "2024-11-24T20:31:00+07:00"
ASSIGN = {"trigger": "assign", "tasks": [LEAD]}
NOTE = {"text": "Catatan lapangan"}
EVENTS = "SELECT action, version, leaf FROM audit_event WHERE report_id = $1 ORDER BY seq"

Command = dict[str, Any]


def created(**changes: Any) -> Command:
    """A report, with the identifier that it will have."""
    return {"id": str(uuid7()), "kind": "report.create", "at": AT, "body": REPORT | changes}


def queued(kind: str, target: Any, version: int | None, body: Any) -> Command:
    """A command on what is there, or will be."""
    return {
        "id": str(uuid7()),
        "kind": kind,
        "target": str(target),
        "expected_version": version,
        "at": AT,
        "body": body,
    }


def noted(report: Any, version: int | None = None, **body: Any) -> Command:
    return queued("note.add", report, version, body or NOTE)


def verified(report: Any, version: int) -> Command:
    return queued("report.transition", report, version, VERIFY)


def assigned(report: Any, version: int) -> Command:
    return queued("report.transition", report, version, ASSIGN)


async def post(
    client: Any, settings: Settings, commands: list[Command], who: Any = POLRES, key: str | None = None
) -> Any:
    return await client.post(f"{P}/commands", json={"commands": commands}, headers=headers(settings, who, key=key))


async def send(client: Any, settings: Settings, commands: list[Command], who: Any = POLRES) -> list[dict[str, Any]]:
    """The results, in the order of the commands."""
    answer = await post(client, settings, commands, who)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    assert [result["id"] for result in results] == [command["id"] for command in commands]
    return results


def statuses(results: list[dict[str, Any]]) -> list[str]:
    return [result["status"] for result in results]


def codes(results: list[dict[str, Any]]) -> list[str | None]:
    return [result.get("problem", {}).get("code") for result in results]
