"""What is refused whichever agency it names is told closed, with the reason that a request would be refused by."""

from functools import partial
from typing import Any

import pytest

from tests.trail.verifier.stories import CLOSE, LEAD
from tests.trail.verifier.trails import EKO, HADI, JOKO, RINA, SARI, TONO, WATI, Case, Trail
from tests.workflows.access.test_standing_in import AGUS, RINI, why_not
from tests.workflows.decisions.test_gaps import GIVEN, THREAT
from tests.workflows.decisions.test_protections import RATNA
from tests.workflows.law import POLICY
from workflows.access.actors import Actor
from workflows.access.refusals import Refused
from workflows.decisions.available import proposal_actions
from workflows.policy.checks import CORE_AGENCIES


def refused(case: Case, who: Any, act: str, agency: str) -> bool:
    """Whether a request that names this agency is refused."""
    acts: dict[str, Any] = {
        "assign": lambda: case.fire(who, "assign", tasks=[LEAD | {"agency": agency, "kind": "information"}], **GIVEN),
        "raise_wall": lambda: case.wall(agency, who),
        "offer_task": lambda: case.offer(who, agency=agency, role="support", kind="information"),
    }
    before = case.facts
    try:
        acts[act]()
    except Refused:
        return True
    case._trail.reports[case.id] = before  # noqa: SLF001 - tried, and not done
    return False


def nobody_leads_what_is_secret() -> Case:
    """Bawaslu was walled off; nobody has cleared anybody else."""
    return Trail().intake(classification="secret").verify().wall("bawaslu", HADI)


def the_last_that_is_not_walled_off(classification: str = "restricted") -> Case:
    """Every agency but the police is behind a wall, and so is the desk."""
    case = Trail().intake(AGUS, **THREAT | {"classification": classification}).verify(EKO)
    for agency in (*sorted(CORE_AGENCIES - {"polres"}), *sorted(POLICY.agencies.keys() - CORE_AGENCIES)):
        if agency not in case.facts.walled:
            case.wall(agency, RATNA if agency != "kesbangpol" else HADI)
    return case


CASES: list[Any] = [
    pytest.param(nobody_leads_what_is_secret, RATNA, "assign", ("second_person_needed",), id="secret, nobody cleared"),
    pytest.param(nobody_leads_what_is_secret, HADI, "assign", ("second_person_needed",), id="who made the gap"),
    pytest.param(the_last_that_is_not_walled_off, EKO, "raise_wall", ("nobody_left", "already_walled"), id="the last"),
]


@pytest.mark.parametrize(("made", "who", "act", "reasons"), CASES)
def test_what_no_agency_would_be_taken_for_is_told_closed(made: Any, who: Any, act: str, reasons: Any) -> None:
    case = made()
    assert why_not(case, who, act) == reasons
    assert all(refused(case, who, act, agency) for agency in POLICY.agencies)


def _plain(category: str, classification: str) -> Case:
    """A report that nothing was done about but to verify it."""
    verifier = TONO if category == "incumbent_abuse" else RATNA
    return Trail().intake(category=category, classification=classification).verify(verifier)


def told_as_tried() -> list[Any]:
    made = (
        nobody_leads_what_is_secret,
        the_last_that_is_not_walled_off,
        lambda: Trail().intake().verify(),
        lambda: Trail().intake(classification="secret").verify(),
        *(
            partial(_plain, category, classification)
            for category in ("hoax", "money_politics", "incumbent_abuse", "disaster")
            for classification in ("ordinary", "restricted")
        ),
        lambda: Trail().intake(**THREAT | {"reported_party": {"agency": "satpolpp"}}).verify(EKO),
        lambda: Trail().intake(RINI, category="incumbent_abuse", reported_party={"agency": "bawaslu"}).verify(EKO),
    )
    return [pytest.param(case, id=str(number)) for number, case in enumerate(made)]


@pytest.mark.parametrize("made", told_as_tried())
@pytest.mark.parametrize("act", ["assign", "raise_wall", "offer_task"])
def test_it_is_told_open_to_whom_one_agency_would_be_taken_from_and_closed_to_nobody_else(made: Any, act: str) -> None:
    case = made()
    for who in (HADI, RATNA, TONO, EKO, RINI):
        if who.agency in case.facts.walled:
            continue  # who does not see the report is told nothing of it
        everywhere = all(refused(case, who, act, agency) for agency in POLICY.agencies)
        assert bool(why_not(case, who, act)) is everywhere, (who, why_not(case, who, act))


@pytest.mark.parametrize("who", [RINA, JOKO])
def test_who_neither_leads_nor_wrote_it_is_offered_no_proposal(who: Actor) -> None:
    case = Trail().intake(category="money_politics", classification="ordinary", severity="S3").verify(HADI)
    assert (why_not(case, who, "propose"), why_not(case, TONO, "propose")) == (("not_lead_agency_nor_author",), ())


@pytest.mark.parametrize("ended", ["handled", "closed"])
def test_nothing_is_offered_any_more_once_a_report_is_handled_or_closed(ended: str) -> None:
    case = Trail().intake(category="money_politics", classification="ordinary", severity="S3").verify(HADI).assign(LEAD)
    for step, more in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        case.work(SARI, "bawaslu", step, **more)
    if ended == "closed":
        case.fire(HADI, "close", **CLOSE)
    assert (case.facts.state, why_not(case, HADI, "offer_task")) == (ended, ("report_no_longer_open",))


def test_who_proposed_is_told_that_it_is_another_who_decides() -> None:
    case = Trail().intake(category="money_politics", classification="restricted", severity="S3").verify(HADI)
    proposal = case.propose(TONO, "amendment", amendment={"classification": "ordinary"})
    told = {
        who.person: {one.action: one.reasons for one in proposal_actions(case.facts, proposal, who, case.policy)}
        for who in (TONO, WATI)
    }
    assert told == {
        TONO.person: {"approve": ("own_request",), "refuse": ("own_request",)},
        WATI.person: {"approve": (), "refuse": ()},
    }
