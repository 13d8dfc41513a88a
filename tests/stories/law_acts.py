"""What people do with the law's time: find a report incomplete, keep a day off, count a clock anew, put one off."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.stories.contract import P
from tests.stories.dice import Dice
from tests.stories.scene import ADMINS, DESK, Act, Scene, staff, supervisors

DAYS = 2
"""A day off is one of so many that come next, which the law's short clocks run over."""

SATURDAY = 5
_HERE = ZoneInfo("Asia/Jakarta")


def completeness(scene: Scene, dice: Dice) -> Act | None:
    """The study finds that something is missing, or the reporter has handed it in."""
    report = scene.report(dice, "reported")
    if report is None:
        return None
    office = scene.somebody(dice, [*staff(report.lead), *DESK], report)
    act = scene.on_report("completeness", office, report, "/completeness")
    act.body = {"finding": "complete"}
    if not dice.chance(40):
        act.body = {"finding": "incomplete", "missing": ["material"], "text": scene.say(act, "Belum ada saksi")}
    return act


def keep_day(scene: Scene, dice: Dice) -> Act:
    """A day off that no national list has. It tells of no report."""
    office = scene.somebody(dice, ADMINS)
    act = Act("keep_day", office, "POST", f"{P}/calendar/days")
    act.body = {
        "day": str(_weekday(1 + dice.below(DAYS))), "name": {"en": "Day off", "id": "Hari libur"},
        "reason": "Diumumkan kemudian", "source": "Keputusan Bupati",
    }  # fmt: skip
    act.then = lambda _answer: scene.papers.setdefault("day off", [])
    return act


def _weekday(after: int) -> date:
    """The weekday that comes so many after today."""
    day = datetime.now(_HERE).date()
    while after:
        day += timedelta(days=1)
        after -= day.weekday() < SATURDAY
    return day


def recount(scene: Scene, dice: Dice) -> Act | None:
    """One of the law's clocks is counted by the calendar as it is now."""
    clock = scene.some(dice, "clock")
    if clock is None or "day off" not in scene.papers:
        return None
    act = Act("recount", scene.somebody(dice, supervisors("bawaslu")), "POST", f"{P}/clocks/{clock.id}/recount")
    act.report, act.body = clock.report, {"reason": scene.say(act, "Kalender berubah")}
    return act


def extend(scene: Scene, dice: Dice) -> Act | None:
    clock = scene.some(dice, "clock")
    if clock is None:
        return None
    act = Act("extend", scene.somebody(dice, supervisors("bawaslu")), "POST", f"{P}/clocks/{clock.id}/extension")
    ground = dice.pick(("more_statements", "question_to_reporter"))
    act.report, act.body = clock.report, {"ground": ground, "reason": scene.say(act, "Keterangan tambahan")}
    return act
