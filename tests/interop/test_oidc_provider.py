"""Tokens of a certified provider that is not ours, through rotation and outage."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from service.edge.auth.jwks import STALE_LIMIT_S, UNKNOWN_KEY_INTERVAL_S, RemoteKeys
from service.edge.auth.sign_in_errors import KeysUnavailable, Reason, TokenRefused
from service.edge.auth.tokens import TokenVerifier
from service.edge.auth.verifier import open_verifier
from service.edge.settings import load_settings
from tests.interop.provider import API, Provider
from workflows.codes.people import Role

pytestmark = [pytest.mark.interop, pytest.mark.asyncio]

ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "EdDSA"})


class Elapsed:
    """The seconds that the key cache believes to have passed."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest_asyncio.fixture
async def keys(provider: Provider, elapsed: Elapsed) -> AsyncIterator[RemoteKeys]:
    keys = RemoteKeys(provider.issuer, ALGORITHMS, clock=elapsed)
    yield keys
    await keys.close()


@pytest.fixture
def verifier(keys: RemoteKeys, provider: Provider) -> TokenVerifier:
    return TokenVerifier(
        keys, issuer=provider.issuer, audience="tindak", algorithms=ALGORITHMS, pseudonym_key=b"interop"
    )


async def refusal(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(TokenRefused) as refused:
        await verifier.verify(token)
    return refused.value.reason


PEOPLE = {
    "officer-polres": (Role.OFFICER, "polres", "Budi", {"33.05"}),
    "supervisor-bawaslu": (Role.SUPERVISOR, "bawaslu", "Tono", {"33.05"}),
    "coordinator-kesbangpol": (Role.COORDINATOR, "kesbangpol", "Hadi", {"33.05"}),
    "auditor-inspektorat": (Role.AUDITOR, "inspektorat", "Lestari", {"33.05", "33.06"}),
    "integrator-diskominfo": (Role.INTEGRATOR, "diskominfo", None, {"33.05"}),
    "admin-diskominfo": (Role.ADMIN, "diskominfo", "Eka", {"33.05"}),
}


@pytest.mark.parametrize(("client", "expected"), PEOPLE.items(), ids=PEOPLE.keys())
async def test_every_role_signs_in(provider: Provider, client: str, expected: tuple[object, ...]) -> None:
    verifier = open_verifier(load_settings(oidc_issuer=provider.issuer))
    await verifier.start()
    principal = await verifier.verify(provider.token(client))
    await verifier.close()
    actor = principal.actor
    assert (actor.role, actor.agency, principal.name, set(actor.regions)) == expected


@pytest.mark.parametrize("algorithm", sorted(ALGORITHMS))
async def test_every_allowed_algorithm_is_understood(
    provider: Provider, verifier: TokenVerifier, algorithm: str
) -> None:
    token = provider.token("officer-polres", API.format(algorithm=algorithm))
    assert (await verifier.verify(token)).actor.agency == "polres"


async def test_a_machine_has_the_scopes_that_it_asked_for_and_was_granted(
    provider: Provider, verifier: TokenVerifier
) -> None:
    token = provider.token("integrator-diskominfo", scope="report:create report:read")
    assert (await verifier.verify(token)).actor.scopes == {"report:create", "report:read"}


async def test_a_token_for_another_api_is_refused(provider: Provider, verifier: TokenVerifier) -> None:
    token = provider.token("officer-polres", "urn:lapor:api")
    assert await refusal(verifier, token) == Reason.WRONG_AUDIENCE


async def test_an_opaque_token_is_refused(provider: Provider, verifier: TokenVerifier) -> None:
    token = provider.request_token("officer-polres", {"grant_type": "client_credentials"})
    assert await refusal(verifier, token) == Reason.MALFORMED


async def test_a_caller_whom_the_provider_gave_no_agency_is_refused(
    provider: Provider, verifier: TokenVerifier
) -> None:
    assert await refusal(verifier, provider.token("unmapped")) == Reason.BAD_CLAIMS


async def test_after_a_rotation_new_tokens_work_at_once_and_old_ones_no_longer(
    provider: Provider, verifier: TokenVerifier
) -> None:
    old = provider.token("officer-polres")
    await verifier.verify(old)
    provider.rotate()
    assert await verifier.verify(old)
    # Its unknown key makes the verifier look, and what it finds no longer has the old one.
    assert await verifier.verify(provider.token("officer-polres"))
    assert await refusal(verifier, old) == Reason.UNKNOWN_KEY


async def test_a_rotated_key_stops_at_the_next_refresh_without_a_new_token(
    provider: Provider, verifier: TokenVerifier, keys: RemoteKeys
) -> None:
    old = provider.token("officer-polres")
    await verifier.verify(old)
    provider.rotate()
    await keys.refresh()
    assert await refusal(verifier, old) == Reason.UNKNOWN_KEY


async def test_an_outage_stops_nobody_whose_key_is_known(
    provider: Provider, verifier: TokenVerifier, keys: RemoteKeys, elapsed: Elapsed
) -> None:
    seen, unseen = provider.token("officer-polres"), provider.token("officer-bawaslu")
    await verifier.verify(seen)
    provider.rotate()
    rotated = provider.token("officer-polres")
    provider.stop()
    await keys.refresh()
    assert await verifier.verify(seen)
    assert (await verifier.verify(unseen)).actor.agency == "bawaslu"
    assert await refusal(verifier, rotated) == Reason.UNKNOWN_KEY
    elapsed.seconds += STALE_LIMIT_S
    with pytest.raises(KeysUnavailable):
        await verifier.verify(unseen)
    provider.start()
    elapsed.seconds += UNKNOWN_KEY_INTERVAL_S
    assert (await verifier.verify(rotated)).actor.agency == "polres"


async def test_a_provider_that_was_never_reached_is_unavailable_and_then_works(
    provider: Provider, verifier: TokenVerifier, elapsed: Elapsed
) -> None:
    token = provider.token("officer-polres")
    provider.stop()
    await verifier.start()
    assert not verifier.ready
    with pytest.raises(KeysUnavailable):
        await verifier.verify(token)
    provider.start()
    elapsed.seconds += UNKNOWN_KEY_INTERVAL_S
    assert await verifier.verify(token)
    assert verifier.ready
