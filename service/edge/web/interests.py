"""What somebody asks of the events, as the feed and the stream take it: some actions, one agency, one report."""

from typing import Annotated
from uuid import UUID

from service.edge.problems.model_faults import meant_action
from service.edge.service_errors import FieldError, ValidationFailed
from service.edge.web.parameters import UUID_PATTERN, patterned
from workflows.decisions.machines.subscriptions import ACTION_PATTERN, Interest, unknown_in

ACTIONS = f"^{ACTION_PATTERN}(,{ACTION_PATTERN}){{0,19}}$"
OfOneReport = Annotated[
    str | None, patterned(UUID_PATTERN, "Only what happens to this report.", "report", format="uuid")
]
Actions = Annotated[
    str | None,
    patterned(
        ACTIONS,
        "Only these actions, up to 20 with commas: `report.verified,task.*`.",
        "action",
        max_length=800,
        examples=["report.verified,task.*"],
    ),
]


def interest_of(action: str | None, agency: str | None, report: str | None) -> Interest:
    """What is asked for. Raises ValidationFailed ``unknown_action`` for each action that never happens."""
    asked = frozenset(action.split(",")) if action else frozenset()
    if unknown := unknown_in(asked):
        raise ValidationFailed(errors=[FieldError("action", "unknown_action", meant_action(one)) for one in unknown])
    return Interest(asked, agency, UUID(report) if report else None)
