"""What an auditor is told when a proposal was made, decided or carried out otherwise than it may be."""

from pathlib import Path

import pytest

from tests.trail.verifier.protected import (
    CLEARED,
    CONTRADICTS,
    ELSEWHERE,
    EVENTS,
    FOREIGN,
    ILLEGAL,
    KPU_FREE,
    KPU_MADE,
    KPU_YES,
    LEAD_YES,
    LIFTED,
    LOWER_MADE,
    LOWER_YES,
    LOWERED,
    MALFORMED,
    NAMED,
    NAMED_MADE,
    NAMED_YES,
    REFUSED,
    REFUSED_MADE,
    Deed,
    at,
    by,
    changing,
    changing_more,
    found,
    into,
    put,
    who,
)

DEEDS = {
    # A proposal.
    "made by an officer of another agency": Deed(
        KPU_MADE, by(role="officer", agency="kejari"), ILLEGAL, "a proposal was made by officer of kejari"
    ),
    "made by an auditor": Deed(KPU_MADE, by(role="auditor"), ILLEGAL, "a proposal was made by auditor"),
    "made by the accused": Deed(KPU_MADE, by(agency="kpu"), ILLEGAL, "proposal.made was done by kpu, which is accused"),
    "made by who names himself": Deed(
        NAMED_MADE, by(person=who("Budi")), ILLEGAL, "a person let themselves read the report"
    ),
    "made twice": Deed(
        REFUSED_MADE, into(proposal=EVENTS[NAMED_MADE]["data"]["proposal"]), CONTRADICTS, "made a second time"
    ),
    "that moves the report": Deed(KPU_MADE, put(to="closed"), ILLEGAL, "moves nothing and names states"),
    "of no kind": Deed(KPU_MADE, into(kind="everything"), MALFORMED, "data.kind"),
    "of no protection": Deed(KPU_MADE, into(protections=[]), MALFORMED, "data.protections"),
    "of a protection that is none": Deed(KPU_MADE, into(protections=["seal"]), MALFORMED, "data.protections"),
    "about no agency": Deed(KPU_MADE, into(of_agency=None), MALFORMED, "data.of_agency"),
    "without an identifier": Deed(KPU_MADE, into(proposal="1"), MALFORMED, "identifier"),
    "that asks for nothing": Deed(LOWER_MADE, into(amendment={}), MALFORMED, "data.amendment"),
    "that asks for what is not to be proposed": Deed(
        LOWER_MADE, into(amendment={"lead_agency": "kpu"}), MALFORMED, "data.amendment"
    ),
    "that asks for a time that is none": Deed(
        LOWER_MADE, into(amendment={"occurred_at": "yesterday"}), MALFORMED, "occurred_at"
    ),
    "that names nobody that there is": Deed(
        NAMED_MADE, into(amendment={"named_persons": [7]}), MALFORMED, "named_persons"
    ),
    # A decision.
    "decided by who made it": Deed(KPU_YES, by(person=who("Hadi")), ILLEGAL, "decided on by the person who made it"),
    "decided by an officer": Deed(KPU_YES, by(role="officer"), ILLEGAL, "decided on by officer of bawaslu"),
    "decided by another agency": Deed(KPU_YES, by(agency="kejari"), ILLEGAL, "decided on by supervisor of kejari"),
    "decided by the desk though it names": Deed(
        NAMED_YES, by(role="coordinator"), ILLEGAL, "about the named_persons was decided on by coordinator"
    ),
    "decided by the accused": Deed(
        KPU_YES, by(agency="kpu"), ILLEGAL, "decided on by kpu, which was accused or gains by it"
    ),
    "decided by who would lead": Deed(
        LEAD_YES, by(agency="satpolpp"), ILLEGAL, "decided on by satpolpp, which was accused or gains by it"
    ),
    "decided by whom it names": Deed(
        NAMED_YES, by(person=who("Budi")), ILLEGAL, "a person decided on letting themselves read the report"
    ),
    "decided by who may not read it": Deed(
        LOWER_YES,
        by(role="coordinator", agency="kesbangpol", person=FOREIGN),
        ILLEGAL,
        "by a person who may not read it",
    ),
    "decided though nobody made it": Deed(
        REFUSED, into(proposal=FOREIGN), CONTRADICTS, "decides on what nobody proposed"
    ),
    "decided on other words": Deed(
        REFUSED, into(amendment={"classification": "restricted"}), CONTRADICTS, "decides on what nobody proposed"
    ),
    "decided on other protections": Deed(
        LOWER_YES, into(protections=["severity"]), CONTRADICTS, "decides on what nobody proposed"
    ),
    "decided a second time": Deed(
        REFUSED, into(**EVENTS[NAMED_YES]["data"]), CONTRADICTS, "decides on what was decided before"
    ),
    "refused and done": Deed(
        LOWER_YES, put(action="proposal.refused"), ILLEGAL, "which nobody approved with it", LOWERED
    ),
    "approved and not done": Deed(
        REFUSED, put(action="proposal.approved"), CONTRADICTS, "approved, and what it asks for was not done"
    ),
    "approved and something else done": Deed(
        KPU_FREE, put(action="report.noted", data={}), CONTRADICTS, "approved, and what it asks for was not done"
    ),
    # What an approval does.
    "does more than was asked": Deed(LOWERED, changing_more(area="33.05.13"), CONTRADICTS, "and area changed as well"),
    "does another thing than was asked": Deed(
        LOWERED, changing_more(classification="ordinary"), CONTRADICTS, "another classification than the event tells"
    ),
    "does less than was asked": Deed(
        LOWERED, changing(classification="restricted"), CONTRADICTS, "another severity than the event tells"
    ),
    "does it at another time": Deed(
        LOWERED,
        changing_more(occurred_at="2024-11-24T12:00:01.000000Z"),
        CONTRADICTS,
        "another occurred_at than the event tells",
    ),
    "weakens more than was told": Deed(
        LOWERED, changing_more(named=sorted([FOREIGN, who("Rina"), who("Budi")])), ILLEGAL, "somebody was named"
    ),
    "names another": Deed(
        NAMED, changing(named=[FOREIGN, who("Rina")]), CONTRADICTS, "another named than the event tells"
    ),
    "acquits nobody": Deed(KPU_FREE, changing(category="hoax"), CONTRADICTS, "another accused than the event tells"),
    "acquits and does more": Deed(KPU_FREE, changing_more(severity="S1"), CONTRADICTS, "and severity changed as well"),
    "clears nobody": Deed(CLEARED, changing(), CONTRADICTS, "another cleared than the event tells"),
    "clears one more": Deed(
        CLEARED,
        changing(cleared=["bpbd", "polres", "satpolpp"]),
        CONTRADICTS,
        "bpbd was cleared to lead, and nobody proposed it",
    ),
    "hands a secret report to whom nobody cleared": Deed(
        CLEARED,
        changing(cleared=["polres"]),
        ILLEGAL,
        "a secret report was given to satpolpp",
        at(ELSEWHERE, "task.offered", 1),
    ),
    "takes another wall down": Deed(
        LIFTED, into(agency="bpbd"), CONTRADICTS, "the wall around kpu was to be taken down"
    ),
    "takes a wall down in place of an acquittal": Deed(
        KPU_FREE,
        put(action="report.wall_lifted", data={**EVENTS[KPU_FREE]["data"], "agency": "kpu"}),
        CONTRADICTS,
        "is not what was proposed",
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_proposal_that_went_otherwise_is_named_though_it_is_signed(tmp_path: Path, deed: str) -> None:
    told_of = found(tmp_path, DEEDS[deed])
    assert any(DEEDS[deed].words in words for words in told_of), told_of
