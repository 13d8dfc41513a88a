"""Whether the signer answers, takes the secret that the worker has, and tells of every key that signed."""

from typing import Any

import httpx

from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.operations.doctor.findings import Finding, Level
from service.operations.doctor.log_keys import judge_keys
from service.storage.db.snapshot import begin
from service.trail.tlog import repository
from service.trail.tlog.publisher import origin_of
from workflows.access.visibility import SYSTEM
from workflows.trail.tlog.key_list import ListedKey, parse_key_list
from workflows.trail.tlog.tlog_errors import Malformed

TIMEOUT_S = 5.0
_CHECK = "signer"
_AWAY = "start `tindak signer`, or correct TINDAK_SIGNER_URL"
_SECRET = "give the worker and the signer the same TINDAK_SIGNER_SECRET; until then nothing new is signed"  # noqa: S105
_KEYS = "compare the signer's list of keys with what auditors hold: a key that nobody rotated may have been put there"


async def ask_signer(connection: Any, settings: Settings) -> Finding:
    """What is wrong with the signer and the log's keys, each with its own remedy; nothing is signed."""
    away: dict[str, str] = {}
    faults: list[str] = []
    async with httpx.AsyncClient(timeout=TIMEOUT_S) as http:
        for region in [policy.region for policy in load_policies()]:
            told = None if settings.signer_url is None else await _told(http, settings, region)
            if isinstance(told, str):
                away[region] = told
            kept = await _kept(connection, region)
            faults += judge_keys(region, kept, None if isinstance(told, str) else told)
        refuses = not away and await _refuses_secret(http, settings)
    if faults:
        said = [*faults, *(f"{region}: {why}" for region, why in away.items())]
        return Finding(_CHECK, Level.FAIL, "; ".join(said), _KEYS)
    if away:
        return Finding(_CHECK, Level.FAIL, "; ".join(f"{region}: {why}" for region, why in away.items()), _AWAY)
    if refuses:
        return Finding(_CHECK, Level.FAIL, "it refuses the secret that is set here", _SECRET)
    if settings.signer_url is None:
        return Finding(_CHECK, Level.OK, "TINDAK_SIGNER_URL is not set; the keys kept go back to the first entry")
    return Finding(_CHECK, Level.OK, "it answers, with every key under which checkpoints were signed")


async def _kept(connection: Any, region: str) -> tuple[ListedKey, ...]:
    """The keys under which the log's checkpoints were signed, as the database keeps them."""
    await begin(connection, region, (SYSTEM,))
    try:
        return parse_key_list(repository.key_list(await connection.fetch(repository.KEYS, region)))
    finally:
        await connection.execute("ROLLBACK")


async def _told(http: httpx.AsyncClient, settings: Settings, region: str) -> tuple[ListedKey, ...] | str:
    """What the signer says of its keys; why not, as words."""
    try:
        asked = {"origin": origin_of(settings.log_origin, region)}
        answer = await http.get(f"{settings.signer_url}/vkey", params=asked)
        return parse_key_list(answer.text) if answer.is_success else f"it answers {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"it cannot be reached ({type(error).__name__})"
    except Malformed as error:
        return f"it names no keys ({error.reason})"


async def _refuses_secret(http: httpx.AsyncClient, settings: Settings) -> bool:
    """Whether the signer takes another secret, asked with an empty body, which it never signs."""
    if settings.signer_url is None or settings.signer_secret is None:
        return False
    headers = {"Authorization": f"Bearer {settings.signer_secret.get_secret_value()}"}
    try:
        answer = await http.post(f"{settings.signer_url}/sign", headers=headers, content=b"")
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.FORBIDDEN
