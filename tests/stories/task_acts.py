"""What people do with tasks: offer them, answer for them, give them to persons and to other agencies."""

from typing import Any

from tests.stories.contract import AGENCIES, P
from tests.stories.dice import Dice
from tests.stories.facts import Task
from tests.stories.people import Office
from tests.stories.scene import DESK, HUMANS, Act, Scene, staff, supervisors
from tests.stories.words import Tells

WORKED_ON = ("accepted", "in_progress", "waiting")


def move(office: Office, task: Task, trigger: str, **members: Any) -> Act:
    body = {"trigger": trigger, **members}
    path = f"{P}/tasks/{task.id}/transitions"
    return Act(trigger, office, "POST", path, body, report=task.report, task=task.id, match=task.version)


def _worker(scene: Scene, dice: Dice, task: Task) -> Office:
    return scene.somebody(dice, staff(task.agency))


def accept(scene: Scene, dice: Dice) -> Act | None:
    """With nobody, oneself, or somebody else as who works on it."""
    task = scene.task(dice, "offered")
    if task is None:
        return None
    office = _worker(scene, dice, task)
    act = move(office, task, "accept")
    assignee = dice.pick((None, scene.person(office), scene.person(office), _colleague(scene, dice, task)))
    if assignee is not None:
        act.body["assignee"] = assignee
    return act


def _colleague(scene: Scene, dice: Dice, task: Task) -> str:
    return scene.person(dice.pick(staff(task.agency) or HUMANS))


def assign_person(scene: Scene, dice: Dice) -> Act | None:
    task = _worked_on(scene, dice)
    if task is None:
        return None
    office = _worker(scene, dice, task)
    assignee = dice.pick((scene.person(office), _colleague(scene, dice, task), scene.person(dice.pick(HUMANS))))
    act = move(office, task, "assign_person", assignee=assignee)
    act.body["note"] = scene.say(act, "Mohon ditangani", Tells.TASK_WORDS, task.agency)
    return act


def _worked_on(scene: Scene, dice: Dice) -> Task | None:
    """A task that somebody works on; mostly one by which its assignee would read what is secret."""
    secret = [
        task for report in scene.reports() if report.classification == "secret" for task in report.tasks
        if task.role == "lead" and task.state in WORKED_ON
    ]  # fmt: skip
    return dice.pick(secret) if secret and dice.chance(70) else scene.task(dice, *WORKED_ON)


def start(scene: Scene, dice: Dice) -> Act | None:
    task = scene.task(dice, "accepted")
    return None if task is None else move(_worker(scene, dice, task), task, "start")


def resume(scene: Scene, dice: Dice) -> Act | None:
    task = scene.task(dice, "waiting")
    return None if task is None else move(_worker(scene, dice, task), task, "resume")


def complete(scene: Scene, dice: Dice) -> Act | None:
    task = scene.task(dice, "in_progress")
    return None if task is None else _worded(scene, dice, task, "complete", "result", "Selesai diperiksa")


def decline(scene: Scene, dice: Dice) -> Act | None:
    task = scene.task(dice, "offered")
    return None if task is None else _worded(scene, dice, task, "decline", "reason", "Bukan wewenang")


def wait(scene: Scene, dice: Dice) -> Act | None:
    task = scene.task(dice, "in_progress")
    return None if task is None else _worded(scene, dice, task, "wait", "reason", "Menunggu ahli")


def _worded(scene: Scene, dice: Dice, task: Task, trigger: str, member: str, words: str) -> Act:
    act = move(_worker(scene, dice, task), task, trigger)
    act.body[member] = scene.say(act, words, Tells.TASK_WORDS, task.agency)
    return act


def transfer(scene: Scene, dice: Dice) -> Act | None:
    task = scene.task(dice, "offered", "accepted", "in_progress", "waiting")
    if task is None:
        return None
    office = scene.somebody(dice, [*staff(task.agency), *DESK])
    kind = dice.pick(("forwarded", "taken_over", "handed_down"))
    report = scene.truth[task.report]
    to = scene.agency(dice, office.agency, report.lead, *sorted(report.accused))
    act = move(office, task, "transfer", agency=to, kind=kind)
    act.body["reason"] = scene.say(act, "Kewenangan", Tells.TASK_WORDS, task.agency, to)
    act.body["reference"] = scene.say(act, "No. 7", Tells.TASK_WORDS, task.agency, to)
    return act


def withdraw(scene: Scene, dice: Dice) -> Act | None:
    task = scene.task(dice)
    if task is None:
        return None
    act = move(scene.somebody(dice, [*DESK, *supervisors(scene.truth[task.report].lead)]), task, "withdraw")
    act.body["reason"] = scene.say(act, "Tidak perlu lagi", Tells.TASK_WORDS, task.agency)
    return act


def offer(scene: Scene, dice: Dice) -> Act | None:
    report = scene.report(dice, "assigned", "handled", "verified", "reported")
    if report is None:
        return None
    body = {
        "agency": dice.pick(AGENCIES),
        "role": "support",
        "kind": dice.pick(("information", "safety", "clarification")),
        "obligatory": dice.chance(30),
    }
    return scene.on_report(
        "offer", scene.somebody(dice, [*DESK, *supervisors(report.lead)]), report, "/tasks", body=body
    )
