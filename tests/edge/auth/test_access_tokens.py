"""What an access token must be, and every way in which one is refused."""

import base64
import hmac
import json
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, Key, RSAKey

from service.edge.auth.principal import Principal
from service.edge.auth.sign_in_errors import Reason, TokenRefused
from service.edge.auth.token_claims import LEEWAY_S
from service.edge.auth.tokens import LONGEST_TOKEN, TokenVerifier
from tests.edge.auth.conftest import Clock
from tests.edge.auth.forge import EC, ED, NOW, RSA, STRANGER, claims, encode, published, sign
from tests.edge.auth.key_server import KeyServer
from workflows.access.actors import Actor
from workflows.codes.people import Role

pytestmark = pytest.mark.asyncio


async def refusal(verifier: TokenVerifier, token: str) -> tuple[str, str | None]:
    with pytest.raises(TokenRefused) as refused:
        await verifier.verify(token)
    return refused.value.reason, refused.value.claim


async def answer(verifier: TokenVerifier, token: str) -> Principal | Reason:
    """Return what the verifier says; anything but a principal or a refusal is raised."""
    try:
        return await verifier.verify(token)
    except TokenRefused as refused:
        return Reason(refused.reason)


async def test_a_good_token_says_who_is_calling(verifier: TokenVerifier, server: KeyServer) -> None:
    principal = await verifier.verify(sign(claims(server.issuer)))
    person = uuid5(NAMESPACE_URL, f"{server.issuer}#f3b1")
    assert principal == Principal(
        actor=Actor(person, "bawaslu", Role.OFFICER, frozenset({"33.05"})),
        name="Sari",
        expires_at=datetime.fromtimestamp(NOW + 600, UTC),
        pseudonym=hmac.digest(b"of this deployment", person.bytes, "sha256").hex()[:16],
    )


@pytest.mark.parametrize(
    ("key", "alg"),
    [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256"), (ED, "EdDSA")],
    ids=lambda value: str(value)[:6],
)
async def test_every_allowed_algorithm_is_checked(
    verifier: TokenVerifier, server: KeyServer, key: Key, alg: str
) -> None:
    token = sign(claims(server.issuer), key, alg)
    assert (await verifier.verify(token)).actor.agency == "bawaslu"
    head, _, tail = token.rpartition(".")
    assert await refusal(verifier, f"{head}.{'A' * len(tail)}") == (Reason.BAD_SIGNATURE, None)


@pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "AT+JWT"])
async def test_both_spellings_of_the_type_are_taken(verifier: TokenVerifier, server: KeyServer, typ: str) -> None:
    assert await verifier.verify(sign(claims(server.issuer), header={"typ": typ}))


HEADERS = {
    "algorithm none": ({"alg": "none"}, Reason.ALGORITHM_NOT_ALLOWED),
    "algorithm None": ({"alg": "nOnE"}, Reason.ALGORITHM_NOT_ALLOWED),
    "an algorithm that is not on the list": ({"alg": "ES512"}, Reason.ALGORITHM_NOT_ALLOWED),
    "the algorithm of another kind of key": ({"alg": "RS256"}, Reason.ALGORITHM_NOT_ALLOWED),
    "no algorithm": ({"alg": ...}, Reason.MALFORMED),
    "an algorithm that is no text": ({"alg": ["ES256"]}, Reason.MALFORMED),
    "an ID token": ({"typ": "JWT"}, Reason.WRONG_TYPE),
    "no type": ({"typ": ...}, Reason.WRONG_TYPE),
    "a type that is no text": ({"typ": 1}, Reason.WRONG_TYPE),
    "a key nobody published": ({"kid": "other"}, Reason.UNKNOWN_KEY),
    "the key of somebody else": ({"kid": "ed"}, Reason.ALGORITHM_NOT_ALLOWED),
    "a key that is no text": ({"kid": {"a": 1}}, Reason.MALFORMED),
    "an extension that must be understood": ({"crit": ["exp"], "exp": 1}, Reason.MALFORMED),
    "an unencoded payload": ({"crit": ["b64"], "b64": False}, Reason.MALFORMED),
    "an empty list of extensions": ({"crit": []}, Reason.MALFORMED),
    "a header that is too long": ({"x": "x" * 4096}, Reason.MALFORMED),
}


@pytest.mark.parametrize(("header", "reason"), HEADERS.values(), ids=HEADERS.keys())
async def test_a_bad_header_is_refused(
    verifier: TokenVerifier, server: KeyServer, header: dict[str, object], reason: Reason
) -> None:
    head, payload, signature = sign(claims(server.issuer)).split(".")
    good = json.loads(base64.urlsafe_b64decode(head + "=="))
    changed = {name: value for name, value in (good | header).items() if value is not ...}
    assert await refusal(verifier, f"{encode(changed)}.{payload}.{signature}") == (reason, None)


@pytest.mark.parametrize("signature", ["", "AAAA"])
async def test_a_token_without_a_signature_is_refused(
    verifier: TokenVerifier, server: KeyServer, signature: str
) -> None:
    payload = encode(claims(server.issuer))
    none = f"{encode({'alg': 'none', 'typ': 'at+jwt'})}.{payload}.{signature}"
    assert await refusal(verifier, none) == (Reason.ALGORITHM_NOT_ALLOWED, None)
    bare = f"{encode({'alg': 'ES256', 'typ': 'at+jwt', 'kid': 'ec'})}.{payload}.{signature}"
    assert await refusal(verifier, bare) == (Reason.BAD_SIGNATURE, None)


@pytest.mark.parametrize("secret", [RSA.as_pem(), RSA.as_der(), json.dumps(published(RSA)[0]).encode()])
async def test_the_public_key_is_no_shared_secret(verifier: TokenVerifier, server: KeyServer, secret: bytes) -> None:
    signed = f"{encode({'alg': 'HS256', 'typ': 'at+jwt', 'kid': 'rsa'})}.{encode(claims(server.issuer))}"
    token = f"{signed}.{encode(hmac.digest(secret, signed.encode(), 'sha256'))}"
    assert await refusal(verifier, token) == (Reason.ALGORITHM_NOT_ALLOWED, None)


async def test_a_forged_signature_is_refused(verifier: TokenVerifier, server: KeyServer) -> None:
    forged = sign(claims(server.issuer), STRANGER, header={"kid": "ec"})
    assert await refusal(verifier, forged) == (Reason.BAD_SIGNATURE, None)


async def test_changed_claims_are_refused(verifier: TokenVerifier, server: KeyServer) -> None:
    head, _, signature = sign(claims(server.issuer)).split(".")
    token = f"{head}.{encode(claims(server.issuer, role='admin'))}.{signature}"
    assert await refusal(verifier, token) == (Reason.BAD_SIGNATURE, None)


async def test_a_key_that_comes_with_the_token_is_not_believed(verifier: TokenVerifier, server: KeyServer) -> None:
    led_astray = {
        "jwk": published(STRANGER)[0],
        "jku": f"{server.issuer}/evil",
        "x5u": f"{server.issuer}/evil",
    }
    forged = sign(claims(server.issuer), STRANGER, header=led_astray)
    assert await refusal(verifier, forged) == (Reason.UNKNOWN_KEY, None)
    forged = sign(claims(server.issuer), STRANGER, header=led_astray | {"kid": "ec"})
    assert await refusal(verifier, forged) == (Reason.BAD_SIGNATURE, None)
    assert server.count("/evil") == 0


async def test_a_key_that_comes_with_a_good_token_is_not_looked_at(verifier: TokenVerifier, server: KeyServer) -> None:
    header = {"jwk": published(STRANGER)[0], "jku": "no address", "x5u": f"{server.issuer}/evil"}
    token = sign(claims(server.issuer), header=header)
    assert await verifier.verify(token)
    assert server.count("/evil") == 0


async def test_without_a_key_id_the_only_key_that_fits_is_taken(verifier: TokenVerifier, server: KeyServer) -> None:
    assert await verifier.verify(sign(claims(server.issuer), header={"kid": ...}))


async def test_without_a_key_id_a_key_made_for_another_algorithm_does_not_fit(
    verifier: TokenVerifier, server: KeyServer
) -> None:
    modern = RSAKey.generate_key(2048, {"kid": "modern", "alg": "PS256"})
    server.publish([*published(modern), published(RSA)[0] | {"alg": "RS256"}])
    for key, alg in ((modern, "PS256"), (RSA, "RS256")):
        assert await verifier.verify(sign(claims(server.issuer), key, alg, {"kid": ...}))


async def test_without_a_key_id_two_keys_that_fit_are_none(verifier: TokenVerifier, server: KeyServer) -> None:
    server.publish(published(EC, STRANGER))
    assert await refusal(verifier, sign(claims(server.issuer), header={"kid": ...})) == (
        Reason.UNKNOWN_KEY,
        None,
    )


CLAIMS = {
    "another issuer": ({"iss": "https://elsewhere.example"}, Reason.WRONG_ISSUER, None),
    "an issuer with a slash more": ({"iss": "{issuer}/"}, Reason.WRONG_ISSUER, None),
    "no issuer": ({"iss": ...}, Reason.BAD_CLAIMS, "iss"),
    "another audience": ({"aud": "lapor"}, Reason.WRONG_AUDIENCE, None),
    "other audiences": ({"aud": ["lapor", "tindak2"]}, Reason.WRONG_AUDIENCE, None),
    "two audiences in one text": ({"aud": "tindak lapor"}, Reason.WRONG_AUDIENCE, None),
    "no audience": ({"aud": ...}, Reason.BAD_CLAIMS, "aud"),
    "an audience that is no text": ({"aud": [{"tindak": 1}]}, Reason.BAD_CLAIMS, "aud"),
    "an end that is past": ({"exp": NOW - LEEWAY_S}, Reason.EXPIRED, None),
    "no end": ({"exp": ...}, Reason.BAD_CLAIMS, "exp"),
    "an end in words": ({"exp": "tomorrow"}, Reason.BAD_CLAIMS, "exp"),
    "an end that is true": ({"exp": True}, Reason.BAD_CLAIMS, "exp"),
    "an end that never comes": ({"exp": float("inf")}, Reason.BAD_CLAIMS, "exp"),
    "an end that is no number": ({"exp": float("nan")}, Reason.BAD_CLAIMS, "exp"),
    "an end beyond all calendars": ({"exp": 10**18}, Reason.BAD_CLAIMS, "exp"),
    "made in the future": ({"iat": NOW + LEEWAY_S + 1}, Reason.NOT_YET_VALID, None),
    "not to be used yet": ({"nbf": NOW + LEEWAY_S + 1}, Reason.NOT_YET_VALID, None),
    "a beginning in words": ({"nbf": "now"}, Reason.BAD_CLAIMS, "nbf"),
    "no time of issue": ({"iat": ...}, Reason.BAD_CLAIMS, "iat"),
    "no subject": ({"sub": ...}, Reason.BAD_CLAIMS, "sub"),
    "an empty subject": ({"sub": ""}, Reason.BAD_CLAIMS, "sub"),
    "a subject that is half a letter": ({"sub": "\ud800"}, Reason.BAD_CLAIMS, "sub"),
    "no client": ({"client_id": ...}, Reason.BAD_CLAIMS, "client_id"),
    "no token id": ({"jti": ...}, Reason.BAD_CLAIMS, "jti"),
    "no agency": ({"agency": ...}, Reason.BAD_CLAIMS, "agency"),
    "an agency in capitals": ({"agency": "POLRES"}, Reason.BAD_CLAIMS, "agency"),
    "an agency with a line's end": ({"agency": "polres\n"}, Reason.BAD_CLAIMS, "agency"),
    "SQL for an agency": ({"agency": "polres';--"}, Reason.BAD_CLAIMS, "agency"),
    "an agency that is too long": ({"agency": "a" * 33}, Reason.BAD_CLAIMS, "agency"),
    "no role": ({"role": ...}, Reason.BAD_CLAIMS, "role"),
    "a role there is not": ({"role": "king"}, Reason.BAD_CLAIMS, "role"),
    "the system's own role": ({"role": "system"}, Reason.BAD_CLAIMS, "role"),
    "a list of roles": ({"role": ["officer"]}, Reason.BAD_CLAIMS, "role"),
    "no regions": ({"regions": ...}, Reason.BAD_CLAIMS, "regions"),
    "a region in words": ({"regions": ["Kebumen"]}, Reason.BAD_CLAIMS, "regions"),
    "a sub-district for a region": ({"regions": ["33.05.12"]}, Reason.BAD_CLAIMS, "regions"),
    "a region in foreign digits": ({"regions": ["\u0663\u0663.\u0660\u0665"]}, Reason.BAD_CLAIMS, "regions"),
    "regions that are no texts": ({"regions": [33.05]}, Reason.BAD_CLAIMS, "regions"),
    "a name that is no text": ({"name": {"first": "Sari"}}, Reason.BAD_CLAIMS, "name"),
    "a machine's scopes in a list": ({"role": "integrator", "scope": ["a"]}, Reason.BAD_CLAIMS, "scope"),
}


@pytest.mark.parametrize(("changes", "reason", "claim"), CLAIMS.values(), ids=CLAIMS.keys())
async def test_a_bad_claim_is_refused(
    verifier: TokenVerifier, server: KeyServer, changes: dict[str, object], reason: Reason, claim: str | None
) -> None:
    filled = {
        name: value.format(issuer=server.issuer) if isinstance(value, str) else value for name, value in changes.items()
    }
    assert await refusal(verifier, sign(claims(server.issuer, **filled))) == (reason, claim)


@pytest.mark.parametrize("changes", [{"exp": NOW - LEEWAY_S + 1}, {"iat": NOW + LEEWAY_S}, {"nbf": NOW + LEEWAY_S}])
async def test_clocks_may_differ_by_half_a_minute(
    verifier: TokenVerifier, server: KeyServer, changes: dict[str, object]
) -> None:
    assert await verifier.verify(sign(claims(server.issuer, **changes)))


async def test_one_audience_of_several_is_enough(verifier: TokenVerifier, server: KeyServer) -> None:
    assert await verifier.verify(sign(claims(server.issuer, aud=["lapor", "tindak"])))


@pytest.mark.parametrize("regions", [["33.05", "33.06"], "33.05 33.06", " 33.06  33.05 "])
async def test_regions_come_as_a_list_or_as_one_text(
    verifier: TokenVerifier, server: KeyServer, regions: object
) -> None:
    principal = await verifier.verify(sign(claims(server.issuer, regions=regions)))
    assert principal.actor.regions == {"33.05", "33.06"}


async def test_scopes_bind_machines_only(verifier: TokenVerifier, server: KeyServer) -> None:
    scope = "report:create event:read"
    machine = await verifier.verify(sign(claims(server.issuer, role="integrator", scope=scope)))
    person = await verifier.verify(sign(claims(server.issuer, scope=scope)))
    bare = await verifier.verify(sign(claims(server.issuer, role="integrator")))
    assert machine.actor.scopes == {"report:create", "event:read"}
    assert person.actor.scopes == bare.actor.scopes == frozenset()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("\tSa\x00ri\ud800 ", "Sari"), ("  ", None), (None, None), (..., None), ("é" * 250, "é" * 200)],
)
async def test_an_odd_name_keeps_nobody_out(
    verifier: TokenVerifier, server: KeyServer, given_name: object, kept: str | None
) -> None:
    assert (await verifier.verify(sign(claims(server.issuer, name=given_name)))).name == kept


async def test_a_person_is_the_same_in_every_role_and_nobody_else(verifier: TokenVerifier, server: KeyServer) -> None:
    officer = await verifier.verify(sign(claims(server.issuer)))
    supervisor = await verifier.verify(sign(claims(server.issuer, role="supervisor", name="Bu Sari")))
    other = await verifier.verify(sign(claims(server.issuer, sub="f3b2")))
    assert officer.actor.person == supervisor.actor.person != other.actor.person
    assert officer.pseudonym == supervisor.pseudonym != other.pseudonym


GARBAGE = {
    "nothing": "",
    "words": "let me in",
    "dots": "..",
    "two parts": "a.b",
    "five parts, encrypted": "a.b.c.d.e",
    "a letter beyond ASCII": "é.é.é",
    "half a letter": "\ud800.a.b",
    "a header that is a list": f"{encode(['alg'])}.e30.AAAA",
    "a header that is a text": f"{encode('alg b64 crit')}.e30.AAAA",
    "a header that is a number": f"{encode(7)}.e30.AAAA",
    "a header that is deep": f"{encode(b'[' * 3000)}.e30.AAAA",
    "a header in another alphabet": encode(b"\xff\xfe") + ".e30.AAAA",
    "too long": "a" * (LONGEST_TOKEN + 1),
    "huge": "a." * 500_000,
}


@pytest.mark.parametrize("token", GARBAGE.values(), ids=GARBAGE.keys())
async def test_garbage_is_refused_without_asking_the_provider(
    verifier: TokenVerifier, server: KeyServer, token: str
) -> None:
    assert await refusal(verifier, token) == (Reason.MALFORMED, None)
    assert server.asked == []


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b"null", b'"text"', b"\xff", b"[" * 3000, b"1" * 5000])
async def test_a_signed_payload_that_is_no_object_is_refused(verifier: TokenVerifier, payload: bytes) -> None:
    assert await refusal(verifier, sign(payload)) == (Reason.MALFORMED, None)


async def test_an_auditor_of_every_regency_fits_in_a_token(verifier: TokenVerifier, server: KeyServer) -> None:
    every_regency = [f"{province:02}.{regency:02}" for province in range(11, 49) for regency in range(1, 15)]
    token = sign(claims(server.issuer, regions=" ".join(every_regency)))
    assert (await verifier.verify(token)).actor.regions == set(every_regency)


async def test_a_token_is_taken_up_to_the_limit_of_length(verifier: TokenVerifier, server: KeyServer) -> None:
    def of_length(wanted: int) -> str:
        """Of exactly so many characters: no padding of base64 stops three in a row in both parts."""
        for spare in range(6):
            header = {"alg": "ES256", "typ": "at+jwt", "kid": "ec", "pad": "x" * spare}
            short = wanted - len(sign(claims(server.issuer, more=""), header=header))
            for more in range(short * 3 // 4 - 2, short * 3 // 4 + 3):
                made = sign(claims(server.issuer, more="x" * more), header=header)
                if len(made) == wanted:
                    return made
        raise AssertionError(wanted)

    for length in (LONGEST_TOKEN - 1, LONGEST_TOKEN):
        assert await verifier.verify(of_length(length))
    for length in (LONGEST_TOKEN + 1, LONGEST_TOKEN + 2):
        assert await refusal(verifier, of_length(length)) == (Reason.MALFORMED, None)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FUZZED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZED
@given(name=st.sampled_from([*claims(""), "nbf", "scope"]), value=ANY_JSON)
async def test_whatever_a_claim_holds_the_answer_is_a_principal_or_a_refusal(
    verifier: TokenVerifier, server: KeyServer, name: str, value: object
) -> None:
    assert await answer(verifier, sign(claims(server.issuer, **{name: value})))


@FUZZED
@given(name=st.sampled_from(["alg", "typ", "kid", "crit", "b64", "jwk", "jku", "x5c", "cty"]), value=ANY_JSON)
async def test_whatever_a_header_holds_the_answer_is_a_principal_or_a_refusal(
    verifier: TokenVerifier, server: KeyServer, name: str, value: object
) -> None:
    assert await answer(verifier, sign(claims(server.issuer), header={name: value}))


@FUZZED
@given(st.text(max_size=200))
async def test_no_text_is_mistaken_for_a_token(verifier: TokenVerifier, text: str) -> None:
    assert (await refusal(verifier, text))[0] in {Reason.MALFORMED, Reason.ALGORITHM_NOT_ALLOWED}


async def test_a_refusal_repeats_nothing_of_the_token(verifier: TokenVerifier, server: KeyServer) -> None:
    with pytest.raises(TokenRefused) as refused:
        await verifier.verify(sign(claims(server.issuer, agency="SECRET WORDS")))
    told = refused.value
    assert told.extra == {"reason": "bad_claims", "claim": "agency"}
    assert told.headers == {"WWW-Authenticate": 'Bearer error="invalid_token", error_description="bad_claims"'}
    assert "SECRET" not in f"{told!r}{told.__cause__!r}"


async def test_a_remembered_token_still_ends(verifier: TokenVerifier, server: KeyServer, clock: Clock) -> None:
    token = sign(claims(server.issuer))
    first = await verifier.verify(token)
    clock.pass_seconds(600 + LEEWAY_S - 1)
    assert await verifier.verify(token) is first
    clock.pass_seconds(1)
    assert await refusal(verifier, token) == (Reason.EXPIRED, None)
    assert await refusal(verifier, token) == (Reason.EXPIRED, None)


async def test_a_remembered_token_costs_no_signature_check_and_old_ones_make_room(
    verifier: TokenVerifier, server: KeyServer
) -> None:
    tokens = [sign(claims(server.issuer, jti=str(number))) for number in range(4)]
    first, second, third = [await verifier.verify(token) for token in tokens[:3]]
    assert await verifier.verify(tokens[0]) is first
    await verifier.verify(tokens[3])  # the fourth of three: the second has waited longest
    assert await verifier.verify(tokens[0]) is first
    assert await verifier.verify(tokens[2]) is third
    assert await verifier.verify(tokens[1]) is not second


async def test_a_key_of_another_curve_serves_no_algorithm(verifier: TokenVerifier, server: KeyServer) -> None:
    wide = ECKey.generate_key("P-384", {"kid": "wide"})
    server.publish(published(EC, wide))
    token = sign(claims(server.issuer), wide, "ES384")
    assert await refusal(verifier, token) == (Reason.ALGORITHM_NOT_ALLOWED, None)
