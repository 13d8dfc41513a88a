"""Evidence is held as a task is: the accused side neither gets it, nor takes it away, nor makes it disappear."""

from typing import Any
from uuid import UUID

import pytest

from tests.trail.verifier.trails import EKO, HADI, TONO, Case, Trail
from tests.workflows.access.test_standing_in import EKA
from tests.workflows.decisions.test_gaps import OF_THE_REGENCY, POLRES_LEAD
from tests.workflows.decisions.test_protections import RATNA, found_in
from workflows.access.actors import Actor
from workflows.access.permissions import standing
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.codes.content import ContentState, ContentStep, ContentVerdict
from workflows.codes.evidence import MediaType, PreviewState
from workflows.decisions.available import content_actions, evidence_actions
from workflows.decisions.content.checking import ContentFacts, decide_judge, decide_takedown
from workflows.decisions.content.commands import JudgeContent, RequestTakedown
from workflows.decisions.evidence.commands import TransferEvidence
from workflows.decisions.evidence.custody import EvidenceFacts, NewEvidence, decide_added, decide_transfer
from workflows.decisions.evidence.custody_duties import custody_of, handing_conflicts

PHOTO = EvidenceFacts(UUID(int=7), MediaType.JPEG, PreviewState.READY)
JUDGED = JudgeContent(verdict=ContentVerdict.FALSE, clarification="Tidak benar")


def with_a_photo(**made: Any) -> Case:
    """A report of a threat, which the police lead, with one photo."""
    case = Trail().intake(**{"category": "security_threat", "classification": "ordinary"} | made)
    added = NewEvidence(PHOTO.id, "0" * 64, 9, PHOTO.media_type)
    return case.keep(EKO, lambda given: decide_added(case.facts, added, EKO, given))


def hand(case: Case, who: Actor, agency: str | None = None, outside_body: str | None = None) -> Case:
    body = TransferEvidence(agency=agency, outside_body=outside_body, reason="Pelimpahan")
    return case.keep(who, lambda given: decide_transfer(case.facts, PHOTO, body, who, given))


def told(case: Case, who: Actor) -> tuple[str, ...]:
    """Why somebody may not hand the photo over, as the list of evidence tells it."""
    against = handing_conflicts(who, custody_of(case.facts), case.policy)
    found = evidence_actions(PHOTO, who, standing(case.facts), against, readable=True)
    return next(one.reasons for one in found if one.action == "transfer")


@pytest.mark.parametrize("whereto", [{"agency": "kesbangpol"}, {"agency": "kejari"}, {"outside_body": "polda"}])
def test_the_desk_of_the_accused_side_takes_no_evidence_from_who_leads(whereto: dict[str, str]) -> None:
    case = with_a_photo(**OF_THE_REGENCY)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        hand(case, HADI, **whereto)
    assert told(case, HADI) == ("own_side_accused",)
    assert told(case, EKO) == ()
    hand(case, EKO, agency="kejari")
    assert found_in(case) == []


@pytest.mark.parametrize("agency", ["satpolpp", "kesbangpol"])
def test_whom_no_rule_lets_lead_what_accuses_them_keeps_no_evidence_of_it(agency: str) -> None:
    """The accused agency of the regency and whose the desk is; also once the accusation was taken back."""
    case = with_a_photo(**OF_THE_REGENCY)
    with pytest.raises(LawForbids, match=r"keeps_no_evidence|agency_walled"):
        hand(case, EKO, agency=agency)
    case.agree(EKO, EKA, "accusation", agency="satpolpp")
    assert case.facts.accused == frozenset()
    with pytest.raises(LawForbids, match="keeps_no_evidence"):
        hand(case, EKO, agency=agency)
    hand(case, EKO, agency="inspektorat")


def test_an_arm_of_who_was_accused_hands_no_evidence_home() -> None:
    """Acquitted, it leads again by right and gives evidence away, and not to its own house."""
    case = with_a_photo(category="money_politics", reported_party={"agency": "bawaslu"})
    case.agree(RATNA, HADI, "accusation", agency="bawaslu")
    assert case.facts.lead_agency == "bawaslu"
    for agency in ("bawaslu", "panwascam"):
        with pytest.raises(DutyConflict, match="own_side_accused"):
            hand(case, TONO, agency=agency)
    hand(case, TONO, agency="polres")
    hand(case, HADI, agency="bawaslu")
    assert found_in(case) == []


def test_where_nobody_is_accused_evidence_is_handed_on_as_ever() -> None:
    case = with_a_photo().verify().assign(POLRES_LEAD)
    for who, agency in ((EKO, "kesbangpol"), (HADI, "kesbangpol"), (HADI, "polres")):
        hand(case, who, agency=agency)
    assert found_in(case) == []


@pytest.mark.parametrize("step", [ContentStep.JUDGE, ContentStep.REQUEST_TAKEDOWN])
def test_the_desk_of_the_accused_side_neither_judges_content_nor_has_it_taken_down(step: ContentStep) -> None:
    """What circulates about one's own side is evidence that disappears by it."""
    case = with_a_photo(**OF_THE_REGENCY)
    state = ContentState.OPEN if step is ContentStep.JUDGE else ContentState.JUDGED
    content = ContentFacts(UUID(int=8), state, 1, case.facts.reported_at, verdict=ContentVerdict.FALSE)

    def decide(who: Actor) -> Case:
        if step is ContentStep.JUDGE:
            return case.keep(who, lambda given: decide_judge(case.facts, content, JUDGED, who, given).change)
        body = RequestTakedown(to="Tim kepercayaan")
        return case.keep(who, lambda given: decide_takedown(case.facts, content, body, who, given).change)

    with pytest.raises(DutyConflict, match="own_side_accused"):
        decide(HADI)
    found = {one.action: one.reasons for one in content_actions(case.facts, content, HADI, case.policy)}
    assert found[step] == ("own_side_accused",)
    decide(EKO)
