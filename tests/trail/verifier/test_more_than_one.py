"""What is found out where a report has more than one: rounds, requests, walls, tasks, proposals, entries.

A rule that looks at the first alone, at the last alone, or that forgets the others sees nothing here: what is wrong is
mostly in the middle, and what is right has a first and a last that differ.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from tests.trail.verifier.stories import CLOSE, LEAD, SUPPORT
from tests.trail.verifier.tampering import Edit, rechained
from tests.trail.verifier.trails import BUDI, HADI, REGION, SARI, TONO, Case, Trail, actor, person
from workflows.codes.people import Role
from workflows.codes.stamps import stamp
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

ILLEGAL, CONTRADICTS, MALFORMED = "illegal_transition", "state_contradicts", "leaf_malformed"
INFORM = {"role": "support", "kind": "information"}
WATI = actor(Role.OFFICER, "bawaslu", "Wati")
SRI = actor(Role.SUPERVISOR, "panwascam", "Sri")
SRI_OF_THE_DESK = actor(Role.COORDINATOR, "kesbangpol", "Sri")
NUR = actor(Role.OFFICER, "panwascam", "Nur")
AGENCIES = ("kpu", "kejari", "satpolpp")


def trail_of(story: Callable[[Trail], object]) -> list[dict[str, Any]]:
    """Its events; what they say of another report stands in the leaf itself, as leaves once had it."""
    trail = Trail()
    story(trail)
    events = [json.loads(leaf) for leaf in trail.leaves]
    said = {one["event"]: json.loads(one["content"]) for one in trail.namings}
    for event in events:
        if event["data"].pop("naming", None) is not None:
            event["data"] |= said[event["event"]]
    return events


def found(events: list[dict[str, Any]]) -> list[Fault]:
    """What the replay finds, but for the tables, which are not there."""
    replay, faults = Replay(REGION), list[Fault]()
    leaves = rechained([json.dumps(event, sort_keys=True, separators=(",", ":")).encode() for event in events])
    for index, leaf in enumerate(leaves):
        replay.feed(leaf, index, faults)
    return [fault for fault in [*faults, *replay.rest()] if fault.code != "snapshot_missing"]


def at(events: list[dict[str, Any]], action: str, number: int = 0) -> int:
    """Where the first event of an action stands, or that many after it."""
    return [index for index, event in enumerate(events) if event["action"] == action][number]


def of(events: list[dict[str, Any]], action: str, agency: str) -> int:
    """Where the first event of an action about an agency's task stands."""
    return next(at for at, each in enumerate(events) if (each["action"], each["agency"]) == (action, agency))


# Stories


def rounds(trail: Trail) -> None:
    """Done in the first round; declined, then done by another in the second."""
    case = trail.intake(severity="S3").verify().assign(LEAD, SUPPORT | {"kind": "information"})
    work(work(case, BUDI, "polres"), SARI, "bawaslu")
    case.fire(HADI, "close", **CLOSE).fire(HADI, "reopen", reason="Bukti baru", basis="new_fact")
    case.assign(LEAD).work(SARI, "bawaslu", "decline", reason="Sudah ditangani").assign(LEAD)
    work(case, TONO, "bawaslu").fire(HADI, "close", **CLOSE)
    case.fire(HADI, "reopen", reason="Bukti lain", basis="new_fact")


def work(case: Case, who: Any, of_agency: str) -> Case:
    case.work(who, of_agency, "accept").work(who, of_agency, "start")
    return case.work(who, of_agency, "complete", result="Selesai")


def withdrawn(trail: Trail) -> None:
    trail.intake().fire(HADI, "dismiss", outcome="withdrawn", reason="Dicabut")
    trail.intake().verify().fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")


def erasures(trail: Trail) -> None:
    """Three wait at once, and are decided on in another order; what was refused is asked for again."""
    case = trail.intake(severity="S4")
    first, middle, last = [case.ask_to_erase(text=case.text(name)) for name in ("title", "description", "place_detail")]
    case.settle_erasure(middle, approve=False).settle_erasure(last).settle_erasure(first, approve=False)
    case.erase(text=case.text("title"))


def walls(trail: Trail) -> None:
    case = trail.intake()
    for agency in AGENCIES:
        case.wall(agency)
    case.lift("kejari").lift("kpu").lift("satpolpp")


def passed_on(trail: Trail) -> None:
    """Two put walls up, of two agencies: the lead passes on to neither."""
    trail.intake().wall("kpu", HADI).wall("bawaslu", TONO)


def recommended(trail: Trail) -> None:
    case = trail.intake().verify().wall("kpu").wall("kejari").wall("satpolpp").review()
    case.record("planned").record("happened").record("why").recommend("polres")


def walled_holder(trail: Trail) -> None:
    holders(trail).wall("kejari")


def holders(trail: Trail) -> Case:
    case = trail.intake().verify().assign(LEAD)
    for agency in AGENCIES:
        case.offer(agency=agency, **INFORM)
    return case


def handed_on(trail: Trail) -> None:
    case = holders(trail)
    case.work(HADI, "kejari", "transfer", agency="kesbangpol", kind="forwarded", reason="Urusan desa")


def dismissed(trail: Trail) -> None:
    case = trail.intake()
    for agency in AGENCIES:
        case.offer(agency=agency, **INFORM)
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")


def unanswered(trail: Trail) -> None:
    case = trail.intake()
    for agency in AGENCIES:
        case.offer(agency=agency, **INFORM)
    case.look(trail.now + timedelta(minutes=61))


def proposals(trail: Trail) -> None:
    case = trail.intake(reported_party={"agency": "kpu"}).verify().amend(HADI, reported_party={"agency": "kejari"})
    case.propose(HADI, "amendment", amendment={"severity": "S4"})
    middle = case.propose(HADI, "accusation", agency="kpu")
    case.propose(HADI, "amendment", amendment={"classification": "ordinary"})
    case.decide(middle)


def accused(trail: Trail) -> None:
    case = trail.intake(severity="S3", reported_party={"agency": "kpu"}).amend(
        HADI, reported_party={"agency": "kejari"}
    )
    work(case.verify().assign(LEAD).amend(HADI, place={"area": "33.05.13"}), SARI, "bawaslu")
    case.agree(HADI, TONO, "accusation", agency="kpu").fire(HADI, "close", **CLOSE)


def dropped(trail: Trail) -> None:
    case = trail.intake(severity="S3", reported_party={"agency": "kpu"}).amend(
        HADI, reported_party={"agency": "kejari"}
    )
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")


def led_twice(trail: Trail) -> None:
    """The lead is handed on, and a support works: whoever worked on either lead took part, and no other."""
    case = trail.intake().verify().assign(LEAD, SUPPORT)
    case.work(BUDI, "polres", "accept").work(SARI, "bawaslu", "accept")
    handed = {"agency": "panwascam", "kind": "handed_down", "reason": "Lebih dekat", "reference": "12/XI/2024"}
    case.work(TONO, "bawaslu", "transfer", **handed)
    case.work(SRI, "panwascam", "accept").work(SRI, "panwascam", "start")
    case.work(NUR, "panwascam", "complete", result="Terbukti").work(BUDI, "polres", "start")
    case.work(BUDI, "polres", "complete", result="Aman").fire(HADI, "close", **CLOSE)


def merged(trail: Trail) -> None:
    first, second = trail.intake(), trail.intake()
    for agency in AGENCIES:
        second.offer(agency=agency, **INFORM)
    second.merge(first)


def led_duplicates(trail: Trail) -> None:
    """Two duplicates, each led by somebody for a while, go into one report that others lead and end."""
    goes_on = trail.intake().verify()
    for who in (SARI, TONO):
        duplicate = trail.intake().verify().assign(LEAD).work(who, "bawaslu", "accept")
        duplicate.work(HADI, "bawaslu", "withdraw", reason="Peristiwa yang sama").merge(goes_on)
    goes_on.assign(LEAD).work(WATI, "bawaslu", "accept").work(WATI, "bawaslu", "start")
    goes_on.work(WATI, "bawaslu", "complete", result="Terbukti").fire(HADI, "close", **CLOSE)


def reported_duplicates(trail: Trail) -> None:
    """Two duplicates of two authors go into one report that a third verifies."""
    goes_on = trail.intake()
    for who in (SARI, TONO):
        trail.intake(who, known_at=stamp(trail.now)).merge(goes_on)  # handled from when Bawaslu found it
    goes_on.verify(SRI_OF_THE_DESK)


STORIES = (
    rounds, withdrawn, erasures, walls, passed_on, recommended, walled_holder, handed_on, dismissed, unanswered,
    proposals, accused, dropped, led_twice, merged, led_duplicates, reported_duplicates,
)  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_what_happened_lawfully_is_no_fault_however_much_of_it_there_is(story: Callable[[Trail], object]) -> None:
    assert found(trail_of(story)) == []


# Forged


def into(**members: Any) -> Edit:
    return lambda event: event["data"].update(members)


def into_itself(**members: Any) -> Edit:
    return lambda event: event.update(members)


def by(**members: Any) -> Edit:
    return lambda event: event["actor"].update(members)


def changing(**members: Any) -> Edit:
    return lambda event: event["data"]["changed"].update(members)


def noted(event: dict[str, Any]) -> None:
    """A remark in its place, so that what it told has not happened."""
    event.update(action="report.noted", task=None, data={}, texts=[], **{"from": None, "to": None})


def repeated(event: dict[str, Any]) -> None:
    event["texts"] *= 2


class Deed(NamedTuple):
    """What is done to which event of a story, the fault that it shows as, and a part of its words."""

    story: Callable[[Trail], object]
    where: Callable[[list[dict[str, Any]]], int]
    edit: Callable[[list[dict[str, Any]]], Edit]
    code: str
    words: str


def deed(
    story: Callable[[Trail], object], action: str, edit: Edit, code: str, words: str, *, number: int = 0, of_: str = ""
) -> Deed:
    def where(events: list[dict[str, Any]]) -> int:
        return of(events, action, of_) if of_ else at(events, action, number)

    return Deed(story, where, lambda _: edit, code, words)


def same_as(story: Callable[[Trail], object], action: str, member: str, number: int, as_: int, words: str) -> Deed:
    """One event of an action that says of itself what another one of it said."""

    def edit(events: list[dict[str, Any]]) -> Edit:
        return into(**{member: events[at(events, action, as_)]["data"][member]})

    return Deed(story, lambda events: at(events, action, number), edit, CONTRADICTS, words)


AGAIN = "the same erasure was asked for a second time"
CHECKED_OWN = "the person who reported checked the own report"
SECOND_WALL = "a second wall was put up around"
DEEDS: dict[str, Deed] = {
    "a registered report was withdrawn": deed(
        withdrawn, "report.dismissed", into(outcome="withdrawn"), ILLEGAL,
        "a registered report was dismissed as withdrawn", number=1,
    ),
    "the first erasure again": same_as(erasures, "erasure.requested", "text", 2, 0, AGAIN),
    "the second erasure again": same_as(erasures, "erasure.requested", "text", 2, 1, AGAIN),
    "the second erasure decided twice": same_as(
        erasures, "erasure.refused", "erasure", 1, 0, "decides on what nobody asked for"
    ),
    "the first wall again": deed(
        walls, "report.walled", into(agency="kpu"), CONTRADICTS, f"{SECOND_WALL} kpu", number=2
    ),
    "the second wall again": deed(
        walls, "report.walled", into(agency="kejari"), CONTRADICTS, f"{SECOND_WALL} kejari", number=2
    ),
    "the first is let out": deed(
        walls, "report.walled", changing(walled=["kejari", "satpolpp"]), CONTRADICTS,
        "kpu is accused or walled off, and not behind the wall", number=2,
    ),
    "the last is not put behind": deed(
        walls, "report.walled", changing(walled=["kejari", "kpu"]), CONTRADICTS,
        "satpolpp is accused or walled off, and not behind the wall", number=2,
    ),
    "one of three is let out": deed(
        walls, "report.walled", changing(walled=["kejari", "satpolpp"]), ILLEGAL,
        "an agency was let out from behind the wall by one person", number=2,
    ),
    "the lead passes on to whose person put the first wall up": deed(
        passed_on, "report.walled", changing(lead_agency="kesbangpol", cleared=["bawaslu", "kesbangpol"]), ILLEGAL,
        "the lead passed on to kesbangpol, from where", number=1,
    ),
    "recommended to the second that is walled off": deed(
        recommended, "review.recommended", into(agency="kejari"), ILLEGAL, "kejari is accused or walled off",
    ),
    "an entry under the first one's name": same_as(
        recommended, "review.recorded", "entry", 2, 0, "an entry of a review was written a second time"
    ),
    "an entry under the second one's name": same_as(
        recommended, "review.recorded", "entry", 2, 1, "an entry of a review was written a second time"
    ),
    "an entry with two texts": deed(
        recommended, "review.recorded", repeated, CONTRADICTS, "another came with it", number=1
    ),
    "the second holder behind a wall holds on": deed(
        walled_holder, "task.withdrawn", noted, CONTRADICTS, "an agency that is walled off still holds a task"
    ),
    "what was handed on is offered to nobody": deed(
        handed_on, "task.offered", noted, CONTRADICTS, "was not offered it", of_="kesbangpol"
    ),
    "the second task outlives its report": deed(
        dismissed, "task.withdrawn", noted, CONTRADICTS, "a task of it still waits for its agency", number=1
    ),
    "the second offer does not expire": deed(
        unanswered, "task.expired", noted, CONTRADICTS, "the time to answer the offer to kejari has passed", number=1
    ),
    "the second proposal is not carried out": deed(
        proposals, "report.amended", noted, CONTRADICTS, "what it asks for was not done", number=1
    ),
    "one of two accusations is taken back": deed(
        accused, "report.amended", changing(accused=["kejari"], walled=["kejari"]), ILLEGAL,
        "an accusation was taken back by one person", number=1,
    ),
    "closed by who was accused once": deed(
        accused, "report.closed", by(agency="kpu"), ILLEGAL, "report.closed was done by kpu, which the report accused"
    ),
    "dismissed by who is accused": deed(
        dropped, "report.dismissed", by(agency="kpu"), ILLEGAL,
        "report.dismissed was done by kpu, which the report accused",
    ),
    "the second offer is of no task": deed(
        dismissed, "task.offered", into_itself(task=None), MALFORMED, "task or agency is missing in an offer", number=1
    ),
    "the legal clocks that it starts are no clocks": deed(
        dismissed, "report.reported", into(legal_clocks=[7]), MALFORMED,
        "data holds legal clocks that are no list of clocks",
    ),
    "the survivor tells of another second task": Deed(
        merged, lambda events: at(events, "report.merged"),
        lambda events: into(tasks=[*events[at(events, "report.merged")]["data"]["tasks"][:-1], str(person("Budi"))]),
        CONTRADICTS, "the two reports of a merge tell of other tasks",
    ),
    "closed by who worked on the second lead": deed(
        led_twice, "report.closed", by(person=str(person("Sri"))), ILLEGAL, "by a person who took part in leading it"
    ),
    "closed by who led the first duplicate": deed(
        led_duplicates, "report.closed", by(person=str(SARI.person)), ILLEGAL, "by a person who took part in leading it"
    ),
    "closed by who led the second duplicate": deed(
        led_duplicates, "report.closed", by(person=str(TONO.person)), ILLEGAL, "by a person who took part in leading it"
    ),
    "verified by who reported the first duplicate": deed(
        reported_duplicates, "report.verified", by(person=str(SARI.person)), ILLEGAL, CHECKED_OWN
    ),
    "verified by who reported the second duplicate": deed(
        reported_duplicates, "report.verified", by(person=str(TONO.person)), ILLEGAL, CHECKED_OWN
    ),
    "whoever reported a duplicate says they did not": deed(
        reported_duplicates, "report.verified", by(person=str(TONO.person)), CONTRADICTS,
        "whether the reporter verified the own report is told wrongly",
    ),
    "the survivor tells of another author": deed(
        reported_duplicates, "report.merged", into(reported_by=[str(person("Nur"))]), CONTRADICTS,
        "the two reports of a merge tell of other authors", number=1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DEEDS)
def test_what_was_done_to_one_of_several_is_found_out(name: str) -> None:
    done = DEEDS[name]
    events = trail_of(done.story)
    touched = events[done.where(events)]
    done.edit(events)(touched)
    change = {event["event"] for event in events if (event["report"], event["version"]) == _change(touched)}
    faults = [(fault.code.value, fault.words) for fault in found(events) if fault.event in change]
    assert any(code == done.code and done.words in words for code, words in faults), faults


def _change(event: dict[str, Any]) -> tuple[str, int]:
    """Of which change of which report it is: what is left half done shows at the last event of its change."""
    return event["report"], event["version"]


def test_who_only_supported_took_no_part_in_leading() -> None:
    events = trail_of(led_twice)
    by(person=str(person("Budi")))(events[at(events, "report.closed")])
    assert not [fault for fault in found(events) if "took part in leading" in fault.words]


def test_a_merge_that_does_not_tell_who_reported_the_duplicate_leaves_it_open() -> None:
    """Merges of before did not: whoever verifies what came in as S1 says by the tables whether it is their own."""

    def story(trail: Trail) -> None:
        goes_on = trail.intake(severity="S1")
        trail.intake(SARI, severity="S1", known_at=stamp(trail.now)).merge(goes_on)
        goes_on.verify(SRI_OF_THE_DESK)

    events = trail_of(story)
    verified, merge = events[at(events, "report.verified")], events[at(events, "report.merged")]
    del merge["data"]["reported_by"]
    for own in (True, False):
        verified["data"]["self_verified"] = own
        assert found(events) == []
