"""Where keys are taken from, and which of them are taken."""

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import ECKey, OctKey, OKPKey

from service.edge.auth import documents
from service.edge.auth.documents import ProviderFailed, fetch_keys, open_client, read_jwks_uri
from service.edge.auth.token_keys import read_key_set
from tests.edge.auth.forge import ALGORITHMS, EC, ED, RSA, published
from tests.edge.auth.key_server import JWKS, OIDC_DISCOVERY, RFC8414_DISCOVERY, Answer, KeyServer

ONE = json.dumps({"keys": published(EC)}).encode()


@pytest_asyncio.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with open_client() as client:
        yield client


async def failure(client: httpx.AsyncClient, server: KeyServer, issuer: str | None = None) -> str:
    with pytest.raises(ProviderFailed) as failed:
        await fetch_keys(client, issuer or server.issuer, None, ALGORITHMS)
    return str(failed.value)


@pytest.mark.asyncio
async def test_openid_discovery_leads_to_the_keys(client: httpx.AsyncClient, server: KeyServer) -> None:
    assert len((await fetch_keys(client, server.issuer, None, ALGORITHMS)).keys) == 3
    assert server.asked == [OIDC_DISCOVERY, JWKS]


@pytest.mark.asyncio
async def test_oauth_discovery_leads_there_too_with_the_issuers_path_behind(
    client: httpx.AsyncClient, server: KeyServer
) -> None:
    issuer = f"{server.issuer}/realms/tindak"
    server.discover(f"{RFC8414_DISCOVERY}/realms/tindak", issuer=issuer, jwks_uri=f"{server.issuer}{JWKS}")
    assert len((await fetch_keys(client, issuer, None, ALGORITHMS)).keys) == 3
    assert server.asked == [f"/realms/tindak{OIDC_DISCOVERY}", f"{RFC8414_DISCOVERY}/realms/tindak", JWKS]


@pytest.mark.asyncio
async def test_a_given_address_needs_no_discovery(client: httpx.AsyncClient, server: KeyServer) -> None:
    assert (await fetch_keys(client, "https://id.example", f"{server.issuer}{JWKS}", ALGORITHMS)).keys
    assert server.asked == [JWKS]


@pytest.mark.asyncio
async def test_discovery_of_another_issuer_is_refused(client: httpx.AsyncClient, server: KeyServer) -> None:
    for issuer in (f"{server.issuer}/", server.issuer.upper(), "https://id.example"):
        server.discover(issuer=issuer, jwks_uri=f"{server.issuer}{JWKS}")
        assert "not this issuer's" in await failure(client, server)
    assert JWKS not in server.asked


@pytest.mark.asyncio
@pytest.mark.parametrize("uri", ["file:///etc/passwd", "ftp://127.0.0.1/jwks", "jwks", "", "http://[", "https://\n"])
async def test_keys_are_fetched_over_http_only(client: httpx.AsyncClient, server: KeyServer, uri: str) -> None:
    server.discover(issuer=server.issuer, jwks_uri=uri)
    assert await failure(client, server)


def test_a_safe_issuer_does_not_lead_to_an_unsafe_key_set() -> None:
    document = {"issuer": "https://id.example", "jwks_uri": "http://id.example/jwks"}
    with pytest.raises(ValueError, match="as safely as the issuer"):
        read_jwks_uri(document, "https://id.example")


@pytest.mark.asyncio
async def test_no_redirect_is_followed(client: httpx.AsyncClient, server: KeyServer) -> None:
    server.answers[JWKS] = Answer(b"", 302, {"Location": "/elsewhere"})
    server.answers["/elsewhere"] = Answer(ONE)
    assert "answered 302" in await failure(client, server)
    assert "/elsewhere" not in server.asked


@pytest.mark.asyncio
async def test_a_huge_answer_is_not_read_to_its_end(client: httpx.AsyncClient, server: KeyServer) -> None:
    server.answers[JWKS] = Answer(ONE + b" " * 2_000_000)
    assert "more than may be read" in await failure(client, server)


@pytest.mark.asyncio
async def test_a_compressed_answer_is_not_unpacked(client: httpx.AsyncClient, server: KeyServer) -> None:
    server.answers[JWKS] = Answer(gzip.compress(ONE), headers={"Content-Encoding": "gzip"})
    assert "gzip" in await failure(client, server)


@pytest.mark.asyncio
async def test_a_slow_answer_is_given_up(
    client: httpx.AsyncClient, server: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_WHOLE_TIMEOUT_S", 0.1)
    server.answers[JWKS] = Answer(ONE, delay_s=0.3)
    assert "TimeoutError" in await failure(client, server)


@pytest.mark.asyncio
@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"keys": {}}', b'{"key": []}', b"\xff", b"[" * 100_000])
async def test_what_is_no_key_set_is_refused(client: httpx.AsyncClient, server: KeyServer, body: bytes) -> None:
    server.answers[JWKS] = Answer(body)
    assert await failure(client, server)


PUBLIC = published(EC)[0]
UNUSABLE: dict[str, object] = {
    "for encryption": PUBLIC | {"use": "enc"},
    "for another use": PUBLIC | {"use": 1},
    "for signing only": PUBLIC | {"key_ops": ["sign"]},
    "for an algorithm that is not allowed": PUBLIC | {"alg": "ES512"},
    "with its private part": EC.as_dict(private=True),
    "RSA with its private part": RSA.as_dict(private=True),
    "RSA with one factor": published(RSA)[0] | {"p": "AQAB"},
    "symmetric": OctKey.generate_key(256).as_dict(private=True),
    "RSA that is weak": {"kty": "RSA", "n": "_" * 171, "e": "AQAB", "kid": "weak"},
    "RSA that is vast": {"kty": "RSA", "n": "_" * 5_500, "e": "AQAB", "kid": "vast"},
    "of another curve": ECKey.generate_key("P-384").as_dict(private=False),
    "of another Edwards curve": OKPKey.generate_key("Ed448").as_dict(private=False),
    "for key agreement": OKPKey.generate_key("X25519").as_dict(private=False),
    "of an unknown curve": PUBLIC | {"crv": "P-1"},
    "off its curve": PUBLIC | {"x": PUBLIC["y"], "y": PUBLIC["x"]},
    "without a coordinate": {name: value for name, value in PUBLIC.items() if name != "y"},
    "of an unknown type": PUBLIC | {"kty": "AKP"},
    "of a type that is no text": PUBLIC | {"kty": ["EC"]},
    "without a type": {"kid": "none"},
    "named by a number": PUBLIC | {"kid": 7},
    "operations that are a number": PUBLIC | {"key_ops": 7},
    "no object": "EC",
    "nothing": None,
}


@pytest.mark.parametrize("jwk", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_an_unusable_key_is_left_out_and_its_neighbours_are_not(jwk: object) -> None:
    keys = read_key_set({"keys": [jwk, *published(ED)]}, ALGORITHMS)
    assert len(keys) == 1
    assert keys.choose("ed", "EdDSA") is not None


@pytest.mark.parametrize(
    "extra",
    [{}, {"use": "sig"}, {"alg": "ES256"}, {"key_ops": ["verify"]}, {"x5c": [1], "iat": "?", "x5u": "?"}],
)
def test_what_else_a_provider_says_of_a_key_does_not_matter(extra: dict[str, Any]) -> None:
    assert len(read_key_set({"keys": [PUBLIC | extra]}, ALGORITHMS)) == 1


def test_a_key_of_an_algorithm_that_the_operator_does_not_allow_is_left_out() -> None:
    assert len(read_key_set({"keys": published(RSA, EC, ED)}, frozenset({"RS256"}))) == 1


def test_a_key_set_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="JWK Set"):
        read_key_set({"keys": [PUBLIC] * 101}, ALGORITHMS)
