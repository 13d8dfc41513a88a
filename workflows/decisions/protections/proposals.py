"""Taking protection away from a report: one person proposes it, another decides, and until then nothing changes.

Both are events, and so is what an approval changes. The decider holds an office that the table of protections names,
is another person in whatever role, belongs neither to a side that was ever accused nor to an agency that gains by it,
and may already read what is secret. Source: docs/domain.md, "Protections" [P].
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import structs

from workflows.access import visibility
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.held_offices import offices_of
from workflows.access.permissions import Action, Standing, require, require_one_of, standing
from workflows.access.refusals import DutyConflict, LawForbids, NotPermitted, Refused
from workflows.access.standing_in import in_place_of_the_lead, left_to_the_core
from workflows.codes.approvals import ApprovalState, Protection
from workflows.codes.reports import Classification, TextField
from workflows.codes.stamps import identifier
from workflows.codes.states import PROPOSAL_MADE, PROPOSAL_PAST, WALL_LIFTED
from workflows.decisions.approvals import ASKED, own_request, settled, trigger_of
from workflows.decisions.change import NO_DATA, Change, Circumstances, TextDraft
from workflows.decisions.clocks.limits_anew import turned as turned_limits
from workflows.decisions.clocks.studies import NO_STUDY, Study
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import of_the_accused, require_lead_not_moved_by_the_accused
from workflows.decisions.engine import APPROVALS
from workflows.decisions.gakkumdu.case_limits import NO_STEPS, CaseSteps
from workflows.decisions.protections.commands import (
    DecideProposal,
    ProposeAcquittal,
    ProposeAmendment,
    Proposed,
    ProposeLead,
    ProposeLift,
)
from workflows.decisions.protections.effects import take_effect
from workflows.decisions.protections.protection_table import NOBODY, PROTECTIONS, weakened
from workflows.decisions.reports.amendments import new_codes, require_amendable, tell
from workflows.decisions.reports.leading import not_cleared
from workflows.decisions.reports.walls import plain
from workflows.decisions.tasks.legal_order import route_of
from workflows.policy.region import Policy
from workflows.policy.routing import walls


class ProposalFacts(NamedTuple):
    """A proposal: what it asks for, which protections it weakens, and what became of it."""

    id: UUID
    asks: Proposed
    protections: frozenset[Protection]
    state: ApprovalState
    requested_by: UUID
    was: Mapping[str, Any] = NO_DATA
    """What an amendment would change of the protections, as it was when it was proposed."""


def decide_proposal(
    report: ReportFacts, asks: Proposed, actor: Actor, given: Circumstances
) -> tuple[Change, ProposalFacts]:
    """Propose what takes protection away.

    Raises NotPermitted; DutyConflict ``names_oneself`` or ``own_side_accused``; LawForbids ``report_closed``,
    ``wall_unknown``, ``not_accused``, ``already_cleared``, a rule of legal order or ``needs_no_second_person`` for
    what one person may do alone; InvalidCommand ``nothing_to_amend`` and for unknown codes.
    """
    stands = standing_to_propose(report, actor, given.policy)
    require(actor, Action.PROPOSAL_MAKE, stands)
    if isinstance(asks, ProposeAmendment):
        require_amendable(report, asks.amendment, actor, stands)
    trial = Draft(report, actor, given)
    take_effect(trial, asks)
    weaker = weakened(report, trial.report, given.policy)
    if not weaker:
        require_lead_not_moved_by_the_accused(actor, report, trial.report, given.policy)
        raise LawForbids("needs_no_second_person")
    was = _protected(report, asks)
    proposal = ProposalFacts(next(given.ids), asks, frozenset(weaker), ASKED, actor.person, was)
    draft = Draft(report, actor, given)
    draft.event(PROPOSAL_MADE, data=_data(proposal), texts=[TextDraft(TextField.REASON, asks.reason)])
    return draft.finish(), proposal


def decide_on_proposal(
    report: ReportFacts,
    proposal: ProposalFacts,
    body: DecideProposal,
    actor: Actor,
    given: Circumstances,
    *,
    found: bool,
    case: CaseSteps = NO_STEPS,
    study: Study = NO_STUDY,
) -> tuple[Change, ProposalFacts]:
    """Approve or refuse a proposal; what is approved is done at once. ``found``: it is a finding of Bawaslu's own.

    ``case`` are the steps of its case, ``study`` is what was found missing before it had any.

    Raises IllegalTransition once it is decided; NotPermitted, also ``reads_no_words``; DutyConflict ``own_request``,
    ``own_side_accused`` or ``gains_by_it``; LawForbids ``proposal_outdated`` when the report is another one by now.
    """
    trigger = trigger_of(approve=body.approve)
    APPROVALS.require_legal(proposal.state, trigger)
    for refusal in against(report, proposal, actor, given.policy):
        raise refusal
    state = settled(proposal.state, proposal.requested_by, actor, approve=body.approve)
    decided = proposal._replace(state=state)
    draft = Draft(report, actor, given)
    texts = [TextDraft(TextField.REASON, body.reason)] if body.reason else []
    draft.event(PROPOSAL_PAST[trigger], data=_data(decided), texts=texts)
    if state is ApprovalState.APPROVED:
        _carry_out(draft, decided, found=found, case=case, study=study)
        draft.settle()
    return draft.finish(), decided


def against(report: ReportFacts, proposal: ProposalFacts, actor: Actor, policy: Policy) -> Iterator[Refused]:
    """Everything that forbids this actor to decide on a proposal, in the order in which it is told."""
    try:
        for protection in sorted(proposal.protections):
            decided_by = PROTECTIONS[protection].decided_by
            require_one_of(actor, Action.PROPOSAL_DECIDE, decided_by, _stands(report, protection, actor, policy))
    except NotPermitted as refused:
        yield refused
    if own_request(actor, proposal.requested_by):
        yield DutyConflict("own_request")
    if of_the_accused(actor, report, policy):
        yield DutyConflict("own_side_accused")
    gaining = gains(report, proposal.asks, policy)
    if offices_of(actor, report) & gaining or actor.person in _named(proposal.asks):
        yield DutyConflict("gains_by_it")
    if not _reads_words(report, proposal, actor) and not _asks_who_leads(report, proposal, actor, policy):
        yield NotPermitted("reads_no_words", {"role": actor.role.value})


def gains(report: ReportFacts, asks: Proposed, policy: Policy) -> frozenset[str]:
    """The agencies that would see or lead by it what they do not today."""
    after = _foreseen(report, asks, policy)
    lead = route_of(after, policy).lead
    known = {route_of(report, policy).lead, *report.cleared}
    turned = NOBODY if lead is None or lead in known else frozenset({lead})
    named = NOBODY if isinstance(asks, ProposeAmendment) else frozenset({asks.agency})
    gaining = (report.walled - after.walled) | turned | named | _comes_to_read(report, after, policy)
    return gaining.union(*(policy.arms.get(agency, NOBODY) for agency in gaining))


def _comes_to_read(report: ReportFacts, after: ReportFacts, policy: Policy) -> frozenset[str]:
    """The lead of what becomes secret, where nobody has cleared it: its supervisors are then the ones who read."""
    becomes = report.classification is not after.classification is Classification.SECRET
    return not_cleared(after, policy) if becomes else NOBODY


def _foreseen(report: ReportFacts, asks: Proposed, policy: Policy) -> ReportFacts:
    """The report as what decides where it goes would be then; as it is where its election has left the policy."""
    if isinstance(asks, ProposeAmendment):
        known = asks.amendment.election in {None, *policy.elections}
        return structs.replace(report, **new_codes(report, asks.amendment, policy)) if known else report
    accused = report.accused - ({asks.agency} if isinstance(asks, ProposeAcquittal) else NOBODY)
    barred = report.barred - ({asks.agency} if isinstance(asks, ProposeLift) else NOBODY)
    walled = walls(policy, report.category, accused, barred)
    return structs.replace(report, accused=accused, barred=barred, walled=walled)


def standing_to_propose(report: ReportFacts, actor: Actor, policy: Policy) -> Standing:
    """How somebody stands who proposes: where nobody of the lead may decide, the core agencies stand in its place.

    So no wall and no accusation buries a report: one of them proposes, another decides.
    """
    stands = standing(report)
    in_its_place = actor.agency in in_place_of_the_lead(report, policy)
    return stands._replace(lead_agency=actor.agency) if in_its_place else stands


def _stands(report: ReportFacts, protection: Protection, actor: Actor, policy: Policy) -> Standing:
    """How a decider stands: whether an agency is cleared is also for the supervisors of one that is."""
    stands = standing_to_propose(report, actor, policy)
    cleared = protection is Protection.LEAD and actor.agency in report.cleared
    return stands._replace(lead_agency=actor.agency) if cleared else stands


def _reads_words(report: ReportFacts, proposal: ProposalFacts, actor: Actor) -> bool:
    """Of what is secret whoever decides reads the words; of what is restricted, whoever opens it to more."""
    restricted = report.classification is Classification.RESTRICTED
    amended = isinstance(proposal.asks, ProposeAmendment)
    opens = amended and proposal.protections & {Protection.CLASSIFICATION, Protection.WALL}
    if report.classification is not Classification.SECRET and not (restricted and opens):
        return True
    return visibility.may_read(
        visibility.text_readers(report), visibility.walled_tokens(report), visibility.tokens(actor)
    )


def _asks_who_leads(report: ReportFacts, proposal: ProposalFacts, actor: Actor, policy: Policy) -> bool:
    """Whether it is about nothing but who leads, where nobody reads the words who might decide: no word tells that.

    Whoever made that nobody does is not one of those who decide without.
    """
    of_the_gap = actor.person in report.lead_moved_by
    return isinstance(proposal.asks, ProposeLead) and left_to_the_core(report, policy) and not of_the_gap


def _named(asks: Proposed) -> frozenset[UUID]:
    return frozenset(asks.amendment.named_persons or ()) if isinstance(asks, ProposeAmendment) else frozenset()


def _carry_out(draft: Draft, proposal: ProposalFacts, *, found: bool, case: CaseSteps, study: Study) -> None:
    """Do what was approved. Raises LawForbids ``proposal_outdated`` when it would now do more, or nothing at all."""
    before = draft.report
    now = _protected(before, proposal.asks)
    if any(now.get(name) != value for name, value in proposal.was.items()):
        raise LawForbids("proposal_outdated", {"because": ", ".join(sorted(proposal.was))})
    try:
        effect = take_effect(draft, proposal.asks)
    except Refused as refused:
        raise LawForbids("proposal_outdated", {"because": refused.code}) from refused
    more = frozenset(weakened(before, draft.report, draft.given.policy)) - proposal.protections
    if more:
        raise LawForbids("proposal_outdated", {"because": ", ".join(sorted(more))})
    data = {**effect.data, "proposal": identifier(proposal.id)}
    if effect.action == WALL_LIFTED:
        draft.event(WALL_LIFTED, data=data)
        turned_limits(draft, found=found, case=case, study=study)
    else:
        tell(draft, before, data, [], found=found, case=case, study=study)


def _protected(report: ReportFacts, asks: Proposed) -> Mapping[str, Any]:
    """What an amendment would replace as a whole, as it is: a proposal starts from it and from nothing else."""
    members = asks.amendment.model_fields_set if isinstance(asks, ProposeAmendment) else frozenset()
    return {name: plain(getattr(report, fact)) for name, fact in _REPLACED.items() if name in members}


def _data(proposal: ProposalFacts) -> Mapping[str, Any]:
    return {
        "proposal": identifier(proposal.id),
        "kind": proposal.asks.kind,
        "protections": sorted(proposal.protections),
        **_asked(proposal.asks),
    }


def _asked(asks: Proposed) -> Mapping[str, Any]:
    if isinstance(asks, ProposeAmendment):
        members = asks.amendment.model_dump(mode="json", exclude_unset=True)
        return {"amendment": members}
    return {"of_agency": asks.agency}


_REPLACED = {
    "classification": "classification",
    "severity": "severity",
    "named_persons": "named",
    "election": "election",
    "known_at": "known_at",
}
"""The members of an amendment that a protection rests on directly, with the fact behind each."""
