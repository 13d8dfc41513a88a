"""What the trail says of erasures. A text may be missing only where an approved erasure stands behind it."""

from collections.abc import Iterator
from typing import NamedTuple

from service.trail.verifier.bundle_reader import Erased
from service.trail.verifier.verdict import Erasure
from workflows.codes.approvals import ApprovalTrigger, ErasureTarget
from workflows.codes.states import ERASURE_PAST, ERASURE_REQUESTED
from workflows.trail.replay.events import Event

REPORTER = "reporter"
"""The field of the commitment to an identity; its id is the report's."""

_APPROVED = ERASURE_PAST[ApprovalTrigger.APPROVE]


class Approval(NamedTuple):
    """An approved erasure as the trail tells it; persons by pseudonym."""

    report: str
    text: str
    field: str
    at: str
    by: str
    asked_by: str | None
    reason: str | None

    def claimed(self, claim: Erased, reason: str | None) -> bool:
        """Whether a bundle says the same of it; a reason that is not shown anywhere cannot be held against it."""
        same = (claim.at, claim.by) == (self.at, self.by)
        return same and (reason is None or claim.reason in {None, reason})


class Erasures:
    """The erasures of a trail, with the words of their reasons where these are shown and as they were promised."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[str, str | None]] = {}
        self._approved: dict[tuple[str, str], Approval] = {}
        self._reasons: dict[str, str | None] = {}

    def meet(self, event: Event) -> None:
        """Take an event in; those of other things are passed over, and so is data that the replay finds at fault."""
        leaf = event.leaf
        erasure = leaf.data.get("erasure")
        if leaf.action == ERASURE_REQUESTED and isinstance(erasure, str):
            reason = leaf.texts[0].id if leaf.texts else None
            self._asked[erasure] = (leaf.actor["person"], reason)
            if reason is not None:
                self._reasons[reason] = None
        elif leaf.action == _APPROVED and isinstance(erasure, str):
            self._approve(event, erasure)

    def hear(self, text: str, content: str) -> None:
        """Keep the words of a text that was shown as promised, when it is the reason of an erasure."""
        if text in self._reasons:
            self._reasons[text] = content

    def of(self, report: str, text: str) -> Approval | None:
        """The approved erasure of a text."""
        return self._approved.get((report, text))

    def reason(self, approval: Approval) -> str | None:
        """Why, where it is shown."""
        return None if approval.reason is None else self._reasons.get(approval.reason)

    def told(self) -> Iterator[Erasure]:
        """Every approved erasure, in the order of the trail."""
        for each in self._approved.values():
            yield Erasure(each.text, each.report, each.field, each.at, each.by, self.reason(each), each.asked_by)

    def _approve(self, event: Event, erasure: str) -> None:
        leaf, report = event.leaf, event.leaf.report
        if report is None:
            return  # of no report: the replay names it
        asked_by, reason = self._asked.get(erasure, (None, None))
        of_reporter = leaf.data.get("target") == ErasureTarget.REPORTER
        text = report if of_reporter else str(leaf.data.get("text"))
        field = REPORTER if of_reporter else str(leaf.data.get("field"))
        found = Approval(report, text, field, leaf.at, leaf.actor["person"], asked_by, reason)
        self._approved[report, text] = found
