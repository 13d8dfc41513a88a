"""What is posted, to whom, in which order, and what becomes of it when the receiver does not take it."""

import asyncio
import json
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from service.edge import background
from service.edge.settings import Settings
from service.features.webhooks import sending
from service.features.webhooks.claimed_deliveries import Claims
from service.features.webhooks.fanout import fan_out
from service.storage.db.pool import Database
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import DESK, KODIM, P, headers, report
from tests.edge.contract.document import DOCUMENT, validator
from tests.faults.processes import until, until_so
from tests.features.api_keys import showing
from tests.features.webhooks.desk import Hooks, delivering
from tests.features.webhooks.receiver import Answer, Got, Receiver
from workflows.codes.people import Role
from workflows.decisions.machines import redelivery

PAYLOAD = DOCUMENT["webhooks"]["event"]["post"]["requestBody"]["content"]["application/cloudevents+json"]["schema"]
ACCUSED = (Role.INTEGRATOR, "kpu", "Mesin KPU")
ACCUSING = {"reported_party": {"agency": "kpu", "name": "Anggota"}}
SUPPORT = {"agency": "kodim", "role": "support", "kind": "information", "obligatory": False}


@pytest.mark.parametrize("place", ["may_still_see", "settle"])
@pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError])
async def test_a_delivery_whose_task_fails_is_settled_all_the_same(
    place: str,
    error: type[BaseException],
    hooks: Hooks,
    settings: Settings,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(redelivery, "RETRIES_S", (0,))
    does, left = getattr(Claims, place), [error]

    async def fails_once(*args: Any) -> Any:
        if left:
            raise left.pop()
        return await does(*args)

    monkeypatch.setattr(Claims, place, fails_once)
    made = await hooks.make(receiver.url)
    await hooks.happen(0)
    async with delivering(settings):
        (settled,) = await hooks.settled(made, 1)
    assert not left
    assert settled["state"] == "delivered"


async def test_what_happens_is_posted_signed_thin_and_listed(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any
) -> None:
    made = await hooks.make(receiver.url)
    receiver.behave = lambda _: Answer(200, body="Terima kasih\x00" + "x" * 2000)
    (one,) = await hooks.happen(1)
    task = await hooks.client.post(f"{P}/reports/{one}/tasks", json=SUPPORT, headers=headers(settings, DESK))
    assert task.is_success
    await sequence_all(hooks.worker)
    async with delivering(settings):
        listed = await hooks.settled(made, 3)
    assert receiver.indices == [1, 2, 3]  # 0 is the making of the endpoint itself, which is for auditors
    for got in receiver.got:
        told = Webhook(made["secret"]).verify(got.body, got.headers)
        assert list(validator(PAYLOAD).iter_errors(told)) == []
        assert got.headers["webhook-id"] == told["id"]
        assert got.headers["content-type"] == "application/cloudevents+json"
        assert b"Rahasia" not in got.body
        assert b"person" not in got.body
        with pytest.raises(WebhookVerificationError):
            Webhook(made["secret"]).verify(got.body.replace(b"ordinary", b"") + b" ", got.headers)
    offered = receiver.got[-1].data
    assert (offered["action"], offered["agency"], offered["report"]) == ("task.offered", "kodim", one)
    assert offered["due"] == task.json()["tasks"][0]["due_at"]
    assert [item["leaf_index"] for item in listed] == [3, 2, 1]
    assert listed[0]["request"] == receiver.got[-1].event
    (tried,) = listed[0]["tries"]
    assert (tried["status"], tried["error"], len(tried["answer"])) == (200, None, sending.EXCERPT_CHARACTERS)
    assert "\x00" not in tried["answer"]
    for path in ("", f"/{made['id']}", f"/{made['id']}/deliveries"):
        assert made["secret"] not in (await hooks.ask("GET", path)).text
    rows = json.dumps([str(dict(row)) for row in await admin.fetch("SELECT * FROM webhook, idempotency")])
    assert made["secret"].removeprefix("whsec_") not in rows


async def test_what_happened_to_no_report_is_posted_and_listed_without_a_subject_that_was_kept_as_null(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any
) -> None:
    made = await hooks.make(receiver.url)
    await hooks.happen(1)
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=2, application="tindak-webhooks")
    await database.open()
    assert await fan_out(database, "33.05")
    await database.close()
    null = """replace(convert_from(payload, 'UTF8'), '"subject":"reports/' || report_id || '"', '"subject":null')"""
    await admin.execute(f"UPDATE webhook_delivery SET payload = convert_to({null}, 'UTF8')")
    assert await admin.fetchval("""SELECT bool_and(convert_from(payload, 'UTF8') LIKE '%"subject":null%')
      FROM webhook_delivery""")
    async with delivering(settings):
        await hooks.settled(made, 2)
    posted = [Webhook(made["secret"]).verify(got.body, got.headers) for got in receiver.got]
    assert [one["type"] for one in posted if "subject" not in one] == ["tindak.report.reported", "tindak.report.noted"]
    assert all("subject" not in one["request"] for one in await hooks.deliveries(made))


async def test_only_what_its_owner_may_see_and_asked_for_is_posted_and_less_when_their_sight_narrows(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any, quick: None
) -> None:
    del quick

    async def withheld() -> bool:
        return bool(await admin.fetchval("SELECT EXISTS (SELECT FROM webhook_delivery WHERE state = 'withheld')"))

    made = await hooks.make(receiver.url, ACCUSED, ("report.*",))
    (seen,) = await hooks.happen(1)
    await hooks.happen(1, **ACCUSING)
    (restricted,) = await hooks.happen(1, classification="restricted")
    receiver.behave = lambda _: Answer(503)
    async with delivering(settings):
        await until_so(lambda: receiver.got, "the first is tried")
        wall = {"agency": "kpu", "reason": "Hubungan keluarga"}
        path = f"{P}/reports/{seen}/walls"
        assert (await hooks.client.post(path, json=wall, headers=headers(settings, DESK))).is_success
        receiver.behave = lambda _: Answer()
        await until(withheld, "what the wall hides is withheld")
    assert {got.data["report"] for got in receiver.got} == {seen}
    assert await admin.fetchval("SELECT count(*) FROM webhook_delivery WHERE report_id = $1::uuid", restricted) == 0
    assert await hooks.deliveries(made, ACCUSED) == []  # what was delivered before the wall is hidden by it as well


async def test_a_failing_report_holds_up_its_own_later_events_and_nothing_else(
    hooks: Hooks, settings: Settings, receiver: Receiver, quick: None
) -> None:
    del quick
    made = await hooks.make(receiver.url)
    one, other = await hooks.happen(3, 3)
    fails = {"left": 3}

    def behave(got: Got) -> Answer:
        if got.data["report"] == one and fails["left"]:
            fails["left"] -= 1
            return Answer(500)
        return Answer()

    receiver.behave = behave
    async with delivering(settings):
        listed = await hooks.settled(made, 8)
    for each in (one, other):
        indices = [got.data["leaf_index"] for got in receiver.got if got.data["report"] == each]
        assert indices == sorted(indices)
    first = next(item for item in reversed(listed) if item["report"] == one)
    assert [tried["status"] for tried in first["tries"]] == [500, 500, 500, 204]
    assert (first["attempts"], first["state"]) == (4, "delivered")
    told = [got.data["report"] for got in receiver.got]
    assert told.index(other) < len(told) - 1 - told[::-1].index(one)


async def test_gone_disables_the_endpoint_and_enabling_it_goes_on(
    hooks: Hooks, settings: Settings, receiver: Receiver, quick: None
) -> None:
    del quick
    made = await hooks.make(receiver.url)
    receiver.behave = lambda _: Answer(410)
    await hooks.happen(2)
    async with delivering(settings):
        await hooks.settled(made, 1)
        now = (await hooks.ask("GET", f"/{made['id']}")).json()
        assert (now["state"], now["reason"]) == ("disabled", "gone")
        before = len(receiver.got)
        await hooks.happen(1)
        receiver.behave = lambda _: Answer()
        answer = await hooks.ask("PATCH", f"/{made['id']}", body={"enabled": True}, match=now["version"])
        assert (answer.json()["state"], answer.json()["reason"]) == ("enabled", None)
        listed = await hooks.settled(made, 5)
    assert before == 1
    assert [item["state"] for item in listed] == ["delivered"] * 4 + ["dead"]


@pytest.mark.parametrize("end", ["revoked", "expired"])
async def test_an_endpoint_ends_with_the_key_that_made_it(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any, quick: None, end: str
) -> None:
    del quick
    key = await showing.made(hooks.client, settings, "webhook:make", "event:read", "report:read")
    body = {"url": receiver.url, "actions": ["*"]}
    answer = await hooks.client.post(f"{P}/webhooks", json=body, headers=showing.shown(key["key"]))
    assert answer.status_code == 201, answer.text
    receiver.behave = lambda _: Answer(503)
    await hooks.happen(1)
    async with delivering(settings):
        await until_so(lambda: receiver.got, "the first is tried")
        if end == "revoked":
            assert (await showing.revoke(hooks.client, settings, key)).is_success
        else:
            await admin.execute("UPDATE api_key SET created_at = now() - interval '2 d', expires_at = now()")
        receiver.behave = lambda _: Answer()

        async def ended() -> bool:
            return bool(await admin.fetchval("SELECT state = 'disabled' AND reason = 'key_ended' FROM webhook"))

        await until(ended, "the endpoint is disabled")
        before = len(receiver.got)
        await hooks.happen(1)
        await asyncio.sleep(1)
    assert len(receiver.got) == before
    assert await admin.fetchval("SELECT count(*) FROM webhook_delivery WHERE state = 'delivered'") == 0


async def test_what_is_given_up_is_listed_and_what_comes_after_it_is_tried(
    hooks: Hooks, settings: Settings, receiver: Receiver, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del quick
    monkeypatch.setattr(redelivery, "GIVEN_UP_AFTER", redelivery.timedelta(seconds=0.5))
    made = await hooks.make(receiver.url)
    receiver.behave = lambda got: Answer(500 if got.data["leaf_index"] == 1 else 204)
    await hooks.happen(1)
    async with delivering(settings):
        await hooks.settled(made, 2)
    (dead,) = await hooks.deliveries(made, state="dead")
    assert dead["leaf_index"] == 1
    assert dead["attempts"] == len(dead["tries"]) > 1
    assert receiver.indices[-1] == 2


async def test_who_hangs_or_hangs_up_or_is_not_there_holds_up_nobody_else(
    hooks: Hooks, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "WITHIN_S", 0.5)
    slow = await hooks.make(f"{receiver.url}/slow")
    rude = await hooks.make(f"{receiver.url}/rude")
    away = await hooks.make("http://127.0.0.1:9/hook")
    quick = await hooks.make(receiver.url)
    await hooks.happen(3, 3, 3)
    seen: list[str] = []

    def behave(got: Got) -> Answer | None:
        seen.append(got.headers["webhook-signature"])
        for made, answer in ((slow, Answer(after_s=30)), (rude, None)):
            try:
                Webhook(made["secret"]).verify(got.body, got.headers)
            except WebhookVerificationError:
                continue
            return answer
        return Answer()

    receiver.behave = behave
    async with delivering(settings):
        await hooks.settled(quick, 12)

        async def tried() -> bool:
            return all([any(one["tries"] for one in await hooks.deliveries(made)) for made in (slow, rude, away)])

        await until(tried, "the others were tried")
    errors = []
    for made in (slow, rude, away):
        errors += [next(one["tries"][0]["error"] for one in await hooks.deliveries(made) if one["tries"])]
    assert errors[0] == "timeout"
    assert set(errors[1:]) <= {"unreachable", "answer_malformed"}


async def test_a_redirect_is_a_failure_and_leads_nowhere(
    hooks: Hooks, settings: Settings, receiver: Receiver, quick: None
) -> None:
    del quick
    made = await hooks.make(receiver.url)
    receiver.behave = lambda _: Answer(302, f"Location: http://127.0.0.1:{receiver.port}/inward\r\n")
    await hooks.happen(0)
    async with delivering(settings):
        await until_so(lambda: len(receiver.got) > 2, "it was tried some times")
    (one,) = await hooks.deliveries(made)
    assert {(tried["status"], tried["error"]) for tried in one["tries"]} == {(302, "redirected")}


async def test_both_secrets_sign_until_the_grace_is_over(hooks: Hooks, settings: Settings, receiver: Receiver) -> None:
    made = await hooks.make(receiver.url)
    answer = await hooks.ask("POST", f"/{made['id']}/secret", body={"grace_hours": 1})
    changed = answer.json()
    assert changed["secret"] != made["secret"]
    await hooks.happen(0)
    async with delivering(settings):
        await hooks.settled(made, 1)
        (both,) = receiver.got
        for secret in (made["secret"], changed["secret"]):
            Webhook(secret).verify(both.body, both.headers)
        answer = await hooks.ask("POST", f"/{made['id']}/secret", body={"grace_hours": 0})
        await hooks.happen(0)
        await hooks.settled(made, 2)
    Webhook(answer.json()["secret"]).verify(receiver.got[-1].body, receiver.got[-1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(changed["secret"]).verify(receiver.got[-1].body, receiver.got[-1].headers)


async def test_a_replay_tells_everything_again_under_the_same_identifiers(
    hooks: Hooks, settings: Settings, receiver: Receiver
) -> None:
    await hooks.happen(2)
    made = await hooks.make(receiver.url)
    async with delivering(settings):
        await asyncio.sleep(0.6)
        assert receiver.got == []
        answer = await hooks.ask("POST", f"/{made['id']}/replay", body={"after": -1})
        assert answer.json()["position"] == -1
        await hooks.settled(made, 3)
        first = [got.event["id"] for got in receiver.got]
        await hooks.ask("POST", f"/{made['id']}/replay", body={"after": 0})
        await until_so(lambda: len(receiver.got) >= 5, "all but the first again")
    assert [got.event["id"] for got in receiver.got[3:]] == first[1:]
    beyond = await hooks.ask("POST", f"/{made['id']}/replay", body={"after": 5000})
    assert (beyond.status_code, beyond.json()["errors"][0]["code"]) == (422, "beyond_log")


async def test_two_workers_deliver_everything_once(hooks: Hooks, settings: Settings, receiver: Receiver) -> None:
    made = await hooks.make(receiver.url)
    await hooks.happen(6, 6, 6, 6)
    receiver.behave = lambda _: Answer(after_s=0.02)
    async with delivering(settings, workers=2):
        await hooks.settled(made, 28)
        await asyncio.sleep(0.3)
    assert sorted(receiver.indices) == list(range(1, 29))


async def test_others_find_no_endpoint_and_an_admin_sees_where_data_go_and_may_end_it(
    hooks: Hooks, client: Any, settings: Settings, receiver: Receiver
) -> None:
    made = await hooks.make(receiver.url)
    for who in (DESK, (Role.INTEGRATOR, "diskominfo", "Lain"), (Role.SUPERVISOR, "diskominfo", "Kepala")):
        for method, path, body in (
            ("GET", "", None), ("PATCH", "", {"enabled": False}), ("DELETE", "", None), ("GET", "/deliveries", None),
            ("POST", "/secret", {"grace_hours": 1}), ("POST", "/replay", {"after": -1}),
        ):  # fmt: skip
            answer = await hooks.ask(method, f"/{made['id']}{path}", who, body, 1 if method == "PATCH" else None)
            assert answer.status_code == 404, (who, method, path)
    for who in (KODIM, (Role.AUDITOR, "inspektorat", "Lestari")):
        assert (await hooks.ask("GET", "", who)).status_code == 403
    operator = (Role.ADMIN, "diskominfo", "Operator")
    (listed,) = (await hooks.ask("GET", "", operator)).json()["items"]
    assert listed["url"] == receiver.url
    assert (await hooks.ask("GET", f"/{made['id']}/deliveries", operator)).status_code == 403
    assert (await hooks.ask("DELETE", f"/{made['id']}", operator)).status_code == 200
    assert (await hooks.ask("GET", f"/{made['id']}")).status_code == 404
    assert await report(client, settings)
