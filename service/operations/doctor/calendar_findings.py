"""Legal clocks against the calendar in force, and how far that is settled, as the API would tell it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from service.edge.policy_files import load_policies
from service.features.calendar import repository
from service.features.reports.repository import KEPT_CLOCK
from service.operations.doctor.findings import Finding, Level
from service.storage.db.snapshot import begin
from service.storage.db.tables.tasks import BY_A_COUNTER_ALONE, BY_WORKING_DAYS
from workflows.access.visibility import SYSTEM
from workflows.clocks.kept_clocks import KeptClock
from workflows.policy.counter import counted_anew
from workflows.policy.region import Policy

MOST = 5000
"""Clocks of a region that are looked at, those that are due first."""

CLOCKS = f"""SELECT json_agg(json_build_object('election', r.election, 'clock', (SELECT row_to_json(k) FROM (SELECT
  {KEPT_CLOCK}) k))) FROM ((SELECT * FROM clock WHERE region = $1 AND {BY_WORKING_DAYS} UNION ALL
  SELECT * FROM clock WHERE region = $1 AND {BY_A_COUNTER_ALONE}) ORDER BY due_at, id LIMIT {MOST}) c
  JOIN report r ON r.region = c.region AND r.id = c.report_id"""


class _Running(msgspec.Struct, frozen=True):
    """A clock, and the election of its report, by whose stages a counter is open."""

    election: str | None
    clock: KeptClock


_CLOCKS = msgspec.json.Decoder(tuple[_Running, ...])
DECIDE = "let a supervisor of the agency that each binds decide on it: `GET /clocks/changed` lists them"


async def ask_calendar(connection: Any) -> Finding:
    """How many legal clocks run that the calendar in force would count otherwise."""
    changed, seen = 0, list[str]()
    for policy in load_policies():
        clocks, policy_now = await _running(connection, policy)
        otherwise = sum(counted_anew(policy_now, each.clock, each.election) is not None for each in clocks)
        changed += otherwise
        seen.append(f"{policy.region} {otherwise} of {len(clocks)} legal clocks counted otherwise now")
    words = "; ".join([*seen, *_settled()])
    return Finding("calendar", Level.WARN, words, DECIDE) if changed else Finding("calendar", Level.OK, words)


async def _running(connection: Any, policy: Policy) -> tuple[tuple[_Running, ...], Policy]:
    """The clocks of a region that a calendar can change, and its policy by the calendar with the days that it keeps."""
    await begin(connection, policy.region, (SYSTEM,))
    try:
        kept = await repository.in_force(connection, policy.region)
        raw = await connection.fetchval(CLOCKS, policy.region)
    finally:
        await connection.execute("ROLLBACK")
    return _CLOCKS.decode(raw) if raw else (), replace(policy, calendar=policy.calendar.keeping(kept))


def _settled() -> Iterator[str]:
    """To which year the days off are decreed, where that is known."""
    nation = next((policy.calendar.nation for policy in load_policies()), None)
    if nation is not None:
        last = nation.first_year
        while nation.decreed(last + 1):
            last += 1
        yield f"days off are decreed to {last}"
