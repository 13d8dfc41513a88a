"""A receiver that asks for a pause has it, at every endpoint of its host; each event has its own three days."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from standardwebhooks import Webhook

from service.edge.settings import Settings
from service.edge.targets import Allowed, networks_of, ports_of
from service.features.webhooks import sending
from service.features.webhooks.connecting import in_turn
from service.features.webhooks.sending import CheckedNetwork
from tests.edge.api.story import ADMIN, DESK
from tests.edge.contract.document import validator
from tests.faults.processes import until
from tests.features.webhooks.desk import Hooks, delivering
from tests.features.webhooks.receiver import Answer, Receiver, receiving
from tests.features.webhooks.test_delivering import PAYLOAD
from workflows.codes.people import Role

LOOKS_S = 1.5
"""For so long the worker goes on looking for what is due, six times."""


@pytest.mark.usefixtures("quick")
async def test_who_says_when_to_come_again_is_left_alone_until_then_at_every_endpoint_of_its_host(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any
) -> None:
    receiver.behave = lambda _: Answer(status=503, headers="Retry-After: 600\r\n")
    async with receiving() as other:  # the same host, another port and another owner
        first, second = await hooks.make(receiver.url), await hooks.make(other.url.replace("/hook", "/other"))
        await hooks.happen(0)
        async with delivering(settings):
            await until(lambda: _tried(hooks, first), "it is tried")
            other.got.clear()
            await hooks.happen(0)
            await asyncio.sleep(LOOKS_S)
            assert (len(receiver.got), other.got) == (1, [])
            (one,) = [found for found in await hooks.deliveries(first) if found["tries"]]
            wait = datetime.fromisoformat(one["next_at"]) - datetime.now(UTC)
            assert timedelta(minutes=9) < wait <= timedelta(minutes=10)
            receiver.behave = lambda _: Answer()
            await admin.execute("UPDATE webhook_host SET spared_until = now()")
            await admin.execute("UPDATE webhook_delivery SET next_at = now() WHERE state = 'pending'")
            await hooks.settled(first, 2)
            await hooks.settled(second, 2)
        assert len(other.got) >= 1


async def _tried(hooks: Hooks, made: Any) -> bool:
    return any(one["tries"] for one in await hooks.deliveries(made))


@pytest.mark.usefixtures("quick")
async def test_an_event_that_waited_behind_another_has_its_own_three_days(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any
) -> None:
    """It became a delivery long ago and was never tried: its first failure is not its last."""
    made = await hooks.make(receiver.url)
    receiver.behave = lambda _: Answer(status=500)
    await hooks.ask("PATCH", f"/{made['id']}", body={"enabled": True}, match=1)
    await hooks.happen(0)
    async with delivering(settings):
        await until(lambda: _tried(hooks, made), "it is tried")
    await admin.execute(
        "UPDATE webhook_delivery SET first_at = now() - interval '4 days', attempts = 0, tries = '[]', next_at = now()"
    )
    async with delivering(settings):
        await until(lambda: _tried(hooks, made), "it is tried")
        (one,) = await hooks.deliveries(made)
        assert one["state"] == "pending"
        assert datetime.now(UTC) - datetime.fromisoformat(one["first_at"]) < timedelta(hours=1)


async def test_what_waits_for_a_deleted_endpoint_ends_with_it(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any
) -> None:
    made = await hooks.make(receiver.url)
    receiver.behave = lambda _: Answer(status=500)
    await hooks.happen(0, 0)
    async with delivering(settings):
        await until(lambda: _tried(hooks, made), "it is tried")
    assert (await hooks.ask("DELETE", f"/{made['id']}")).status_code == 200
    rows = await admin.fetch("SELECT state, next_at, settled_at FROM webhook_delivery")
    assert rows
    assert {(row["state"], row["next_at"]) for row in rows} == {("withheld", None)}
    assert all(row["settled_at"] for row in rows)


async def test_an_address_that_hangs_does_not_keep_from_the_one_that_answers(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address neither answers nor refuses: its queue of connections is full, so that the kernel is silent."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.2", receiver.port))
        deaf.listen(0)
        loop = asyncio.get_running_loop()
        filling = [socket.socket() for _ in range(4)]
        for one in filling:
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())

        async def getaddrinfo(_self: Any, _host: Any, port: int, **_: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("127.0.0.2", "127.0.0.1")]

        monkeypatch.setattr(type(loop), "getaddrinfo", getaddrinfo)
        network = CheckedNetwork(Allowed(networks_of("127.0.0.0/8"), ports_of("1-65535")))
        async with asyncio.timeout(sending.WITHIN_S - 5):
            made = await network.connect_tcp("hooks.example.org", receiver.port)
        assert made.get_extra_info("server_addr")[0] == "127.0.0.1"
        await made.aclose()
        for one in filling:
            one.close()


def test_the_families_of_addresses_are_tried_in_turn() -> None:
    found = [ip_address(one) for one in ("2606:4700::1", "2606:4700::2", "2606:4700::1", "1.1.1.1", "1.0.0.1")]
    assert [str(one) for one in in_turn(found)] == ["2606:4700::1", "1.1.1.1", "2606:4700::2", "1.0.0.1"]


async def test_every_reason_against_an_address_is_told_at_once(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks.client.app.state.webhooks, "_allowed", Allowed())
    for url, codes in (
        ("http://127.0.0.1:9000/hook", ["target_port_refused", "target_refused", "target_not_https"]),
        ("https://127.0.0.1/hook", ["target_refused"]),
        ("https://8.8.8.8:9000/hook", ["target_port_refused"]),
        ("http://8.8.8.8:443/hook", ["target_not_https"]),
        ("https://no-such-host.invalid:9000/", ["target_port_refused", "target_unresolvable"]),
    ):
        answer = await hooks.ask("POST", "", body={"url": url, "actions": ["*"]})
        assert [one["code"] for one in answer.json()["errors"]] == codes, url
        assert len({one["detail"] for one in answer.json()["errors"]}) == len(codes)


async def test_a_test_is_posted_signed_at_once_and_leaves_neither_event_nor_delivery(
    hooks: Hooks, receiver: Receiver, admin: Any
) -> None:
    made = await hooks.make(receiver.url)
    events = await admin.fetchval("SELECT count(*) FROM audit_event")
    await hooks.ask("PATCH", f"/{made['id']}", body={"enabled": False}, match=1)
    paused = await admin.fetchval("SELECT count(*) FROM audit_event")
    answer = (await hooks.ask("POST", f"/{made['id']}/test")).json()
    (got,) = receiver.got
    assert Webhook(made["secret"]).verify(got.body, got.headers) == answer["request"]
    assert (answer["delivered"], answer["tried"]["status"], answer["tried"]["error"]) == (True, 204, None)
    assert (got.event["type"], got.headers["webhook-id"]) == ("tindak.webhook.tested", answer["request"]["id"])
    assert not list(validator(PAYLOAD).iter_errors(got.event))
    assert "subject" not in got.event
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == paused == events + 1
    assert await hooks.deliveries(made) == []


async def test_a_test_says_what_went_wrong_and_a_host_that_asked_for_a_pause_is_spared_by_it_too(
    hooks: Hooks, receiver: Receiver
) -> None:
    made, gone = await hooks.make(receiver.url), await hooks.make("http://127.0.0.2:9/hook")
    told = (await hooks.ask("POST", f"/{gone['id']}/test")).json()
    assert (told["delivered"], told["tried"]["status"], told["tried"]["error"]) == (False, None, "unreachable")
    receiver.behave = lambda _: Answer(status=429, headers="Retry-After: 60\r\n", body="langsam")
    told = (await hooks.ask("POST", f"/{made['id']}/test")).json()
    assert (told["delivered"], told["tried"]["status"], told["tried"]["answer"]) == (False, 429, "langsam")
    told = (await hooks.ask("POST", f"/{made['id']}/test")).json()
    assert (told["delivered"], told["tried"]["error"], len(receiver.got)) == (False, "host_spared", 1)
    receiver.behave = lambda _: Answer(status=410)
    assert (await hooks.ask("GET", f"/{made['id']}")).json()["state"] == "enabled"


@pytest.mark.parametrize("asked", [f"Sun, 06 Nov 2044 08:49:37 +{'9' * 19}", "Sun, 06 Nov 99999999999999 08:49:37 GMT"])
async def test_a_pause_that_cannot_be_read_is_none_and_the_try_is_kept(
    asked: str, hooks: Hooks, settings: Settings, receiver: Receiver
) -> None:
    made = await hooks.make(receiver.url)
    receiver.behave = lambda _: Answer(status=503, headers=f"Retry-After: {asked}\r\n")
    told = (await hooks.ask("POST", f"/{made['id']}/test")).json()
    assert (told["delivered"], told["tried"]["status"], told["tried"]["error"]) == (False, 503, None)
    await hooks.happen(0)
    async with delivering(settings):
        await until(lambda: _tried(hooks, made), "it is tried")
    (one,) = [found for found in await hooks.deliveries(made) if found["tries"]]
    assert (one["tries"][0]["status"], one["tries"][0]["error"]) == (503, None)


async def test_a_test_is_for_the_owner_of_an_endpoint_that_has_not_ended(hooks: Hooks, receiver: Receiver) -> None:
    made = await hooks.make(receiver.url, DESK)
    assert (await hooks.ask("POST", f"/{made['id']}/test")).status_code == 404  # another's
    assert (await hooks.ask("POST", f"/{made['id']}/test", ADMIN)).status_code == 403
    await hooks.seen_as(Role.SUPERVISOR, DESK)
    ended = await hooks.ask("POST", f"/{made['id']}/test", (Role.SUPERVISOR, *DESK[1:]))
    assert (ended.status_code, ended.json()["code"]) == (409, "webhook_ended")
    assert receiver.got == []
