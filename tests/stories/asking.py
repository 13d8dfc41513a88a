"""Everything that somebody can ask, of which a story asks a part after each act."""

from collections.abc import Iterator, Sequence

from tests.stories.answers import Answer
from tests.stories.contract import P, has_route
from tests.stories.counting import miscounted
from tests.stories.dice import Dice
from tests.stories.facts import Report
from tests.stories.notebook import Notebook
from tests.stories.oracle import Level
from tests.stories.people import Office
from tests.stories.scene import Act, Scene
from tests.stories.seeing import LevelOf, Seeing
from tests.stories.twins import differs
from tests.stories.world import World

LISTS: Sequence[str] = ("/reports?limit=500", "/tasks?limit=500", "/events?limit=500")
"""What is always asked."""

OTHERS: Sequence[str] = (
    "/summary", "/notices/owed?limit=500", "/reviews?limit=500",
    "/events/stream?after=-1&follow=false", "/tasks?limit=500&role=lead", "/reports?escalated=true",
    "/calendar/days", "/clocks/changed",
    "/webhooks", "/api-keys", "/audit/entries?start=0&limit=500", "/summary", "/reports?limit=500&state=reported",
)  # fmt: skip
"""Of what is asked in turn."""

EXPORTS: Sequence[str] = (
    "/exports/reports.csv", "/exports/events.ndjson", "/exports/tasks.ndjson", "/exports/situation.html",
    "/exports/reports.xlsx", "/exports/events.csv", "/exports/tasks.xlsx", "/exports/areas.geojson",
)  # fmt: skip
"""Asked now and then: an export takes as long as thirty reads."""

OF_REPORT: Sequence[str] = (
    "/history?limit=500", "/evidence", "/content-checks", "/notices", "/erasures", "/case", "/possible-duplicates",
    "/reads",
    *(("/proposals",) if has_route("GET", "/proposals") else ()),
)  # fmt: skip


def of_report(report: Report, dice: Dice, *, whole: bool = False) -> Iterator[str]:
    """One report, its history, and something of what lies below it, or all of that; each of its tasks alone."""
    path = f"{P}/reports/{report.id}"
    yield path
    yield from (path + one for one in (OF_REPORT if whole else (OF_REPORT[0], dice.pick(OF_REPORT))))
    yield f"{P}/routing/preview?report={report.id}"
    for task in report.tasks[-2:]:
        yield f"{P}/tasks/{task.id}"


def of_everything(scene: Scene, dice: Dice) -> Iterator[str]:
    """Lists, one of the other views, a search for a word that stands somewhere, now and then an export."""
    yield from (P + one for one in LISTS)
    yield P + dice.pick(OTHERS)
    word = _word(scene, dice)
    if word:
        yield f"{P}/reports?q={word}"
    if dice.chance(4):
        yield P + dice.pick(EXPORTS)
    papers = [one for kind in ("review", "webhook", "clock") for one in scene.papers.get(kind, [])]
    if papers and dice.chance(30):
        yield _PATHS[dice.pick(sorted(_PATHS))].format(dice.pick(papers).id)


_PATHS = {
    "review": P + "/reviews/{0}", "timeline": P + "/reviews/{0}/timeline", "clock": P + "/clocks/{0}",
    "deliveries": P + "/webhooks/{0}/deliveries?limit=500", "webhook": P + "/webhooks/{0}",
}  # fmt: skip


def _word(scene: Scene, dice: Dice) -> str | None:
    words = [token for token in scene.words.marks if token.startswith("zq")]
    return dice.pick(words[-40:]) if words else None


class Asker:
    """Asks as some of the people, and judges what they are told."""

    def __init__(self, world: World, scene: Scene, seeing: Seeing, notebook: Notebook, level_of: LevelOf) -> None:
        self._world, self._scene, self._seeing, self._notebook = world, scene, seeing, notebook
        self._level_of = level_of

    async def ask(self, act: Act, dice: Dice) -> None:
        """Everything readable, as who acted and as some others, with the report that it was about in view."""
        named = self._named(act)
        if not named:
            return
        report = dice.pick(named)
        for office in self._readers(act, named, dice):
            of_it = of_report(report, dice, whole=office.maker is not None)
            for path in dict.fromkeys([*of_everything(self._scene, dice), *of_it]):
                answer = await self._world.ask(office, "GET", path)
                self._notebook.count(answer)
                self._notebook.find(self._seeing.judge(answer, self._scene.truth))
                await self._compare(answer, report)

    def _named(self, act: Act) -> list[Report]:
        """The report that it was about, and the other one that it named; the newest where it was about none."""
        truth = self._scene.truth
        named = [truth[one] for one in (act.target, act.report) if isinstance(one, str) and one in truth]
        return named or self._scene.reports()[:1]

    def _readers(self, act: Act, named: Sequence[Report], dice: Dice) -> list[Office]:
        """Who acted, two who may not read all of it whole, a machine, and anybody."""
        offices = self._scene.offices()
        denied = [one for one in offices if any(self._level_of(one, each.id) < Level.WORDS for each in named)]
        some = [act.office, *dice.sample(denied, 2), dice.pick(offices)]
        some += [dice.pick(self._scene.keys)] if self._scene.keys else []
        return list(dict.fromkeys(some))

    async def _compare(self, answer: Answer, report: Report) -> None:
        """Counts no more than the oracle, and what is hidden is as what never was; what is missing is noted."""
        truth, known = self._scene.truth, self._level_of(answer.office, report.id)
        if answer.route == "GET /summary" and answer.done:
            visible = [one for one in truth.values() if self._level_of(answer.office, one.id) >= Level.CODES]
            self._notebook.find(miscounted(answer, visible))
        if answer.route != "GET /reports/{report_id}":
            return
        if known < Level.CODES:
            self._notebook.find(await differs(self._world, answer, {report.id}))
        elif not answer.done or (known is Level.WORDS and answer["title"] is None):
            what = "words" if answer.done else known.name
            self._notebook.met.stricter[f"{what} of {report.classification} to {answer.office.role}"] += 1
