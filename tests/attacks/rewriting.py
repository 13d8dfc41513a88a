"""A history rewritten so that nothing inside the database contradicts it any more."""

import json
from typing import Any

from service.trail.audit.sequencer import grow_missing_trees
from tests.attacks.scene import REPLICA, UNGUARD, Scene
from tests.attacks.table import HERE
from tests.attacks.told import ALL, Event, write_leaf
from tests.conftest import REGION

PUT_EVENT = (
    "UPDATE audit_event SET leaf = $2, leaf_hash = $3, prev = $4, actor_person = $5 WHERE region = $1 AND id = $6"
)
PUT_LEAF = "UPDATE audit_leaf SET leaf_hash = $3 WHERE region = $1 AND event_id = $2"
PUT_HEAD = "UPDATE report SET head = $3 WHERE region = $1 AND id = $2"
NOBODY = "01930000-0000-7000-8000-00000000aaaa"


def rewrite(scene: Scene, event: Event) -> None:
    """Let somebody else have done it: the leaf, the chain after it, every hash, the tiles and the report's head."""
    rows = json.loads(scene.rows(ALL.format(table="audit_event", order="report_id, seq"), REGION)[0][0])
    heads: dict[str, str] = {}
    for row in rows:
        leaf = json.loads(bytes.fromhex(row["leaf"][2:]))
        if row["id"] == event.event:
            leaf["actor"]["person"] = row["actor_person"] = NOBODY
        write_leaf(row, leaf | {"prev": heads.get(row["report_id"])})
        heads[row["report_id"]] = row["leaf_hash"][2:]

    async def put(connection: Any) -> None:
        await connection.execute(UNGUARD)
        await connection.execute(REPLICA)
        for row in rows:
            leaf, digest, prev = (row[name] and bytes.fromhex(row[name][2:]) for name in ("leaf", "leaf_hash", "prev"))
            await connection.execute(PUT_EVENT, REGION, leaf, digest, prev, row["actor_person"], row["id"])
            await connection.execute(PUT_LEAF, REGION, row["id"], digest)
        for report, head in heads.items():
            await connection.execute(PUT_HEAD, REGION, report, bytes.fromhex(head))
        await connection.execute(f"DELETE FROM audit_tile WHERE {HERE}")
        await grow_missing_trees(connection)

    scene.connected(put)
