"""Legal clocks over HTTP: started, explained, extended, paused, and never rewritten."""

import dataclasses
import json
from asyncio import to_thread
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from alembic import command

from service.edge.policy_files import Policies, load_policies
from service.edge.settings import Settings
from service.operations.migrate import alembic_config
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KPU,
    LEAD,
    OFFICER,
    SARI,
    SUPERVISOR,
    TONO,
    VERIFY,
    P,
    fire,
    headers,
    report,
    verified,
)
from workflows.clocks.law import Law, parse_law

COUNTER = {"source": {"channel": "counter"}}
WHY = {"ground": "question_to_reporter", "reason": "Pelapor dimintai keterangan"}
MORE = {"ground": "more_statements", "reason": "Keterangan saksi masih diperlukan"}
HANDLING = "UU 1/2015 Pasal 134(5)(6) jo. UU 8/2015; UU 1/2015 Pasal 1 angka 28 jo. UU 8/2015"
NEW_LAW = {"law": "UU 1/2027", "article": "1"}
PREVIEW = f"{P}/clocks/preview"


def law_with(version: str, rule: str = "pilkada/handling", **changes: Any) -> Law:
    """The law with a change to one row, under another version."""
    policy = load_policies().of("33.05")
    rows = [{**msgspec.to_builtins(row), **(changes if row.id == rule else {})} for row in policy.law.clocks]
    beside = {name: msgspec.to_builtins(getattr(policy.law, name)) for name in ("openings", "counters")}
    beside["regimes"] = msgspec.to_builtins(list(policy.law.regimes.values()))
    return parse_law(json.dumps({"version": version, "clocks": rows, **beside}).encode(), "test.json")


def put_in_force(client: Any, law: Law) -> None:
    policy = load_policies().of("33.05")
    client.app.state.policies = Policies({"33.05": dataclasses.replace(policy, law=law)})


def clocks(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {clock["kind"]: clock for clock in made["clocks"] if clock["family"] == "legal"}


async def read(client: Any, settings: Settings, path: str, who: Any = TONO, status: int = 200, **sent: str) -> Any:
    answer = await client.get(f"{P}{path}", headers=headers(settings, who) | sent)
    assert answer.status_code == status, answer.text
    return answer.json()


async def extend(
    client: Any, settings: Settings, clock: str, who: Any = TONO, body: Mapping[str, str] = WHY, **sent: Any
) -> Any:
    return await client.post(f"{P}/clocks/{clock}/extension", json=body, headers=headers(settings, who, **sent))


async def handling(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    """The clock of handling of a report that was registered now."""
    return clocks(await verified(client, settings, **changes))["handling"]


async def test_a_report_shows_its_legal_clocks_beside_its_service_clocks(client: Any, settings: Settings) -> None:
    made = await report(client, settings, election="pemilu-2024", **COUNTER)
    assert [clock["family"] for clock in made["clocks"]] == ["service", "service", "legal", "legal"]
    study = clocks(made)["initial_study"]
    assert (study["regime"], study["whose"], study["basis"]) == ("pemilu", "bawaslu", "Perbawaslu 7/2022")
    assert (study["status"], study["extended"], study["stopped_at"]) == ("to_confirm", False, None)
    found = await read(client, settings, f"/reports/{made['id']}")
    assert {clock["id"]: clock for clock in found["clocks"]} == {clock["id"]: clock for clock in made["clocks"]}


async def test_a_lodging_in_time_is_met_by_its_receipt_and_a_late_one_is_seen_to_be_missed(
    client: Any, settings: Settings
) -> None:
    """docs/domain.md, "The report": "the limit for lodging counts from the second"."""
    just_now = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    for known, met in (("2024-11-24T21:00:00+07:00", False), (just_now, True)):
        made = await report(client, settings, known_at=known)
        lodged = clocks(made)["lodge_report"]
        assert lodged["stopped_at"] == made["reported_at"]
        assert (lodged["stopped_at"] <= lodged["due_at"]) is met


async def test_registration_starts_the_handling_and_the_end_stops_all(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, election="pemilu-2024", **COUNTER)
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    registered = clocks(answer.json())
    assert registered["initial_study"]["stopped_at"] is not None
    assert (registered["handling"]["stopped_at"], registered["handling"]["length"]) == (None, "7cd")
    ended = {"trigger": "dismiss", "outcome": "insufficient", "reason": "Alat bukti kurang"}
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, ended)
    assert answer.status_code == 200, answer.text
    assert clocks(answer.json())["handling"]["stopped_at"] is not None
    assert await admin.fetchval("SELECT count(*) FROM clock WHERE stopped_at IS NULL") == 0
    assert clocks(await read(client, settings, f"/reports/{made['id']}")) == clocks(answer.json())


async def test_a_clock_tells_start_rule_version_and_why_in_both_languages(client: Any, settings: Settings) -> None:
    clock = await handling(client, settings)
    found = await read(client, settings, f"/clocks/{clock['id']}", **{"Accept-Language": "id"})
    assert {name: found[name] for name in clock} == clock
    assert (found["rule"], found["law_version"], found["counts_from"]) == (
        "pilkada/handling",
        "id/2026-11-4",
        "received_or_found",
    )
    assert (found["extends_to"], found["may_pause"], found["pauses"], found["warnings"]) == ("5cd", False, [], [])
    assert found["explanation"] == found["explanations"]["id"]
    assert found["explanations"]["en"].startswith("Due on ")
    assert f"3 calendar days ({HANDLING})" in found["explanations"]["en"]
    assert found["actions"][0] == {"action": "extend", "allowed": True, "reasons": []}
    assert found["actions"][1]["reasons"][0]["code"] == "calendar_unchanged"


async def test_what_is_skipped_is_told_with_its_reason_for_as_long_as_the_clock_is_kept(
    client: Any, settings: Settings
) -> None:
    known = {"occurred_at": "2024-02-06T10:00:00+07:00", "known_at": "2024-02-07T10:00:00+07:00"}
    made = await report(client, settings, election="pemilu-2024", **known, **COUNTER)
    found = await read(client, settings, f"/clocks/{clocks(made)['lodge_report']['id']}")
    days = [(off["day"], off["reason"], off["name"]["en"]) for off in found["skipped"]]
    assert days[:3] == [
        ("2024-02-08", "holiday", "Isra' and Mi'raj"),
        ("2024-02-09", "holiday", "Lunar New Year Joint Holiday"),
        ("2024-02-10", "weekend", "Saturday"),
    ]
    assert found["due_at"] == "2024-02-21T16:59:59Z"


async def test_a_service_clock_is_explained_too(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    found = await read(client, settings, f"/clocks/{made['clocks'][0]['id']}")
    assert (found["family"], found["regime"], found["law_version"], found["note"]) == ("service", None, None, None)
    assert found["actions"][0]["reasons"][0]["code"] == "no_extension"
    assert f"(a promise of the region, rule {found['rule']})" in found["explanations"]["en"]
    assert f"(janji wilayah, aturan {found['rule']})" in found["explanations"]["id"]
    assert "Proposed" not in found["explanations"]["id"]


async def test_a_rule_that_is_to_be_confirmed_says_what_is(client: Any, settings: Settings) -> None:
    made = await report(client, settings, election="pemilu-2024", **COUNTER)
    found = await read(client, settings, f"/clocks/{clocks(made)['initial_study']['id']}")
    assert "working days" in found["note"]["en"]
    assert found["explanations"]["en"].endswith("; a lawyer has still to confirm this rule.")


@pytest.mark.parametrize("who", [KPU, (OFFICER, "kodim", "Agus"), (OFFICER, "kejari", "Bayu")])
async def test_a_clock_of_a_report_that_is_not_seen_is_not_there(client: Any, settings: Settings, who: Any) -> None:
    """A walled agency, and agencies that a restricted report is not for: list, explanation and extension alike."""
    made = await verified(client, settings, reported_party={"agency": "kpu"})
    clock = clocks(made)["handling"]["id"]
    await read(client, settings, f"/clocks/{clock}", who, 404)
    assert (await extend(client, settings, clock, (SUPERVISOR, *who[1:]))).status_code == 404


async def test_no_such_clock_is_404(client: Any, settings: Settings) -> None:
    await read(client, settings, f"/clocks/{UUID(int=1)}", DESK, 404)
    assert (await extend(client, settings, str(UUID(int=1)))).status_code == 404


async def test_an_extension_is_a_decision_with_a_reason_an_event_and_a_receipt(
    client: Any, settings: Settings, admin: Any
) -> None:
    """docs/domain.md, "Legal clocks": "in pilkada three days become five"; the leaf holds codes and times."""
    made = await verified(client, settings)
    clock = clocks(made)["handling"]
    answer = await extend(client, settings, clock["id"], match=2, key="once")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["length"], found["extended"]) == ("5cd", True)
    before, after = (datetime.fromisoformat(each["due_at"]) for each in (clock, found))
    assert after - before == timedelta(days=2)
    assert answer.headers["ETag"] == '"3"'
    assert found["extension"] == {
        "event": found["receipt"]["event"],
        "at": found["receipt"]["at"],
        "due_before": clock["due_at"],
    }
    again = await extend(client, settings, clock["id"], match=2, key="once")
    assert (again.headers["Idempotency-Replayed"], again.content) == ("true", answer.content)
    history = await read(client, settings, f"/reports/{made['id']}/history")
    event = history["items"][-1]
    assert (event["action"], event["texts"][0]["content"]) == ("clock.extended", WHY["reason"])
    assert event["data"]["clock"] == clock["id"]
    leaf = await admin.fetchval("SELECT leaf FROM audit_event WHERE action = 'clock.extended'")
    assert b"Pelapor" not in leaf
    shown = clocks(await read(client, settings, f"/reports/{made['id']}"))["handling"]
    assert (shown["due_at"], shown["extended"]) == (found["due_at"], True)
    read_back = await read(client, settings, f"/clocks/{clock['id']}")
    assert {**read_back, "receipt": found["receipt"]} == found


async def test_pemilu_s_handling_is_extended_to_14_in_all(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Legal clocks": "fourteen days in all, the first seven among them"."""
    clock = await handling(client, settings, election="pemilu-2024")
    found = (await extend(client, settings, clock["id"], body=MORE)).json()
    start = {"regime": "pemilu", "step": "handling", "start": clock["started_at"], "extended": "true"}
    foretold = (await client.get(PREVIEW, params=start, headers=headers(settings, TONO))).json()
    assert (found["length"], found["due_at"], found["skipped"]) == ("14wd", foretold["due_at"], foretold["skipped"])


@pytest.mark.parametrize(
    ("election", "wrong", "ground"),
    [("pilkada-2024", MORE, "question_to_reporter"), ("pemilu-2024", WHY, "more_statements")],
)
async def test_a_clock_is_extended_on_the_ground_of_its_law_alone(
    client: Any, settings: Settings, election: str, wrong: dict[str, str], ground: str
) -> None:
    """UU 7/2017 art. 454(8): more statements; UU 1/2015 art. 134(6): the reporter is asked."""
    clock = (await handling(client, settings, election=election))["id"]
    found = await read(client, settings, f"/clocks/{clock}")
    assert (found["extends_for"], found["actions"][0]["allowed"]) == (ground, True)
    refused = (await extend(client, settings, clock, body=wrong)).json()
    assert (refused["status"], refused["code"], refused["ground"]) == (409, "not_this_ground", ground)
    assert not (await read(client, settings, f"/clocks/{clock}"))["extended"]
    asked = {**wrong, "ground": ground}
    assert (await extend(client, settings, clock, body=asked)).json()["extended"] is True
    report = (await read(client, settings, f"/clocks/{clock}"))["report"]
    history = await read(client, settings, f"/reports/{report}/history")
    assert history["items"][-1]["data"]["ground"] == ground


async def test_a_ground_that_is_left_out_is_the_one_of_the_law(client: Any, settings: Settings) -> None:
    clock = (await handling(client, settings))["id"]
    assert (await extend(client, settings, clock, body={"reason": "Perlu"})).json()["extended"] is True
    report = (await read(client, settings, f"/clocks/{clock}"))["report"]
    history = await read(client, settings, f"/reports/{report}/history")
    assert history["items"][-1]["data"]["ground"] == WHY["ground"]


async def test_a_clock_is_extended_once(client: Any, settings: Settings) -> None:
    clock = await handling(client, settings)
    assert (await extend(client, settings, clock["id"])).status_code == 200
    refused = await extend(client, settings, clock["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "already_extended")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("started_at = now() - interval '9 days', due_at = now() - interval '1 second'", "clock_ended"),
        ("stopped_at = now(), next_at = NULL", "clock_stopped"),
        ("extends_to = NULL", "no_extension"),
        ("pauses = true, paused_at = now(), next_at = NULL", "clock_paused"),
    ],
)
async def test_what_the_law_does_not_extend_is_not_extended(
    client: Any, settings: Settings, admin: Any, change: str, code: str
) -> None:
    clock = await handling(client, settings)
    await admin.execute(f"UPDATE clock SET {change} WHERE id = $1", UUID(clock["id"]))
    refused = await extend(client, settings, clock["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'clock.extended'") == 0
    found = await read(client, settings, f"/clocks/{clock['id']}")
    assert [reason["code"] for reason in found["actions"][0]["reasons"]] == [code]


async def test_a_moment_of_knowing_that_is_put_right_shows_whether_the_lodging_was_in_time(
    client: Any, settings: Settings
) -> None:
    just_now = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    made = await report(client, settings, known_at=just_now)
    change = {"known_at": "2024-11-24T21:00:00+07:00", "reason": "Pelapor salah ingat"}
    answer = await client.patch(f"{P}/reports/{made['id']}", json=change, headers=headers(settings, DESK, match=1))
    assert answer.status_code == 200, answer.text
    found = await read(client, settings, f"/reports/{made['id']}", DESK)
    lodged = [clock for clock in found["clocks"] if clock["kind"] == "lodge_report"]
    assert [clock["stopped_at"] <= clock["due_at"] for clock in lodged] == [False, True]
    assert lodged[0]["started_at"] == found["known_at"]


async def test_a_stale_version_extends_nothing(client: Any, settings: Settings, admin: Any) -> None:
    clock = await handling(client, settings)
    refused = await extend(client, settings, clock["id"], match=1)
    assert (refused.status_code, refused.json()["current_version"]) == (412, 2)
    assert not await admin.fetchval("SELECT extended FROM clock WHERE id = $1", UUID(clock["id"]))


async def test_a_change_of_law_never_rewrites_a_clock_that_runs(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Legal clocks": "nothing here makes a law's clock longer": it stays as it was started."""
    old = await handling(client, settings)
    put_in_force(client, law_with("id/2027-01-1", length=6, extension=None, citations=[NEW_LAW]))
    kept = await read(client, settings, f"/clocks/{old['id']}")
    assert {name: kept[name] for name in old} == old
    assert (kept["law_version"], kept["extends_to"], kept["note"]) == ("id/2026-11-4", "5cd", None)
    assert f"3 calendar days ({HANDLING})" in kept["explanations"]["en"]
    new = await handling(client, settings)
    assert (new["law_version"], new["length"], new["basis"]) == ("id/2027-01-1", "6cd", "UU 1/2027 Pasal 1")
    assert (await extend(client, settings, old["id"])).json()["length"] == "5cd"
    assert (await extend(client, settings, new["id"])).json()["code"] == "no_extension"


async def test_a_dispute_that_is_settled_rewrites_no_clock_that_keeps_its_readings(
    client: Any, settings: Settings
) -> None:
    old = await handling(client, settings, election="pemilu-2024")
    before = await read(client, settings, f"/clocks/{old['id']}")
    assert {each["length"] for each in before["readings"]} == {"7cd", "7wd"}
    settled = {"readings": [], "status": "confirmed", "note": None, "citations": [NEW_LAW]}
    put_in_force(client, law_with("id/2027-01-1", "pemilu/handling", **settled))
    kept = await read(client, settings, f"/clocks/{old['id']}")
    told = ("due_at", "readings", "law_version", "basis", "status", "recounted_due_at", "explanations", "estimates")
    assert {name: kept[name] for name in told} == {name: before[name] for name in told}
    new = await handling(client, settings, election="pemilu-2024")
    found = await read(client, settings, f"/clocks/{new['id']}")
    assert (found["length"], found["readings"], found["basis"]) == ("7wd", [], "UU 1/2027 Pasal 1")


async def _worked(client: Any, settings: Settings, *steps: dict[str, Any]) -> tuple[str, str]:
    """A report whose lead task has taken these steps; its clock of handling and the task."""
    made = await verified(client, settings)
    assigned = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, {"trigger": "assign", "tasks": [LEAD]})
    task = assigned.json()["tasks"][0]["id"]
    for version, step in enumerate(steps, 1):
        answer = await fire(client, settings, TONO, f"/tasks/{task}", version, step)
        assert answer.status_code == 200, answer.text
    return clocks(made)["handling"]["id"], task


TO_WAITING = ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "wait", "reason": "Saksi di luar kota"})


async def test_no_clock_of_today_s_law_stands_still_while_the_lead_waits(
    client: Any, settings: Settings, admin: Any
) -> None:
    """docs/domain.md, "The task": "None of the laws read so far does."."""
    clock, _ = await _worked(client, settings, *TO_WAITING)
    assert (await read(client, settings, f"/clocks/{clock}"))["paused_at"] is None
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action LIKE 'clock.%'") == 0


@pytest.mark.parametrize(
    "end",
    [{"trigger": "resume"}, {"trigger": "withdraw", "reason": "Ditarik"}],
    ids=["goes on", "is taken from its agency"],
)
async def test_a_clock_that_the_law_lets_pause_stands_still_while_the_lead_waits(
    client: Any, settings: Settings, admin: Any, end: dict[str, Any]
) -> None:
    put_in_force(client, law_with("id/2027-01-1", pauses=True))
    clock, task = await _worked(client, settings, *TO_WAITING)
    waiting = await read(client, settings, f"/clocks/{clock}")
    assert waiting["paused_at"] == waiting["pauses"][0]["paused_at"]
    assert waiting["pauses"][0]["resumed_at"] is None
    assert "still does" in waiting["explanations"]["en"]
    # Three days pass: what was reckoned is moved back by as much.
    await admin.execute(
        "UPDATE clock SET started_at = started_at - interval '3 days', due_at = due_at - interval '3 days',"
        " paused_at = paused_at - interval '3 days' WHERE id = $1",
        UUID(clock),
    )
    answer = await fire(client, settings, DESK if end["trigger"] == "withdraw" else TONO, f"/tasks/{task}", 4, end)
    assert answer.status_code == 200, answer.text
    running = await read(client, settings, f"/clocks/{clock}")
    assert (running["paused_at"], running["due_at"]) == (None, waiting["due_at"])
    assert running["pauses"][0]["resumed_at"] is not None
    assert await admin.fetchval("SELECT paused_s FROM clock WHERE id = $1", UUID(clock)) >= 3 * 86_400
    events = await admin.fetch("SELECT action, actor_role FROM audit_event WHERE action LIKE 'clock.%' ORDER BY seq")
    assert [tuple(event) for event in events] == [("clock.paused", "system"), ("clock.resumed", "system")]


async def test_a_support_task_that_waits_pauses_nothing(client: Any, settings: Settings, admin: Any) -> None:
    put_in_force(client, law_with("id/2027-01-1", pauses=True))
    made = await verified(client, settings)
    support = {"agency": "kejari", "role": "support", "kind": "information"}
    body = {"trigger": "assign", "tasks": [LEAD, support]}
    assigned = (await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)).json()
    task = next(one["id"] for one in assigned["tasks"] if one["agency"] == "kejari")
    for version, step in enumerate(TO_WAITING, 1):
        answer = await fire(client, settings, (OFFICER, "kejari", "Bayu"), f"/tasks/{task}", version, step)
        assert answer.status_code == 200, answer.text
    assert await admin.fetchval("SELECT count(*) FROM clock WHERE paused_at IS NOT NULL") == 0


async def test_a_clock_keeps_each_reading_until_its_extension_settles_it(client: Any, settings: Settings) -> None:
    made = await report(client, settings, election="pemilu-2024", **COUNTER)
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    clock = clocks(answer.json())["handling"]
    found = await read(client, settings, f"/clocks/{clock['id']}")
    assert {each["length"] for each in found["readings"]} == {"7cd", "7wd"}
    assert found["due_at"] == min(each["due_at"] for each in found["readings"]) == clock["due_at"]
    history = (await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, DESK))).json()["items"]
    (started,) = [each for item in history for each in item["data"].get("legal_clocks", []) if "readings" in each]
    assert [each.split()[0] for each in started["readings"]] == [each["length"] for each in found["readings"]]
    assert (await extend(client, settings, clock["id"], body=MORE)).status_code == 200
    longer = await read(client, settings, f"/clocks/{clock['id']}")
    assert (longer["length"], longer["day_kind"], longer["readings"]) == ("14wd", "working_days", [])
    assert clocks(await read(client, settings, f"/reports/{made['id']}"))["handling"]["day_kind"] == "working_days"


async def test_a_preview_answers_before_anyone_commits_to_it(client: Any, settings: Settings) -> None:
    asked = {"regime": "pemilu", "step": "handling", "start": "2024-02-07T10:00:00+07:00"}
    sent = headers(settings, AUDITOR) | {"Accept-Language": "id"}
    found = (await client.get(PREVIEW, params=asked, headers=sent)).json()
    assert (found["due_at"], found["length"], found["extends_to"]) == ("2024-02-14T16:59:59Z", "7cd", "14wd")
    assert [(each["length"], each["due_at"]) for each in found["readings"]] == [
        ("7cd", "2024-02-14T16:59:59Z"),
        ("7wd", "2024-02-21T16:59:59Z"),
    ]
    assert (found["basis"], found["status"]) == ("UU 7/2017 Pasal 454(7)(8)", "to_confirm")
    assert found["explanation"].startswith("Jatuh tempo Rabu, 14 Februari 2024")
    longer = (await client.get(PREVIEW, params=asked | {"extended": "true"}, headers=sent)).json()
    assert (longer["due_at"], longer["length"], longer["extended"]) == ("2024-03-01T16:59:59Z", "14wd", True)


@pytest.mark.parametrize(
    ("changes", "parameter", "code"),
    [
        ({"regime": "pilkades"}, "step", "no_limit"),
        ({"regime": "pilkada", "step": "execute_decision"}, "step", "no_limit"),
        ({"start": "2010-01-01T00:00:00Z"}, "step", "no_limit"),
        ({"start": "2100-06-01T00:00:00Z"}, "start", "out_of_calendar"),
        ({"step": "investigation", "extended": "true"}, "extended", "no_extension"),
        ({"start": "2024-02-07T10:00:00"}, "start", "invalid"),
    ],
)
async def test_a_preview_of_what_no_law_knows_is_refused_by_name(
    client: Any, settings: Settings, changes: dict[str, str], parameter: str, code: str
) -> None:
    asked = {"regime": "pemilu", "step": "handling", "start": "2024-02-07T10:00:00Z"} | changes
    answer = await client.get(PREVIEW, params=asked, headers=headers(settings, DESK))
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, parameter, code)


async def test_the_policy_in_force_is_read_as_json_and_as_tables(client: Any, settings: Settings) -> None:
    policy = load_policies().of("33.05")
    found = await read(client, settings, "/policy", DESK)
    assert [rule["id"] for rule in found["rules"]] == [rule.id for rule in policy.rules]
    assert [row["rule"] for row in found["legal_clocks"]] == [row.id for row in policy.law.clocks]
    assert (found["version"], found["law_version"]) == (policy.version, policy.law.version)
    for language, words in (("en", "legal clocks"), ("id", "batas waktu hukum")):
        sent = headers(settings, DESK) | {"Accept": "text/plain", "Accept-Language": language}
        answer = await client.get(f"{P}/policy", headers=sent)
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert f"{policy.law.version}: {words}\n" in answer.text


@pytest.mark.parametrize(
    ("accept", "text"),
    [
        ("text/plain", True),
        ("text/plain, application/json;q=0.9", True),
        ("application/json, text/plain", False),
        ("text/plain;q=0.1, application/json", False),
        ("text/html, text/plain;q=0", False),
        ("*/*", False),
    ],
)
async def test_plain_text_is_answered_when_it_is_preferred(
    client: Any, settings: Settings, accept: str, *, text: bool
) -> None:
    answer = await client.get(f"{P}/policy", headers=headers(settings, DESK) | {"Accept": accept})
    assert answer.headers["Content-Type"].startswith("text/plain" if text else "application/json")


async def test_the_application_role_cannot_rewrite_what_a_clock_remembers(
    client: Any, settings: Settings, postgres: Any, database: str
) -> None:
    clock = await handling(client, settings)
    app = await asyncpg.connect(postgres.url("tindak_app", database))
    for column in ("started_at", "rule", "law_version", "basis", "status", "extends_to", "pauses", "kind", "family"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(f"UPDATE clock SET {column} = {column} WHERE id = $1", UUID(clock["id"]))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("DELETE FROM clock")
    await app.close()


@pytest.mark.parametrize(
    "change",
    [
        "law_version = NULL",
        "regime = NULL",
        "whose = NULL",
        "family = 'service'",
        "extended = true, extends_to = NULL",
        "paused_at = now()",
        "paused_s = 5",
        "pauses = true, paused_s = -1",
        "day_kind = 'weeks'",
        "kind = 'adjudication'",
    ],
)
async def test_the_database_refuses_a_clock_that_contradicts_itself(
    client: Any, settings: Settings, admin: Any, change: str
) -> None:
    clock = await handling(client, settings)
    with pytest.raises(asyncpg.CheckViolationError):
        await admin.execute(f"UPDATE clock SET {change} WHERE id = $1", UUID(clock["id"]))


async def test_there_is_no_way_back_once_a_legal_clock_was_started(
    client: Any, settings: Settings, postgres: Any, database: str
) -> None:
    await report(client, settings)
    with pytest.raises(Exception, match="values that violate the new constraint"):
        await to_thread(command.downgrade, alembic_config(postgres.url("postgres", database)), "0006")


async def test_what_is_handed_in_ends_at_the_counter_in_the_report_the_clock_and_its_event(
    client: Any, settings: Settings
) -> None:
    """Pilkada, known on Sunday 6 October 2024: seven days later is Sunday 13, and the counter last closes on Friday 11.

    By one source at 16:00, by another at 16:30: the earlier.
    """
    known = {"occurred_at": "2024-10-05T10:00:00+07:00", "known_at": "2024-10-06T10:00:00+07:00"}
    made = await report(client, settings, **known, **COUNTER)
    clock = clocks(made)["lodge_report"]
    assert (clock["due_at"], clock["counter_end"]) == ("2024-10-13T16:59:59Z", "2024-10-11T09:00:00Z")
    assert clocks(await read(client, settings, f"/reports/{made['id']}"))["lodge_report"] == clock
    found = await read(client, settings, f"/clocks/{clock['id']}")
    assert found["counter_end"] == clock["counter_end"]
    assert "until Friday 11 October 2024 at 16:00:00 WIB" in found["explanations"]["en"]
    assert "sampai Jumat, 11 Oktober 2024 pukul 16.00.00 WIB" in found["explanations"]["id"]
    rests_on = "Perbawaslu 8/2020 jo. Perbawaslu 9/2024"
    assert (
        f"the earlier counts: Friday 11 October 2024 at 16:00:00 WIB ({rests_on}; a member of Bawaslu, October 2024), "
        f"Friday 11 October 2024 at 16:30:00 WIB ({rests_on}; Bawaslu Karawang, October 2024)"
    ) in found["explanations"]["en"]
    assert f"pukul 16.30.00 WIB ({rests_on}; Bawaslu Karawang, Oktober 2024)" in found["explanations"]["id"]
    history = (await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, DESK))).json()["items"]
    told = [each for item in history for each in item["data"].get("legal_clocks", [])]
    assert {each["rule"]: each.get("counter_end") for each in told} == {
        "pilkada/lodge_report": "2024-10-11T09:00:00.000000Z",
        "pilkada/initial_study": None,
        "pilkada/handling": None,
    }
    service = [each for each in made["clocks"] if each["family"] == "service"]
    assert {each["counter_end"] for each in service} == {None}


async def test_a_preview_tells_the_counters_end_by_the_election_that_goes_on_then(
    client: Any, settings: Settings
) -> None:
    """Known on Sunday 17 November 2024: seven days later is the first quiet day. A year later the Friday before."""
    asked = {"regime": "pilkada", "step": "lodge_report"}
    ends = {"2024-11-17T10:00:00+07:00": "2024-11-24T16:59:59Z", "2025-11-16T10:00:00+07:00": "2025-11-21T09:00:00Z"}
    for start, end in ends.items():
        found = await client.get(PREVIEW, params=asked | {"start": start}, headers=headers(settings, AUDITOR))
        assert found.json()["counter_end"] == end
    asked["step"] = "handling"
    found = await client.get(PREVIEW, params=asked | {"start": start}, headers=headers(settings, AUDITOR))
    assert found.json()["counter_end"] is None


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        # Known on Friday 11 October 2024: Friday 18, by two sources until 16:00 or 16:30.
        ("2024-10-11T10:00:00+07:00", "2024-10-18T09:00:00Z", 2),
        # Known on Monday 14: Monday 21, until 16:00 by both.
        ("2024-10-14T10:00:00+07:00", "2024-10-21T09:00:00Z", 1),
        # Known on Friday 13 September: Friday 20, under 8/2020, which closes at 16:00 on Fridays too.
        ("2024-09-13T10:00:00+07:00", "2024-09-20T09:00:00Z", 1),
    ],
)
async def test_a_preview_tells_both_hours_where_two_are_said_to_close_the_counter(
    start: str, end: str, told: int, client: Any, settings: Settings
) -> None:
    asked = {"regime": "pilkada", "step": "lodge_report", "start": start}
    found = (await client.get(PREVIEW, params=asked, headers=headers(settings, AUDITOR))).json()
    assert found["counter_end"] == end
    assert ("at 16:30:00 WIB" in found["explanations"]["en"]) is (told > 1)
    assert ("dua jam tutup" in found["explanations"]["id"]) is (told > 1)


async def test_a_kept_clock_wakes_for_its_first_warning_by_the_counters_end(
    client: Any, settings: Settings, admin: Any
) -> None:
    policy = load_policies().of("33.05")
    opening = {"moment": "registered", "sets": ["criminal"], "steps": ["complete_report"], "led_by": None}
    beside = {name: msgspec.to_builtins(getattr(policy.law, name)) for name in ("clocks", "openings", "counters")}
    beside["openings"] = [*beside["openings"], opening]
    beside["regimes"] = list(policy.law.regimes.values())
    put_in_force(client, parse_law(msgspec.json.encode({"version": "id/2026-11-9", **beside}), "test.json"))
    made = await report(client, settings, election="pemilu-2024", **COUNTER)
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    shown = clocks(answer.json())["complete_report"]
    kept = await admin.fetchrow("SELECT started_at, due_at, counter_end, next_at FROM clock WHERE id = $1", shown["id"])
    local = kept["counter_end"].astimezone(policy.zone)
    assert (local.date(), local.minute) == (kept["due_at"].astimezone(policy.zone).date(), 30 * (local.weekday() == 4))
    assert local.hour == 16
    assert kept["next_at"] - kept["started_at"] == (kept["counter_end"] - kept["started_at"]) / 2
    assert datetime.fromisoformat(shown["counter_end"]) == kept["counter_end"]
