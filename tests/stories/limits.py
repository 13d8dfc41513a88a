"""What an act may make of a law's limits that run: which it meets, which it may move, and which it leaves alone.

Typed off from docs/domain.md, "Legal clocks" and "The joint desk", and from no table of the service.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

Limits = Mapping[str, datetime]
"""The end of each limit that runs, by its step."""

BEFORE_REGISTRATION = frozenset({"fix_finding", "initial_study", "tell_missing", "complete_report"})
WITH_THE_CASE = frozenset({"handling", "investigation"})
"""What a discussion meets that stops the case."""

OF_A_STEP: Mapping[str, frozenset[str]] = {
    "register": frozenset({"initial_study"}),
    "check_bundle": frozenset(),
    "first_discussion": frozenset(),
    "second_discussion": frozenset({"handling"}),
    "forward": frozenset({"forward_crime"}),
    "police_report": frozenset({"inquiry"}),
    "third_discussion": frozenset(),
    "investigated": frozenset({"investigation"}),
    "returned": frozenset({"prosecutor_return", "to_court"}),
    "resubmitted": frozenset({"resubmit"}),
    "to_court": frozenset({"prosecutor_return", "to_court"}),
    "first_instance": frozenset({"first_instance"}),
    "appeal_lodged": frozenset({"lodge_appeal", "deliver_judgment", "carry_out_judgment"}),
    "file_sent": frozenset({"send_file"}),
    "appeal_decided": frozenset({"appeal_decision"}),
    "judgment_received": frozenset({"deliver_judgment"}),
    "carried_out": frozenset({"carry_out_judgment", "lodge_appeal"}),
}
"""What each step of a case at the joint desk meets."""

ENDING = frozenset({"close", "dismiss"})
"""Acts that end the report, and every limit with it."""

MOVING = frozenset({"extend", "recount", "resume"})
"""Acts by which a limit ends at another moment, as law or calendar let it; none of them ends one."""

OF_THE_CALENDAR = frozenset({"keep_day"})
"""Acts after which clocks are counted otherwise, and none has moved: neither later nor earlier."""


def shed(kind: str, body: Any, before: Limits, after: Limits) -> Iterator[str]:
    """What an act took from the limits that ran, in words; ``body`` is what it was sent with."""
    if kind in OF_THE_CALENDAR and dict(after) != dict(before):
        yield "clock moved by a calendar"
    if kind in ENDING:
        return
    met = _met(kind, body)
    gone = before.keys() - after.keys() - met
    later = {step for step, due in before.items() if after.get(step, due) > due}
    if gone or (later and kind not in MOVING and later - _begun_anew(kind)):
        yield "legal clock"


def _met(kind: str, body: Any) -> frozenset[str]:
    """The limits that an act meets."""
    if kind in {"verify", "completeness"}:
        return BEFORE_REGISTRATION
    if kind != "case_step":
        return frozenset()
    stopped = WITH_THE_CASE if body.get("decision") == "stop" else frozenset()
    return OF_A_STEP[body["step"]] | stopped


def _begun_anew(kind: str) -> frozenset[str]:
    """Of a notice with a date from before anything was found, the finding tells from when its time runs."""
    return frozenset({"complete_report"}) if kind == "completeness" else frozenset()
