"""After-action reviews: what was planned, what happened, why, what to keep and change, and who does what until when.

A review is carried by a report of its event, so that its changes are events of that report's chain and its words are
texts of that report. A recommendation becomes a task, also once the report is handled or closed. Source:
docs/domain.md, "What it is for", "Elections and stages" and "Walls".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.reports import Severity, TextField
from workflows.codes.reviews import LessonKind, ReviewSection, ReviewState, ReviewTrigger
from workflows.codes.stamps import identifier, stamp
from workflows.codes.states import REVIEW_LESSON_ADDED, REVIEW_OPENED, REVIEW_PAST, REVIEW_RECOMMENDED, REVIEW_RECORDED
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_may_be_read_by, require_not_of_ones_own_side
from workflows.decisions.engine import REVIEWS
from workflows.decisions.reviews.commands import AddLesson, CloseReview, OpenReview, Recommend, RecordSection
from workflows.decisions.tasks.commands import Offer
from workflows.decisions.tasks.legal_order import require_lawful

PACE = Severity.S4
"""A recommendation is acknowledged at the pace of the lowest severity: nothing burns any more."""


class ReviewFacts(NamedTuple):
    """A review; ``recorded`` are the sections that hold words."""

    id: UUID
    event: str
    state: ReviewState
    version: int
    recorded: frozenset[ReviewSection] = frozenset()


class Entry(NamedTuple):
    """What one change adds to a review: a version of a section, a lesson of a kind, a recommendation to its owner."""

    id: UUID
    field: TextField
    lesson_kind: LessonKind | None = None
    owner: str | None = None
    due_at: datetime | None = None


class Reviewed(NamedTuple):
    """A decision on a review: the change of its report, the review after it, and what it adds."""

    change: Change
    review: ReviewFacts
    entry: Entry | None = None


def decide_open(report: ReportFacts, body: OpenReview, actor: Actor, given: Circumstances) -> Reviewed:
    """Open the review of an event on a report of it.

    Raises NotPermitted; DutyConflict ``own_side_accused``: a report has one review, and whoever opened it would write
    it; LawForbids ``not_yet_verified`` or ``already_reviewed``; InvalidCommand ``other_election``
    when the event is an election that the report does not belong to.
    """
    require(actor, Action.REVIEW_OPEN, standing(report))
    require_not_of_ones_own_side(actor, report, given.policy)
    for code in not_to_open(report):
        raise LawForbids(code)
    if body.event in given.policy.elections and body.event != report.election:
        raise InvalidCommand("other_election", "/event", {"election": report.election})
    review = ReviewFacts(next(given.ids), body.event, REVIEWS.initial, 1)
    draft = Draft(report, actor, given)
    draft.set(review=review.id)
    data = {"review": identifier(review.id), "event": review.event}
    draft.event(REVIEW_OPENED, after=review.state, data=data)
    return Reviewed(draft.finish(), review)


def decide_record(
    report: ReportFacts, review: ReviewFacts, body: RecordSection, actor: Actor, given: Circumstances
) -> Reviewed:
    """Record a section, in place of what it held. Raises NotPermitted or LawForbids ``review_closed``."""
    draft = _writing(report, review, actor, given)
    entry = Entry(next(given.ids), TextField(body.section.value))
    _write(draft, review, REVIEW_RECORDED, entry, body.text, {"section": body.section})
    return Reviewed(draft.finish(), _after(review, recorded=review.recorded | {body.section}), entry)


def decide_lesson(
    report: ReportFacts, review: ReviewFacts, body: AddLesson, actor: Actor, given: Circumstances
) -> Reviewed:
    """Add a lesson. Raises NotPermitted or LawForbids ``review_closed``."""
    draft = _writing(report, review, actor, given)
    entry = Entry(next(given.ids), TextField.LESSON, lesson_kind=body.kind)
    _write(draft, review, REVIEW_LESSON_ADDED, entry, body.text, {"kind": body.kind})
    return Reviewed(draft.finish(), _after(review), entry)


def decide_recommend(
    report: ReportFacts, review: ReviewFacts, body: Recommend, actor: Actor, given: Circumstances
) -> Reviewed:
    """Recommend something to an agency, which is offered it as a task, whatever state the report is in.

    Raises NotPermitted; LawForbids ``review_closed`` or ``agency_walled``; InvalidCommand ``unknown_agency`` or
    ``due_in_past``.
    """
    draft = _writing(report, review, actor, given)
    offer = Offer(
        agency=body.agency, role=TaskRole.SUPPORT, kind=TaskKind.INFORMATION, obligatory=False, due_at=body.due_at
    )
    require_lawful([offer], report, given.policy, at="")
    require_may_be_read_by(actor, report, body.agency, given.policy)
    if body.due_at <= given.now:
        raise InvalidCommand("due_in_past", "/due_at")
    entry = Entry(next(given.ids), TextField.RECOMMENDATION, owner=body.agency, due_at=body.due_at)
    data = {"agency": body.agency, "due_at": stamp(body.due_at)}
    _write(draft, review, REVIEW_RECOMMENDED, entry, body.text, data)
    draft.offer(offer, pace=PACE, recommendation=entry.id)
    return Reviewed(draft.finish(), _after(review), entry)


def decide_close(
    report: ReportFacts, review: ReviewFacts, body: CloseReview, actor: Actor, given: Circumstances
) -> Reviewed:
    """Close the review.

    Raises IllegalTransition, NotPermitted, DutyConflict ``own_side_accused`` or LawForbids ``review_incomplete``.
    """
    state = REVIEWS.fire(review.state, ReviewTrigger.CLOSE)
    require(actor, Action.REVIEW_WRITE, standing(report))
    require_not_of_ones_own_side(actor, report, given.policy)
    missing = missing_sections(review)
    if missing:
        raise LawForbids("review_incomplete", {"missing": [section.value for section in missing]})
    draft = Draft(report, actor, given)
    texts = [TextDraft(TextField.NOTE, body.note)] if body.note else []
    past = REVIEW_PAST[ReviewTrigger.CLOSE]
    draft.event(past, before=review.state, after=state, data={"review": identifier(review.id)}, texts=texts)
    return Reviewed(draft.finish(), _after(review, state=state))


def not_to_open(report: ReportFacts) -> Sequence[str]:
    """Why no review can be opened on the report, as codes: it was never verified, or it carries one."""
    unverified = () if report.register_number else ("not_yet_verified",)
    return unverified if report.review is None else (*unverified, "already_reviewed")


def missing_sections(review: ReviewFacts) -> list[ReviewSection]:
    """The sections that hold no words yet."""
    return [section for section in ReviewSection if section not in review.recorded]


def pace_of(task: TaskFacts) -> Severity | None:
    """The severity at whose pace a task is acknowledged; None for its report's own."""
    return None if task.recommendation is None else PACE


def _writing(report: ReportFacts, review: ReviewFacts, actor: Actor, given: Circumstances) -> Draft:
    require(actor, Action.REVIEW_WRITE, standing(report))
    require_not_of_ones_own_side(actor, report, given.policy)
    if review.state is not ReviewState.OPEN:
        raise LawForbids("review_closed")
    return Draft(report, actor, given)


def _write(
    draft: Draft, review: ReviewFacts, action: str, entry: Entry, words: str, data: Mapping[str, str | None]
) -> None:
    data = {"review": identifier(review.id), "entry": identifier(entry.id), **data}
    draft.event(action, data=data, texts=[TextDraft(entry.field, words)])


def _after(review: ReviewFacts, **changes: object) -> ReviewFacts:
    return review._replace(version=review.version + 1, **changes)  # type: ignore[arg-type]
