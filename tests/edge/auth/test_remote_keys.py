"""An issuer's keys: had once, renewed, rotated, withdrawn, and kept through an outage."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from service.edge.auth import jwks
from service.edge.auth.jwks import CEILING_S, FLOOR_S, STALE_LIMIT_S, UNKNOWN_KEY_INTERVAL_S, RemoteKeys
from service.edge.auth.sign_in_errors import KeysUnavailable, Reason, TokenRefused
from service.edge.auth.token_keys import KeySet
from service.edge.auth.tokens import TokenVerifier
from tests.edge.auth.conftest import Clock
from tests.edge.auth.forge import ALGORITHMS, AUDIENCE, EC, ED, RSA, STRANGER, claims, published, sign
from tests.edge.auth.key_server import JWKS, Answer, KeyServer

pytestmark = pytest.mark.asyncio
HOUR_S = 3600.0


def token(server: KeyServer, clock: Clock, jti: str = "1", **header: object) -> str:
    return sign(claims(server.issuer, jti=jti, iat=clock(), exp=clock() + 600), header=header)


async def refusal(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(TokenRefused) as refused:
        await verifier.verify(token)
    return refused.value.reason


async def test_many_callers_at_once_fetch_the_keys_once(
    verifier: TokenVerifier, server: KeyServer, clock: Clock
) -> None:
    tokens = [token(server, clock, str(number)) for number in range(50)]
    await asyncio.gather(*map(verifier.verify, tokens))
    assert len(server.asked) == 2  # discovery and key set


async def test_cached_keys_need_no_network(verifier: TokenVerifier, server: KeyServer, clock: Clock) -> None:
    await verifier.verify(token(server, clock))
    clock.pass_seconds(23 * HOUR_S)
    await verifier.verify(token(server, clock, "2"))
    assert len(server.asked) == 2


async def test_a_caller_who_hangs_up_does_not_end_the_fetch_for_others(
    verifier: TokenVerifier, server: KeyServer, clock: Clock
) -> None:
    hasty = asyncio.create_task(verifier.verify(token(server, clock)))
    patient = asyncio.create_task(verifier.verify(token(server, clock, "2")))
    await asyncio.sleep(0)
    hasty.cancel()
    assert await patient
    assert hasty.cancelled()
    assert len(server.asked) == 2


async def test_a_new_key_is_found_when_its_first_token_comes(
    verifier: TokenVerifier, server: KeyServer, clock: Clock
) -> None:
    await verifier.verify(token(server, clock))
    server.publish(published(EC, STRANGER))
    assert await verifier.verify(sign(claims(server.issuer), STRANGER))
    assert await verifier.verify(token(server, clock, "2"))


async def test_unknown_keys_make_us_ask_once_in_ten_seconds(
    verifier: TokenVerifier, server: KeyServer, clock: Clock
) -> None:
    await verifier.verify(token(server, clock))
    for round_ in range(1, 4):
        floods = [refusal(verifier, token(server, clock, kid=f"made-up-{number}")) for number in range(20)]
        assert set(await asyncio.gather(*floods)) == {Reason.UNKNOWN_KEY}
        assert await refusal(verifier, token(server, clock, kid="one-more")) == Reason.UNKNOWN_KEY
        assert server.count(JWKS) == 1 + round_
        clock.pass_seconds(UNKNOWN_KEY_INTERVAL_S)


async def test_a_withdrawn_key_stops_at_the_next_refresh_also_for_remembered_tokens(
    verifier: TokenVerifier, keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    old = token(server, clock)
    await verifier.verify(old)
    server.publish(published(STRANGER))
    assert await verifier.verify(old)
    await keys.refresh()
    assert await refusal(verifier, old) == Reason.UNKNOWN_KEY


async def test_a_key_replaced_under_its_old_name_stops_too(
    verifier: TokenVerifier, keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    server.publish(published(EC))
    old = token(server, clock)
    await verifier.verify(old)
    server.publish([published(STRANGER)[0] | {"kid": "ec"}])
    await keys.refresh()
    assert await refusal(verifier, old) == Reason.BAD_SIGNATURE


async def test_a_provider_that_withdraws_every_key_is_obeyed(
    verifier: TokenVerifier, keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    await verifier.verify(token(server, clock))
    server.publish([])
    await keys.refresh()
    assert await refusal(verifier, token(server, clock)) == Reason.UNKNOWN_KEY


async def test_a_refresh_that_brings_the_same_keys_forgets_nothing(
    verifier: TokenVerifier, keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    first = await verifier.verify(token(server, clock))
    server.publish(published(ED, EC, RSA))
    await keys.refresh()
    assert await verifier.verify(token(server, clock)) == first
    assert len(server.asked) == 4
    known = keys.current()
    await keys.refresh()
    assert keys.current() is known


async def test_an_outage_leaves_the_cached_keys_in_use_for_a_day(
    verifier: TokenVerifier, keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    known = token(server, clock)
    await verifier.verify(known)
    server.stop()
    try:
        await keys.refresh()
        assert await verifier.verify(known)
        assert await refusal(verifier, token(server, clock, kid="new")) == Reason.UNKNOWN_KEY
        clock.pass_seconds(STALE_LIMIT_S - 1)
        assert verifier.ready
        assert await verifier.verify(token(server, clock, "2"))
        clock.pass_seconds(1)
        with pytest.raises(KeysUnavailable):
            await verifier.verify(token(server, clock, "3"))
        assert not verifier.ready
    finally:
        server.start()
    clock.pass_seconds(2)
    assert await verifier.verify(token(server, clock, "3"))


async def test_an_issuer_never_reached_is_unavailable_until_it_is(
    verifier: TokenVerifier, server: KeyServer, clock: Clock
) -> None:
    server.stop()
    try:
        await verifier.start()
        for jti in "12":
            with pytest.raises(KeysUnavailable, match="identity_provider_unavailable"):
                await verifier.verify(token(server, clock, jti))
    finally:
        server.start()
    clock.pass_seconds(2)
    assert await verifier.verify(token(server, clock))


NONSENSE = {
    "not found": Answer(b"{}", 404),
    "an error": Answer(b"{}", 500),
    "a page": Answer(b"<html>"),
    "a list": Answer(b"[]"),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
async def test_a_provider_that_answers_nonsense_changes_nothing(
    verifier: TokenVerifier, keys: RemoteKeys, server: KeyServer, nonsense: Answer
) -> None:
    await verifier.verify(sign(claims(server.issuer)))
    server.answers[JWKS] = nonsense
    await keys.refresh()
    assert await verifier.verify(sign(claims(server.issuer, jti="2")))


@pytest.mark.parametrize(
    ("control", "kept_s"),
    [
        ("", 300),
        ("max-age=120", 120),
        ("public, Max-Age=120, must-revalidate", 120),
        ("s-maxage=7, max-age=120", 120),
        ("max-age=1", FLOOR_S),
        ("no-store", FLOOR_S),
        ("no-cache, max-age=600", FLOOR_S),
        ("max-age=31536000", CEILING_S),
        ("max-age=soon", 300),
    ],
)
async def test_keys_are_renewed_before_they_are_stale(
    keys: RemoteKeys, server: KeyServer, control: str, kept_s: float
) -> None:
    server.publish(published(EC), Cache_Control=control)
    await keys.refresh()
    assert keys.due_in_s == pytest.approx(0.8 * kept_s)


async def test_a_failed_renewal_is_tried_again_soon(keys: RemoteKeys, server: KeyServer) -> None:
    await keys.refresh()
    server.answers.clear()
    await keys.refresh()
    assert keys.due_in_s == pytest.approx(10)


@pytest_asyncio.fixture
async def kept_fresh(server: KeyServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RemoteKeys]:
    monkeypatch.setattr(jwks, "FLOOR_S", 0.1)
    monkeypatch.setattr(jwks, "_SHORTEST_SLEEP_S", 0.01)
    server.publish(published(EC), Cache_Control="max-age=0")
    keys = RemoteKeys(server.issuer, ALGORITHMS)
    await keys.start()
    yield keys
    await keys.close()


async def test_the_background_renews_keys_that_nobody_asks_for(kept_fresh: RemoteKeys, server: KeyServer) -> None:
    server.publish(published(EC, STRANGER), Cache_Control="max-age=0")
    async with asyncio.timeout(5):
        while len(kept_fresh.current() or ()) != 2:  # noqa: ASYNC110 - nothing tells when, by design
            await asyncio.sleep(0.02)


async def test_what_was_closed_can_be_started_again(kept_fresh: RemoteKeys, server: KeyServer) -> None:
    await kept_fresh.close()
    asked = len(server.asked)
    await asyncio.sleep(0.3)
    assert len(server.asked) == asked
    await kept_fresh.start()
    assert len(server.asked) == asked + 2


class Overtaken:
    """Keys that change just after a token's have been chosen, once."""

    def __init__(self, keys: RemoteKeys, server: KeyServer) -> None:
        self._keys, self._server, self._changed = keys, server, False
        self.current, self.after_unknown_key = keys.current, keys.after_unknown_key
        self.start, self.close = keys.start, keys.close

    async def obtain(self) -> KeySet:
        chosen = await self._keys.obtain()
        if not self._changed:
            self._changed = True
            self._server.publish(published(STRANGER))
            await self._keys.refresh()
        return chosen


async def test_what_was_checked_with_keys_that_are_gone_is_not_remembered(
    keys: RemoteKeys, server: KeyServer, clock: Clock
) -> None:
    verifier = TokenVerifier(
        Overtaken(keys, server), issuer=server.issuer, audience=AUDIENCE, algorithms=ALGORITHMS,
        pseudonym_key=b"of this deployment", now=clock,
    )  # fmt: skip
    old = token(server, clock)
    assert await verifier.verify(old)  # it was good when it was looked at
    assert await refusal(verifier, old) == Reason.UNKNOWN_KEY
