"""Whether the log's witnesses have spoken lately: a quiet log is cosigned anew, a frozen one is not."""

from typing import Any

from service.edge.policy_files import load_policies
from service.edge.settings import Settings, SettingsError
from service.operations.doctor.findings import Finding, Level
from service.trail.tlog.witnessing import witnessing_of
from workflows.trail.tlog.quorum import FROZEN_AFTER_S

_CHECK = "witnesses"
_IN_REGION = "SELECT set_config('tindak.region', $1, true)"
_SILENT = """SELECT w.name, extract(epoch FROM now() - max(s.received_at))::float8 AS age_s
FROM (SELECT max(size) AS size FROM audit_checkpoint WHERE region = $1) c
CROSS JOIN unnest($2::text[]) AS w (name)
LEFT JOIN audit_cosignature s ON s.region = $1 AND s.size = c.size AND s.witness = w.name
WHERE c.size IS NOT NULL GROUP BY w.name ORDER BY w.name"""


async def ask_witnesses(settings: Settings, connection: Any) -> Finding:
    """How old the newest word of each witness of the policy is, on each region's newest checkpoint."""
    try:
        witnessing = witnessing_of(settings)
    except SettingsError as error:
        return Finding(_CHECK, Level.FAIL, str(error), "correct the file at TINDAK_WITNESS_POLICY")
    if witnessing is None:
        return Finding(_CHECK, Level.OK, "TINDAK_WITNESS_POLICY is not set: none is asked")
    silent = [
        f"{name} on {policy.region} ({'never' if age_s is None else f'{age_s / 3600:.0f} h ago'})"
        for policy in load_policies()
        for name, age_s in await _ages(connection, policy.region, list(witnessing.policy.witnesses))
        if age_s is None or age_s > FROZEN_AFTER_S
    ]
    if silent:
        remedy = "look whether worker, signer and witness run and what they log; a log may be frozen"
        return Finding(_CHECK, Level.WARN, f"no word for hours of {', '.join(silent)}", remedy)
    return Finding(_CHECK, Level.OK, "each has spoken lately on every log")


async def _ages(connection: Any, region: str, names: list[str]) -> list[tuple[str, float | None]]:
    async with connection.transaction():
        await connection.execute(_IN_REGION, region)
        return [tuple(row) for row in await connection.fetch(_SILENT, region, names)]
