"""By no amendment of one person does anybody read a secret report who did not read it before, in whatever order.

But for the supervisors of the next agency in the policy's order, where a wall has come around the one that led.

Naming somebody while the report is ordinary gives them nothing: everybody reads it. Making it secret then leaves the
named as its readers, and takes it from everybody else. Source: docs/domain.md, "Protections".
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from tests.trail.verifier.trails import BUDI, HADI, SARI, TONO, Case, Trail, actor
from tests.walking import walked
from tests.workflows.law import POLICY
from workflows.access.actors import Actor
from workflows.access.refusals import Refused
from workflows.access.visibility import may_read, text_readers, tokens, walled_tokens
from workflows.codes.people import Role
from workflows.codes.reports import Classification

BUDI_NAMED, EKO_NAMED = str(BUDI.person), str(actor(Role.SUPERVISOR, "polres", "Eko").person)
STEPS: dict[str, dict[str, Any]] = {
    "names": {"named_persons": [BUDI_NAMED]},
    "names more": {"named_persons": [BUDI_NAMED, EKO_NAMED]},
    "restricts": {"classification": "restricted"},
    "makes secret": {"classification": "secret"},
    "names and makes secret": {"classification": "secret", "named_persons": [BUDI_NAMED]},
    "turns the category": {"category": "security_threat"},
    "turns and makes secret": {"category": "security_threat", "classification": "secret"},
    "accuses": {"reported_party": {"agency": "bawaslu"}},
    "accuses and makes secret": {"reported_party": {"agency": "bawaslu"}, "classification": "secret"},
}


def everybody() -> Iterator[Actor]:
    for agency, role in product(POLICY.agencies, (Role.OFFICER, Role.SUPERVISOR)):
        yield actor(role, agency, f"{role} {agency}")
    yield from (BUDI, SARI, TONO, HADI, actor(Role.SUPERVISOR, "polres", "Eko"))


def readers(case: Case) -> frozenset[tuple[str, str]]:
    report = case.facts
    read, walled = text_readers(report), walled_tokens(report)
    return frozenset(
        (str(who.person), f"{who.role} {who.agency}") for who in everybody() if may_read(read, walled, tokens(who))
    )


@pytest.mark.parametrize("who", [SARI, TONO, HADI], ids=["officer", "supervisor", "desk"])
@pytest.mark.parametrize("classification", list(Classification))
@pytest.mark.parametrize("first", STEPS)
def test_no_two_amendments_of_one_person_make_a_reader_of_what_is_secret(
    first: str, classification: Classification, who: Actor
) -> None:
    done = 0
    for second in walked(STEPS):
        case = Trail().intake(classification=classification)
        for step in (first, second):
            before, led = readers(case), case.facts.lead_agency
            try:
                case.amend(who, **STEPS[step])
            except Refused:
                continue
            done += 1
            if case.facts.classification is Classification.SECRET:
                gained = {name for _, name in readers(case) - before}
                passed_on = led in case.facts.walled and case.facts.lead_agency != who.agency
                heir = {f"supervisor {case.facts.lead_agency}"} if passed_on else set()
                assert gained <= heir, (first, second, gained)
    assert done


def test_naming_first_and_making_it_secret_is_one_persons_and_the_other_way_is_two() -> None:
    named, secret = STEPS["names"], STEPS["makes secret"]
    Trail().intake(classification="ordinary").amend(TONO, **named).amend(TONO, **secret)
    Trail().intake(classification="ordinary").amend(TONO, **named, **secret)
    case = Trail().intake(classification="ordinary").amend(TONO, **secret)
    with pytest.raises(Refused, match="second_person_needed"):
        case.amend(TONO, **named)
