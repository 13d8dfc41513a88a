"""From a key that came with a request to who it speaks for.

Every request asks the database, in one round trip: a revoked key is refused by every process from the moment at which
the revocation was committed, because none remembers it.
"""

from datetime import UTC, datetime

from service.edge.auth.placing import require_placed
from service.edge.auth.principal import Principal
from service.edge.auth.sign_in_errors import Reason, TokenRefused
from service.edge.auth.token_claims import pseudonym_of
from service.edge.auth.tokens import TokenVerifier
from service.edge.policy_files import Policies
from service.features.api_keys.secret import PREFIX, read
from service.storage.db.pool import Database
from workflows.access.actors import Actor
from workflows.codes.people import Role

USED = """SELECT id, name, agency, scopes, expires_at, revoked, created_by, maker_role
FROM api_key_used($1, $2)"""


class KeyRing:
    """The keys of every region."""

    def __init__(self, database: Database, pseudonym_key: bytes) -> None:
        self._database = database
        self._pseudonym_key = pseudonym_key

    async def verify(self, key: str) -> Principal:
        """Who a key speaks for. Raises TokenRefused, or DatabaseUnavailable when nobody can say."""
        secret = read(key)
        if secret is None:
            raise TokenRefused(Reason.MALFORMED)
        found = await self._database.ask(USED, secret.region, secret.hash)
        if not found:
            raise TokenRefused(Reason.UNKNOWN_API_KEY)
        row = found[0]
        if row["revoked"]:
            raise TokenRefused(Reason.REVOKED)
        if row["expires_at"] <= datetime.now(UTC):
            raise TokenRefused(Reason.EXPIRED)
        regions, scopes = frozenset({secret.region}), frozenset(row["scopes"])
        by = (row["created_by"], Role(row["maker_role"]))
        actor = Actor(row["id"], row["agency"], Role.INTEGRATOR, regions, scopes, *by)
        return Principal(actor, row["name"], row["expires_at"], pseudonym_of(row["id"], self._pseudonym_key))


class Bearers:
    """What may stand behind ``Bearer``: an access token, or a key."""

    def __init__(self, tokens: TokenVerifier, keys: KeyRing, policies: Policies) -> None:
        self._tokens = tokens
        self._keys = keys
        self._policies = policies

    async def verify(self, credential: str) -> Principal:
        """Who it speaks for. Raises TokenRefused, or Unavailable when that cannot be told now."""
        found: TokenVerifier | KeyRing = self._keys if credential.startswith(PREFIX) else self._tokens
        principal = await found.verify(credential)
        require_placed(principal.actor, self._policies)
        return principal
