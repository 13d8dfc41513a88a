"""The law and the region's policy as they are committed, and clocks made from them."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law import parse_law
from workflows.clocks.warnings import PERCENTS, moment_of
from workflows.codes.clocks import LegalStep
from workflows.decisions.clocks.starting import ClockStart, start_legal_clock
from workflows.policy.region import Policy, parse_policy

POLICIES = Path(__file__).parents[2] / "workflows" / "policy" / "data"
LAW_RAW, REGION_RAW = (POLICIES / "law.json").read_bytes(), (POLICIES / "33.05.json").read_bytes()
CALENDAR_RAW = (POLICIES / "calendar.json").read_bytes()
LAW = parse_law(LAW_RAW, "law.json")
POLICY = parse_policy(REGION_RAW, "33.05.json", LAW)
CLOCK = UUID(int=7)


def local(text: str, policy: Policy = POLICY) -> datetime:
    """A local time of the region."""
    return datetime.fromisoformat(text).replace(tzinfo=policy.zone)


def started(rule: str, start: datetime, policy: Policy = POLICY) -> ClockStart:
    """The legal clock of a rule such as ``pemilu/handling``."""
    regime, step = rule.split("/")
    clock = start_legal_clock(policy, regime, LegalStep(step), start)
    assert clock is not None
    return clock


def kept(start: ClockStart, **changes: object) -> KeptClock:
    """The clock as its row would keep it."""
    members = {
        "id": CLOCK,
        "task": None,
        "stopped_at": None,
        "extended": False,
        "paused_at": None,
        "paused_s": 0,
        "next_at": moment_of(PERCENTS[0], start.started_at, start.warned_end),
        **{name: getattr(start, name) for name in start.__slots__},
    }
    return KeptClock(**(members | changes))  # type: ignore[arg-type]
