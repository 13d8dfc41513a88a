"""The elections of a policy as they stand at a moment. Reference data: no database is asked."""

from datetime import datetime

from service.edge.answer_types import NameAnswer
from service.features.elections.schemas import (
    CounterAnswer,
    CounterHoursAnswer,
    CounterStanding,
    ElectionAnswer,
    ElectionPage,
    HoursAnswer,
    PeriodAnswer,
)
from workflows.clocks.law import CounterHours, OpeningHours
from workflows.codes.clocks import Stage
from workflows.codes.wording import LABELS, LIST_OF, Wording
from workflows.policy.counter import counter_at
from workflows.policy.region import Election, Policy
from workflows.policy.stages import stage_on


def elections_at(policy: Policy, at: datetime) -> ElectionPage:
    """Every election of the region and the counter, in the order of the policy."""
    return ElectionPage(
        at=at,
        policy_version=policy.version,
        counter=CounterAnswer(agency=policy.counter.agency, hours=[_counter(each) for each in policy.law.counters]),
        items=[_election(policy, election, at) for election in policy.elections.values()],
        next_cursor=None,
    )


def _election(policy: Policy, election: Election, at: datetime) -> ElectionAnswer:
    stage = stage_on(election, at.astimezone(policy.zone).date())
    standing = counter_at(policy, election.code, at)
    return ElectionAnswer(
        code=election.code,
        name=_name(election.name),
        regime=election.regime,
        stages=[
            PeriodAnswer(
                stage=period.stage,
                name=_stage_name(period.stage),
                first=period.first,
                last=period.last,
                status=period.status,
            )
            for period in election.stages
        ],
        stage=stage,
        stage_name=_stage_name(stage),
        counter=None if standing is None else CounterStanding(open=standing.open, opens_at=standing.opens_at),
    )


def _counter(counter: CounterHours) -> CounterHoursAnswer:
    return CounterHoursAnswer(
        regime=counter.regime,
        hours=[_hours(each) for each in counter.hours],
        around_the_clock=list(counter.around_the_clock),
        kept_on=list(counter.kept_on),
        status=counter.status,
        basis=counter.basis,
        note=_name(counter.note) if counter.note else None,
        valid_from=counter.valid_from,
        valid_to=counter.valid_to,
    )


def _hours(hours: OpeningHours) -> HoursAnswer:
    return HoursAnswer(
        days=list(hours.days),
        opens=hours.opens,
        closes=hours.closes,
        disputed=hours.disputed,
        closes_by=_name(hours.closes_by) if hours.closes_by else None,
        disputed_by=_name(hours.disputed_by) if hours.disputed_by else None,
    )


def _stage_name(stage: Stage) -> NameAnswer:
    return _name(LABELS[LIST_OF[Stage]][stage])


def _name(wording: Wording) -> NameAnswer:
    return NameAnswer(en=wording.en, id=wording.id)
