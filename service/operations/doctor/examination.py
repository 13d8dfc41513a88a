"""The examination: one line for each check, with what to do where something is amiss.

Nothing is changed and no secret is shown.
"""

import asyncio
import sys
from collections.abc import Callable

from service.edge.settings import Settings, SettingsError
from service.operations.doctor.backlogs import ask_standing
from service.operations.doctor.database import ask_database, is_embedded
from service.operations.doctor.findings import Finding, Level, as_json, as_lines, made_safe
from service.operations.doctor.surroundings import ask_issuer, look_at_disk, look_at_receipt_key, look_at_sealing_key


def examine(load: Callable[[], Settings], *, json: bool = False) -> int:
    """Print every finding; return 1 when one is a failure, else 0."""
    findings = [made_safe(finding) for finding in _findings(load)]
    tell = as_json if json else as_lines
    sys.stdout.write(tell(findings) + "\n")
    return int(any(finding.level is Level.FAIL for finding in findings))


def _findings(load: Callable[[], Settings]) -> list[Finding]:
    try:
        settings = load()
    except SettingsError as error:
        return [Finding("settings", Level.FAIL, str(error), "correct the variables named")]
    return [Finding("settings", Level.OK, "valid"), *asyncio.run(_examine(settings))]


async def _examine(settings: Settings) -> list[Finding]:
    embedded = is_embedded(settings)
    return [
        *await ask_database(settings),
        *await ask_standing(settings, embedded=embedded),
        look_at_disk(settings, embedded=embedded),
        look_at_sealing_key(settings, embedded=embedded),
        look_at_receipt_key(settings),
        await ask_issuer(settings),
    ]
