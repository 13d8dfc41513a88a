"""Taking a report: routing, clocks, wall, stage and, for S1, the safety task at once."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.own_side import leads_nothing
from workflows.access.permissions import Action, require_role
from workflows.access.refusals import InvalidCommand
from workflows.codes.clocks import ClockKind
from workflows.codes.reports import ReportState, TextField
from workflows.codes.stamps import stamp
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.clocks.legal_clocks import is_finding, open_at_intake
from workflows.decisions.drafting import Draft
from workflows.decisions.reports.commands import ReportIntake
from workflows.decisions.reports.named_persons import require_not_oneself
from workflows.decisions.reports.safety import safety_at_intake
from workflows.policy.counter import formal_receipt
from workflows.policy.region import Policy
from workflows.policy.routing import route
from workflows.policy.stages import stage_of

CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead of ours a reporter's clock may run before a time counts as the future."""


class Intake(NamedTuple):
    """A report to take: its body, the identifier it will have, and whether the area is known."""

    id: UUID
    body: ReportIntake
    area_known: bool


def decide_intake(intake: Intake, actor: Actor, given: Circumstances) -> Change:
    """Take the report.

    Raises NotPermitted, DutyConflict ``names_oneself``, or InvalidCommand for an unknown area, agency or election and
    for times in the future.
    """
    require_role(actor, Action.REPORT_CREATE)
    body = intake.body
    _require_known(intake, given.policy)
    require_past(body.occurred_at, "/occurred_at", given.now)
    require_past(body.known_at, "/known_at", given.now)
    require_not_oneself(actor, body.named_persons)
    draft = Draft(_first_facts(intake, actor, given), actor, given, new=True)
    draft.event("report.reported", after=ReportState.REPORTED, data=_codes(draft.report, body), texts=_texts(body))
    for kind in ClockKind:
        draft.start_clock(kind)
    found = is_finding(actor.agency, body.source.channel, reporter=body.reporter is not None)
    open_at_intake(draft, found=found)
    safety_at_intake(draft)
    return draft.finish()


def require_past(moment: datetime | None, pointer: str, now: datetime) -> None:
    """Raise InvalidCommand ``in_future`` when the moment lies ahead of now by more than clocks differ."""
    if moment is not None and moment > now + CLOCK_SKEW:
        raise InvalidCommand("in_future", pointer)


def taken_as(moment: datetime | None, now: datetime) -> datetime:
    """When something was done that is said to have been done at a moment; now where nobody said one, and at the latest.

    A clock that runs a little ahead is taken, and ours decides: nothing is done later than it is told.
    """
    return now if moment is None else min(moment, now)


def require_agency(agency: str | None, pointer: str, policy: Policy) -> None:
    """Raise InvalidCommand ``unknown_agency`` for an agency that the region does not have."""
    if agency is not None and agency not in policy.agencies:
        raise InvalidCommand("unknown_agency", pointer, {"agency": agency})


def require_election(election: str | None, policy: Policy, pointer: str = "/election") -> None:
    """Raise InvalidCommand ``unknown_election`` for an election that the region does not have."""
    if election is not None and election not in policy.elections:
        raise InvalidCommand("unknown_election", pointer, {"election": election})


def _require_known(intake: Intake, policy: Policy) -> None:
    body = intake.body
    if not intake.area_known:
        raise InvalidCommand("unknown_area", "/place/area", {"area": body.place.area})
    require_election(body.election, policy)
    if body.reported_party:
        require_agency(body.reported_party.agency, "/reported_party/agency", policy)


def _first_facts(intake: Intake, actor: Actor, given: Circumstances) -> ReportFacts:
    body = intake.body
    accused = accused_agencies(body.reported_party.agency if body.reported_party else None)
    stage = stage_of(given.policy, body.election, body.occurred_at)
    own_side = leads_nothing(accused | given.policy.walled_by_category[body.category], given.policy)
    way = route(given.policy, body.category, stage, accused, passed_over=own_side)
    return ReportFacts(
        region=given.policy.region,
        id=intake.id,
        state=ReportState.REPORTED,
        version=0,
        seq=0,
        head=None,
        category=body.category,
        severity=body.severity,
        classification=body.classification,
        reported_by=actor.person,
        reporting_agency=actor.agency,
        reported_for=actor.maker,
        reported_at=given.now,
        occurred_at=body.occurred_at,
        known_at=body.known_at,
        area=body.place.area,
        rule=way.rule,
        policy_version=way.policy_version,
        lead_agency=way.lead,
        election=body.election,
        stage=stage,
        accused=accused,
        walled=way.walled,
        named=frozenset(body.named_persons),
        cleared=frozenset(() if way.lead is None else (way.lead,)),
        sealed=body.reporter is not None,
        athg=body.athg,
        field=body.field,
        formal_receipt_at=formal_receipt(given.policy, body.election, given.now),
    )


def accused_agencies(agency: str | None) -> frozenset[str]:
    """The set of accused agencies, empty when none is accused."""
    return frozenset() if agency is None else frozenset({agency})


def _codes(report: ReportFacts, body: ReportIntake) -> dict[str, object]:
    return {
        "category": report.category,
        "severity": report.severity,
        "classification": report.classification,
        "area": report.area,
        "known_at": report.known_at and stamp(report.known_at),
        "election": report.election,
        "stage": report.stage,
        "formal_receipt_at": report.formal_receipt_at and stamp(report.formal_receipt_at),
        "rule": report.rule,
        "policy": report.policy_version,
        "lead": report.lead_agency,
        "accused": sorted(report.accused),
        "named": sorted(map(str, report.named)),
        "walled": sorted(report.walled),
        "channel": body.source.channel,
        "sealed_reporter": body.reporter is not None,
        **({} if report.reported_for is None else {"for": str(report.reported_for)}),
    }


def _texts(body: ReportIntake) -> list[TextDraft]:
    party = body.reported_party
    found = {
        TextField.TITLE: body.title,
        TextField.DESCRIPTION: body.description,
        TextField.PLACE_DETAIL: body.place.detail,
        TextField.ACCUSED_NAME: party.name if party else None,
        TextField.SOURCE_REFERENCE: body.source.reference,
    }
    return [TextDraft(field, content) for field, content in found.items() if content is not None]
