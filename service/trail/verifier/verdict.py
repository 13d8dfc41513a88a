"""What a verification found: the faults, and what was counted on the way."""

import msgspec

from workflows.trail.replay.faults import Fault, FaultCode

MAX_KEPT = 1000
"""How many faults and erasures are kept word by word; all are counted."""


class Erasure(msgspec.Struct, frozen=True):
    """A text or a reporter that was erased on an approval: information, no fault.

    ``by`` approved and ``asked_by`` asked, by pseudonym; ``reason`` is None where it is not shown. The text of the
    field ``reporter`` is the identity, and bears the identifier of its report.
    """

    text: str
    report: str
    field: str
    at: str
    by: str
    reason: str | None
    asked_by: str | None


class Counts(msgspec.Struct):
    """What was looked at."""

    events: int = 0
    pending: int = 0
    reports: int = 0
    reads: int = 0
    texts_shown: int = 0
    texts_not_shown: int = 0
    texts_erased: int = 0
    namings_shown: int = 0
    namings_not_shown: int = 0


class Verdict(msgspec.Struct):
    """The faults in the order in which they were found, with everything that a reader needs to judge them.

    ``fault_count`` counts also those beyond the first 1,000, and ``fault_codes`` names each kind once, whenever it
    came. ``covers`` is the report or the period of a scope that has one. ``witnesses`` are the words of the policy
    that was given and ``quorum`` whether it is satisfied, both None when none was; ``cosigned`` has the second at which
    each witness signed (0 where it does not say), ``unmet`` what the policy lacks, and ``silent_hours`` how old the
    newest word of any was, where that is too old. ``claimed`` is what the bundle says of its maker's own policy, and
    proves nothing.
    """

    origin: str
    region: str
    scope: str
    covers: str | None = None
    quorum: bool | None = None
    claimed: bool | None = None
    size: int | None = None
    root: str | None = None
    signed_by: list[str] = msgspec.field(default_factory=list)
    witnesses: str | None = None
    cosigned: dict[str, int] = msgspec.field(default_factory=dict)
    unmet: list[str] = msgspec.field(default_factory=list)
    silent_hours: int | None = None
    counts: Counts = msgspec.field(default_factory=Counts)
    faults: list[Fault] = msgspec.field(default_factory=list)
    fault_count: int = 0
    fault_codes: list[FaultCode] = msgspec.field(default_factory=list)
    erasures: list[Erasure] = msgspec.field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing was found to be altered."""
        return not self.fault_count

    def add(self, code: FaultCode, words: str, leaf_index: int | None = None) -> None:
        """Add a fault that belongs to no one event."""
        self.take([Fault(code, words, leaf_index)])

    def take(self, faults: list[Fault]) -> None:
        """Add faults and empty the list they came in."""
        self.fault_count += len(faults)
        self.fault_codes.extend(dict.fromkeys(f.code for f in faults if f.code not in self.fault_codes))
        self.faults.extend(faults[: MAX_KEPT - len(self.faults)])
        faults.clear()

    def erased(self, erasure: Erasure) -> None:
        """Add an erasure."""
        self.counts.texts_erased += 1
        if len(self.erasures) < MAX_KEPT:
            self.erasures.append(erasure)
