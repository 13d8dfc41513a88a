"""Where may not be posted to, in every spelling, at the making of an endpoint and at every delivery."""

import asyncio
import socket
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from service.edge.settings import Settings, SettingsError, load_settings
from service.edge.special_addresses import SPECIAL_4, SPECIAL_6
from service.edge.targets import (
    NOTHING_MORE,
    Allowed,
    TargetRefused,
    is_open,
    networks_of,
    parse_target,
    ports_of,
    require_open,
)
from service.features.webhooks.sending import CheckedNetwork, Sender
from tests.faults.processes import until
from tests.features.webhooks.desk import Hooks, delivering
from tests.features.webhooks.receiver import Answer, Receiver

CLOSED = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "2001:0:0:0:0:0:80ff:fffe", "fec0::1",
    "64:ff9b:1::1", "100::1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.175.48.1", "192.0.0.9",
    "198.19.255.255", "2001::1",
    "2001:2::1", "2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff:ffff::1", "2001:3::1", "2001:4:112::1",
    "2002:808:808::1", "2620:4f:8000::1", "3fff::1", "3fff:fff:ffff::1", "5f00::1", "4000::1", "100:0:0:1::1", "::2",
    "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::c0a8:101", "64:ff9b::c612:1", "64:ff9b:1::808:808", "64:ff9b:2::808:808",
    "1fff:ffff::1", "fe00::1", "ff0e::1", "2001:0:808:808::1",
)  # fmt: skip
OPEN = (
    "8.8.8.8", "103.10.66.1", "2606:4700:4700::1111", "2001:4860:4860::8888", "64:ff9b::808:808", "198.20.0.1",
    "2001:200::1", "2400:cb00::1", "3ffe::1", "4.4.4.4", "223.255.255.254",
)  # fmt: skip
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


@pytest.mark.parametrize("block", [*SPECIAL_4, *SPECIAL_6])
def test_a_special_block_is_closed_from_its_first_address_to_its_last(block: str) -> None:
    network = ip_network(block)
    assert not is_open(network[0])
    assert not is_open(network[-1])
    assert is_open(network[-1], networks_of(block))


def test_what_the_operator_allows_is_open_and_nothing_beside_it() -> None:
    allowed = networks_of("10.20.0.0/16, fd12::/64,")
    assert is_open(ip_address("10.20.3.4"), allowed)
    assert is_open(ip_address("::ffff:10.20.3.4"), allowed)
    assert is_open(ip_address("fd12::5"), allowed)
    assert not is_open(ip_address("10.21.0.1"), allowed)
    assert not is_open(ip_address("127.0.0.1"), allowed)
    assert not is_open(ip_address("2002:a14:304::1"), allowed)  # leads to whoever relays it, not into 10.20.0.0/16
    with pytest.raises(SettingsError, match="TINDAK_WEBHOOK_ALLOW"):
        load_settings(webhook_allow="10.0.0.1/8")


def test_only_the_port_of_https_and_those_that_the_operator_adds() -> None:
    for text, inside, outside in (
        (None, (), (80, 444, 22, 1, 65_535)),
        ("8443", (8443,), (80, 8442, 8444)),
        ("80, 9000-9002,", (80, 9000, 9001, 9002), (81, 8999, 9003)),
    ):
        ports = ports_of(text)
        assert all(any(port in some for some in ports) for port in inside)
        assert not any(port in some for some in ports for port in outside)
    for wrong in ("0", "65536", "9-8", "-1", "443/tcp", "a", "٤٤٣", "1-", "8443;9000"):
        with pytest.raises(SettingsError, match="TINDAK_WEBHOOK_PORTS"):
            load_settings(webhook_ports=wrong)


async def test_an_endpoint_at_another_port_is_refused_and_posted_to_no_more(
    hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks.client.app.state.webhooks, "_allowed", Allowed(networks_of("127.0.0.0/8")))
    for url in ("https://8.8.8.8:22/", "https://8.8.8.8:8443/", "http://127.0.0.1/", receiver.url):
        answer = await hooks.ask("POST", "", body={"url": url, "actions": ["*"]})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "target_port_refused"), url
        assert "TINDAK_WEBHOOK_PORTS" in answer.json()["errors"][0]["detail"]
    posted = await Sender(Allowed(networks_of("127.0.0.0/8"))).post(receiver.url, {}, b"{}")
    assert (posted.delivered, posted.tried.error, receiver.got) == (False, "target_port_refused", [])
    with pytest.raises(TargetRefused):
        await CheckedNetwork(NOTHING_MORE).connect_tcp("8.8.8.8", 25)


async def test_every_spelling_is_refused_when_an_endpoint_is_made(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks.client.app.state.webhooks, "_allowed", Allowed(ports=ports_of("1-65535")))
    answers, told = {}, {}
    for url in (*SPELLINGS, *MALFORMED, *UNWRITTEN, "http://8.8.8.8/", "https://no-such-host.invalid/"):
        answer = await hooks.ask("POST", "", body={"url": url, "actions": ["*"]})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/url"), url
        answers[url] = answer.json()["errors"][0]["code"]
        told[url] = answer.json()["errors"][0]["detail"]
    assert {answers[url] for url in SPELLINGS} <= {"target_refused", "target_unresolvable"}
    assert answers["https://2130706433/"] == answers["https://localhost/"] == "target_refused"
    assert "TINDAK_WEBHOOK_ALLOW" in told["https://localhost/"]
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
        await require_open("https://hooks.example.org/", NOTHING_MORE)
    with pytest.raises(TargetRefused):
        await CheckedNetwork(NOTHING_MORE).connect_tcp("hooks.example.org", 443)


async def test_plain_http_only_where_every_address_of_a_name_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = Allowed(networks_of("127.0.0.0/8"), ports_of("80"))
    for found, code in (
        (["127.0.0.1", "127.0.0.2"], None),
        (["127.0.0.1", "8.8.8.8"], "target_not_https"),
        (["8.8.8.8", "127.0.0.1"], "target_not_https"),
        (["127.0.0.1", "10.0.0.1"], "target_refused"),
    ):
        _resolving(monkeypatch, found)
        if code is None:
            await require_open("http://hooks.example.org/", allowed)
            continue
        with pytest.raises(TargetRefused, match=code):
            await require_open("http://hooks.example.org/", allowed)


async def test_what_is_connected_to_is_the_address_that_was_judged(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked once more, the name would lead elsewhere; and of two addresses the one that answers is taken."""
    network = CheckedNetwork(Allowed(networks_of("127.0.0.0/8"), ports_of("1-65535")))
    for found in (["127.0.0.1"], ["127.0.0.2", "127.0.0.1"]):
        _resolving(monkeypatch, found, ["10.255.255.1"])
        made = await network.connect_tcp("hooks.example.org", receiver.port, 5)
        await made.aclose()


async def test_a_name_that_changes_between_check_and_connection_leads_nowhere(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    _resolving(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    posted = await Sender(Allowed(ports=ports_of("1-65535"))).post(
        f"https://hooks.example.org:{receiver.port}/", {}, b"{}"
    )
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
