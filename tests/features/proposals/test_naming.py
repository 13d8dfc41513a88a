"""Nobody names himself, and nobody else but who may puts a person on a secret report, by whichever field or trigger."""

import asyncio
from typing import Any

import pytest
from alembic import command

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import alembic_config
from tests.edge.api.story import DESK, LEAD, POLRES, REPORT, SARI, TONO, VERIFY, WATI, P, fire, headers, report
from tests.features.commands.queueing import ASSIGN, codes, queued, send
from tests.features.proposals.proposing import (
    RATNA,
    agreed,
    nothing_changes,
    patch,
    person,
    propose,
    reads_words,
    refusal,
    version,
)

ONESELF, MAY_NOT = (403, "names_oneself"), (403, "may_not_name")
BY = {"the author": POLRES, "a supervisor of the lead": TONO, "the desk": DESK}


async def secret(client: Any, settings: Settings, *, accepted: bool = False) -> dict[str, Any]:
    """A secret report with the lead's task offered."""
    made = await report(client, settings, classification="secret")
    path = f"/reports/{made['id']}"
    for at, body in enumerate((VERIFY, {"trigger": "assign", "tasks": [LEAD]}), start=1):
        made = (await fire(client, settings, DESK, path, at, body)).json()
    if accepted:
        answer = await fire(client, settings, SARI, f"/tasks/{made['tasks'][0]['id']}", 1, {"trigger": "accept"})
        assert answer.status_code == 200, answer.text
    return made


@pytest.mark.parametrize("who", BY)
@pytest.mark.parametrize("classification", ["secret", "restricted", "ordinary"])
async def test_nobody_names_himself_alone_or_in_a_proposal(
    client: Any, settings: Settings, admin: Any, who: str, classification: str
) -> None:
    """The desk named itself in ``named_persons`` and read everything."""
    made = await report(client, settings, classification=classification)
    members = {"named_persons": [await person(client, settings, BY[who])]}
    async with nothing_changes(client, settings, admin, made, BY[who]):
        assert refusal(await patch(client, settings, made, BY[who], **members)) == ONESELF
        assert refusal(await patch(client, settings, made, BY[who], **members, classification="secret")) == ONESELF
        asked = {"kind": "amendment", "amendment": members}
        assert refusal(await propose(client, settings, made, asked, BY[who])) == ONESELF


@pytest.mark.parametrize("who", ["the author", "the desk"])
async def test_only_a_supervisor_of_the_lead_names_others(
    client: Any, settings: Settings, admin: Any, who: str
) -> None:
    made = await report(client, settings, classification="secret")
    members = {"named_persons": [await person(client, settings, RATNA)]}
    async with nothing_changes(client, settings, admin, made, BY[who], RATNA):
        assert refusal(await patch(client, settings, made, BY[who], **members)) == MAY_NOT
        asked = {"kind": "amendment", "amendment": members}
        assert refusal(await propose(client, settings, made, asked, BY[who])) == MAY_NOT


async def test_two_supervisors_of_the_lead_name_somebody(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings, classification="secret")
    members = {"named_persons": [await person(client, settings, SARI)]}
    async with nothing_changes(client, settings, admin, made, SARI):
        assert refusal(await patch(client, settings, made, TONO, **members)) == (403, "second_person_needed")
    await agreed(client, settings, made, {"kind": "amendment", "amendment": members}, TONO, WATI)
    assert await reads_words(client, settings, made, SARI)


async def test_who_reports_does_not_name_himself_either(client: Any, settings: Settings, admin: Any) -> None:
    body = REPORT | {"classification": "secret", "named_persons": [await person(client, settings, POLRES)]}
    answer = await client.post(f"{P}/reports", json=body, headers=headers(settings, POLRES))
    assert refusal(answer) == ONESELF
    assert await admin.fetchval("SELECT count(*) FROM report") == 0


@pytest.mark.parametrize("trigger", ["accept", "assign_person"])
async def test_an_officer_does_not_read_a_secret_report_by_taking_its_task_to_himself(
    client: Any, settings: Settings, admin: Any, trigger: str
) -> None:
    made = await secret(client, settings, accepted=trigger == "assign_person")
    task, version = f"/tasks/{made['tasks'][0]['id']}", 2 if trigger == "assign_person" else 1
    sari, wati, tono = [await person(client, settings, who) for who in (SARI, WATI, TONO)]
    async with nothing_changes(client, settings, admin, made, SARI):
        for who, assignee, refused in ((SARI, sari, ONESELF), (SARI, wati, MAY_NOT), (TONO, tono, ONESELF)):
            body = {"trigger": trigger, "assignee": assignee}
            assert refusal(await fire(client, settings, who, task, version, body)) == refused
    assert not await reads_words(client, settings, made, SARI)
    answer = await fire(client, settings, TONO, task, version, {"trigger": trigger, "assignee": sari})
    assert answer.status_code == 200, answer.text
    assert await reads_words(client, settings, made, SARI)


async def test_nor_by_a_command_that_was_queued_without_a_connection(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await secret(client, settings)
    body = {"trigger": "accept", "assignee": await person(client, settings, SARI)}
    sent = queued("task.transition", made["tasks"][0]["id"], 1, body)
    async with nothing_changes(client, settings, admin, made, SARI):
        (result,) = await send(client, settings, [sent], SARI)
        assert (result["status"], codes([result])) == ("refused", ["names_oneself"])


async def test_who_took_the_task_before_the_report_became_secret_is_the_one_who_reads_it(
    client: Any, settings: Settings
) -> None:
    """What makes it secret names nobody: whoever is given the lead's task reads, and a supervisor has seen it."""
    made = await report(client, settings)
    path = f"/reports/{made['id']}"
    for at, body in enumerate((VERIFY, {"trigger": "assign", "tasks": [LEAD]}), start=1):
        made = (await fire(client, settings, DESK, path, at, body)).json()
    task, sari = f"/tasks/{made['tasks'][0]['id']}", await person(client, settings, SARI)
    assert (await fire(client, settings, SARI, task, 1, {"trigger": "accept", "assignee": sari})).status_code == 200
    assert (await patch(client, settings, made, DESK, classification="secret")).status_code == 200
    assert await reads_words(client, settings, made, SARI)
    assert not await reads_words(client, settings, made, DESK)


TOKENS = """SELECT r.readers || r.text_readers || t.readers AS tokens FROM report r
JOIN task t ON t.region = r.region AND t.report_id = r.id WHERE r.id = $1::uuid"""

SEEN_IN = (("report", "readers", "id"), ("report", "text_readers", "id"), ("task", "readers", "report_id"))


async def taken_back(client: Any, settings: Settings) -> tuple[Any, str]:
    """A secret report whose lead task an officer had, and that her supervisor took back; and her token."""
    made, sari = await secret(client, settings), await person(client, settings, SARI)
    task = f"/tasks/{made['tasks'][0]['id']}"
    for at, body in enumerate(({"trigger": "accept", "assignee": sari}, {"trigger": "start"}), start=1):
        assert (await fire(client, settings, TONO, task, at, body)).status_code == 200
    assert await reads_words(client, settings, made, SARI)
    answer = await fire(client, settings, TONO, task, 3, {"trigger": "withdraw", "reason": "Berhalangan"})
    assert answer.status_code == 200, answer.text
    return made, f"working:bawaslu:{sari}"


async def test_who_the_lead_task_was_taken_from_reads_a_secret_report_no_longer(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Neither then, in any row, nor when somebody else has it."""
    made, token = await taken_back(client, settings)
    path, wati = f"/reports/{made['id']}", await person(client, settings, WATI)
    assert not await reads_words(client, settings, made, SARI)
    told = (await fire(client, settings, TONO, path, await version(client, settings, made), ASSIGN)).json()
    body = {"trigger": "accept", "assignee": wati}
    assert (await fire(client, settings, TONO, f"/tasks/{told['tasks'][1]['id']}", 1, body)).status_code == 200
    assert not await reads_words(client, settings, made, SARI)
    rows = await admin.fetch(TOKENS, made["id"])
    assert len(rows) == 2
    for row in rows:
        assert token not in row["tokens"]
        assert f"working:bawaslu:{wati}" in row["tokens"]


async def test_nor_by_a_row_from_when_a_task_that_was_taken_back_let_her_read(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    made, token = await taken_back(client, settings)
    kept = await admin.fetch(TOKENS, made["id"])
    config = alembic_config(postgres.url("postgres", database))
    await asyncio.to_thread(command.downgrade, config, "0022")
    for table, column, key in SEEN_IN:
        of_before = f"UPDATE {table} SET {column} = array_append({column}, $1) WHERE {key} = $2::uuid"
        await admin.execute(of_before, token, made["id"])
    assert await admin.fetch(TOKENS, made["id"]) != kept
    await asyncio.to_thread(command.upgrade, config, "head")
    assert not await reads_words(client, settings, made, SARI)
    assert await admin.fetch(TOKENS, made["id"]) == kept
