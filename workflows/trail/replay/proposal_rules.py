"""What each event of a proposal needs: one person proposes, another whose office it is decides, and then it is done."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from workflows.access.permissions import ANYONE, PERMISSIONS, Action, Relation
from workflows.codes.approvals import ApprovalTrigger, ProposalKind, Protection
from workflows.codes.people import Role
from workflows.codes.reports import Classification, ReportState
from workflows.codes.stamps import stamp
from workflows.codes.states import PROPOSAL_MADE, PROPOSAL_PAST, WALL_LIFTED
from workflows.codes.tasks import TaskRole
from workflows.decisions.protections.commands import ProposedAmendment
from workflows.decisions.protections.protection_table import PROTECTIONS
from workflows.policy.checks import CORE_AGENCIES
from workflows.trail.replay.events import NotInFormError, identifier, optional_text, text_of, texts_of, written
from workflows.trail.replay.protection_rules import persons_of, require_may_name
from workflows.trail.replay.standing import NOT_SAID, Asking, Report
from workflows.trail.replay.step import Step

_KINDS = frozenset(kind.value for kind in ProposalKind)
_MEMBERS = frozenset(ProposedAmendment.model_fields)
_PROPOSERS = {role.value: needed for role, needed in PERMISSIONS[Action.PROPOSAL_MAKE].items()}
_APPROVED = PROPOSAL_PAST[ApprovalTrigger.APPROVE]
_FOLLOWS = frozenset({
    "stage", "formal_receipt_at", "walled", "rule", "policy_version", "lead_agency", "proposed_rule", "cleared",
})  # fmt: skip
"""What an amendment changes beside what was asked for, because it follows from it."""

NOT_APPROVED = Asking(bytes(16), bytes(16), "", tuple(Protection))
"""In place of a proposal that an event names and nobody approved: it is named once, and what follows from it is not."""


def _made(step: Step) -> None:
    report, asked = step.report, _read(step)
    actor = step.event.leaf.actor
    needed = _PROPOSERS.get(actor["role"])
    if needed is None or not needed & _relations(step):
        step.illegal(f"a proposal was made by {actor['role']} of {actor['agency']}")
    _not_walled(step)
    if report.state == ReportState.CLOSED and asked.kind != ProposalKind.WALL:
        step.illegal("a proposal was made on a closed report")
    if report.story.by_two and asked.amendment is not None:
        require_may_name(step, {*_persons(asked)} - {*report.named}, report.lead)
    if any(asked.id == other.id for other in report.proposals):
        step.contradicts("the same proposal was made a second time")
        return
    report.proposals = (*report.proposals, asked)


def _decided(step: Step) -> None:
    report, leaf, told = step.report, step.event.leaf, _read(step)
    asked = next((each for each in report.proposals if each.id == told.id), None)
    if asked is None or asked[2:6] != told[2:6]:
        step.contradicts(f"{leaf.action} decides on what nobody proposed")
        return
    if asked.decided:
        step.contradicts(f"{leaf.action} decides on what was decided before")
    if asked.by == told.by:
        step.illegal("a proposal was decided on by the person who made it")
    _may_decide(step, asked)
    _keep(report, asked._replace(decided=True, owed=leaf.seq if leaf.action == _APPROVED else 0))


def carried_out(step: Step) -> Asking | None:
    """The proposal that an event carries out, which the event before it has approved; None when it names none.

    Raises NotInFormError.
    """
    named, report, leaf = optional_text(step.event.leaf.data, "proposal"), step.report, step.event.leaf
    if named is None:
        return None
    wanted = identifier(named)
    asked = next((each for each in report.proposals if each.id == wanted), None)
    if asked is None or asked.owed != leaf.seq - 1 or leaf.version != report.version:
        step.illegal(f"{leaf.action} carries out the proposal {named}, which nobody approved with it")
        return NOT_APPROVED
    _keep(report, asked._replace(owed=0))
    if (asked.kind == ProposalKind.WALL) is not (leaf.action == WALL_LIFTED):
        step.contradicts(f"{leaf.action} is not what was proposed")
        return NOT_APPROVED
    return asked


def amended_as_asked(step: Step, asked: Asking, changed: Mapping[str, Any]) -> None:
    """An approved amendment changes what was asked for, to what was asked, and what follows from it."""
    wanted = dict(_wanted(asked))
    follows = frozenset() if asked.kind == ProposalKind.LEAD else _FOLLOWS
    more = changed.keys() - wanted.keys() - follows
    if more:
        step.contradicts(f"two persons agreed on another change, and {', '.join(sorted(more))} changed as well")
    now = _now(step.report, changed)
    for name, value in wanted.items():
        if name in now and not _fits(asked, now[name], value):
            step.contradicts(f"two persons agreed on another {name} than the event tells")


def _wanted(asked: Asking) -> Iterator[tuple[str, Any]]:
    """The facts that a proposal asks for, by their names in an event."""
    if asked.kind == ProposalKind.LEAD:
        yield "cleared", asked.agency
    elif asked.kind == ProposalKind.ACCUSATION:
        yield "accused", asked.agency
    for name, value in _members(asked).items():
        if name == "named_persons":
            if value is not None:
                yield "named", sorted(value)
        elif name == "election" or value is not None:
            yield name, value


def _now(report: Report, changed: Mapping[str, Any]) -> dict[str, Any]:
    """What the event and those before it make of what may be asked for, as far as they say it."""
    codes = ("category", "severity", "classification", "election")
    now: dict[str, Any] = {name: getattr(report, name) for name in codes}
    now |= {"accused": report.accused, "cleared": report.story.cleared}
    if report.story.by_two:
        now["named"] = [written(person) for person in report.named]
    return {**now, **changed}


def _fits(asked: Asking, now: Any, value: Any) -> bool:
    if asked.kind == ProposalKind.LEAD:
        return value in (now or ())
    if asked.kind == ProposalKind.ACCUSATION:
        return value not in (now or ())
    return bool(now == value)


def _may_decide(step: Step, asked: Asking) -> None:
    """The decider holds the office, belongs to no side that gains by it, and already reads what is secret."""
    report, actor = step.report, step.event.leaf.actor
    held = _relations(step)
    for protection in asked.protections:
        cleared = protection == Protection.LEAD and (actor["agency"] in report.story.cleared or not report.story.by_two)
        needed = _DECIDERS[protection].get(actor["role"])
        if needed is None or not needed & (held | {Relation.LEAD_AGENCY} if cleared else held):
            step.illegal(f"a proposal about the {protection} was decided on by {actor['role']} of {actor['agency']}")
            break
    _not_walled(step)
    if actor["agency"] in report.ever_accused | {asked.agency}:
        step.illegal(f"a proposal was decided on by {actor['agency']}, which was accused or gains by it")
    if step.event.person in _persons(asked):
        step.illegal("a person decided on letting themselves read the report")
    who_leads = asked.kind == ProposalKind.LEAD and nobody_of_the_lead(report)
    if report.story.by_two and not who_leads and not _reads_words(step):
        step.illegal("a proposal about a secret report was decided on by a person who may not read it")


def _relations(step: Step) -> frozenset[Relation]:
    report, agency = step.report, step.event.leaf.actor["agency"]
    leads = report.lead in {agency, NOT_SAID} or stands_in_its_place(report, agency)
    wrote = step.event.person == report.reported_by
    return ANYONE | {Relation.LEAD_AGENCY for _ in range(leads)} | {Relation.REPORTING_PERSON for _ in range(wrote)}


def stands_in_its_place(report: Report, agency: str) -> bool:
    """Whether a core agency may stand in the lead's place, as far as events say: whose the desk is has the policy."""
    return agency in CORE_AGENCIES and nobody_of_the_lead(report)


def nobody_of_the_lead(report: Report) -> bool:
    """Whether nobody of the lead may decide on the report, as far as events say."""
    lead = report.lead
    return lead is None or lead in report.ever_accused or lead not in CORE_AGENCIES


def stands_at_the_desk(report: Report, agency: str) -> bool:
    """Whether a core agency may do what the desk does elsewhere, as far as events say.

    Whose the desk is has the policy: its side, or its wall, is that of an agency that is no core agency.
    """
    against = report.ever_accused | report.shut_out
    free = CORE_AGENCIES - against - {*report.story.passed_over}
    return agency in free and not against <= CORE_AGENCIES


def _not_walled(step: Step) -> None:
    agency = step.event.leaf.actor["agency"]
    if agency in step.report.shut_out:
        step.illegal(f"{step.event.leaf.action} was done by {agency}, which is accused or walled off")


def _reads_words(step: Step) -> bool:
    report, actor, person = step.report, step.event.leaf.actor, step.event.person
    authors = {report.reported_by, report.reported_for}
    if report.classification != Classification.SECRET or person in {*authors, *report.named}:
        return True
    leading = (task for task in report.tasks if task.role == TaskRole.LEAD and task.agency == report.lead)
    by_office = actor["role"] == Role.SUPERVISOR and actor["agency"] == report.lead
    return by_office or any(task.assignee == person for task in leading)


def _read(step: Step) -> Asking:
    """What the event says of its proposal. Raises NotInFormError."""
    data = step.event.leaf.data
    kind, protections = text_of(data, "kind"), texts_of(data, "protections")
    if kind not in _KINDS:
        raise NotInFormError("data.kind", "is no kind of proposal")
    if not protections or not {*protections} <= _DECIDERS.keys():
        raise NotInFormError("data.protections", "are none of the domain's")
    about = (None, _amendment(data)) if kind == ProposalKind.AMENDMENT else (text_of(data, "of_agency"), None)
    return Asking(identifier(text_of(data, "proposal")), step.event.person, kind, protections, *about)


def _amendment(data: Mapping[str, Any]) -> str:
    members = data.get("amendment")
    if not isinstance(members, dict) or not members or not members.keys() <= _MEMBERS:
        raise NotInFormError("data.amendment", "names nothing, or what is not to be proposed")
    return msgspec.json.encode(_formed(members), order="sorted").decode()


def _formed(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an amendment as an event tells them once they are changed."""
    formed: dict[str, Any] = {name: optional_text(members, name) for name in members if name not in _OTHERWISE}
    if members.get("named_persons") is not None:
        formed["named_persons"] = [written(person) for person in persons_of(members, "named_persons")]
    formed |= {name: _moment(members, name) for name in sorted(_TIMES) if members.get(name) is not None}
    return formed


def _moment(members: Mapping[str, Any], name: str) -> str:
    try:
        return stamp(datetime.fromisoformat(text_of(members, name)))
    except (ValueError, OverflowError):
        place = f"data.amendment.{name}"
        raise NotInFormError(place, "is no time") from None


def _members(asked: Asking) -> dict[str, Any]:
    return {} if asked.amendment is None else msgspec.json.decode(asked.amendment, type=dict[str, Any])


def _persons(asked: Asking) -> frozenset[bytes]:
    return frozenset(map(identifier, _members(asked).get("named_persons") or ()))


def _keep(report: Report, asked: Asking) -> None:
    report.proposals = tuple(asked if each.id == asked.id else each for each in report.proposals)


_TIMES = frozenset({"occurred_at", "known_at"})
_OTHERWISE = _TIMES | {"named_persons"}
_DECIDERS: Mapping[str, Mapping[str, frozenset[Relation]]] = {
    protection.value: {role.value: needed for role, needed in rule.decided_by.items()}
    for protection, rule in PROTECTIONS.items()
}
PROPOSAL_EVENTS: Mapping[str, Callable[[Step], None]] = {
    PROPOSAL_MADE: _made,
    **dict.fromkeys(PROPOSAL_PAST.values(), _decided),
}
"""By action."""
