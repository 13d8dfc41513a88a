"""Examples of the transparency log: its entries, proofs and checkpoint."""

from service.edge.examples import BYTES, EVENT_ID, LEAF, OTHER_REPORT, Examples
from service.trail.tlog.schemas import ConsistencyAnswer, EntryPage, InclusionAnswer
from workflows.trail.tlog import commands

_LEAF_BYTES = '{"action":"report.verified","at":"2026-11-24T03:41:30.000000Z"}'
_CHECKPOINT = (
    "tindak.local/33.05\n1208\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n"
    "\u2014 tindak.local/33.05 "
    "lSWgVQ0BhYcR0zP1c7d9v0k2mX3b8nF5qT6wY4sZ1aL+H/JgEoDuKiVtCrBxMyNpWQeRfUhGjTlOsAkSdPvZxQ==\n"
)
EXAMPLES = Examples(
    answers={
        EntryPage: {"items": [{"leaf_index": 1207, "leaf": _LEAF_BYTES, "leaf_hash": LEAF}], "next_cursor": "1208"},
        InclusionAnswer: {
            "event": EVENT_ID,
            "leaf_index": 1,
            "leaf_hash": LEAF,
            "size": 3,
            "root": LEAF,
            "hashes": [LEAF, LEAF],
        },
        ConsistencyAnswer: {"old_size": 2, "old_root": LEAF, "size": 3, "root": LEAF, "hashes": [LEAF]},
    },
    bodies={
        commands.BundleRequest: {
            "region": ("The whole region, for an auditor", {}),
            "report": ("One report", {"report": OTHER_REPORT}),
            "period": ("The reports that something happened to in a month", {"from": "2024-11-01T00:00:00+07:00"}),
        },
    },
    texts={
        "tile": BYTES,
        "application/zip": BYTES,
        "checkpoint": {"schema": {"type": "string"}, "example": _CHECKPOINT},
        "keys": {
            "schema": {"type": "string"},
            "example": "tindak.local/33.05+9525a055+AVbSmWWJl0nXg2mTq4Lr1c8oYvG0kZ5xH7uFdE3sPaBn\n",
        },
        "tlog-proof": {
            "schema": {"type": "string"},
            "example": "c2sp.org/tlog-proof@v1\nindex 1207\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n"
            + _CHECKPOINT,
        },
    },
)
