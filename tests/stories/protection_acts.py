"""What people do with what protects: walls, proposals to take protection away, seals, erasures."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.stories.contract import AGENCIES, CATEGORIES, CLASSIFICATIONS, SEVERITIES, P, has_route
from tests.stories.dice import Dice
from tests.stories.facts import Report
from tests.stories.oracle import stand_ins
from tests.stories.people import Office
from tests.stories.report_acts import GRAVE, MOMENTS, amenders, names
from tests.stories.scene import ADMINS, DESK, Act, Scene, by, staff, supervisors

Change = Callable[[Scene, Dice, Office, Report], dict[str, Any]]
PROPOSALS = has_route("POST", "/proposals")
LIFTING = has_route("POST", "/walls/{agency}/lift")


def wall(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if report is None:
        return None
    office = scene.somebody(dice, [*DESK, *supervisors(report.lead, *stand_ins(report))], report)
    agency = dice.pick((report.lead or dice.pick(AGENCIES), office.agency, dice.pick(AGENCIES)))
    act = scene.on_report("wall", office, report, "/walls", body={"agency": agency})
    act.body["reason"] = scene.say(act, "Hubungan keluarga")
    return act


def lift(scene: Scene, dice: Dice) -> Act | None:
    """One person takes a wall down: a route that goes away when two must."""
    walled = [one for one in scene.reports() if one.walls]
    if not LIFTING or not walled:
        return None
    report = dice.pick(walled)
    agency = dice.pick(sorted(report.walls))
    office = scene.somebody(dice, [*DESK, *supervisors(report.lead)], report)
    act = scene.on_report("lift", office, report, f"/walls/{agency}/lift", body={})
    act.body["reason"] = scene.say(act, "Petugas pindah")
    return act


def propose(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice)
    if not PROPOSALS or report is None:
        return None
    office = scene.somebody(dice, amenders(scene, report), report)
    body = dice.pick(_changes(report))(scene, dice, office, report)
    act = scene.on_report("propose", office, report, "/proposals", body=body)
    body["reason"] = scene.say(act, "Keadaan berubah")
    act.then = scene.keep("proposal", report.id, body)
    return act


def _amendment(scene: Scene, dice: Dice, office: Office, report: Report) -> dict[str, Any]:
    members = {
        "classification": dice.pick(_below(CLASSIFICATIONS, report.classification)),
        "severity": dice.pick(_below(SEVERITIES[::-1], report.severity)),
        "named_persons": names(scene, dice, office, report),
        "category": dice.pick(CATEGORIES),
        "occurred_at": dice.pick(MOMENTS),
    }
    member = "severity" if report.severity in GRAVE and dice.chance(40) else dice.pick(sorted(members))
    return {"kind": "amendment", "amendment": {member: members[member]}}


def _below(order: Sequence[str], today: str) -> Sequence[str]:
    """What weakens; where nothing does, anything."""
    return order[: order.index(today)] or order


def _of_agency(kind: str) -> Change:
    def body(scene: Scene, dice: Dice, office: Office, report: Report) -> dict[str, Any]:  # noqa: ARG001
        known = {"wall": sorted(report.walls), "accusation": sorted(report.accused)}.get(kind) or AGENCIES
        gaining = (office.agency, DESK[0].agency) if kind == "lead" else (office.agency,)
        return {"kind": kind, "agency": dice.pick(gaining if dice.chance(40) else known)}

    return body


def _changes(report: Report) -> list[Change]:
    """What there is to take away comes up most; now and then what there is not."""
    there = [kind for kind, agencies in (("wall", report.walls), ("accusation", report.accused)) if agencies]
    return [_amendment] * 4 + [_of_agency(kind) for kind in (*there * 3, "wall", "accusation", "lead", "lead", "lead")]


def decide(scene: Scene, dice: Dice) -> Act | None:
    """Decide a proposal: its own proposer tries too, in whichever office."""
    return _decide(scene, dice, "proposal", "decide", "proposals")


def decide_erasure(scene: Scene, dice: Dice) -> Act | None:
    return _decide(scene, dice, "erasure", "decide_erasure", "erasures")


def _decide(scene: Scene, dice: Dice, paper: str, kind: str, ending: str) -> Act | None:
    asked = scene.undecided(dice, paper)
    if asked is None or asked.report not in scene.truth:
        return None
    report = scene.truth[asked.report]
    likely = [*supervisors(report.lead), *DESK, *supervisors(report.lead, *stand_ins(report)), *by(asked.by)]
    known = report if dice.chance(60) else None
    if asked.what and dice.chance(30):  # who has something to gain by it tries, too
        likely, known = [*supervisors(asked.what.get("agency"), *report.accused), *DESK], None
    act = scene.on_report(kind, scene.somebody(dice, likely, known), report, f"/{ending}/{asked.id}/decision")
    act.body, act.target = {"approve": not dice.chance(15)}, asked
    act.body["reason"] = scene.say(act, "Diperiksa")
    return act


_TARGETS = {"text": "text", "evidence": "evidence", "notice": "recipient"}


def ask_erasure(scene: Scene, dice: Dice) -> Act | None:
    known = [(one, kind) for kind in ("text", "evidence", "notice") for one in scene.papers.get(kind, [])]
    sealed = [one for one in scene.reports() if one.sealed]
    if dice.chance(50) and sealed:
        report, body = dice.pick(sealed), {"target": "reporter"}
    elif known:
        paper, kind = dice.pick(known[::-1][:40])
        report, body = scene.truth[paper.report], {"target": _TARGETS[kind], "text": paper.id}
    else:
        return None
    office = scene.somebody(dice, [*ADMINS, *ADMINS, *staff(report.lead)])
    act = scene.on_report("ask_erasure", office, report, "/erasures", body=body)
    act.body["reason"] = scene.say(act, "Permintaan tertulis")
    act.then = scene.keep("erasure", report.id)
    return act


def unseal(scene: Scene, dice: Dice) -> Act | None:
    sealed = [one for one in scene.reports() if one.sealed]
    if not sealed:
        return None
    report = dice.pick(sealed)
    act = scene.on_report("unseal", scene.somebody(dice, supervisors(report.lead), report), report, "/reporter/unseal")
    act.body = {"reason": scene.say(act, "Klarifikasi")}
    return act


def unseal_recipient(scene: Scene, dice: Dice) -> Act | None:
    told = scene.some(dice, "notice")
    if told is None or told.report not in scene.truth:
        return None
    report = scene.truth[told.report]
    path = f"{P}/reports/{report.id}/notices/{told.id}/recipient/unseal"
    act = Act(
        "unseal_recipient", scene.somebody(dice, supervisors(report.lead), report), "POST", path, report=report.id
    )
    act.body = {"reason": scene.say(act, "Keluhan")}
    return act
