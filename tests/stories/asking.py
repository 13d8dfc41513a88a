"""Everything that somebody can ask, of which a story asks a part after each act."""

from collections.abc import Iterator, Sequence

from tests.stories.contract import P, has_route
from tests.stories.dice import Dice
from tests.stories.facts import Report
from tests.stories.scene import Scene

LISTS: Sequence[str] = ("/reports?limit=500", "/tasks?limit=500", "/events?limit=500")
"""What is always asked."""

OTHERS: Sequence[str] = (
    "/summary", "/notices/owed?limit=500", "/reviews?limit=500",
    "/events/stream?after=-1&follow=false", "/tasks?limit=500&role=lead", "/reports?escalated=true",
    "/webhooks", "/api-keys", "/audit/entries?start=0&limit=500", "/summary", "/reports?limit=500&state=reported",
)  # fmt: skip
"""Of what is asked in turn."""

EXPORTS: Sequence[str] = (
    "/exports/reports.csv", "/exports/events.ndjson", "/exports/tasks.ndjson", "/exports/situation.html",
)  # fmt: skip
"""Asked now and then: an export takes as long as thirty reads."""

OF_REPORT: Sequence[str] = (
    "/history?limit=500", "/evidence", "/content-checks", "/notices", "/erasures", "/case", "/possible-duplicates",
    *(("/proposals",) if has_route("GET", "/proposals") else ()),
)  # fmt: skip


def of_report(report: Report, dice: Dice) -> Iterator[str]:
    """One report, its history, and something of what lies below it; each of its tasks alone."""
    path = f"{P}/reports/{report.id}"
    yield path
    yield f"{path}/history?limit=500"
    yield path + dice.pick(OF_REPORT)
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
