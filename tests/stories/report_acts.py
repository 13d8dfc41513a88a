"""What people do with a report: take it in, amend it, and fire its triggers."""

from collections.abc import Callable
from typing import Any

from tests.stories.contract import AGENCIES, CATEGORIES, CLASSIFICATIONS, ELECTIONS, GOVERNMENT, SEVERITIES, P
from tests.stories.dice import Dice
from tests.stories.facts import Report
from tests.stories.oracle import stand_ins, walled
from tests.stories.people import Office
from tests.stories.scene import DESK, HUMANS, Act, Scene, by, fresh_id, staff, supervisors
from tests.stories.words import Tells

AREAS = ("33.05.12", "33.05.11")
MOMENTS = (
    "2024-11-24T20:15:00+07:00",
    "2024-11-10T09:00:00+07:00",
    "2024-02-01T10:00:00+07:00",
    "2026-06-01T10:00:00+07:00",
)
GRAVE = frozenset({"S1", "S2"})
"""Severities that are ended by somebody who never led."""

CHECKED = {"checklist": {"formal": True, "material": True}, "grade": {"reliability": "B", "credibility": 2}}


def intake(scene: Scene, dice: Dice) -> Act:
    """A report of any category, by a person or a machine."""
    machines = [one for one in scene.offices() if one.scopes is not None and "report:create" in one.scopes]
    office = scene.somebody(dice, machines if dice.chance(25) else HUMANS)
    act = Act("intake", office, "POST", f"{P}/reports")
    category = dice.pick(CATEGORIES)
    act.body = {
        "category": category,
        "severity": dice.pick(SEVERITIES),
        "classification": dice.pick(("secret", *CLASSIFICATIONS)),
        "title": scene.say(act, "Pembagian amplop di desa"),
        "description": scene.say(act, "Amplop dibagikan dari rumah ke rumah oleh petugas desa."),
        "occurred_at": dice.pick(MOMENTS),
        "place": {"area": dice.pick(AREAS), "detail": scene.say(act, "RT 02")},
        "election": dice.pick((None, "pilkada-2024", "pilkada-2024", *ELECTIONS)),
        "source": {"channel": "patrol", "reference": scene.say(act, "SL")},
    }
    if dice.chance(40):
        act.body["reporter"] = _reporter(scene, act)
    if dice.chance(45):
        act.body["reported_party"] = party(scene, dice, act)
    if dice.chance(70 if act.body["classification"] == "secret" else 30):
        act.body["named_persons"] = [_named(scene, dice) for _ in range(1 + dice.below(3))]
    return act


def _reporter(scene: Scene, act: Act) -> dict[str, Any]:
    number = scene.words.identity_number()
    act.said.append((number, Tells.SEALED, ()))
    return {
        "name": scene.say(act, "Pelapor", Tells.SEALED),
        "phone": "081234567890",
        "address": scene.say(act, "Jalan", Tells.SEALED),
        "identity_number": number,
    }


def party(scene: Scene, dice: Dice, act: Act) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if dice.chance(70):
        made["agency"] = dice.pick((*AGENCIES, *sorted(GOVERNMENT)))
    if not made or dice.chance(40):
        made["name"] = scene.say(act, "Terlapor")
    return made


def _named(scene: Scene, dice: Dice) -> str:
    """Somebody of the cast, or somebody who never asks anything."""
    return fresh_id() if dice.chance(20) else scene.person(dice.pick(HUMANS))


def amend(scene: Scene, dice: Dice) -> Act | None:
    report = (scene.report(dice, "reported") if dice.chance(40) else None) or scene.report(dice)
    if report is None:
        return None
    office = scene.somebody(dice, amenders(scene, report), report)
    act = scene.on_report("amend", office, report)
    act.method, act.body = "PATCH", {}
    own = office.answers_for == scene.past[report.id].author
    if own and report.state == "reported" and dice.chance(30):  # what came in as critical its author may verify
        act.body["severity"] = "S1"
    else:
        wanted = [
            dice.pick(PROTECTING) if dice.chance(60) else dice.pick(sorted(MEMBERS)) for _ in range(1 + dice.below(2))
        ]
        for member in sorted(set(wanted)):
            act.body[member] = MEMBERS[member](scene, dice, act, report)
    act.body["reason"] = scene.say(act, "Diperbaiki")
    return act


def amenders(scene: Scene, report: Report) -> list[Office]:
    return [*staff(report.lead), *DESK, *by(scene.past[report.id].author)]


def names(scene: Scene, dice: Dice, office: Office, report: Report) -> list[str]:
    """Nobody, or those named with oneself, with somebody else, or fewer."""
    others = sorted(report.named)
    own, another = scene.person(office), _named(scene, dice)
    return dice.pick(([], [own], [*others, own], [another], [*others, another], others[:-1]))


Member = Callable[[Scene, Dice, Act, Report], Any]
MEMBERS: dict[str, Member] = {
    "athg": lambda _s, dice, _a, _r: dice.pick("ATHG"),
    "category": lambda _s, dice, _a, _r: dice.pick(CATEGORIES),
    "classification": lambda _s, dice, _a, _r: dice.pick(CLASSIFICATIONS),
    "description": lambda scene, _d, act, _r: scene.say(act, "Amplop dibagikan di balai desa."),
    "election": lambda _s, dice, _a, _r: dice.pick(ELECTIONS),
    "field": lambda _s, dice, _a, _r: dice.pick(("ideology", "politics")),
    "known_at": lambda _s, dice, _a, _r: dice.pick(MOMENTS),
    "named_persons": lambda scene, dice, act, report: names(scene, dice, act.office, report),
    "occurred_at": lambda _s, dice, _a, _r: dice.pick(MOMENTS),
    "place": lambda scene, dice, act, _r: {"area": dice.pick(AREAS), "detail": scene.say(act, "RW 01")},
    "reported_party": lambda scene, dice, act, _r: party(scene, dice, act),
    "severity": lambda _s, dice, _a, _r: dice.pick(SEVERITIES),
    "title": lambda scene, _d, act, _r: scene.say(act, "Pembagian amplop"),
}
"""What an amendment may change, each with something to change it to."""

PROTECTING = ("category", "classification", "election", "named_persons", "reported_party", "severity")
"""What of it protects somebody."""


def fire(scene: Scene, office: Office, report: Report, trigger: str, **members: Any) -> Act:
    return scene.on_report(trigger, office, report, "/transitions", body={"trigger": trigger, **members})


def verify(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice, "reported")
    if report is None:
        return None
    own = by(scene.past[report.id].author) * 3
    return fire(scene, scene.somebody(dice, [*leading(report), *DESK, *own], report), report, "verify", **CHECKED)


def leading(report: Report) -> list[Office]:
    """Who does what the lead does: its people, and supervisors of who stands in for it."""
    return [*staff(report.lead), *supervisors(*stand_ins(report))]


def assign(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice, "verified")
    if report is None:
        return None
    office = scene.somebody(dice, [*DESK, *supervisors(report.lead, *stand_ins(report))], report)
    lead = dice.pick((report.lead, report.lead, report.lead, office.agency, dice.pick(AGENCIES)))
    tasks = [{"agency": lead or dice.pick(AGENCIES), "role": "lead", "kind": "case"}]
    tasks += [
        {
            "agency": agency,
            "role": "support",
            "kind": dice.pick(("information", "safety", "case")),
            "obligatory": dice.chance(30),
        }
        for agency in dice.sample(AGENCIES, dice.below(3))
    ]
    act = fire(scene, office, report, "assign", tasks=tasks)
    act.body["reason"] = scene.say(act, "Sesuai aturan")
    return act


def give_back(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice, "handled")
    if report is None:
        return None
    act = fire(scene, scene.somebody(dice, closers(report), report), report, "return")
    act.body["reason"] = scene.say(act, "Kurang lengkap")
    return act


def closers(report: Report) -> list[Office]:
    return [*supervisors(report.lead, *stand_ins(report)), *DESK]


def close(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice, "handled")
    if report is None:
        return None
    led = [one for one in closers(report) if one.subject in scene.past[report.id].led]
    office = scene.somebody(dice, led if led and dice.chance(40) else closers(report), report)
    act = fire(scene, office, report, "close", outcome=dice.pick(("resolved", "referred", "not_proven")))
    act.body["reference"] = scene.say(act, "No. 1")
    act.body["notice"] = {"sent": True, "text": scene.say(act, "Laporan ditindaklanjuti")}
    return act


def dismiss(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice, "reported", "verified")
    if report is None:
        return None
    office = scene.somebody(dice, [*leading(report), *DESK, *by(scene.past[report.id].author)], report)
    outcome = dice.pick(("duplicate", "duplicate", "unfounded", "insufficient"))
    act = fire(scene, office, report, "dismiss", outcome=outcome)
    if outcome == "duplicate":
        likely = [one for one in scene.reports() if _goes_on_for(scene, report, one)]
        act.target = act.body["duplicate_of"] = dice.pick(likely if likely and dice.chance(70) else scene.reports()).id
    act.body["reason"] = scene.say(act, "Tidak berdasar")
    return act


def _goes_on_for(scene: Scene, report: Report, other: Report) -> bool:
    """Whether another report protects by as much as this one does, so that it may go on for it."""
    were, are = scene.past[report.id], scene.past[other.id]
    as_grave = bool(are.severities & GRAVE) or not were.severities & GRAVE
    return other.id != report.id and walled(other) == walled(report) and were.accused <= are.accused and as_grave


def reopen(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice, "closed")
    if report is None:
        return None
    act = fire(scene, scene.somebody(dice, closers(report), report), report, "reopen", basis="new_fact")
    act.body["reason"] = scene.say(act, "Fakta baru")
    return act
