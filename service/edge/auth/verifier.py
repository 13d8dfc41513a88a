"""Which issuer this deployment believes: the composition of sign-in from the settings."""

from hashlib import sha256

from service.edge.auth.jwks import RemoteKeys
from service.edge.auth.local_keys import LOCAL_ALGORITHMS, LOCAL_AUDIENCE, LOCAL_ISSUER, LocalKeys
from service.edge.auth.tokens import TokenVerifier
from service.edge.background import Supervisor
from service.edge.settings import Settings, SettingsError


def open_verifier(settings: Settings, supervisor: Supervisor | None = None) -> TokenVerifier:
    """Make the verifier: the local issuer's in the embedded run, the OIDC provider's otherwise.

    It touches neither network nor disk before ``start``. Raises SettingsError when there is no issuer.
    """
    if settings.embedded:
        return TokenVerifier(
            LocalKeys(settings.home),
            issuer=LOCAL_ISSUER,
            audience=LOCAL_AUDIENCE,
            algorithms=LOCAL_ALGORITHMS,
            pseudonym_key=pseudonym_key(settings),
        )
    if settings.oidc_issuer is None:
        msg = "TINDAK_OIDC_ISSUER: must be set outside the embedded run"
        raise SettingsError(msg)
    return TokenVerifier(
        RemoteKeys(
            settings.oidc_issuer, settings.oidc_algorithms, jwks_url=settings.oidc_jwks_url, supervisor=supervisor
        ),
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        algorithms=settings.oidc_algorithms,
        pseudonym_key=pseudonym_key(settings),
    )


def pseudonym_key(settings: Settings) -> bytes:
    """Derive from the operator's secret, so that logs cannot be joined with the database by guessing.

    The embedded run may have none; its people are made up.
    """
    secret = settings.sealing_key.get_secret_value() if settings.sealing_key else LOCAL_ISSUER
    return sha256(f"tindak log pseudonym\0{secret}".encode()).digest()
