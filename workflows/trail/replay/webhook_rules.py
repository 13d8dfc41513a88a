"""What an event of a webhook needs: each is made once, by who may own one, and nothing follows its deletion."""

from workflows.access.permissions import PERMISSIONS, Action
from workflows.codes.people import Role
from workflows.codes.states import WEBHOOK_CREATED, WEBHOOK_DELETED, WEBHOOK_ENDED, WEBHOOK_EVENTS
from workflows.trail.replay.events import Event, NotInFormError, identifier, text_of
from workflows.trail.replay.faults import Fault, FaultCode

_MAY = {action: frozenset(role.value for role in PERMISSIONS[Action.WEBHOOK_CHANGE]) for action in WEBHOOK_EVENTS} | {
    WEBHOOK_DELETED: frozenset(role.value for role in PERMISSIONS[Action.WEBHOOK_DELETE]),
    WEBHOOK_ENDED: frozenset(role.value for role in Role),  # whoever was seen in another office than its owner's
}


class Webhooks:
    """The endpoints of a region that events have told of."""

    def __init__(self) -> None:
        self._made: set[bytes] = set()
        self._ended: set[bytes] = set()
        self._deleted: set[bytes] = set()

    def take(self, event: Event, faults: list[Fault]) -> None:
        """Take an event of an endpoint and add what does not hold to ``faults``."""
        leaf = event.leaf
        try:
            webhook = identifier(text_of(leaf.data, "webhook"))
        except NotInFormError as error:
            faults.append(event.fault(FaultCode.LEAF_MALFORMED, f"The leaf was altered: {error}."))
            return
        if leaf.actor["role"] not in _MAY[leaf.action]:
            words = f"The course was altered: {leaf.actor['role'][:60]!r} may not do this to an endpoint."
            faults.append(event.fault(FaultCode.ILLEGAL_TRANSITION, words))
        again = leaf.action == WEBHOOK_CREATED and webhook in self._made
        after = webhook in self._deleted or (webhook in self._ended and leaf.action != WEBHOOK_DELETED)
        if again or after:
            words = "The account was altered: an endpoint was made twice, or changed after it ended or was deleted."
            faults.append(event.fault(FaultCode.STATE_CONTRADICTS, words))
        {WEBHOOK_DELETED: self._deleted, WEBHOOK_ENDED: self._ended}.get(leaf.action, self._made).add(webhook)
