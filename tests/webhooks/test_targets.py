"""Where may not be posted to, in every spelling, at the making of an endpoint and at every delivery."""

import asyncio
import socket
from ipaddress import ip_address
from typing import Any

import pytest

from service.settings import Settings, SettingsError, load_settings
from service.webhooks.sending import CheckedNetwork, Sender
from service.webhooks.targets import TargetRefused, is_open, networks_of, parse_target, require_open
from tests.faults.processes import until
from tests.webhooks.desk import Hooks, delivering
from tests.webhooks.receiver import Answer, Receiver

CLOSED = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "2001:0:0:0:0:0:80ff:fffe", "fec0::1",
    "64:ff9b:1::1", "100::1",
)  # fmt: skip
OPEN = ("8.8.8.8", "103.10.66.1", "2606:4700:4700::1111", "2001:4860:4860::8888", "64:ff9b::808:808")
SPELLINGS = (
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://0x7f.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[0:0:0:0:0:ffff:7f00:1]/",
    "https://localhost/", "https://LOCALHOST./", "https://169.254.169.254/latest/meta-data/", "https://0/",
    "https://[fe80::1%25lo]/", "https://10.1:8443/", "https://192.168.0.1:443/hook?x=1",
)  # fmt: skip
MALFORMED = (
    "https://user:secret@8.8.8.8/", "https://8.8.8.8@127.0.0.1/", "https:///hook", "https://[::1", "https://8.8.8.8:0/",
    "https://8.8.8.8:99999/", "https://8.8.8.8/#part", "https://8.8.8.8:abc/",
)  # fmt: skip
UNWRITTEN = (
    "ftp://8.8.8.8/", "file:///etc/passwd", "gopher://8.8.8.8/", "javascript:alert(1)", "8.8.8.8", "https://a b/",
    "https://8.8.8.8/\r\nX: y", "https://",
)  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_that_is_not_public_is_closed(address: str) -> None:
    assert not is_open(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_a_public_address_is_open(address: str) -> None:
    assert is_open(ip_address(address))


def test_what_the_operator_allows_is_open_and_nothing_beside_it() -> None:
    allowed = networks_of("10.20.0.0/16, fd12::/64,")
    assert is_open(ip_address("10.20.3.4"), allowed)
    assert is_open(ip_address("::ffff:10.20.3.4"), allowed)
    assert is_open(ip_address("fd12::5"), allowed)
    assert not is_open(ip_address("10.21.0.1"), allowed)
    assert not is_open(ip_address("127.0.0.1"), allowed)
    with pytest.raises(SettingsError, match="TINDAK_WEBHOOK_ALLOW"):
        load_settings(webhook_allow="10.0.0.1/8")


async def test_every_spelling_is_refused_when_an_endpoint_is_made(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks.client.app.state.webhooks, "_allowed", ())
    answers = {}
    for url in (*SPELLINGS, *MALFORMED, *UNWRITTEN, "http://8.8.8.8/", "https://no-such-host.invalid/"):
        answer = await hooks.ask("POST", "", body={"url": url, "actions": ["*"]})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/url"), url
        answers[url] = answer.json()["errors"][0]["code"]
    assert {answers[url] for url in SPELLINGS} <= {"target_refused", "target_unresolvable"}
    assert answers["https://2130706433/"] == answers["https://localhost/"] == "target_refused"
    assert {answers[url] for url in MALFORMED} == {"target_malformed"}
    assert answers["http://8.8.8.8/"] == "target_not_https"
    assert answers["https://no-such-host.invalid/"] == "target_unresolvable"


def _resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Let every name resolve to these addresses, look-up after look-up; the last ones stay."""
    left = list(answers)

    async def getaddrinfo(_self: Any, _host: Any, port: int, **_: Any) -> list[Any]:
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(type(asyncio.get_running_loop()), "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:192.168.1.1"], []])
async def test_a_name_that_leads_inward_is_refused(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    _resolving(monkeypatch, found)
    with pytest.raises(TargetRefused):
        await require_open("https://hooks.example.org/", ())
    with pytest.raises(TargetRefused):
        await CheckedNetwork(()).connect_tcp("hooks.example.org", 443)


async def test_a_name_that_changes_between_check_and_connection_leads_nowhere(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    _resolving(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    posted = await Sender(()).post(f"https://hooks.example.org:{receiver.port}/", {}, b"{}")
    assert (posted.delivered, posted.tried.error) == (False, "target_refused")
    assert receiver.got == []


async def test_a_network_that_is_no_longer_allowed_is_posted_to_no_more(
    hooks: Hooks, settings: Settings, receiver: Receiver
) -> None:
    made = await hooks.make(receiver.url)
    receiver.behave = lambda _: Answer()
    await hooks.happen(0)
    async with delivering(settings, allowed="10.20.0.0/16"):

        async def tried() -> bool:
            return bool((await hooks.deliveries(made) or [{"tries": []}])[0]["tries"])

        await until(tried, "it is tried")
    (one,) = await hooks.deliveries(made)
    assert one["tries"][0]["error"] == "target_refused"
    assert receiver.got == []


def test_the_name_and_port_are_those_of_the_address() -> None:
    assert parse_target("https://Hooks.example.org/a?b=c") == ("https", "hooks.example.org", 443)
    assert parse_target("http://[fd12::5]:8080/") == ("http", "fd12::5", 8080)
