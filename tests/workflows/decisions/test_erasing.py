"""What the trail says of an erasure: what goes, by which identifier and under which field, and nothing of why."""

from uuid import UUID

import pytest

from tests.trail.verifier.trails import OPERATOR, TONO, Trail
from workflows.codes.approvals import ApprovalState, ErasureTarget
from workflows.codes.reports import TextField
from workflows.decisions.erasures.commands import DecideErasure
from workflows.decisions.erasures.erasing import ErasureFacts, decide_erasure

TRAIL = Trail()
REPORT = TRAIL.intake().verify()
GONE = UUID(int=7)
SAID: dict[ErasureTarget, tuple[UUID | None, TextField | None, str | None]] = {
    ErasureTarget.REPORTER: (None, None, None),
    ErasureTarget.TEXT: (GONE, TextField.NOTE, "note"),
    ErasureTarget.RECIPIENT: (GONE, None, "recipient"),
    ErasureTarget.EVIDENCE: (GONE, None, "evidence"),
}
"""Of each target the identifier, the field of a text, and the field as the leaf says it."""


@pytest.mark.parametrize("target", ErasureTarget)
@pytest.mark.parametrize("approve", [True, False])
def test_the_event_says_what_is_erased(target: ErasureTarget, *, approve: bool) -> None:
    text, field, said = SAID[target]
    asked = ErasureFacts(UUID(int=3), target, text, field, ApprovalState.REQUESTED, OPERATOR.person)
    body = DecideErasure(approve=approve, reason="Permintaan yang bersangkutan")
    change, _ = decide_erasure(REPORT.facts, asked, body, TONO, TRAIL.next())
    assert [event.data for event in change.events] == [
        {"erasure": str(UUID(int=3)), "target": target, "text": text and str(text), "field": said}
    ]
