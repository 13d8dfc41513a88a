"""What can be wrong with a trail. The codes are stable; the words are for people."""

from enum import StrEnum

import msgspec


class FaultCode(StrEnum):
    """Every way in which a trail, its tree or what stands beside it does not hold."""

    LEAF_MALFORMED = "leaf_malformed"
    LEAF_NOT_CANONICAL = "leaf_not_canonical"
    LEAF_ALTERED = "leaf_altered"
    TILE_ALTERED = "tile_altered"
    ROOT_DIFFERS = "root_differs"
    INCLUSION_REJECTED = "inclusion_rejected"
    CHECKPOINT_UNSIGNED = "checkpoint_unsigned"
    CHECKPOINT_WRONG_ORIGIN = "checkpoint_wrong_origin"
    KEY_RETIRED = "key_retired"
    KEY_NOT_YET_VALID = "key_not_yet_valid"
    KEY_MISSING = "key_missing"
    SIGNATURE_MISSING = "signature_missing"
    QUORUM_NOT_MET = "quorum_not_met"
    PAST_REWRITTEN = "past_rewritten"
    CHECKPOINT_OLDER = "checkpoint_older"
    CHAIN_BROKEN = "chain_broken"
    SEQUENCE_GAP = "sequence_gap"
    SEQUENCE_REPEATED = "sequence_repeated"
    WRONG_REGION = "wrong_region"
    ILLEGAL_TRANSITION = "illegal_transition"
    STATE_CONTRADICTS = "state_contradicts"
    UNKNOWN_TASK = "unknown_task"
    NAMING_ALTERED = "naming_altered"
    TEXT_ALTERED = "text_altered"
    TEXT_MISSING = "text_missing"
    ERASURE_ALTERED = "erasure_altered"
    ERASURE_UNDONE = "erasure_undone"
    STATE_DIFFERS = "state_differs"
    SNAPSHOT_MISSING = "snapshot_missing"
    REPORT_WITHOUT_EVENTS = "report_without_events"
    ENTRIES_MISSING = "entries_missing"
    TIME_BACKWARDS = "time_backwards"


class Fault(msgspec.Struct, frozen=True, gc=False):
    """One thing that does not hold.

    ``words`` say what was altered. ``leaf_index`` counts from 0 and is None for what stands in no tree (yet);
    ``event`` and ``report`` are identifiers, ``at`` is the time that the event itself states.
    """

    code: FaultCode
    words: str
    leaf_index: int | None = None
    event: str | None = None
    report: str | None = None
    at: str | None = None
