"""What an event of an API key needs: each key is made once and revoked once at most, and not by a machine."""

from workflows.access.permissions import PERMISSIONS, Action
from workflows.codes.people import Role
from workflows.codes.states import KEY_CREATED, KEY_REVOKED
from workflows.decisions.machines.api_keys import LONGEST
from workflows.trail.replay.events import Event, NotInFormError, identifier, moment_of, text_of, texts_of
from workflows.trail.replay.faults import Fault, FaultCode

KEY_EVENTS = frozenset({KEY_CREATED, KEY_REVOKED})
_LONGEST_US = int(LONGEST.total_seconds()) * 1_000_000
_MAKERS = frozenset(role.value for role in PERMISSIONS[Action.KEY_MAKE])
_GIVEN = frozenset(action.value for action, who in PERMISSIONS.items() if Role.INTEGRATOR in who)


class Keys:
    """The keys of a region that events have told of."""

    def __init__(self) -> None:
        self._made: set[bytes] = set()
        self._revoked: set[bytes] = set()

    def take(self, event: Event, faults: list[Fault]) -> None:
        """Take an event of a key and add what does not hold to ``faults``."""
        leaf = event.leaf
        try:
            key = identifier(text_of(leaf.data, "key"))
            if leaf.action == KEY_CREATED:
                self._create(key, event, faults)
            else:
                self._revoke(key, event, faults)
        except NotInFormError as error:
            faults.append(event.fault(FaultCode.LEAF_MALFORMED, f"The leaf was altered: {error}."))
        if leaf.actor["role"] not in _MAKERS:
            words = f"The course was altered: {leaf.actor['role'][:60]!r} neither makes nor revokes a key."
            faults.append(event.fault(FaultCode.ILLEGAL_TRANSITION, words))

    def _create(self, key: bytes, event: Event, faults: list[Fault]) -> None:
        leaf = event.leaf
        if not 0 < moment_of(leaf.data, "expires") - event.at <= _LONGEST_US:
            faults.append(_contradicts(event, "a key was made that ends before it began, or too late"))
        if not set(texts_of(leaf.data, "scopes")) <= _GIVEN:
            faults.append(_contradicts(event, "a key was given what no machine may do"))
        if leaf.agency != leaf.actor["agency"]:
            faults.append(_contradicts(event, "a key was made for another agency than its maker's"))
        if key in self._made or key in self._revoked:
            faults.append(_contradicts(event, "a key was made that was there before"))
        self._made.add(key)

    def _revoke(self, key: bytes, event: Event, faults: list[Fault]) -> None:
        if key in self._revoked:
            faults.append(_contradicts(event, "a key was revoked twice"))
        self._revoked.add(key)


def _contradicts(event: Event, words: str) -> Fault:
    return event.fault(FaultCode.STATE_CONTRADICTS, f"The account was altered: {words}.")
