"""What the service itself wrote holds: its trail, replayed, makes its state tables."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import asyncpg

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.seed import seed_story
from service.trail.receipts.receipt_keys import signer_of
from tests.trail.verifier.bundles import Members, checkpoint_of, lines, manifest, tree_members
from tests.trail.verifier.tampering import judged

EVENTS = "SELECT leaf FROM audit_event ORDER BY at, report_id, seq"
TEXTS = """SELECT jsonb_build_object('id', id, 'report', report_id, 'field', field, 'content', content,
  'salt', encode(salt, 'hex'), 'erased', NULL)::text FROM report_text"""
STATES = """SELECT jsonb_build_object('report', r.id, 'state', r.state, 'version', r.version, 'seq', r.seq,
  'head', encode(r.head, 'hex'), 'category', r.category, 'severity', r.severity, 'classification', r.classification,
  'area', r.area, 'lead_agency', r.lead_agency, 'register_number', r.register_number, 'outcome', r.outcome,
  'tasks', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'agency', t.agency, 'role', t.role,
    'kind', t.kind, 'state', t.state, 'version', t.version, 'assignee', t.assignee)), '[]')
   FROM task t WHERE t.region = r.region AND t.report_id = r.id))::text
FROM report r ORDER BY r.id"""


async def rows(url: str) -> tuple[list[bytes], list[Any], list[Any]]:
    connection = await asyncpg.connect(url)
    try:
        leaves = [bytes(row[0]) for row in await connection.fetch(EVENTS)]
        return leaves, *[[json.loads(row[0]) for row in await connection.fetch(sql)] for sql in (TEXTS, STATES)]
    finally:
        await connection.close()


def test_the_story_of_the_embedded_run_holds(postgres: EmbeddedPostgres, database: str, tmp_path: Path) -> None:
    admin = postgres.url("postgres", database)
    seed_story(
        admin,
        postgres.url("tindak_app", database),
        base64.b64encode(bytes(32)).decode(),
        signer_of(Settings(embedded=True, home=tmp_path)),
    )
    leaves, texts, states = asyncio.run(rows(admin))
    members: Members = {
        "manifest.json": manifest(len(leaves)),
        "checkpoint": checkpoint_of(leaves),
        **tree_members(leaves),
        "texts.jsonl": lines(texts),
        "snapshots.jsonl": lines(states),
    }
    assert judged(tmp_path, members) == (0, [])
    assert min(len(leaves), len(texts), len(states)) >= 7
