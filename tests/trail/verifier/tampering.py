"""How a trail is tampered with: leaves edited, moved, taken away or forged, and chained anew where the forger can."""

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import LOG, POLICY, Members, bundle, checkpoint_of, manifest, tree_members, write
from tests.trail.verifier.stories import everything
from tests.trail.verifier.trails import Trail

Edit = Callable[[dict[str, Any]], Any]


def long_trail() -> Trail:
    """More than two tiles: the same stories over and over, in one log."""
    trail = Trail()
    while len(trail.leaves) < 520:
        everything(trail)
    return trail


TRAIL = long_trail()
LEAVES = tuple(TRAIL.leaves)
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in LEAVES]


def find(action: str, **members: Any) -> int:
    """The first leaf from the 100th on with this action and these members, which are looked for in its data too."""
    wanted = members.items()
    return next(
        at
        for at, event in enumerate(EVENTS)
        if at >= 100 and event["action"] == action and wanted <= {**flat(event["data"]), **flat(event)}.items()
    )


def flat(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not isinstance(value, dict | list)}


def following(at: int) -> int:
    """The leaf of the same report's next event."""
    event = EVENTS[at]
    return next(
        later
        for later, each in enumerate(EVENTS)
        if each["report"] == event["report"] and each["seq"] == event["seq"] + 1
    )


def dump(event: dict[str, Any]) -> bytes:
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def edited(leaves: Sequence[bytes], at: int, edit: Edit) -> list[bytes]:
    event = json.loads(leaves[at])
    edit(event)
    return [*leaves[:at], dump(event), *leaves[at + 1 :]]


def rechained(leaves: Sequence[bytes]) -> list[bytes]:
    """Every event chained to the one before it of its report, as who holds the log's key can do."""
    heads: dict[str, str] = {}
    chained = []
    for leaf in leaves:
        event = json.loads(leaf)
        event["prev"] = heads.get(event["report"])
        chained.append(dump(event))
        heads[event["report"]] = sha256(b"\x00" + chained[-1]).hexdigest()
    return chained


def rebuilt(leaves: Sequence[bytes], *, signed: bool = False) -> Members:
    """The bundle with every tile made anew; the checkpoint only when the key is at hand."""
    whole = bundle(TRAIL)
    fresh = {"manifest.json": manifest(len(leaves)), **tree_members(leaves)}
    kept = {name: content for name, content in whole.items() if not name.startswith("tile/")}
    return kept | fresh | ({"checkpoint": checkpoint_of(leaves)} if signed else {})


def judged(tmp_path: Path, members: Members, key: str = LOG.verifier.encode()) -> tuple[int, list[dict[str, Any]]]:
    (tmp_path / "policy").write_text("\n".join(POLICY.split("\n")[1:]))
    file, out = write(tmp_path / "bundle.zip", members), BytesIO()
    code = verify(file, [key], tmp_path / "policy", as_json=True, out=out)
    return code, json.loads(out.getvalue()).get("faults", [])


def named(faults: list[dict[str, Any]], code: str) -> list[str | None]:
    """The events at fault by this code, or their reports, or nothing."""
    return [fault["event"] or fault["report"] for fault in faults if fault["code"] == code]
