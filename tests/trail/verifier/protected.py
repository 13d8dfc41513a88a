"""A trail in which two persons take protection away from reports, and how it is forged."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tests.trail.verifier.bundles import Members, bundle
from tests.trail.verifier.stories import LEAD, SUPPORT, acquitted, laid_open, led_elsewhere
from tests.trail.verifier.tampering import Edit, edited, judged, rechained
from tests.trail.verifier.trails import EKO, HADI, JOKO, SARI, TONO, Trail, person
from workflows.trail.leaf import leaf_hash

FOREIGN = "00000000-0000-4000-8000-000000000000"
ILLEGAL, CONTRADICTS, MALFORMED = "illegal_transition", "state_contradicts", "leaf_malformed"
TRAIL = Trail()
OPENED, ACQUITTED, ELSEWHERE = laid_open(TRAIL), acquitted(TRAIL), led_elsewhere(TRAIL)
PLAIN = TRAIL.intake(reported_party={"agency": "kpu"}).amend(HADI, place={"area": "33.05.13"})
HIDDEN = TRAIL.intake(classification="secret").amend(HADI, place={"area": "33.05.13"})
WALLED = TRAIL.intake(category="security_threat", classification="secret").verify().assign(SUPPORT | {"role": "lead"})
WALLED.unseal(EKO).wall("kpu", EKO).lift("kpu", EKO).wall("polres")
MOVED = TRAIL.intake(category="security_threat").verify().assign(SUPPORT | {"role": "lead"})
MOVED.work(
    EKO, "polres", "transfer", agency="satpolpp", kind="forwarded", reason="Bukan pidana", reference="B-19/XI/2024"
)
MOVED.agree(HADI, EKO, "lead", agency="satpolpp").unseal(JOKO)
RAISED = TRAIL.intake(severity="S3").amend(HADI, severity="S1").verify()
GIVEN = TRAIL.intake(classification="secret").verify().assign(LEAD).work(SARI, "bawaslu", "accept")
GIVEN.work(TONO, "bawaslu", "assign_person", assignee=str(person("Sari")))
TAKEN_BACK = TRAIL.intake().verify().assign(LEAD).work(SARI, "bawaslu", "accept")
TAKEN_BACK.work(TONO, "bawaslu", "withdraw", reason="Ditarik")
TAKEN_BACK.fire(TONO, "dismiss", outcome="unfounded", reason="Tidak terbukti")
LEAVES = tuple(TRAIL.leaves)
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in LEAVES]


def at(case: Any, action: str, number: int = 0) -> int:
    """Where an event of a case stands; the first of its action, or that many after it."""
    found = [
        index for index, event in enumerate(EVENTS) if (event["report"], event["action"]) == (str(case.id), action)
    ]
    return found[number]


def put(**members: Any) -> Edit:
    return lambda event: event.update(members)


def by(**members: Any) -> Edit:
    return lambda event: event["actor"].update(members)


def into(**members: Any) -> Edit:
    return lambda event: event["data"].update(members)


def changing(**members: Any) -> Edit:
    return lambda event: event["data"].update(changed=members)


def changing_more(**members: Any) -> Edit:
    return lambda event: event["data"]["changed"].update(members)


def without(name: str) -> Edit:
    return lambda event: event["data"].pop(name)


def both(*edits: Edit) -> Edit:
    return lambda event: [edit(event) for edit in edits]


def who(name: str) -> str:
    return str(person(name))


def told(leaves: list[bytes]) -> Members:
    """The bundle of what who holds the log's key has written instead, with the tables made to fit its last events."""
    copy = Trail()
    copy.leaves, copy.texts = rechained(leaves), TRAIL.texts
    heads = {json.loads(leaf)["report"]: leaf_hash(leaf) for leaf in copy.leaves}
    copy.reports = {
        report: msgspec.structs.replace(facts, head=heads[str(report)]) for report, facts in TRAIL.reports.items()
    }
    return bundle(copy)


class Deed(NamedTuple):
    """Which leaf, what is done to it, the fault and a part of its words, and at which leaf it shows if at another."""

    at: int
    edit: Edit
    code: str
    words: str
    shows: int | None = None


ACTS = ("proposal.made", "proposal.approved", "report.amended")
AMENDED, SECRET = at(PLAIN, "report.amended"), at(HIDDEN, "report.amended")
NAMED_MADE, NAMED_YES = at(OPENED, "proposal.made"), at(OPENED, "proposal.approved")
NAMED, LOWERED = at(OPENED, "report.amended"), at(OPENED, "report.amended", 1)
REFUSED_MADE, REFUSED = at(OPENED, "proposal.made", 1), at(OPENED, "proposal.refused")
LOWER_MADE, LOWER_YES = at(OPENED, "proposal.made", 2), at(OPENED, "proposal.approved", 1)
KPU_MADE, KPU_YES, KPU_FREE = (at(ACQUITTED, what) for what in ("proposal.made", "proposal.approved", "report.amended"))
LEAD_MADE, LEAD_YES, CLEARED = (
    at(ELSEWHERE, what) for what in ("proposal.made", "proposal.approved", "report.amended")
)
LIFT_MADE, LIFT_YES, LIFTED = (
    at(WALLED, what) for what in ("proposal.made", "proposal.approved", "report.wall_lifted")
)
PASSED_ON = at(WALLED, "report.walled", 1)


def found(tmp_path: Path, deed: Deed) -> list[str]:
    """What the auditor is told, by the code of the deed, of the event at which it shows."""
    _, faults = judged(tmp_path, told(edited(LEAVES, deed.at, deed.edit)))
    event = EVENTS[deed.at if deed.shows is None else deed.shows]["event"]
    return [fault["words"] for fault in faults if (fault["code"], fault["event"]) == (deed.code, event)]
