"""An administrative violation over HTTP: nobody alone makes a limit never begin, nor loses what was decided."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import (
    DESK,
    KPU,
    SARI,
    TONO,
    VERIFY,
    WATI,
    P,
    headers,
    report,
    verified,
)
from tests.edge.contract.administrative_steps import body_of
from tests.edge.contract.case_steps import STEP_BODIES
from tests.features.administrative.acting import (
    IN_OCTOBER,
    PEMILU,
    PILKADA,
    allowed,
    clocks_of,
    ended,
    put_right,
    reasons,
    registered,
    reopened,
    running,
    take,
    taken,
    taken_for,
    verdict,
    violation,
)
from tests.signing import Signer


async def test_in_pilkada_kpu_alone_cannot_make_its_limit_never_begin(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Received on Friday 22 November 2024 and acted on a day late: the limit began, and was missed."""
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    await taken(client, settings, made, "decision", "2024-11-21")
    early = await take(client, settings, made, "carried_out_by_kpu", at="2024-11-30T10:00:00+07:00")
    assert (early.status_code, early.json()["code"]) == (409, "kpu_receipt_not_entered")
    assert reasons(await violation(client, settings, made, KPU), "carried_out_by_kpu") == ["kpu_receipt_not_entered"]
    await taken(client, settings, made, "received_by_kpu", "2024-11-22")
    await taken(client, settings, made, "carried_out_by_kpu", "2024-11-30")
    follow = (await clocks_of(client, settings, made))["kpu_follow_up"]
    assert follow["due_at"] < follow["stopped_at"] == "2024-11-30T03:00:00Z"


async def test_a_step_by_a_clock_that_runs_ahead_is_done_now(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Four minutes ahead: taken, and KPU's days begin at our time, not at one that is to come."""
    made = (await verified(client, settings, **PEMILU))["id"]
    ahead = (datetime.now(UTC) + timedelta(minutes=4)).isoformat()
    answer = await take(client, settings, made, "decision", at=ahead)
    assert answer.status_code == 200, answer.text
    step = answer.json()["steps"][0]
    assert step["at"] <= step["recorded_at"] < ahead
    assert await running(client, settings, made) == {"execute_decision": step["at"]}
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_what_is_secret_from_kpu_bawaslu_enters_and_kpu_learns_nothing_of_it(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    secret = PEMILU | {"classification": "secret", "source": {"channel": "counter"}}
    made = (await report(client, settings, TONO, **secret))["id"]
    for who, path, body in (
        (WATI, "/transitions", VERIFY),
        (WATI, "/administrative/steps", body_of("decision")),
        (WATI, "/administrative/steps", body_of("carried_out_by_kpu")),
    ):
        match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, WATI))).json()["version"]
        answer = await client.post(f"{P}/reports/{made}{path}", json=body, headers=headers(settings, who, match=match))
        assert answer.status_code == 200, answer.text
    found = await violation(client, settings, made, WATI)
    assert (found["state"], found["owners"][1]) == (
        "carried_out", {"step": "carried_out_by_kpu", "agency": "kpu", "basis": found["owners"][1]["basis"]},
    )  # fmt: skip
    for path in ("", "/administrative", "/history"):
        assert (await client.get(f"{P}/reports/{made}{path}", headers=headers(settings, KPU))).status_code == 404
    refused = await client.post(
        f"{P}/reports/{made}/administrative/steps", json=body_of("carried_out_by_kpu"),
        headers=headers(settings, KPU, match=4),
    )  # fmt: skip
    assert refused.status_code == 404
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_reopened_report_has_the_clock_of_its_last_step(client: Any, settings: Settings, admin: Any) -> None:
    """What was handed up on 21 October is to be decided by 8 November, also once the report was closed between."""
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    await taken(client, settings, made, "handed_up", "2024-10-21")
    closed = await ended(client, settings, made, WATI)
    assert closed.status_code == 200, closed.text
    opened = await reopened(client, settings, made)
    begun = [
        (clock["kind"], clock["due_at"])
        for clock in opened["clocks"]
        if clock["family"] == "legal" and clock["stopped_at"] is None
    ]
    assert begun == [("province_decision", "2024-11-08T16:59:59Z")]
    assert (await violation(client, settings, made))["state"] == "with_province"


async def test_what_has_ended_is_decided_anew_once_its_report_is_taken_up_again(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """On a new fact; the former decision stays in the trail, and KPU's limit begins with the new one."""
    made = (await verified(client, settings, **PEMILU))["id"]
    assert (await take(client, settings, made, "decision", finding="not_proven")).status_code == 200
    assert (await take(client, settings, made, "decision")).json()["code"] == "illegal_transition"
    assert (await ended(client, settings, made, outcome="unfounded")).status_code == 200
    await reopened(client, settings, made)
    assert allowed(await violation(client, settings, made)) == ["decision"]
    early = await take(client, settings, made, "decision", at="2024-12-01T00:00:00+07:00")
    assert early.json()["code"] == "step_before_the_last"
    found = (await take(client, settings, made, "decision")).json()
    assert (found["state"], [one["data"]["finding"] for one in found["steps"]]) == ("decided", ["not_proven", "proven"])
    assert (await clocks_of(client, settings, made))["execute_decision"]["stopped_at"] is None
    assert (await take(client, settings, made, "carried_out_by_kpu")).json()["state"] == "carried_out"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_an_election_that_is_put_right_keeps_the_path_as_if_it_had_been_entered_so(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    decided, handed_up = [(await verified(client, settings, **PILKADA))["id"] for _ in range(2)]
    assert (await take(client, settings, decided, "decision")).status_code == 200
    assert (await take(client, settings, handed_up, "handed_up")).status_code == 200
    for made in (decided, handed_up):
        await put_right(client, settings, made, "pemilu-2024")
    read_out = (await violation(client, settings, decided))["steps"][0]["at"]
    assert await running(client, settings, decided) == {"execute_decision": read_out}
    assert {*await running(client, settings, handed_up)} == {"handling", "administrative_decision"}
    found = await violation(client, settings, handed_up)
    assert (found["state"], allowed(found)) == ("undecided", ["decision"])
    assert (await take(client, settings, handed_up, "decision")).json()["state"] == "decided"
    assert (await take(client, settings, handed_up, "carried_out_by_kpu")).json()["state"] == "carried_out"
    for made, state in ((decided, "decided"), (handed_up, "carried_out")):
        await put_right(client, settings, made, "pilkada-2024")
        assert (await violation(client, settings, made))["state"] == state
        assert not await running(client, settings, made)
    assert (await take(client, settings, decided, "received_by_kpu")).json()["state"] == "with_kpu"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_decision_meets_no_handling_of_a_case_at_the_joint_desk(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Registered there, taken for a violation, decided, and taken for a crime again: three acts of one officer."""
    crime = {"classification": "ordinary", "severity": "S3", "election": "pemilu-2024"}
    at_the_desk, not_there = [(await verified(client, settings, **crime))["id"] for _ in range(2)]
    handling = (await running(client, settings, not_there))["handling"]
    match = (await client.get(f"{P}/reports/{at_the_desk}", headers=headers(settings, DESK))).json()["version"]
    sent = headers(settings, SARI, match=match)
    body = {"step": "register"} | STEP_BODIES["register"]
    answer = await client.post(f"{P}/reports/{at_the_desk}/case/steps", json=body, headers=sent)
    assert answer.status_code == 200, answer.text
    for made, meanwhile in ((at_the_desk, {"handling"}), (not_there, set())):
        await taken_for(client, settings, made, "administrative")
        assert (await take(client, settings, made, "decision", SARI, finding="not_proven")).status_code == 200
        assert {*await running(client, settings, made)} == meanwhile
        await taken_for(client, settings, made, "money_politics")
        assert {*await running(client, settings, made)} == {"handling"}
    assert (await running(client, settings, not_there))["handling"] == handling
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_no_merge_and_no_dismissal_loses_a_decision(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    decided, other = [(await verified(client, settings, **PILKADA))["id"] for _ in range(2)]
    assert (await take(client, settings, decided, "decision")).status_code == 200
    into = {"outcome": "duplicate", "duplicate_of": other}
    refused = await ended(client, settings, decided, **into)
    assert (refused.status_code, refused.json()["code"]) == (409, "survivor_protects_less")
    assert refused.json()["protections"] == ["legal_clock"]
    nothing = await ended(client, settings, decided, outcome="unfounded")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "proven_to_be_carried_out")
    merged = await ended(client, settings, other, outcome="duplicate", duplicate_of=decided)
    assert merged.status_code == 200, merged.text
    assert (await violation(client, settings, decided))["state"] == "decided"
    for step in ("received_by_kpu", "carried_out_by_kpu"):
        assert (await take(client, settings, decided, step)).status_code == 200
    assert (await ended(client, settings, decided)).status_code == 200
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])
