"""What an auditor is told when one person took away what protects people, or joined duties that exclude each other."""

from pathlib import Path

import pytest

from tests.trail.verifier.bundles import bundle, report_bundle
from tests.trail.verifier.protected import (
    ACQUITTED,
    AMENDED,
    CONTRADICTS,
    EVENTS,
    FOREIGN,
    GIVEN,
    ILLEGAL,
    LIFTED,
    MALFORMED,
    MOVED,
    OPENED,
    PASSED_ON,
    PLAIN,
    RAISED,
    SECRET,
    TAKEN_BACK,
    TRAIL,
    WALLED,
    Deed,
    at,
    both,
    by,
    changing,
    changing_more,
    found,
    into,
    who,
    without,
)
from tests.trail.verifier.tampering import judged
from tests.trail.verifier.test_trails_from_before import replayed
from tests.trail.verifier.trails import HADI, SARI, TONO, Trail

DEEDS = {
    # One person.
    "lowers the classification": Deed(
        AMENDED, changing(classification="ordinary"), ILLEGAL, "the classification was lowered by one person"
    ),
    "writes a classification that is none": Deed(
        AMENDED, changing(classification="open"), ILLEGAL, "the classification was lowered by one person"
    ),
    "names somebody": Deed(
        AMENDED,
        changing(named=[FOREIGN]),
        ILLEGAL,
        "somebody was named on a report that not everybody reads by one person",
    ),
    "names somebody without the office": Deed(
        AMENDED, changing(named=[FOREIGN]), ILLEGAL, "let read the report by coordinator of kesbangpol"
    ),
    "names himself": Deed(AMENDED, changing(named=[who("Hadi")]), ILLEGAL, "a person let themselves read the report"),
    "names nobody that there is": Deed(AMENDED, changing(named=["Hadi"]), MALFORMED, "identifier"),
    "takes an accusation back": Deed(
        AMENDED, changing(accused=[], walled=[]), ILLEGAL, "an accusation was taken back by one person"
    ),
    "lets an agency out from behind the wall": Deed(
        AMENDED, changing(accused=[], walled=[]), ILLEGAL, "let out from behind the wall by one person"
    ),
    "accuses without a wall": Deed(
        AMENDED, changing(accused=["kejari", "kpu"]), CONTRADICTS, "kejari is accused or walled off, and not behind"
    ),
    "lowers the severity": Deed(
        AMENDED, changing(severity="S3"), ILLEGAL, "the severity fell below what a second person closes by one person"
    ),
    "clears an agency": Deed(
        AMENDED, changing(cleared=["bawaslu", "polres"]), ILLEGAL, "an agency was cleared to lead by one person"
    ),
    "takes a clearance away": Deed(AMENDED, changing(cleared=[]), CONTRADICTS, "cleared to lead is so no longer"),
    "says that somebody approved": Deed(
        AMENDED,
        into(proposal=FOREIGN, changed={"severity": "S4"}),
        ILLEGAL,
        f"the proposal {FOREIGN}, which nobody approved with it",
    ),
    "says who approved in no form": Deed(AMENDED, into(proposal=7), MALFORMED, "data.proposal is no text"),
    "accuses, so that his own agency leads": Deed(
        AMENDED,
        changing(
            accused=["bawaslu", "kpu"],
            walled=["bawaslu", "kpu", "panwascam"],
            lead_agency="kesbangpol",
            cleared=["bawaslu", "kesbangpol"],
        ),
        ILLEGAL,
        "the lead passed on to kesbangpol, from where",
    ),
    "leads what is secret elsewhere": Deed(
        SECRET, changing(lead_agency="polres"), ILLEGAL, "a secret report was given to polres"
    ),
    "walls the lead off, so that his own agency leads": Deed(
        PASSED_ON,
        changing_more(lead_agency="kesbangpol", cleared=["kesbangpol", "polres"]),
        ILLEGAL,
        "the lead passed on to kesbangpol, from where",
    ),
    "walls off and clears another": Deed(
        PASSED_ON,
        changing_more(cleared=["bpbd", "kpu", "polres"]),
        ILLEGAL,
        "an agency was cleared to lead by one person",
    ),
    "walls off without a wall": Deed(
        PASSED_ON, changing_more(walled=[]), CONTRADICTS, "polres is accused or walled off, and not behind"
    ),
    "takes a wall down": Deed(LIFTED, without("proposal"), ILLEGAL, "a wall was taken down by one person"),
    "assigns what is secret elsewhere": Deed(
        at(GIVEN, "report.assigned"), into(lead="kpu"), ILLEGAL, "a secret report was given to kpu"
    ),
    "gives the lead task of a secret report without the office": Deed(
        at(GIVEN, "task.person_assigned"), by(role="officer"), ILLEGAL, "let read the report by officer of bawaslu"
    ),
    "gives the lead task of a secret report for another agency": Deed(
        at(OPENED, "task.accepted"), by(agency="polres"), ILLEGAL, "let read the report by supervisor of polres"
    ),
    "takes the lead task of a secret report": Deed(
        at(OPENED, "task.accepted"), into(assignee=who("Tono")), ILLEGAL, "a person let themselves read the report"
    ),
    "is given the lead task of a secret report by himself": Deed(
        at(GIVEN, "task.person_assigned"),
        into(assignee=who("Tono")),
        ILLEGAL,
        "a person let themselves read the report",
    ),
    "is named by his key in what it reports": Deed(
        at(PLAIN, "report.reported"),
        into(**{"for": who("Sari")}, named=[who("Sari")]),
        ILLEGAL,
        "named by the report that they made",
    ),
    "names himself in what he reports": Deed(
        at(PLAIN, "report.reported"), into(named=[who("Budi")]), ILLEGAL, "named by the report that they made"
    ),
    # Duties look at the whole story.
    "closes what he led and what was S1": Deed(
        at(OPENED, "report.closed"),
        by(person=who("Tono"), role="supervisor", agency="bawaslu"),
        ILLEGAL,
        "a report that was S1 was closed by a person who took part",
    ),
    "closes what he worked on and what was S1": Deed(
        at(OPENED, "report.closed"),
        by(person=who("Sari")),
        ILLEGAL,
        "a report that was S1 was closed by a person who took part",
    ),
    "dismisses what he worked on and what was S2": Deed(
        at(TAKEN_BACK, "report.dismissed"),
        by(person=who("Sari")),
        ILLEGAL,
        "a report that was S2 was dismissed by a person who took part",
    ),
    "verifies his own, once it is S1": Deed(
        at(RAISED, "report.verified"),
        both(by(person=who("Budi")), into(self_verified=True)),
        ILLEGAL,
        "checked the own report",
    ),
    "verifies what his key reported": Deed(
        at(ACQUITTED, "report.reported"),
        into(**{"for": who("Hadi")}),
        ILLEGAL,
        "checked the own report",
        at(ACQUITTED, "report.verified"),
    ),
    "verifies what accuses his agency": Deed(
        at(ACQUITTED, "report.verified"),
        by(agency="kpu"),
        ILLEGAL,
        "report.verified was done by kpu, which the report accused",
    ),
    "unseals as an officer": Deed(
        at(WALLED, "reporter.unsealed"), by(role="officer"), ILLEGAL, "reporter.unsealed was done by officer of polres"
    ),
    "unseals for another agency": Deed(
        at(WALLED, "reporter.unsealed"),
        by(agency="bawaslu"),
        ILLEGAL,
        "reporter.unsealed was done by supervisor of bawaslu",
    ),
    "unseals what he brought to that lead": Deed(
        at(MOVED, "reporter.unsealed"), by(person=who("Eko")), ILLEGAL, "was done by the person who moved the lead"
    ),
    "unseals for a lead that nobody cleared": Deed(
        at(MOVED, "report.amended"),
        changing(cleared=["polres"]),
        ILLEGAL,
        "was done for satpolpp, which nobody has cleared",
        at(MOVED, "reporter.unsealed"),
    ),
}


def test_what_two_persons_did_verifies_whole_and_for_each_report(tmp_path: Path) -> None:
    actions = {event["action"] for event in EVENTS}
    assert actions >= {"proposal.made", "proposal.approved", "proposal.refused", "report.wall_lifted"}
    assert judged(tmp_path, bundle(TRAIL)) == (0, [])
    for report in map(str, TRAIL.reports):
        assert judged(tmp_path, report_bundle(TRAIL, report)) == (0, [])


@pytest.mark.parametrize("deed", DEEDS)
def test_what_one_person_took_away_is_named_though_it_is_signed(tmp_path: Path, deed: str) -> None:
    told_of = found(tmp_path, DEEDS[deed])
    assert any(DEEDS[deed].words in words for words in told_of), told_of


def test_what_two_put_right_of_a_legal_clock_verifies() -> None:
    trail = Trail()
    case = trail.intake(classification="ordinary", known_at="2024-11-24T20:15:00+07:00").verify()
    case.agree(SARI, TONO, "amendment", amendment={"known_at": "2024-11-25T06:00:00.5+07:00"})
    case.agree(SARI, TONO, "amendment", amendment={"election": None})
    case.agree(HADI, TONO, "amendment", amendment={"election": "pemilu-2024", "severity": "S4"})
    assert replayed(trail.leaves) == set()
