"""A notice of status is an event with its exact text, language, channel and time; who received it is sealed."""

import json
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KODIM,
    KPU,
    LEAD,
    POLRES,
    SARI,
    SUPERVISOR,
    TONO,
    WATI,
    P,
    fire,
    headers,
    report,
    verified,
)
from tests.edge.contract.serving import served
from tests.features.erasures.scan import places
from tests.features.notices.telling import BODY, RECIPIENT, get, notices, send, sent, unseal
from workflows.codes.people import Role

WORDS = list(RECIPIENT.values())


async def test_a_notice_is_kept_with_its_exact_text_and_time(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Notices": "A notice of status is therefore an event with its exact words"."""
    made = await verified(client, settings)
    when, text = "2026-11-24T08:30:00+07:00", "  Status: diregistrasi «33.05» 🟥  "
    made_at = {"sent_at": made["reported_at"]}
    answer = await sent(client, settings, made, text=text, language="en", channel="message", **made_at)
    (found,) = (await notices(client, settings, made))["items"]
    assert found == {name: value for name, value in answer.items() if name != "receipt"}
    assert (found["text"], found["language"], found["channel"]) == (text.strip(), "en", "message")
    assert found["sent_at"] == made["reported_at"]
    (event,) = [e for e in await history(client, settings, made) if e["action"] == "notice.sent"]
    assert event["data"]["notice"] == found["id"]
    assert [(each["field"], each["content"]) for each in event["texts"]] == [("notice", text.strip())]
    assert (event["event"], event["actor"]["person"]) == (found["event"], found["sent_by"]["person"])
    refused = await send(client, settings, made, sent_at=when.replace("2026", "2016"))
    assert (refused.status_code, refused.json()["code"]) == (422, "before_the_report")


async def history(client: Any, settings: Settings, made: Any, who: Any = DESK) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await get(client, settings, f"/reports/{made['id']}/history", who))["items"]
    return found


@pytest.mark.parametrize("classification", ["ordinary", "secret"])
@pytest.mark.parametrize("reporter", [{"name": "Pelapor Rahasia"}, None])
async def test_the_recipient_stands_in_no_table_in_clear(
    client: Any, settings: Settings, admin: Any, classification: str, reporter: Any
) -> None:
    """docs/domain.md, "Who may read a report": "no list, history, event, export or log shows who reported"."""
    made = await report(client, settings, classification=classification, reporter=reporter)
    await sent(client, settings, made, DESK, recipient=RECIPIENT)
    assert await places(admin, WORDS) == set()
    assert await admin.fetchval("SELECT count(*) FROM report_key") == 1
    bare = "SELECT count(*) FROM idempotency WHERE key LIKE 'named%' AND NOT sealed"
    assert await admin.fetchval(bare) == 0  # nor a fingerprint of the request, by which it could be guessed
    assert await admin.fetchval("SELECT count(*) FROM sealed_recipient WHERE sealed IS NOT NULL") == 1


async def test_no_answer_shows_the_recipient(client: Any, settings: Settings) -> None:
    made = await verified(client, settings, classification="ordinary")
    told = headers(settings, SARI)
    path = f"{P}/reports/{made['id']}/notices"
    answers = [await client.post(path, json=BODY | {"recipient": RECIPIENT}, headers=told) for _ in range(2)]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    shown = []
    for who in (DESK, SARI, TONO, POLRES, AUDITOR, KODIM):
        of_it = [f"/reports/{made['id']}{of}" for of in ("", "/notices", "/history", "/erasures")]
        lists = ["/reports", "/events", "/summary", "/notices/owed", "/tasks"]
        shown += [await client.get(P + path, headers=headers(settings, who)) for path in (*of_it, *lists)]
    wrong = BODY | {"recipient": RECIPIENT | {"telepon": "1"}, "channel": "website"}
    assert {answer.status_code for answer in shown} == {200}
    refused = [await client.post(path, json=each, headers=headers(settings, SARI)) for each in (wrong, RECIPIENT)]
    assert {answer.status_code for answer in refused} == {422}
    assert not [one.text for one in (*answers, *shown, *refused) for word in WORDS if word in one.text]
    (found,) = (await notices(client, settings, made))["items"]
    assert found["recipient"] == {"named": True, "sealed": True}


async def test_no_log_shows_the_recipient(settings: Settings) -> None:
    chatty = settings.model_copy(update={"log_level": "debug"})
    with served(chatty) as (address, _):
        import httpx  # noqa: PLC0415 - only here

        async with httpx.AsyncClient(base_url=address) as client:
            made = await verified(client, settings)
            await sent(client, settings, made, recipient=RECIPIENT)
            assert (await unseal(client, settings, made, "0" * 8 + "-0000-4000-8000-000000000000")).status_code == 404
            await send(client, settings, made, recipient=RECIPIENT, channel="website")
    said = (settings.home / "api.log").read_text()
    assert "notices" in said
    assert not [word for word in WORDS if word in said]


async def test_one_supervisor_is_shown_the_recipient_for_a_reason_that_is_kept(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Who may read a report": "takes a supervisor of the lead, a reason, and leaves an event"."""
    made = await verified(client, settings)
    notice = (await sent(client, settings, made, recipient=RECIPIENT))["id"]
    for who in (SARI, DESK, AUDITOR):
        assert (await unseal(client, settings, made, notice, who)).status_code == 403
    answer = await unseal(client, settings, made, notice)
    assert (answer.status_code, answer.json()["recipient"]) == (200, RECIPIENT)
    last = (await history(client, settings, made))[-1]
    assert (last["action"], last["data"], last["event"]) == (
        "recipient.unsealed",
        {"notice": notice},
        answer.json()["receipt"]["event"],
    )
    assert last["texts"][0]["content"] == "Keluhan penerima"


async def test_where_nobody_is_named_nobody_is_shown(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    notice = await sent(client, settings, made)
    assert notice["recipient"] == {"named": False, "sealed": False}
    answer = await unseal(client, settings, made, notice["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "recipient_unnamed")
    other = await verified(client, settings)
    assert (await unseal(client, settings, other, notice["id"])).status_code == 404
    anonymous = await verified(client, settings, reporter=None)
    answer = await send(client, settings, anonymous)
    assert (answer.status_code, answer.json()["code"]) == (422, "recipient_required")


async def test_the_notice_that_closes_a_report_is_a_notice_like_any_other(client: Any, settings: Settings) -> None:
    made = await closed(client, settings)
    (found,) = (await notices(client, settings, made, DESK))["items"]
    assert (found["text"], found["audience"], found["occasion"], found["channel"]) == (
        "Status laporan: ditindaklanjuti",
        "reporter",
        "closed",
        None,
    )
    last = (await history(client, settings, made))[-1]
    assert last["action"] == "report.closed"
    assert (last["event"], last["data"]["notice"]["notice"]) == (found["event"], found["id"])


async def closed(client: Any, settings: Settings, **notice: Any) -> dict[str, Any]:
    made = await verified(client, settings)
    path = f"/reports/{made['id']}"
    task = (await fire(client, settings, DESK, path, 2, {"trigger": "assign", "tasks": [LEAD]})).json()["tasks"][0]
    for version, body in enumerate(
        ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"}), start=1
    ):
        assert (await fire(client, settings, SARI, f"/tasks/{task['id']}", version, body)).status_code == 200
    told = notice or {"sent": True, "text": "Status laporan: ditindaklanjuti"}
    found = await get(client, settings, path, DESK)
    close = {"trigger": "close", "outcome": "resolved", "notice": told}
    answer = await fire(client, settings, WATI, path, found["version"], close)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_secret_reports_notices_are_listed_without_their_words_to_who_may_not_read_them(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, classification="secret")
    await sent(client, settings, made, TONO, text="Kabarsangatrahasia", recipient=RECIPIENT)
    assert await places(admin, ["Kabarsangatrahasia", *WORDS]) == set()
    for who, text in ((TONO, "Kabarsangatrahasia"), (DESK, None), (AUDITOR, None)):
        (found,) = (await notices(client, settings, made, who))["items"]
        assert (found["text"], found["audience"]) == (text, "reporter")
    assert (await unseal(client, settings, made, found["id"])).json()["recipient"] == RECIPIENT
    for who in (KPU, SARI, KODIM):
        await get(client, settings, f"/reports/{made['id']}/notices", who, 404)
    public = await send(client, settings, made, DESK, audience="public", channel="website")
    assert (public.status_code, public.json()["code"]) == (409, "secret_not_public")


async def test_a_report_that_becomes_secret_conceals_what_was_told(client: Any, settings: Settings, admin: Any) -> None:
    made = await verified(client, settings)
    await sent(client, settings, made, text="Kabarsangatbiasa", recipient=RECIPIENT)
    assert "report_text.content" in await places(admin, ["Kabarsangatbiasa"])
    body = {"classification": "secret", "reason": "Saksi terancam"}
    await client.patch(f"{P}/reports/{made['id']}", json=body, headers=headers(settings, TONO, match=2))
    assert await places(admin, ["Kabarsangatbiasa", *WORDS]) == set()
    (found,) = (await notices(client, settings, made, TONO))["items"]
    assert found["text"] == "Kabarsangatbiasa"
    assert (await unseal(client, settings, made, found["id"])).json()["recipient"] == RECIPIENT


async def test_notices_come_oldest_first_and_page_by_page(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    told = [(await sent(client, settings, made, text=f"Kabar {n}"))["id"] for n in range(3)]
    path = f"/reports/{made['id']}/notices?limit=2"
    first = await get(client, settings, path)
    rest = await get(client, settings, f"{path}&cursor={first['next_cursor']}")
    assert [item["id"] for item in (*first["items"], *rest["items"])] == told
    assert rest["next_cursor"] is None


async def test_a_stale_if_match_is_refused_and_a_repetition_answered_as_before(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    path = f"{P}/reports/{made['id']}/notices"
    assert (await client.post(path, json=BODY, headers=headers(settings, SARI, match=1))).status_code == 412
    told = headers(settings, SARI, match=2)
    first, again = [await client.post(path, json=BODY, headers=told) for _ in range(2)]
    assert (first.status_code, first.headers["ETag"]) == (201, '"2"')
    assert (again.content, again.headers["Idempotency-Replayed"]) == (first.content, "true")
    assert len((await notices(client, settings, made))["items"]) == 1


async def test_a_template_is_sent_as_it_was_rendered_and_stays_so(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    found = await get(client, settings, "/notice-templates")
    assert {template["code"] for template in found["templates"]} >= {"registered_reporter", "status_public"}
    assert {rule["status"] for rule in found["owed"]} == {"to_confirm"}
    told = await sent(client, settings, made, text=None, template="registered_reporter")
    assert (told["template"], told["template_version"]) == ("registered_reporter", found["policy_version"])
    assert made["register_number"] in told["text"]
    body = {"category": "black_campaign", "reason": "Kajian awal"}
    answer = await client.patch(f"{P}/reports/{made['id']}", json=body, headers=headers(settings, SARI, match=2))
    assert answer.status_code == 200, answer.text
    (kept,) = (await notices(client, settings, made))["items"]
    assert kept["text"] == told["text"]
    assert "Politik uang" in kept["text"]


async def test_nothing_is_written_of_a_notice_that_is_refused(client: Any, settings: Settings, admin: Any) -> None:
    made = await verified(client, settings)
    count = "SELECT count(*) FROM audit_event"
    before = await admin.fetchval(count)
    for body, code in (
        ({"text": None}, "text_or_template"),
        ({"audience": "public", "channel": "letter"}, "channel_not_for_audience"),
        ({"text": None, "template": "closed_reporter"}, "template_fact_missing"),
    ):
        answer = await send(client, settings, made, **body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), json.dumps(body)
    assert (await send(client, settings, made, (SUPERVISOR, "kpu", "Nur"))).status_code == 404
    assert (await send(client, settings, made, (Role.INTEGRATOR, "bawaslu", "Mesin"))).status_code == 403
    assert await admin.fetchval(count) == before
