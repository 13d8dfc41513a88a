"""The embedded run's own issuer: tokens for trying things out, signed on this machine."""

import time
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

from joserfc import jwt

from service.edge.auth.local_keys import LOCAL_ALGORITHMS, LOCAL_AUDIENCE, LOCAL_ISSUER, ensure_key, has_key
from service.edge.auth.placing import known_in
from service.edge.auth.sign_in_errors import LocalIssuerRefused, TokenRefused
from service.edge.auth.token_claims import read_principal
from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from workflows.access.permissions import Action
from workflows.codes.near import instead
from workflows.codes.people import Role
from workflows.codes.visible import is_visible

DEFAULT_LIFETIME = timedelta(hours=12)
INTEGRATOR_SCOPES: frozenset[str] = frozenset({Action.REPORT_CREATE, Action.REPORT_READ, Action.EVENT_READ})
"""What a machine may do unless told otherwise."""


def refuse_beside_real_issuer(settings: Settings) -> None:
    """Raise LocalIssuerRefused when this deployment's tokens come from a real provider."""
    if settings.oidc_issuer is not None:
        msg = f"tokens come from {settings.oidc_issuer} (TINDAK_OIDC_ISSUER), not from the local issuer"
        raise LocalIssuerRefused(msg)


def require_started(home: Path) -> None:
    """Raise LocalIssuerRefused where no service was ever started: nobody would believe an issuer made there."""
    if not has_key(home):
        msg = (
            f"nothing was started in {home.absolute()}, and no service would believe a token that is made there; "
            "start `tindak run`, or set TINDAK_HOME to the folder that it names"
        )
        raise LocalIssuerRefused(msg)


def mint(
    home: Path,
    role: Role,
    agency: str,
    name: str,
    regions: Collection[str],
    scopes: Collection[str] | None = None,
    lifetime: timedelta = DEFAULT_LIFETIME,
) -> str:
    """Make an access token of the local issuer, making its key pair in ``home`` if there is none.

    The same agency and name are the same person whatever the role. ``scopes`` bind integrators only and
    default to INTEGRATOR_SCOPES. Raises LocalIssuerRefused when no verifier would take what is asked for.
    """
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": LOCAL_ISSUER,
        "aud": LOCAL_AUDIENCE,
        "sub": subject_of(agency, name),
        "client_id": "tindak-cli",
        "jti": str(uuid4()),
        "iat": now,
        "exp": now + int(lifetime.total_seconds()),
        "agency": agency,
        "role": role,
        "name": name,
        "regions": sorted(regions),
    }
    if role is Role.INTEGRATOR:
        claims["scope"] = " ".join(sorted(INTEGRATOR_SCOPES if scopes is None else scopes))
    _check(claims)
    _require_known(role, agency, regions)
    key = ensure_key(home)
    header = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid}
    return jwt.encode(header, claims, key, algorithms=LOCAL_ALGORITHMS)


def subject_of(agency: str, name: str) -> str:
    """Name a person: accents composed or decomposed, and spaces around, make no other one."""
    name = unicodedata.normalize("NFC", name.strip())
    if not is_visible(name) or not f"{agency}{name}".isprintable():
        msg = "agency and name must hold something visible and nothing that cannot be printed"
        raise LocalIssuerRefused(msg)
    return str(uuid5(NAMESPACE_URL, f"{LOCAL_ISSUER}/{agency}/{name}"))


def _require_known(role: Role, agency: str, regions: Collection[str]) -> None:
    """Raise LocalIssuerRefused for a region or an agency that no policy has, with what may have been meant."""
    served = {policy.region: policy for policy in load_policies()}
    for region in regions:
        if region not in served:
            msg = f"no region {region!r} is served here; {instead(region, served)}"
            raise LocalIssuerRefused(msg)
        known = known_in(served[region], role)
        if agency not in known:
            msg = f"region {region} has no agency {agency!r}; {instead(agency, known)}"
            raise LocalIssuerRefused(msg)


def _check(claims: dict[str, object]) -> None:
    try:
        read_principal(claims, b"")
    except TokenRefused as error:
        msg = f"this cannot be used as {error.claim}: {claims.get(error.claim or '')!r}"
        raise LocalIssuerRefused(msg) from None
