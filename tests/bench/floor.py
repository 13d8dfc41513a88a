"""The floor: what PostgreSQL alone does on this machine for one change of a task, without service or law."""

import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import asyncpg

from service.operations.embedded.postgres import EmbeddedPostgres
from tests.bench.population import EVENTS_EACH

LEAF_BYTES, ANSWER_BYTES = 700, 1_500
"""About what a leaf and a kept answer of a task transition measure."""

PICK = """CREATE TABLE IF NOT EXISTS bench_pick AS
SELECT row_number() OVER (ORDER BY id) AS n, id, report_id FROM task
WHERE region = '{region}' AND agency <> '{spare}'"""
INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS bench_pick_n ON bench_pick (n) INCLUDE (id, report_id)"
UPDATE = f"""\\set n random(:first, :last)
BEGIN;
UPDATE task SET state = CASE state WHEN 'offered' THEN 'accepted' ELSE 'offered' END, version = version + 1,
    due_at = now() + interval '3 days', due_order = now() + interval '3 days', updated_at = now()
  WHERE region = :region AND id = (SELECT id FROM bench_pick WHERE n = :n)
  RETURNING report_id, version + {EVENTS_EACH - 1} AS seq, id AS task_id \\gset
"""
TRAIL = f"""INSERT INTO audit_event (region, id, report_id, seq, prev_seq, version, action, task_id, agency,
  actor_person, actor_agency, actor_role, before, after, at, prev, leaf, leaf_hash, report_state, category, severity,
  area)
  SELECT :region, gen_random_uuid(), :report_id::uuid, :seq::int, :seq::int - 1, :seq::int, 'task.accepted',
    :task_id::uuid, 'kpu', :report_id::uuid, 'kpu', 'officer', 'offered', 'accepted', now(),
    leaf, leaf, sha256('\\x00'::bytea || leaf), 'assigned', 'logistics', 'S2', '33.05.12'
  FROM convert_to(repeat('x', {LEAF_BYTES}), 'UTF8') AS leaf;
INSERT INTO audit_pending (region, event_id, report_id, seq, leaf_hash)
  VALUES (:region, gen_random_uuid(), :report_id, :seq, sha256('x'));
"""
ANSWER = f"""INSERT INTO idempotency (region, person, key, fingerprint, status, body, created_at)
  VALUES (:region, :report_id, gen_random_uuid()::text, sha256('x'), 200,
    convert_to(repeat('x', {ANSWER_BYTES}), 'UTF8'), now());
COMMIT;
"""
SCRIPT = UPDATE + TRAIL + ANSWER
UNTRAILED = UPDATE + ANSWER
"""The same change without the two inserts of the trail."""


class Floor(NamedTuple):
    """Transactions a second, and each transaction's seconds."""

    rate: float
    latencies: list[float]


async def prepare(url: str, region: str, spare: str) -> range:
    """Number the tasks that the floor may change: all but those of agency ``spare``. Returns the numbers."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(PICK.format(region=region, spare=spare))
        await connection.execute(INDEX)
        await connection.execute("VACUUM ANALYZE bench_pick")
        return range(1, int(await connection.fetchval("SELECT count(*) FROM bench_pick")) + 1)
    finally:
        await connection.close()


def measure(
    server: EmbeddedPostgres, region: str, picks: range, *, clients: int, seconds: int, sql: str = SCRIPT
) -> Floor:
    """Run pgbench: prepared statements, durable commits, as superuser and so without row security.

    ``picks`` are the numbers of the tasks that are changed.
    """
    with tempfile.TemporaryDirectory(prefix="tindak-floor-") as folder:
        script = Path(folder) / "floor.sql"
        script.write_text(sql)
        command = [
            server.bin_dir / "pgbench", "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=1",
            f"--time={seconds}", f"--define=first={picks[0]}", f"--define=last={picks[-1]}",
            f"--define=region={region}", f"--file={script}",
            "--log", f"--log-prefix={folder}/log", "-h", server.socket_dir, "-U", "postgres", "postgres",
        ]  # fmt: skip
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=seconds + 60)
        latencies = [int(line.split()[2]) / 1e6 for log in Path(folder).glob("log*") for line in log.open()]
    rate = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return Floor(float(rate.split()[2]), latencies)
