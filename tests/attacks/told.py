"""The trail that is attacked: told once over HTTP to real processes, sequenced, signed and cosigned."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from service.edge.settings import Settings
from service.trail.cosigning.keyfile import generate
from tests.attacks.processes import until
from tests.attacks.scene import Client, Scene
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, DESK, LEAD, TONO, P, fire, headers, report, verified
from tests.operations.run.running import free_port
from tests.signing import Signer
from tests.trail.cosigning.processes import Part
from workflows.trail.leaf import leaf_hash
from workflows.trail.tlog.note_keys import KeyKind

OTHER = "33.06"
EVENTS = """SELECT l.leaf_index, l.event_id, e.report_id, e.seq, e.action FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id WHERE l.region = $1 ORDER BY l.leaf_index"""
ALL = "SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY {order}), '[]') FROM {table} t WHERE t.region = $1"
PUT = "INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb)"
COPIED = {"report": "id", "task": "id", "report_text": "id", "audit_event": "report_id, seq"}


class Event(NamedTuple):
    """An event where it stands in the log."""

    leaf_index: int
    event: str
    report: str
    seq: int
    action: str

    @property
    def place(self) -> dict[str, Any]:
        """As a fault names it."""
        return {"leaf_index": self.leaf_index, "event": self.event, "report": self.report}


class Events:
    """A region's events in the order of the log, and the other region's."""

    def __init__(self, scene: Scene, region: str = REGION) -> None:
        self.all, self.others = (_events(scene, each) for each in (region, OTHER))

    def first(self, action: str) -> Event:
        return next(each for each in self.all if each.action == action)

    def after(self, event: Event) -> Event:
        """The next event of the same report."""
        return next(each for each in self.all if each.report == event.report and each.seq == event.seq + 1)


async def beginning(client: Client, settings: Settings) -> None:
    """A report is verified and assigned, its task accepted and started."""
    made = await verified(client, settings)
    body = {"trigger": "assign", "tasks": [LEAD]}
    assigned = (await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)).json()
    task = f"/tasks/{assigned['tasks'][0]['id']}"
    for version, trigger in enumerate(("accept", "start"), start=1):
        assert (await fire(client, settings, TONO, task, version, {"trigger": trigger})).status_code == 200


async def ending(client: Client, settings: Settings) -> None:
    """Another comes in and is verified; the first is completed and noted on."""
    queue = await client.get(f"{P}/tasks?state=in_progress", headers=headers(settings, TONO))
    task = queue.json()["items"][0]
    await report(client, settings)
    body = {"trigger": "complete", "result": "Selesai"}
    done = await fire(client, settings, TONO, f"/tasks/{task['id']}", task["version"], body)
    assert done.status_code == 200, done.text
    await more(client, settings, task["report"])


async def more(client: Client, settings: Settings, of: str, text: str = "menyusul") -> None:
    """A note on a report."""
    answer = await client.post(f"{P}/reports/{of}/notes", json={"text": text}, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text


async def checkpoint(client: Client, settings: Settings) -> bytes:
    """The newest, as an auditor gets and keeps it."""
    answer = await client.get(f"{P}/audit/checkpoint", headers=headers(settings, AUDITOR))
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


class Witness:
    """An agency's witness with its own key and memory, in a process; and the policy that asks for it."""

    def __init__(self, folder: Path, logs: Path) -> None:
        self.folder, key = folder, folder / "kpu.key"
        if not key.exists():
            vkey = generate(key, "kpu.example", KeyKind.COSIGNATURE).encode()
            (folder / "kpu.vkey").write_text(vkey)
        files = {"memory_file": str(folder / "kpu.sqlite"), "logs_file": str(logs)}
        more = {"key_files": [str(key)], "name": "kpu.example", "port": free_port()}
        self.part = Part("service.trail.witness.main", "WitnessConfig", {**files, **more})
        self.policy = folder / "policy"
        lines = (f"witness kpu {(folder / 'kpu.vkey').read_text()} {self.part.url}", "quorum kpu", "")
        self.policy.write_text("\n".join(lines))


def copy_to_other_region(scene: Scene) -> None:
    """A second region's trail: the same story under identifiers of its own, before it is sequenced."""
    kept = {table: scene.rows(ALL.format(table=table, order=order), REGION)[0][0] for table, order in COPIED.items()}
    own = {each["id"] for table in kept for each in json.loads(kept[table])}
    own |= {event["report_id"] for event in json.loads(kept["audit_event"])}

    def moved(text: str) -> str:
        for each in own:
            text = text.replace(each, str(uuid5(NAMESPACE_OID, each)))
        return text.replace(f'"{REGION}"', f'"{OTHER}"')

    rows = {table: json.loads(moved(text)) for table, text in kept.items()}
    heads: dict[str, str] = {}
    for event in rows["audit_event"]:
        leaf = json.loads(moved(bytes.fromhex(event["leaf"][2:]).decode()))
        write_leaf(event, leaf | {"prev": heads.get(event["report_id"])})
        heads[event["report_id"]] = event["leaf_hash"][2:]
    for each in rows["report"]:
        each["head"] = f"\\x{heads[each['id']]}"
    pending = [
        {"region": OTHER, "event_id": one["id"], **{name: one[name] for name in ("report_id", "seq", "leaf_hash")}}
        for one in rows["audit_event"]
    ]

    async def put(connection: Any) -> None:
        for table, made in {**rows, "audit_pending": pending}.items():
            await connection.execute(PUT.format(table=table), json.dumps(made))

    scene.connected(put)


def write_leaf(event: dict[str, Any], leaf: dict[str, Any]) -> None:
    """Put a leaf into a row of events, with what stands beside it."""
    raw = json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    prev = leaf["prev"]
    event |= {
        "leaf": f"\\x{raw.hex()}",
        "leaf_hash": f"\\x{leaf_hash(raw).hex()}",
        "prev": None if prev is None else f"\\x{prev}",
    }


def _events(scene: Scene, region: str) -> list[Event]:
    return [Event(row[0], str(row[1]), str(row[2]), row[3], row[4]) for row in scene.rows(EVENTS, region)]


def grow(scene: Scene, notes: int, text: str) -> None:
    """More notes on the first report, written through an API process."""
    of = Events(scene).all[0].report

    async def write(client: Client, settings: Settings) -> None:
        for number in range(notes):
            await more(client, settings, of, f"{text} {number}")

    scene.over_http(write)


class Told(NamedTuple):
    """The databases as they stood, the signer's and the witness's files, and what auditors kept.

    ``early`` and ``whole`` are databases; the checkpoints beside them are as published then.
    """

    folder: Path
    early: str
    whole: str
    early_size: int
    size: int

    @property
    def keys(self) -> Path:
        return self.folder / "log.keys"

    @property
    def policy(self) -> Path:
        return self.folder / "witness" / "policy"

    def kept(self, name: str) -> Path:
        """A checkpoint that an auditor kept: ``early`` or ``whole``."""
        return self.folder / f"{name}.checkpoint"


def tell(scene: Scene, signer: Signer, keep: Callable[[str], None]) -> Told:
    """Tell the story to processes; ``keep`` copies everything at rest."""
    folder = scene.folder
    scene.keys.write_text(signer.command("audit", "key"))
    logs = folder / "logs"
    logs.write_text(signer.command("audit", "key") + signer.command("audit", "key", "--region", OTHER))
    (folder / "witness").mkdir()
    witness = Witness(folder / "witness", logs)
    witness.part.start()
    sizes = []
    for name, part in (("early", beginning), ("whole", ending)):
        with scene.served(signer, TINDAK_WITNESS_POLICY=str(witness.policy)):
            scene.over_http(part)
            scene.until_signed()
            if name == "whole":
                copy_to_other_region(scene)
                scene.until_signed(OTHER)
            _until_cosigned(scene)
            (folder / f"{name}.checkpoint").write_bytes(scene.over_http(checkpoint))
        sizes.append(scene.signed_size())
        keep(name)
    witness.part.end()
    return Told(folder, f"{scene.database}_early", f"{scene.database}_whole", *sizes)


def _until_cosigned(scene: Scene) -> None:
    missing = """SELECT FROM audit_checkpoint c WHERE c.region = $1 AND c.size = $2
    AND NOT EXISTS (SELECT FROM audit_cosignature s WHERE s.region = c.region AND s.size = c.size)"""
    until(lambda: not scene.rows(missing, REGION, scene.signed_size()), "the witness has cosigned")
