"""Access tokens that are not good, sent to a route that reads and to one that writes."""

import hmac
import time
from typing import Any
from uuid import uuid4

import pytest
from joserfc.jwk import ECKey

from service.edge.auth.local_keys import LOCAL_ISSUER, ensure_key
from service.edge.settings import Settings
from tests.edge.api.bodies import contents
from tests.edge.api.story import REPORT
from tests.edge.auth.forge import RSA, STRANGER, claims, encode, sign
from workflows.codes.people import Role

TELLTALE = "Zqzq"
NOW, HOUR, DAY = int(time.time()), 3600, 86400
WAYS = {"read": ("GET", None), "write": ("POST", REPORT)}


ODD: dict[str, Any] = {
    "a lone surrogate": "\ud800",
    "a surrogate inside": "a\udfffb",
    "NUL": "a\x00b",
    "far too long": "a" * 3000,
    "nothing": "",
    "a list": ["a"],
    "a list of surrogates": ["\ud800"],
    "an object": {"a": 1},
    "a number": 2**63,
    "a negative number": -1,
    "a huge number": 10**300,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "a truth": True,
    "null": None,
}
"""Values that are well-formed JSON as far as Python writes it, and none of what a claim may be."""


def good(**changes: Any) -> dict[str, Any]:
    return claims(LOCAL_ISSUER, **{"iat": NOW, "exp": NOW + DAY, "name": TELLTALE} | changes)


def hs256(key: ECKey, secret: bytes) -> str:
    signed = f"{encode({'alg': 'HS256', 'typ': 'at+jwt', 'kid': key.kid})}.{encode(good())}"
    return f"{signed}.{encode(hmac.digest(secret, signed.encode(), 'sha256'))}"


def unsigned(key: ECKey, alg: str) -> str:
    return f"{encode({'alg': alg, 'typ': 'at+jwt', 'kid': key.kid})}.{encode(good())}."


def promoted(key: ECKey) -> str:
    head, _, signature = sign(good(), key).split(".")
    return f"{head}.{encode(good(role='coordinator'))}.{signature}"


def bearer(*tokens: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {token}") for token in tokens]


def invalid(reason: str) -> str:
    return f'Bearer error="invalid_token", error_description="{reason}"'


FORGED: dict[str, tuple[Any, str]] = {
    "another key under the same kid": (lambda key: sign(good(), STRANGER, header={"kid": key.kid}), "bad_signature"),
    "a key nobody published": (lambda _: sign(good(), STRANGER), "unknown_key"),
    "another kind of key": (lambda key: sign(good(), RSA, "RS256", {"kid": key.kid}), "algorithm_not_allowed"),
    "claims changed after signing": (promoted, "bad_signature"),
    "algorithm none": (lambda key: unsigned(key, "none"), "algorithm_not_allowed"),
    "no signature": (lambda key: unsigned(key, "ES256"), "bad_signature"),
    "the public key as a secret": (lambda key: hs256(key, key.as_pem(private=False)), "algorithm_not_allowed"),
    "an ID token": (lambda key: sign(good(), key, header={"typ": "JWT"}), "wrong_type"),
    "words": (lambda _: TELLTALE, "malformed"),
    "garbage in three parts": (lambda _: f"{TELLTALE}.{TELLTALE}.{TELLTALE}", "malformed"),
    "far too long": (lambda _: TELLTALE * 4000, "malformed"),
}
CLAIMED: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"iat": NOW - DAY, "exp": NOW - HOUR}, "expired"),
    "issued in the future": ({"iat": NOW + DAY, "exp": NOW + 2 * DAY}, "not_yet_valid"),
    "not yet valid": ({"nbf": NOW + DAY, "exp": NOW + 2 * DAY}, "not_yet_valid"),
    "another audience": ({"aud": TELLTALE}, "wrong_audience"),
    "another issuer": ({"iss": f"https://{TELLTALE}.example"}, "wrong_issuer"),
    **{f"no {name}": ({name: ...}, "bad_claims") for name in ("role", "agency", "regions", "sub", "exp", "jti")},
    "an unknown role": ({"role": TELLTALE}, "bad_claims"),
    "an empty list of regions": ({"regions": []}, "unknown_region"),
    "a mistyped region": ({"regions": ["33.50"]}, "unknown_region"),
    "a mistyped region beside a good one": ({"regions": ["33.05", "33.06"]}, "unknown_region"),
    **{f"a mistyped agency of {role}": ({"role": role, "agency": "bawasul"}, "unknown_agency") for role in Role},
}
REFUSED = FORGED | {
    case: (lambda key, changes=changes: sign(good(**changes), key), reason)
    for case, (changes, reason) in CLAIMED.items()
}
ASTRAY: dict[str, tuple[Any, str]] = {
    "nothing": (lambda *_: [], "Bearer"),
    "another scheme": (lambda token, _: [("Authorization", f"Basic {token}")], "Bearer"),
    "a scheme that begins alike": (lambda token, _: [("Authorization", f"BearerX {token}")], "Bearer"),
    "no scheme": (lambda token, _: [("Authorization", token)], "Bearer"),
    "a scheme alone": (lambda *_: [("Authorization", "Bearer")], "Bearer"),
    "a cookie": (lambda token, _: [("Cookie", f"access_token={token}")], "Bearer"),
    "a forged one behind the good": (bearer, invalid("malformed")),
    "a forged one before the good": (lambda token, forged: bearer(forged, token), invalid("malformed")),
    "the good one twice": (lambda token, _: bearer(token, token), invalid("malformed")),
    "both in one header": (lambda token, forged: bearer(f"{token}, Bearer {forged}"), invalid("malformed")),
}
"""Headers made of a good token and a forged one, and the challenge that answers them."""


async def send(client: Any, way: str, sent: Any, region: str = "33.05", query: str = "") -> Any:
    method, body = WAYS[way]
    pairs = [*sent, ("Idempotency-Key", str(uuid4()))]
    return await client.request(method, f"/v1/regions/{region}/reports{query}", json=body, headers=pairs)


def fault(answer: Any, status: int, code: str, challenge: str | None, *tokens: str) -> str | None:
    """What is wrong with a refusal, or what of the tokens came back in its body or in a header."""
    everything = f"{answer.text}{answer.headers}".lower()
    parts = {TELLTALE, *tokens, *(part for token in tokens for part in token.split(".") if part)}
    told = [part for part in parts if part.lower() in everything]
    of_problem = answer.headers["Content-Type"].startswith("application/problem+json")
    found = (answer.status_code, answer.json().get("code"), answer.headers.get("WWW-Authenticate"))
    return None if of_problem and not told and found == (status, code, challenge) else f"{found} {told} {answer.text}"


@pytest.fixture
def key(settings: Settings) -> ECKey:
    return ensure_key(settings.home)


@pytest.mark.parametrize("way", WAYS)
async def test_a_good_token_is_served(client: Any, key: ECKey, way: str) -> None:
    assert (await send(client, way, bearer(sign(good(), key)))).is_success


@pytest.mark.parametrize("way", WAYS)
async def test_a_bad_token_is_refused_by_its_reason_and_repeated_nowhere(
    client: Any, admin: Any, key: ECKey, way: str
) -> None:
    before, faults = await contents(admin), {}
    for case, (make, reason) in REFUSED.items():
        token = make(key)
        answer = await send(client, way, bearer(token))
        faults[case] = fault(answer, 401, "unauthenticated", invalid(reason), token)
    assert not {case: found for case, found in faults.items() if found}
    assert await contents(admin) == before


CLAIMS = ("sub", "iss", "client_id", "jti", "agency", "role", "regions", "aud", "scope", "name", "exp", "iat", "nbf")


@pytest.mark.parametrize("role", ["officer", "integrator", "admin"])
async def test_no_claim_of_a_token_brings_the_service_down(client: Any, key: ECKey, role: str) -> None:
    """Refused as a token, or taken with what is odd left out: where anything of it is shown, it can be written."""
    unforeseen = {}
    for name in CLAIMS:
        for what, value in ODD.items():
            token = sign(good(**{"role": role, "scope": "report:read"} | {name: value}), key)
            for path in ("/v1/me", "/v1/regions/33.05/reports", "/v1/regions/33.05/events/stream?follow=false"):
                answer = await client.get(path, headers=bearer(token))
                if answer.status_code not in {200, 401, 403} or b"\\ud800" in answer.content.lower():
                    unforeseen[name, what, path] = answer.status_code
    assert not unforeseen


async def test_a_header_of_a_token_brings_nothing_down(client: Any, key: ECKey) -> None:
    for name in ("alg", "typ", "kid", "cty"):
        for value in ODD.values():
            if value != value or value == float("inf"):  # noqa: PLR0124 - NaN is not itself
                continue
            head = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid} | {name: value}
            token = f"{encode(head)}.{encode(good())}.{'A' * 86}"
            assert (await client.get("/v1/me", headers=bearer(token))).status_code == 401


@pytest.mark.parametrize("way", WAYS)
async def test_a_token_that_does_not_come_as_the_one_bearer_is_no_token(
    client: Any, admin: Any, key: ECKey, way: str
) -> None:
    before, faults, token, forged = await contents(admin), {}, sign(good(), key), sign(good(), STRANGER)
    for case, (make, challenge) in ASTRAY.items():
        answer = await send(client, way, make(token, forged))
        faults[case] = fault(answer, 401, "unauthenticated", challenge, token, forged)
    answer = await send(client, way, [], query=f"?access_token={token}")
    faults["the query"] = fault(answer, 401, "unauthenticated", "Bearer", token)
    assert not {case: found for case, found in faults.items() if found}
    assert await contents(admin) == before


@pytest.mark.parametrize("way", WAYS)
async def test_a_region_that_the_token_does_not_have_is_denied(client: Any, admin: Any, key: ECKey, way: str) -> None:
    before, faults, token = await contents(admin), {}, sign(good(), key)
    for region in ("33.06", "11.01", "33.05.12", "33", "%2e", "*", "33.05%00"):
        answer = await send(client, way, bearer(token), region)
        faults[region] = fault(answer, 403, "region_denied", None, token)
    assert not {region: found for region, found in faults.items() if found}
    assert await contents(admin) == before
