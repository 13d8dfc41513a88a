"""Over HTTP: what is to be carried out, or has a case, is ended by a second person, whatever its severity."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, KPU, LEAD, SARI, TONO, VERIFY, WATI, P, fire, headers, report, verified
from tests.edge.contract.case_steps import WHO as CASE_WHO
from tests.features.administrative.acting import PEMILU, PILKADA, ended, running, take, verdict, violation
from tests.features.clocks.test_as_told import act, done, found
from tests.features.commands.queueing import queued
from tests.features.gakkumdu.test_over_http import taken as case_taken
from tests.signing import Signer

CLOSED = {"trigger": "close", "outcome": "resolved", "notice": {"sent": False, "reason": "Pelapor tidak diketahui"}}
SECOND = (403, "separation_of_duties")
RATNA = ("supervisor", "bawaslu", "Ratna")


async def of_severity(client: Any, settings: Settings, severity: str, **told: Any) -> Any:
    made = await verified(client, settings, **told | {"severity": severity})
    await done(client, settings, made, {"trigger": "assign", "tasks": [LEAD]}, DESK)
    return made


async def led_to_its_end(client: Any, settings: Settings, made: Any, who: Any) -> None:
    for body in ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"}):
        task = next(one for one in (await found(client, settings, made))["tasks"] if one["role"] == "lead")
        answer = await fire(client, settings, who, f"/tasks/{task['id']}", task["version"], body)
        assert answer.status_code == 200, answer.text


async def closed(client: Any, settings: Settings, made: Any, who: Any) -> tuple[int, str]:
    answer = await act(client, settings, made, CLOSED, who)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize("severity", ["S2", "S3", "S4"])
async def test_a_decision_to_be_carried_out_is_closed_by_nobody_who_decided_or_led(
    client: Any, settings: Settings, severity: str, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Wati leads, Tono decides: KPU's limit runs, and ends with the report."""
    made = await of_severity(client, settings, severity, **PEMILU)
    assert (await take(client, settings, made["id"], "decision", TONO)).status_code == 200
    await led_to_its_end(client, settings, made, WATI)
    for who in (TONO, WATI):
        assert await closed(client, settings, made, who) == SECOND
    assert {*await running(client, settings, made["id"])} == {"execute_decision"}
    assert (await closed(client, settings, made, RATNA))[0] == 200
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_one_queue_of_commands_closes_it_no_sooner(client: Any, settings: Settings) -> None:
    """In pilkada, where no limit runs before KPU's receipt: what is to be done stands on the path."""
    made = await of_severity(client, settings, "S3", **PILKADA)
    assert (await take(client, settings, made["id"], "decision", TONO)).status_code == 200
    await led_to_its_end(client, settings, made, TONO)
    closing = queued("report.transition", made["id"], (await found(client, settings, made))["version"], CLOSED)
    answer = await client.post(f"{P}/commands", json={"commands": [closing]}, headers=headers(settings, TONO))
    assert answer.status_code == 200, answer.text
    assert "separation_of_duties" in answer.text
    assert (await found(client, settings, made))["state"] == "handled"


async def test_once_it_is_carried_out_whoever_led_closes_it(client: Any, settings: Settings) -> None:
    made = await of_severity(client, settings, "S3", **PEMILU)
    assert (await take(client, settings, made["id"], "decision", TONO)).status_code == 200
    assert (await take(client, settings, made["id"], "carried_out_by_kpu", KPU)).status_code == 200
    await led_to_its_end(client, settings, made, TONO)
    assert (await closed(client, settings, made, TONO))[0] == 200


async def test_a_case_at_the_joint_desk_is_ended_by_nobody_who_took_a_step_of_it(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    crime = {"classification": "ordinary", "election": "pemilu-2024"}
    handled = await of_severity(client, settings, "S3", **crime)
    await case_taken(client, settings, handled["id"], "register")
    await led_to_its_end(client, settings, handled, WATI)
    assert await closed(client, settings, handled, WATI) == SECOND
    assert (await closed(client, settings, handled, RATNA))[0] == 200
    dismissed = await verified(client, settings, **crime | {"severity": "S3"})
    await case_taken(client, settings, dismissed["id"], "register")
    answer = await ended(client, settings, dismissed["id"], CASE_WHO["register"], outcome="unfounded")
    assert (answer.status_code, answer.json()["code"]) == SECOND
    assert {*await running(client, settings, dismissed["id"])} == {"handling"}
    assert (await ended(client, settings, dismissed["id"], RATNA, outcome="unfounded")).status_code == 200
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_what_went_to_the_province_is_dismissed_by_nobody_who_handed_it_up(
    client: Any, settings: Settings
) -> None:
    made = (await report(client, settings, **PILKADA | {"severity": "S3"}))["id"]
    await done(client, settings, {"id": made}, VERIFY)
    assert (await take(client, settings, made, "handed_up", SARI)).status_code == 200
    answer = await ended(client, settings, made, SARI, outcome="out_of_scope")
    assert (answer.status_code, answer.json()["code"]) == SECOND
    assert (await violation(client, settings, made))["state"] == "with_province"
    assert (await ended(client, settings, made, TONO, outcome="out_of_scope")).status_code == 200
