"""Cases for the referee out of what a service served."""

import json
from base64 import b64encode
from typing import Any

from tests.interop.served import Served, size_of


def checkpoint_case(served: Served, note: bytes, keys: list[str] | None = None) -> dict[str, Any]:
    return {"check": "checkpoint", "keys": keys or served.log_keys, "note": note}


def tiles_case(served: Served, roots: list[str], **tiles: bytes) -> dict[str, Any]:
    return {"check": "tiles", "size": served.size, "root": roots[-1], "tiles": served.tiles | tiles}


def proof_file_case(served: Served, index: int) -> dict[str, Any]:
    file = served.get(f"proofs/{served.events[index]}/tlog-proof")
    return {"check": "proof file", "keys": served.log_keys, "leaf": served.leaves[index], "file": file}


def inclusion_cases(served: Served, roots: list[str]) -> list[dict[str, Any]]:
    """Our proof of every event in the newest tree, and in the tree that it was the last leaf of."""
    cases = []
    for index, event in enumerate(served.events):
        for size in {served.size, index + 1}:
            proof = json.loads(served.get(f"proofs/inclusion?event={event}&size={size}"))
            assert (proof["leaf_index"], from_hex(proof["root"])) == (index, roots[size - 1])
            cases.append({
                "check": "inclusion", "leaf": served.leaves[index], "index": index, "size": size,
                "root": roots[size - 1], "proof": [from_hex(each) for each in proof["hashes"]],
            })  # fmt: skip
    return cases


def consistency_cases(served: Served, roots: list[str]) -> list[dict[str, Any]]:
    """Our proofs between every two checkpoints, and from sizes beside the edges of tiles and subtrees."""
    sizes = sorted({1, 2, 3, 127, 128, 129, 255, 256, 257, *map(size_of, served.checkpoints)})
    cases = []
    for old, size in ((old, size) for size in sizes for old in sizes if old <= size):
        proof = json.loads(served.get(f"proofs/consistency?old_size={old}&size={size}"))
        assert (from_hex(proof["old_root"]), from_hex(proof["root"])) == (roots[old - 1], roots[size - 1])
        cases.append({
            "check": "consistency", "old_size": old, "old_root": roots[old - 1], "size": size,
            "root": roots[size - 1], "proof": [from_hex(each) for each in proof["hashes"]],
        })  # fmt: skip
    return cases


def named(key: str) -> str:
    """A key's name and id."""
    return "+".join(key.split("+")[:2])


def from_hex(text: str) -> str:
    return b64encode(bytes.fromhex(text)).decode()
