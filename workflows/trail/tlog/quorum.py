"""Who must have signed a checkpoint: the trust policy of c2sp.org/tlog-policy, and whether a note satisfies it.

The file is read by ``quorum_file``. Names are the file's own; they are compared as they stand, byte by byte.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workflows.trail.tlog.note_keys import VerifierKey
from workflows.trail.tlog.notes import Note, verify
from workflows.trail.tlog.tlog_errors import SignatureRejected

NONE = "none"
"""The quorum that asks for no cosignature."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log's key, whose name is its origin, and its address if the file has one."""

    key: VerifierKey
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness by its name in the policy, its key, and its submission prefix if the file has one."""

    name: str
    key: VerifierKey
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """So many of the members, witnesses or groups, must have witnessed for the group to have witnessed."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs; witnesses and groups by name, groups after their members; who must have witnessed, or ``none``."""

    logs: tuple[Log, ...]
    witnesses: Mapping[str, Witness]
    groups: Mapping[str, Group]
    quorum: str


COSIGNED_ANEW_S = 3600
"""Seconds after which a log that does not grow asks its witnesses again, so that quiet and frozen differ."""

FROZEN_AFTER_S = 3 * COSIGNED_ANEW_S
"""Seconds without a new word of any witness after which a log is frozen, or its witnesses are away."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a note satisfies a policy, and all that was found on the way.

    ``cosigned`` has the POSIX time in seconds of each witness's valid cosignature; ``rejected`` why a signature of a
    known log or witness does not verify; ``faults`` says in words what is missing, and is empty when ``holds``.
    """

    log: VerifierKey | None
    cosigned: Mapping[str, int]
    rejected: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the checkpoint is valid under the policy."""
        return not self.faults


def fewest(policy: Policy) -> int:
    """How many witnesses at least must have cosigned for the quorum to have witnessed; a member has one group."""
    needed = {NONE: 0, **dict.fromkeys(policy.witnesses, 1)}
    for group in policy.groups.values():
        needed[group.name] = sum(sorted(needed[member] for member in group.members)[: group.threshold])
    return needed[policy.quorum]


def judge_quorum(policy: Policy, note: Note, log_keys: Iterable[VerifierKey] = ()) -> Verdict:
    """Judge a checkpoint's note; ``log_keys`` are logs known from elsewhere, beside those of the policy.

    A log counts when its key's name is the checkpoint's origin. Any signature of a known key that does not verify
    makes the note fail, as c2sp.org/signed-note advises.
    """
    origin = note.text.partition("\n")[0]
    logs = [key for key in (*(log.key for log in policy.logs), *log_keys) if key.name == origin]
    rejected: dict[str, str] = {}
    signed = [key for key in logs if _signed(note, key, f"log {origin}", rejected) is not None]
    times = {each.name: _signed(note, each.key, each.name, rejected) for each in policy.witnesses.values()}
    cosigned = {name: time for name, time in times.items() if time is not None}
    faults = [f"the signature of {_shown(who)} does not verify ({reason})" for who, reason in rejected.items()]
    if not signed:
        faults.append(f"no known log signed for the origin {origin}")
    faults.extend(_missing(policy, cosigned))
    return Verdict(signed[0] if signed else None, cosigned, rejected, tuple(faults))


def _signed(note: Note, key: VerifierKey, who: str, rejected: dict[str, str]) -> int | None:
    """The cosignature's time, 0 for a log's signature, None if there is none that verifies."""
    try:
        signed = verify(note, (key,))
    except SignatureRejected as fault:
        rejected[who] = fault.reason
        return None
    return (signed[0][1] or 0) if signed else None


def _missing(policy: Policy, cosigned: Mapping[str, int]) -> list[str]:
    """In words, outermost first, why the quorum has not witnessed; nothing when it has."""
    witnessed = {NONE, *cosigned}
    for group in policy.groups.values():
        if len(witnessed.intersection(group.members)) >= group.threshold:
            witnessed.add(group.name)
    words, wanted = [], [] if policy.quorum in witnessed else [policy.quorum]
    for name in wanted:
        if name in policy.groups:
            absent = [member for member in policy.groups[name].members if member not in witnessed]
            words.append(_short(policy.groups[name], absent))
            wanted.extend(member for member in absent if member in policy.groups)
        else:
            words.append(f"witness {_shown(name)} has not cosigned")
    return words


def _short(group: Group, absent: Sequence[str]) -> str:
    have, missing = len(group.members) - len(absent), ", ".join(map(_shown, absent))
    return f"group {_shown(group.name)} has {have} of the {group.threshold} it needs; missing: {missing}"


def _shown(name: str) -> str:
    """The name with what is no UTF-8 written out."""
    return name.encode("utf-8", "backslashreplace").decode()
