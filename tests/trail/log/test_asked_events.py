"""The feed takes what the stream takes: some actions, an agency, a report; and refuses what it refuses."""

from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, DESK, KPU, P, assigned, headers, report
from workflows.codes.people import Role

KPU_AUDITOR = (Role.AUDITOR, "kpu", "Rahman")


async def fed(client: Any, settings: Settings, query: str, who: Any = DESK) -> list[dict[str, Any]]:
    """The events of every page of one event."""
    found: list[dict[str, Any]] = []
    after = "-1"
    while after is not None:
        answer = await client.get(f"{P}/events?limit=1&after={after}&{query}", headers=headers(settings, who))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found, after = found + page["items"], page["next_cursor"]
    return found


async def streamed(client: Any, settings: Settings, query: str, who: Any = DESK) -> str:
    path = f"{P}/events/stream?after=-1&follow=false&{query}"
    return str((await client.get(path, headers=headers(settings, who))).text)


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("action=report.verified", ["report.verified"]),
        ("action=task.*", ["task.offered"]),
        ("action=task.*,report.reported", ["report.reported", "task.offered", "report.reported"]),
        ("agency=bawaslu", ["report.verified", "task.offered"]),
        ("agency=bawaslu&action=report.*", ["report.verified"]),
        ("report={}", ["report.reported", "report.verified", "report.assigned", "task.offered"]),
        ("report={}&action=report.*", ["report.reported", "report.verified", "report.assigned"]),
        ("report=019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2", []),
    ],
)
async def test_the_feed_gives_what_the_stream_of_the_same_question_gives(
    client: Any, settings: Settings, worker: Any, query: str, actions: list[str]
) -> None:
    made = await assigned(client, settings, classification="ordinary")
    await report(client, settings, classification="ordinary")
    await sequence_all(worker)
    asked = query.format(made["id"])
    found = await fed(client, settings, asked)
    assert sorted(each["action"] for each in found) == sorted(actions)
    told = await streamed(client, settings, asked)
    assert all(f'"event":"{each["event"]}"' in told for each in found)
    assert told.count('"leaf_hash"') == len(found)


@pytest.mark.parametrize("query", ["action=report.verfied", "action=report", "action=,", "report=x", "agency=*"])
async def test_the_feed_refuses_what_the_stream_refuses_in_the_same_words(
    client: Any, settings: Settings, query: str
) -> None:
    answers = [
        await client.get(f"{P}{path}{query}", headers=headers(settings, DESK))
        for path in ("/events?", "/events/stream?follow=false&")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    feed, stream = (answer.json()["errors"] for answer in answers)
    assert feed == stream


async def test_what_is_withheld_fits_nothing_that_is_asked_for_by_name(
    client: Any, settings: Settings, worker: Any
) -> None:
    hidden = await report(client, settings, reported_party={"agency": "kpu", "name": "Anggota"})
    await sequence_all(worker)
    assert [each["action"] for each in await fed(client, settings, "", KPU_AUDITOR)] == [None]
    for query in ("action=report.*", f"report={hidden['id']}", "action=report.reported"):
        assert await fed(client, settings, query, KPU_AUDITOR) == []
        assert await fed(client, settings, query, KPU) == []
        assert len(await fed(client, settings, query, AUDITOR)) == 1
