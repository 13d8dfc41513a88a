"""After each act: what stands in the tables now, and what every word and identifier in them tells of."""

from typing import Any

from tests.stories.facts import Past, Truth, read_things, read_truth
from tests.stories.scene import Act, Paper, Scene
from tests.stories.words import Tells

LEGAL = "SELECT id, report_id FROM clock WHERE family = 'legal' AND stopped_at IS NULL"


async def look(scene: Scene, tables: Any, act: Act, *, done: bool) -> None:
    """Look at the tables as a superuser sees them, and mark what came in by an act."""
    before, scene.truth = scene.truth, await read_truth(tables)
    new = scene.truth.keys() - before.keys()
    for identifier in new:
        scene.past[identifier] = Past(author=act.office.answers_for, came_in=scene.truth[identifier].severity)
    _remember(scene)
    await _mark(scene, tables)
    of = next(iter(new), act.report)
    if done and of is not None:
        for token, tells, agencies in act.said:
            scene.words.mark(token, of, tells, *agencies, by=act.office.answers_for)


def _remember(scene: Scene) -> None:
    for report in scene.truth.values():
        past = scene.past[report.id]
        past.severities.add(report.severity)
        past.accused |= report.accused
        past.leads |= {report.lead} if report.lead else set()


async def _mark(scene: Scene, tables: Any) -> None:
    for report in scene.truth.values():
        scene.words.mark(report.id, report.id, Tells.EXISTENCE)
        if report.number:
            scene.words.mark(report.number, report.id, Tells.EXISTENCE)
    ends = _ends(scene.truth)
    rows = await read_things(tables)
    for row in rows:
        task = str(row["task"]) if row["task"] else None
        tells = Tells.EVENT if row["kind"] == "event" else Tells.EXISTENCE if task is None else Tells.TASK
        scene.words.mark(str(row["id"]), str(row["report_id"]), tells, *ends.get(task or "", ()))
    scene.papers["text"] = [_paper(row) for row in rows if row["kind"] == "text"]
    scene.papers["clock"] = [_paper(row) for row in await tables.fetch(LEGAL)]


def _ends(truth: Truth) -> dict[str, tuple[str, ...]]:
    """Which agencies know of each task: those at both ends of its transfers."""
    return {task.id: report.ends(task) for report in truth.values() for task in report.tasks}


def _paper(row: Any) -> Paper:
    return Paper(str(row["report_id"]), str(row["id"]), "")
