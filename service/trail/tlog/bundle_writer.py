"""A bundle: one file with which an auditor checks the trail of a region, a report or a period without us.

A ZIP file (ZIP64) with the tree in C2SP's layout, or single leaves with their proofs, and beside them the texts that
the asker may read and the state tables as they stand. It is written from one snapshot of the database, row by row,
into anything that takes bytes. ``docs/bundle.md`` describes it for whoever reads one.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from service.edge.service_errors import Unavailable
from service.storage.texts.kept_texts import NONE_OPENED, PLAIN, SHOWN, open_kept, shown
from service.trail.reading.withheld import names_hidden
from service.trail.tlog import repository, tree_rows
from service.trail.tlog.witnessing import Witnessing, standing_checkpoint
from workflows.codes.stamps import stamp
from workflows.trail.tlog.merkle import inclusion_proof
from workflows.trail.tlog.tiles import FULL_WIDTH, Tile, encode_bundle, tiles_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from uuid import UUID

    from service.storage.sealing import Sealer
    from service.trail.tlog.outlets import Outlet
    from service.trail.tlog.witnessing import Standing

    Tell = Callable[[int, int], None]

PREFETCH = 500
A_TURN = 16
"""Rows that are packed before others have their turn: a text of ten thousand characters takes half a millisecond."""

FORMAT = "tindak-bundle/1"
# Every part names the reports it covers: all, one with the duplicates that went into it and that its asker sees, or
# those with an event in the period.
COVERED = """($2::uuid IS NULL OR {report} = $2 OR {report} = ANY (merged_reports($1, $2))
  AND EXISTS (SELECT FROM report m WHERE m.region = $1 AND m.id = {report}))
AND ($3::timestamptz IS NULL OR EXISTS (SELECT FROM audit_event p
  WHERE p.region = $1 AND p.report_id = {report} AND p.at >= $3 AND p.at < $4))"""
# What is walled off from the asker's own agency is left out, and so is a report whose leaves name such a one. Without
# a wall against the asker nobody asks for every leaf who does not see every report.


def _tells_of_hidden(report: str) -> str:
    return f"EXISTS (SELECT FROM audit_event h WHERE h.region = $1 AND h.report_id = {report} AND {names_hidden('h')})"


def _unnamed(report: str) -> str:
    return f"(NOT $5 OR NOT {_tells_of_hidden(report)})"


UNWALLED = f"""(NOT $6 OR EXISTS (SELECT FROM report s WHERE s.region = e.region AND s.id = e.report_id)
  AND NOT {_tells_of_hidden("e.report_id")})"""
TELLS_OF_HIDDEN = f"SELECT {_tells_of_hidden('$2')}"
LEAVES = f"""SELECT l.leaf_index, e.leaf FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
WHERE l.region = $1 AND l.leaf_index < $5 AND {COVERED.format(report="e.report_id")}
AND {UNWALLED} ORDER BY l.leaf_index"""
PENDING = f"""SELECT e.leaf FROM audit_event e LEFT JOIN audit_leaf l ON l.region = e.region AND l.event_id = e.id
WHERE e.region = $1 AND (l.leaf_index IS NULL OR l.leaf_index >= $5) AND {COVERED.format(report="e.report_id")}
AND {UNWALLED} ORDER BY e.report_id, e.seq"""
# Words of evidence that went on are read without the rest of its report: no bundle has them that lacks its events.
TEXTS = f"""SELECT x.id, x.report_id, x.field, x.salt, {SHOWN} AS kept FROM report_text x
WHERE x.region = $1 AND {COVERED.format(report="x.report_id")}
  AND EXISTS (SELECT FROM report s WHERE s.region = x.region AND s.id = x.report_id
    AND s.text_readers && (SELECT reading_tokens()))
  AND {_unnamed("x.report_id")} ORDER BY x.report_id, x.id"""
NAMINGS = f"""SELECT n.event_id, n.report_id, n.content, n.salt FROM event_naming n
WHERE n.region = $1 AND n.content IS NOT NULL AND {COVERED.format(report="n.report_id")}
  AND {_unnamed("n.report_id")} ORDER BY n.report_id, n.event_id"""
SNAPSHOTS = f"""SELECT r.id, r.state, r.version, r.seq, r.head, r.category, r.severity, r.classification, r.area,
  r.lead_agency, r.register_number, r.outcome, r.election, r.reported_for, r.severity_taken, r.severity_highest,
  r.accused, r.accused_ever, r.barred, r.cleared, r.lead_moved_by::text[] AS lead_moved_by, r.named::text[] AS named,
  r.passed_over, ARRAY(SELECT substr(w, length('agency:') + 1) FROM unnest(r.walled) w WHERE w ^@ 'agency:') AS walled,
  (SELECT coalesce(json_agg(t ORDER BY t.id), '[]') FROM (SELECT t.id, t.agency, t.role, t.kind, t.state, t.version,
    t.assignee, t.worked_by FROM task t WHERE t.region = r.region AND t.report_id = r.id) t) AS tasks,
  (SELECT to_json(c) FROM (SELECT c.state, c.register_number, c.sigaplapor_number, c.police_number,
      c.police_receipt, c.bundle
    FROM gakkumdu_case c WHERE c.region = r.region AND c.report_id = r.id) c) AS of_case,
  (SELECT row_to_json(v) FROM (SELECT v.id, v.event, v.state, v.version,
    (SELECT coalesce(json_agg(n ORDER BY n.id), '[]') FROM (SELECT n.id, n.field,
      coalesce(n.lesson_kind, n.owner) AS of,
      to_char(n.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS due_at
      FROM review_entry n WHERE n.region = v.region AND n.review_id = v.id) n) AS entries
    FROM review v WHERE v.region = r.region AND v.report_id = r.id) v) AS review
, (SELECT coalesce(json_agg(h ORDER BY h.id), '[]') FROM (SELECT d.id, encode(d.sha256, 'hex') AS sha256, d.size,
    d.media_type, d.erasure IS NOT NULL AS erased
    FROM evidence d WHERE d.region = r.region AND d.report_id = r.id) h) AS evidence,
  (SELECT coalesce(json_agg(q ORDER BY q.id), '[]') FROM (SELECT q.id, encode(q.sha256, 'hex') AS sha256, q.state,
    q.verdict, q.outcome FROM content_check q WHERE q.region = r.region AND q.report_id = r.id) q) AS contents
FROM report r WHERE r.region = $1 AND {COVERED.format(report="r.id")}
  AND {_unnamed("r.id")} ORDER BY r.id"""


class NothingSigned(Exception):
    """The region's log has no checkpoint yet: there is nothing to hold a bundle against."""


class Scope(NamedTuple):
    """What a bundle covers: the whole region, one report, or the reports with an event from ``start`` to ``end``."""

    region: str
    report: UUID | None = None
    start: datetime | None = None
    end: datetime | None = None

    @property
    def kind(self) -> str:
        """As the manifest names it."""
        return "report" if self.report else "period" if self.start else "region"

    @property
    def name(self) -> str:
        """What a file of it is called, without its ending."""
        return f"tindak-{self.region}-{self.report or self.kind}"

    @property
    def args(self) -> tuple[Any, ...]:
        """The first four parameters of every statement here."""
        return (self.region, self.report, self.start, self.end)


class Contents(NamedTuple):
    """What one bundle is made of: its scope, the checkpoint it is held against, and who asked for it.

    ``hide`` leaves out the reports that the asker does not see though the asker's role would. ``sealer`` opens the
    sealed texts that the asker may read.
    """

    scope: Scope
    standing: Standing
    witnessing: Witnessing | None
    made_by: str
    hide: bool = False
    sealer: Sealer | None = None

    @property
    def size(self) -> int:
        """Leaves of the tree."""
        return int(self.standing.row["size"])

    def told(self) -> dict[str, str | int]:
        """What the trail keeps of it: its scope and the size of its tree."""
        scope, period = self.scope, {"from": self.scope.start, "to": self.scope.end}
        times = {name: stamp(moment) for name, moment in period.items() if moment is not None}
        return {"scope": scope.kind, "size": self.size, **times}


async def contents_of(connection: Any, scope: Scope, witnessing: Witnessing | None, made_by: str) -> Contents:
    """What a bundle of the scope is made of now. Raises NothingSigned before the first checkpoint."""
    standing = await standing_checkpoint(connection, scope.region, witnessing)
    if standing is None:
        raise NothingSigned
    return Contents(scope, standing, witnessing, made_by)


async def tells_of_hidden(connection: Any, region: str, report: UUID) -> bool:
    """Whether a leaf of the report itself names a report that the asker does not see: its bytes cannot be shown."""
    return bool(await connection.fetchval(TELLS_OF_HIDDEN, region, report))


async def write_bundle(connection: Any, contents: Contents, out: Outlet, tell: Tell) -> None:
    """Write the bundle of what the transaction that ``begin`` began lets be read.

    Nothing is handed on after a failure, so that what was written then has no central directory: it is no ZIP file.
    """
    scope, size = contents.scope, contents.size
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as file:  # type: ignore[call-overload]  # needs write alone
        note = f"{contents.standing.row['note']}{contents.standing.row['cosignatures']}"
        file.writestr("manifest.json", json.dumps(_manifest(contents, note.partition("\n")[0])))
        file.writestr("checkpoint", note)
        keys = await connection.fetch(repository.KEYS, scope.region)
        file.writestr("log.vkey", repository.key_list(keys))
        if contents.witnessing is not None:
            file.writestr("witnesses.policy", contents.witnessing.text)
        await (_tree if scope.kind == "region" else _leaves)(connection, contents, file, out, tell)
        with _lines(file, "pending.jsonl") as line:
            async for row in _rows(connection, PENDING, *scope.args, size, contents.hide):
                line({"leaf": b64encode(row["leaf"]).decode()})
                await out.drain()
        with _lines(file, "texts.jsonl") as line:
            async for row in _rows(connection, TEXTS, *scope.args, contents.hide):
                line(await _text(row, scope.region, contents.sealer))
                await out.drain()
        with _lines(file, "namings.jsonl") as line:
            async for row in _rows(connection, NAMINGS, *scope.args, contents.hide):
                line(_naming(row))
                await out.drain()
        with _lines(file, "snapshots.jsonl") as line:
            async for row in _rows(connection, SNAPSHOTS, *scope.args, contents.hide):
                line(_snapshot(row))
                await out.drain()
    await out.finish()


async def _tree(connection: Any, contents: Contents, file: ZipFile, out: Outlet, tell: Tell) -> None:
    region, size = contents.scope.region, contents.size
    for tile in tiles_of(size):
        if tile.level == 0:
            start = tile.index * FULL_WIDTH
            rows = await connection.fetch(repository.ENTRIES, region, start, start + tile.width)
            file.writestr(tile.bundle().path(), encode_bundle([row["leaf"] for row in rows]))
            tell(start + tile.width, size)
        file.writestr(tile.path(), await _hashes(connection, region, tile), compress_type=ZIP_STORED)
        await out.drain()


async def _hashes(connection: Any, region: str, tile: Tile) -> bytes:
    """A stored tile at its width; one that is not there is left empty, for the verifier to find."""
    found = await tree_rows.tiles_at(connection, region, [(tile.level, tile.index)])
    return next(iter(found.values()), b"")[: tile.width * 32]


async def _leaves(connection: Any, contents: Contents, file: ZipFile, out: Outlet, tell: Tell) -> None:
    scope, size = contents.scope, contents.size
    with _lines(file, "leaves.jsonl") as line:
        async for row in _rows(connection, LEAVES, *scope.args, size, contents.hide):
            line(await _leaf(connection, scope.region, row, size))
            tell(min(row["leaf_index"] + 1, size - 1), size)
            await out.drain()
    tell(size, size)


async def _leaf(connection: Any, region: str, row: Any, size: int) -> dict[str, Any]:
    index = row["leaf_index"]
    proof = await tree_rows.with_nodes(connection, region, lambda node: inclusion_proof(index, size, node))
    shown = [b64encode(each).decode() for each in proof]
    return {"leaf_index": index, "leaf": b64encode(row["leaf"]).decode(), "proof": shown}


async def _rows(connection: Any, sql: str, *args: Any) -> AsyncIterator[Any]:
    told = 0
    async for row in connection.cursor(sql, *args, prefetch=PREFETCH):
        yield row
        told += 1
        if not told % A_TURN:
            await asyncio.sleep(0)  # rows that were fetched already come without one


@contextmanager
def _lines(file: ZipFile, name: str) -> Iterator[Callable[[dict[str, Any]], None]]:
    with file.open(name, "w", force_zip64=True) as member:

        def line(value: dict[str, Any]) -> None:
            member.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")

        yield line


def _manifest(contents: Contents, origin: str) -> dict[str, Any]:
    scope = contents.scope
    covered = {
        "kind": scope.kind,
        "report": None if scope.report is None else str(scope.report),
        "from": None if scope.start is None else stamp(scope.start),
        "to": None if scope.end is None else stamp(scope.end),
    }
    made = {"made_at": stamp(datetime.now(UTC)), "made_by": contents.made_by, "quorum": contents.standing.quorum}
    about = {"format": FORMAT, "origin": origin, "region": scope.region, "scope": covered}
    return {**about, "size": contents.size, **made}


async def _text(row: Any, region: str, sealer: Sealer | None) -> dict[str, Any]:
    kept = row["kept"]
    if kept[0] != PLAIN and sealer is None:
        raise Unavailable("sealing_key_wrong")
    text = shown(kept, NONE_OPENED if sealer is None else await open_kept(sealer, region, (kept,)))
    salt, gone = text.salt or row["salt"], text.erased
    return {
        "id": str(row["id"]),
        "report": str(row["report_id"]),
        "field": row["field"],
        "content": text.content,
        "salt": None if salt is None else salt.hex(),
        "erased": None if gone is None else {"at": stamp(gone.at), "by": str(gone.by), "reason": gone.reason},
    }


def _naming(row: Any) -> dict[str, str]:
    told = {"content": row["content"], "salt": row["salt"].hex()}
    return {"event": str(row["event_id"]), "report": str(row["report_id"]), **told}


_SAME = (
    "state", "version", "seq", "category", "severity", "classification", "area", "lead_agency", "register_number",
    "outcome", "election", "severity_taken", "severity_highest", "accused", "accused_ever", "barred", "cleared",
    "lead_moved_by", "named", "passed_over", "walled",
)  # fmt: skip


def _snapshot(row: Any) -> dict[str, Any]:
    same = {name: row[name] for name in _SAME}
    case, review = (None if row[name] is None else json.loads(row[name]) for name in ("of_case", "review"))
    told = {"head": row["head"].hex(), "tasks": json.loads(row["tasks"]), "case": case, "review": review}
    told |= {name: json.loads(row[name]) for name in ("evidence", "contents")}
    told["reported_for"] = row["reported_for"] and str(row["reported_for"])
    return {"report": str(row["id"]), **same, **told}
