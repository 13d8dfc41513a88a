"""The main job through the generated Python client and nothing else of ours; typed, so that mypy checks it too.

Usage: main_job.py ADDRESS, with the tokens by person as a JSON object on the standard input. Prints each step that
held; ends with 1 and the step that did not.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from tindak_client import AuthenticatedClient
from tindak_client.api.log import get_tile
from tindak_client.api.reports import create_report, get_report, list_reports, preview_routing, transition_report
from tindak_client.api.tasks import get_task, list_tasks, transition_task
from tindak_client.api.trail import get_history, list_events
from tindak_client.models import (
    Accept,
    ActAnswer,
    Assign,
    Category,
    Checklist,
    Classification,
    Close,
    CloseOutcome,
    Complete,
    Decline,
    EventAnswer,
    Grade,
    Notice,
    Offer,
    Outcome,
    Place,
    Problem,
    ProblemCode,
    Reliability,
    ReportAnswer,
    Reporter,
    ReportIntake,
    ReportItem,
    ReportSource,
    ReportState,
    Severity,
    Start,
    TaskAnswer,
    TaskKind,
    TaskRole,
    TaskState,
    Verify,
)
from tindak_client.models.channel import Channel
from tindak_client.types import UNSET, File, Response, Unset

REGION = "33.05"
WITHIN_S = 30.0
HASH_BYTES = 32
ADDRESS = sys.argv[1]
TOKENS: dict[str, str] = json.load(sys.stdin)
Answer = TypeVar("Answer")
Step = Accept | Start | Complete | Decline


def client(person: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=ADDRESS, token=TOKENS.get(person, "none"))


def intake(title: str, area: str = "33.05.12") -> ReportIntake:
    return ReportIntake(
        category=Category.MONEY_POLITICS,
        severity=Severity.S2,
        classification=Classification.RESTRICTED,
        title=title,
        description="Amplop berisi uang dibagikan dari rumah ke rumah.",
        occurred_at=datetime.fromisoformat("2024-11-24T20:15:00+07:00"),
        place=Place(area=area, detail="RT 02 RW 03"),
        election="pilkada-2024",
        source=ReportSource(channel=Channel.PATROL),
        reporter=Reporter(name="Pelapor Rahasia", phone="081234567890"),
    )


def key() -> str:
    return str(uuid4())


def held(step: str, *, true: bool = True, seen: object = None) -> None:
    if not true:
        sys.exit(f"{step}: {seen}")
    sys.stdout.write(f"{step}\n")


Told = Response[Problem | Answer] | Response[ActAnswer | Problem | Answer]
"""What an operation answers; of an act a machine that may not read what it acts on is told alone."""


def answered(response: Told[Answer], kind: type[Answer], status: int = 200) -> Answer:
    """The typed answer of a success."""
    if response.status_code != status or not isinstance(response.parsed, kind):
        sys.exit(f"{status} {kind.__name__} expected: {response.status_code} {response.parsed}")
    return response.parsed


def refused(response: Response[Any], status: int, code: ProblemCode) -> Problem:
    """The typed problem of a refusal."""
    if response.status_code != status or not isinstance(response.parsed, Problem):
        sys.exit(f"{status} {code} expected: {response.status_code} {response.parsed}")
    held(f"refused: {code}", true=response.parsed.code is code, seen=response.parsed)
    return response.parsed


def taken_in() -> ReportAnswer:
    sent, first = intake("Pembagian amplop di Desa Panjer"), key()
    made = create_report.sync_detailed(REGION, client=client("polres"), body=sent, idempotency_key=first)
    report = answered(made, ReportAnswer, 201)
    held("reported", true=report.state is ReportState.REPORTED and made.headers["ETag"] == f'"{report.version}"')
    held("located", true=made.headers["Location"].endswith(str(report.id)))
    again = create_report.sync_detailed(REGION, client=client("polres"), body=sent, idempotency_key=first)
    same = answered(again, ReportAnswer, 201)
    held("replayed", true=same.id == report.id and again.headers["Idempotency-Replayed"] == "true")
    other = create_report.sync_detailed(REGION, client=client("polres"), body=intake("Lain"), idempotency_key=first)
    refused(other, 422, ProblemCode.IDEMPOTENCY_KEY_REUSED)
    return report


def refused_at_the_door() -> None:
    sent = intake("Tanpa wilayah", area="33.05.99")
    nobody = create_report.sync_detailed(REGION, client=client("nobody"), body=sent, idempotency_key=key())
    refused(nobody, 401, ProblemCode.UNAUTHENTICATED)
    wrong = create_report.sync_detailed(
        REGION, client=client("polres"), body=sent, idempotency_key=key(), accept_language="id"
    )
    problem = refused(wrong, 422, ProblemCode.UNKNOWN_AREA)
    held("in Indonesian", true=wrong.headers["Content-Language"] == "id")
    held("pointed at", true=[error.pointer for error in problem.errors] == ["/place/area"], seen=problem.errors)


def moved(person: str, report: ReportAnswer, body: Verify | Assign | Close) -> Response[Problem | ReportAnswer]:
    """A trigger on a report at the version that was read."""
    etag = f'"{report.version}"'
    return transition_report.sync_detailed(
        REGION, report.id, client=client(person), body=body, idempotency_key=key(), if_match=etag
    )


def verified(report: ReportAnswer) -> ReportAnswer:
    body = Verify(
        trigger="verify",
        checklist=Checklist(formal=True, material=True),
        grade=Grade(reliability=Reliability.B, credibility=2),
    )
    stale = transition_report.sync_detailed(
        REGION, report.id, client=client("bawaslu"), body=body, idempotency_key=key(), if_match='"7"'
    )
    problem = refused(stale, 412, ProblemCode.PRECONDITION_FAILED)
    held("told the version", true=problem["current_version"] == report.version and stale.headers["ETag"] == '"1"')
    done = answered(moved("bawaslu", report, body), ReportAnswer)
    held("verified", true=done.state is ReportState.VERIFIED and bool(done.register_number))
    return done


def assigned(report: ReportAnswer) -> dict[str, UUID]:
    plan = preview_routing.sync(REGION, client=client("desk"), report=report.id)
    if plan is None or isinstance(plan, Problem):
        sys.exit(f"a route expected: {plan}")
    held("routed", true=plan.lead == "bawaslu" and {"polres", "kejari"} <= {*plan.support}, seen=plan)
    offers = [
        Offer(agency="bawaslu", role=TaskRole.LEAD, kind=TaskKind.CASE),
        Offer(agency="polres", role=TaskRole.SUPPORT, kind=TaskKind.CASE),
        Offer(agency="kejari", role=TaskRole.SUPPORT, kind=TaskKind.INFORMATION, obligatory=False),
    ]
    done = answered(moved("desk", report, Assign(trigger="assign", tasks=offers)), ReportAnswer)
    held("assigned", true=done.state is ReportState.ASSIGNED and len(done.tasks) == len(offers))
    return {task.agency: task.id for task in done.tasks}


def stepped(person: str, task: UUID, body: Step) -> Response[Problem | TaskAnswer]:
    """A trigger on a task, at the version that is there now."""
    read = get_task.sync_detailed(REGION, task, client=client(person))
    answered(read, TaskAnswer)
    return transition_task.sync_detailed(
        REGION, task, client=client(person), body=body, idempotency_key=key(), if_match=read.headers["ETag"]
    )


def worked(report: ReportAnswer, tasks: dict[str, UUID]) -> ReportAnswer:
    queue = list_tasks.sync(REGION, client=client("polres"), agency="polres", state=TaskState.OFFERED, limit=200)
    if queue is None or isinstance(queue, Problem):
        sys.exit(f"a queue expected: {queue}")
    held("queued", true=tasks["polres"] in {item.id for item in queue.items})
    declined = answered(
        stepped("kejari", tasks["kejari"], Decline(trigger="decline", reason="Menunggu register Gakkumdu")), TaskAnswer
    )
    held("declined", true=declined.state is TaskState.DECLINED)
    for agency, closer in (("polres", "polres"), ("bawaslu", "supervisor")):
        took = answered(stepped(agency, tasks[agency], Accept(trigger="accept")), TaskAnswer)
        began = answered(stepped(agency, tasks[agency], Start(trigger="start")), TaskAnswer)
        done = answered(
            stepped(closer, tasks[agency], Complete(trigger="complete", result="Kajian selesai")), TaskAnswer
        )
        states = [took.state, began.state, done.state]
        held(f"{agency} done", true=states == [TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.DONE], seen=states)
    found = asyncio.run(get_report.asyncio(REGION, report.id, client=client("desk")))
    if not isinstance(found, ReportAnswer):
        sys.exit(f"a report expected: {found}")
    held("handled", true=found.state is ReportState.HANDLED)
    return found


def closed(report: ReportAnswer) -> None:
    body = Close(
        trigger="close",
        outcome=CloseOutcome.RESOLVED,
        notice=Notice(sent=True, text="Status laporan: ditindaklanjuti"),
    )
    refused(moved("supervisor", report, body), 403, ProblemCode.SEPARATION_OF_DUTIES)
    done = answered(moved("second", report, body), ReportAnswer)
    held("closed", true=done.state is ReportState.CLOSED and done.outcome is Outcome.RESOLVED)


def listed() -> None:
    """A list page by page is the list at once."""
    for number in range(3):
        made = create_report.sync_detailed(
            REGION, client=client("polres"), body=intake(f"Laporan {number}"), idempotency_key=key()
        )
        answered(made, ReportAnswer, 201)
    whole = [item.id for item in pages(limit=200)]
    held("paged", true=[item.id for item in pages(limit=2)] == whole and len(whole) >= 4, seen=whole)
    held("filtered", true=all(item.state is ReportState.CLOSED for item in pages(limit=200, state=ReportState.CLOSED)))


def pages(limit: int, state: ReportState | Unset = UNSET) -> Iterator[ReportItem]:
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = list_reports.sync(
            REGION, client=client("desk"), limit=limit, cursor=cursor, state=state, escalated=False
        )
        if page is None or isinstance(page, Problem):
            sys.exit(f"a page expected: {page}")
        yield from page.items
        cursor = page.next_cursor


def told(report: ReportAnswer) -> None:
    history = get_history.sync(REGION, report.id, client=client("auditor"))
    if history is None or isinstance(history, Problem):
        sys.exit(f"a history expected: {history}")
    steps = [item.action for item in history.items]
    held("told", true=steps[0] == "report.reported" and steps[-1] == "report.closed", seen=steps)
    events = until(feed, lambda them: any(one.event == history.items[-1].event for one in them))
    held("gap-free", true=[one.leaf_index for one in events] == [*range(len(events))])
    receipt = report.receipt
    if isinstance(receipt, Unset):
        sys.exit("a change answers with a receipt")
    held("in the log", true=any((one.event, one.leaf_hash) == (receipt.event, receipt.leaf_hash) for one in events))
    # The path of a tile has slashes in it: the client writes them as %2F.
    tile = get_tile.sync_detailed(REGION, f"0/000.p/{len(events)}", client=client("auditor"))
    held("a tile", true=len(answered(tile, File).payload.read()) == HASH_BYTES * len(events))


def feed() -> list[EventAnswer]:
    events: list[EventAnswer] = []
    while True:
        after = events[-1].leaf_index if events else -1
        page = list_events.sync(REGION, client=client("auditor"), after=after, limit=5)
        if page is None or isinstance(page, Problem):
            sys.exit(f"events expected: {page}")
        if not page.items:
            return events
        events += page.items


def until(read: Callable[[], list[EventAnswer]], enough: Callable[[list[EventAnswer]], bool]) -> list[EventAnswer]:
    deadline = time.monotonic() + WITHIN_S
    while not enough(found := read()):
        if time.monotonic() > deadline:
            sys.exit(f"not in the log in time: {found}")
        time.sleep(0.1)
    return found


def main() -> None:
    report = taken_in()
    refused_at_the_door()
    closed(worked(report, assigned(verified(report))))
    told(report)
    listed()


main()
