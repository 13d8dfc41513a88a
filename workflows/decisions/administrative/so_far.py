"""How far an administrative violation has come, told by the steps that were taken.

Source: docs/domain.md, "Administrative violations".
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from workflows.codes.administrative import AdministrativeState, AdministrativeStep
from workflows.codes.states import ADMINISTRATIVE_TRANSITIONS
from workflows.decisions.administrative.violation_steps import known_in
from workflows.policy.region import Policy

_State = AdministrativeState


class Path(msgspec.Struct, frozen=True):
    """How far an administrative violation has come: its state, and when its last step was done; None before any.

    ``shut_out_by`` are the persons by whose act KPU may not read the report: made secret, walled off or accusing it.
    """

    state: AdministrativeState = AdministrativeState.UNDECIDED
    step_at: datetime | None = None
    shut_out_by: frozenset[UUID] = frozenset()


BEFORE_ANY = Path()


class Stepped(NamedTuple):
    """A step that was taken, where it left the path, and when it was done; step None: the report was taken up again."""

    step: AdministrativeStep | None
    after: AdministrativeState
    at: datetime


DECIDED_ANEW = frozenset({_State.NOT_PROVEN, _State.CARRIED_OUT})
"""Where a path that has ended is decided anew, its report taken up again; what the Supreme Court decided stays."""

TO_BE_CARRIED_OUT = frozenset(
    {_State.DECIDED, _State.WITH_KPU, _State.PROVINCE_DECIDED, _State.CANDIDACY_CANCELLED, _State.AT_SUPREME_COURT}
)
"""Where a violation was found proven, and somebody has yet to act on that."""


def so_far(taken: Iterable[Stepped], election: str | None, policy: Policy) -> Path:
    """The path as the law of the report's election sees it: where the last step that this law knows has left it.

    A report that is put right to another election is dealt with as if it had been entered so: in pemilu nothing was
    handed up to a province, and Bawaslu decides. Without an election no law tells, and every step counts.
    """
    state, at = _State.UNDECIDED, None
    for one in taken:
        if one.step is None:
            if state in DECIDED_ANEW:
                state, at = _State.UNDECIDED, one.at
            continue
        at = one.at if at is None else max(at, one.at)
        if election not in policy.elections or known_in(one.step, election, policy):
            state = one.after
    return Path(state, at)


def _further() -> Mapping[AdministrativeState, frozenset[AdministrativeState]]:
    """By state where a path that stands there may lead, there included."""
    steps: dict[str, set[str]] = {state: set() for state in _State}
    for row in ADMINISTRATIVE_TRANSITIONS:
        for source in row.sources:
            steps[source].add(str(row.target))
    found: dict[AdministrativeState, frozenset[AdministrativeState]] = {}
    for state in _State:
        reached, open_ = {str(state)}, [str(state)]
        while open_:
            fresh = steps[open_.pop()] - reached
            reached |= fresh
            open_ += fresh
        found[state] = frozenset(map(_State, reached))
    return found


FURTHER = _further()
"""By state of one report the states of another in which nothing that was done on the one is lost."""
