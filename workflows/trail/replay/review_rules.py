"""What each event of an after-action review needs, and the offer that follows a recommendation."""

from collections.abc import Callable, Mapping

from workflows.codes.people import Role
from workflows.codes.reports import TextField
from workflows.codes.reviews import LessonKind, ReviewSection, ReviewState
from workflows.codes.states import (
    REVIEW_LESSON_ADDED,
    REVIEW_OPENED,
    REVIEW_PAST,
    REVIEW_RECOMMENDED,
    REVIEW_RECORDED,
    REVIEW_TRANSITIONS,
)
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.trail.replay.events import NotInFormError, identifier, text_of, time_of
from workflows.trail.replay.proposal_rules import stands_in_its_place
from workflows.trail.replay.standing import NOT_SAID, Reviewing, Task, Written
from workflows.trail.replay.step import Step

_KINDS = frozenset(kind.value for kind in LessonKind)
_SECTIONS = frozenset(section.value for section in ReviewSection)
_ENDS = {str(source): str(row.target) for row in REVIEW_TRANSITIONS for source in row.sources}


def offered_as_recommended(step: Step, task: Task) -> None:
    """Hold an offer that says it was recommended against the recommendation, which is then no longer owed."""
    review = step.report.review
    if review is None or review.owed is None or review.owed != task.recommendation:
        step.contradicts("a task was offered on a recommendation that no event has just made")
        return
    owner = next(entry.of for entry in review.entries if entry.id == review.owed)
    if task.agency != owner:
        step.contradicts(f"what was recommended to {owner} was offered to {task.agency}")
    if (task.role, task.kind, task.obligatory) != (TaskRole.SUPPORT, TaskKind.INFORMATION, False):
        step.illegal("what was recommended was offered as another kind of task")
    step.report.review = review._replace(owed=None)


def _opened(step: Step) -> None:
    report, leaf = step.report, step.event.leaf
    if (leaf.before, leaf.after) != (None, ReviewState.OPEN):
        step.illegal(f"{REVIEW_OPENED} does not lead from {leaf.before} to {leaf.after}")
    if report.register_number is None:
        step.illegal("a review was opened on a report that was never verified")
    _by_who_may(step)
    review = Reviewing(identifier(text_of(leaf.data, "review")), text_of(leaf.data, "event"), ReviewState.OPEN.value)
    if report.review is not None:
        step.contradicts("a second review was opened on the report")
        return
    report.review = review


def _recorded(step: Step) -> None:
    section = text_of(step.event.leaf.data, "section")
    if section not in _SECTIONS:
        raise NotInFormError("data.section", "is no section of a review")
    _write(step, Written(_entry(step), section))


def _lesson_added(step: Step) -> None:
    kind = text_of(step.event.leaf.data, "kind")
    if kind not in _KINDS:
        raise NotInFormError("data.kind", "is no kind of lesson")
    _write(step, Written(_entry(step), TextField.LESSON.value, kind))


def _recommended(step: Step) -> None:
    data = step.event.leaf.data
    owner, due_at = text_of(data, "agency"), text_of(data, "due_at")
    time_of(due_at)
    if owner in step.report.accused or any(owner == wall.agency for wall in step.report.walls):
        step.illegal(f"{owner} is accused or walled off and was given a recommendation")
    written = Written(_entry(step), TextField.RECOMMENDATION.value, owner, due_at)
    if _write(step, written) and step.report.review is not None:
        step.report.review = step.report.review._replace(owed=written.id)


def _closed(step: Step) -> None:
    leaf, review = step.event.leaf, _its_review(step)
    if review is None:
        return
    step.moved(_ENDS, review.state, "the review", system=False)
    missing = _SECTIONS - {entry.field for entry in review.entries}
    if missing:
        step.illegal(f"a review was closed without {', '.join(sorted(missing))}")
    _by_who_may(step)
    step.report.review = review._replace(state=str(leaf.after), version=review.version + 1)


def _write(step: Step, written: Written) -> bool:
    """Add an entry; False when it belongs to no review that is open."""
    leaf, review = step.event.leaf, _its_review(step)
    if (leaf.before, leaf.after) != (None, None):
        step.illegal(f"{leaf.action} moves nothing and names states")
    _by_who_may(step)
    if [text.field for text in leaf.texts] != [written.field]:
        step.contradicts(f"{leaf.action} is about a text of {written.field}, and another came with it")
    if review is None:
        return False
    if review.state != ReviewState.OPEN:
        step.illegal(f"{leaf.action} happened to a review that was {review.state}")
    if any(entry.id == written.id for entry in review.entries):
        step.contradicts("an entry of a review was written a second time")
    step.report.review = review._replace(version=review.version + 1, entries=(*review.entries, written))
    return True


def _entry(step: Step) -> bytes:
    return identifier(text_of(step.event.leaf.data, "entry"))


def _its_review(step: Step) -> Reviewing | None:
    """The report's review, when the event means it."""
    named, review = identifier(text_of(step.event.leaf.data, "review")), step.report.review
    if review is None or review.id != named:
        step.contradicts(f"{step.event.leaf.action} is about a review that no event has opened")
        return None
    return review


def _by_who_may(step: Step) -> None:
    actor, report = step.event.leaf.actor, step.report
    of_the_lead = report.lead in {actor["agency"], NOT_SAID} or stands_in_its_place(report, actor["agency"])
    leads = actor["role"] == Role.SUPERVISOR and of_the_lead
    if actor["role"] != Role.COORDINATOR and not leads:
        step.illegal(f"{step.event.leaf.action} was done by {actor['role']} of {actor['agency']}")


REVIEW_EVENTS: Mapping[str, Callable[[Step], None]] = {
    REVIEW_OPENED: _opened,
    REVIEW_RECORDED: _recorded,
    REVIEW_LESSON_ADDED: _lesson_added,
    REVIEW_RECOMMENDED: _recommended,
    **dict.fromkeys(REVIEW_PAST.values(), _closed),
}
"""By action."""
