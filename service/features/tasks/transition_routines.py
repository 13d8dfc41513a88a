"""The two round trips of a task's transition: what is read for it, and what it writes when nothing else changes.

``READ`` answers under row security, with the caller's context set by itself. ``ADVANCE`` writes a change that moves
a report on without changing who sees it: it runs as the owner of the tables and therefore asks itself for the version
that was decided on, for the region, and for the caller's tokens.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.clock_rows import STOP_CLOCK
from service.features.reports.report_rows import ADVANCE_REPORT, REPORT_KEPT, REPORT_MUTABLE
from service.features.reports.task_rows import MOVE_TASK
from service.features.tasks.lookups import LOOKUPS
from service.features.tasks.repository import READ_FOR_COMMAND
from service.storage.db.gathered_calls import Gathering
from service.storage.db.lookup import numbered
from service.storage.db.pool import Database, tokens_text
from service.storage.db.routines import PLACE, Installed, Routine, column_types, row_type
from service.storage.db.write import Insert, Part, Update
from service.storage.first_answers import INSERT_IDEMPOTENCY, SEEN_TYPES, in_flight
from service.storage.texts.rows import INSERT_TEXT
from service.trail.audit.rows import INSERT_EVENT, INSERT_PENDING
from workflows.access import visibility

WRITTEN, IN_FLIGHT = "written", "in_flight"

_SEEN = {
    "won": "boolean",
    **SEEN_TYPES,
    "task_version": "integer",
    "task_readers": "text[]",
    "task_walled": "text[]",
}
_BEYOND = dict.fromkeys(("accused_beyond", "walled_beyond"), "text[]")
_BESIDE = {"title": "text", "tasks": "json", "wrapped_key": "bytea", "pausable": "json", "calendar_changed": "boolean"}


_REPORT = (*REPORT_KEPT, *REPORT_MUTABLE)
_OF_REPORT = dict(zip(_REPORT, column_types("report", _REPORT, domains=True), strict=True))
_COLUMNS = _SEEN | _OF_REPORT | _BEYOND | _BESIDE

READ = Routine(
    "read_tasks_for_commands",
    (),
    f"""CREATE FUNCTION {PLACE}.read_tasks_for_commands(
    p_region text, p_person uuid[], p_key text[], p_task uuid[], p_tokens text[])
RETURNS TABLE ({", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS.items())})
LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    this record;
BEGIN
    PERFORM set_config('tindak.region', p_region, true);
    FOR this IN SELECT * FROM unnest(p_person, p_key, p_task, p_tokens) AS x (person, key, task, tokens)
    LOOP
        PERFORM set_config('tindak.tokens', this.tokens, true);
        RETURN QUERY {numbered(READ_FOR_COMMAND, "NULL", "this.person", "this.key", "p_region", "this.task")};
    END LOOP;
END
$routine$""",
    5,
)
"""Arguments: the region, then for each call its person, key and task, and the caller's tokens as an array's text.

A row for each call, in their order. Whether the same key is at work elsewhere is asked by the write.
"""


def _columns(what: Insert | Update) -> tuple[str, ...]:
    """The columns of one row of an insert or update, in their order."""
    return what.columns if isinstance(what, Insert) else (*what.columns, *what.keys, *what.null_keys)


def _of_rows(what: Insert | Update, name: str) -> str:
    """The row type of an insert or update: its columns and keys without the region."""
    return row_type(name, what.table, [column for column in _columns(what) if column != "region"])


def _insert(what: Insert, argument: str) -> str:
    columns = [column for column in what.columns if column != "region"]
    return f"""INSERT INTO public.{what.table} (region, {", ".join(columns)})
          SELECT p_region, {", ".join(f"x.{column}" for column in columns)} FROM unnest({argument}) AS x
          WHERE x.report_id = ANY (won)"""


def _sets(what: Update) -> str:
    return ", ".join(f"{column} = x.{column}" for column in what.columns)


_ROWS: dict[str, Insert | Update] = {
    "moved_task": MOVE_TASK,
    "stopped_clock": STOP_CLOCK,
    "new_text": INSERT_TEXT,
    "new_event": INSERT_EVENT,
    "new_answer": INSERT_IDEMPOTENCY,
}

_CALL = {
    "lock": "bigint",
    "tokens": "text",
    "state": "text",
    "version": "integer",
    "seq": "integer",
    "head": "bytea",
    "now": "timestamptz",
    "report": "uuid",
    "expected": "integer",
}

ADVANCE = Routine(
    "advance_reports",
    (
        f"CREATE TYPE {PLACE}.advance AS ({', '.join(f'{name} {kind}' for name, kind in _CALL.items())})",
        *(_of_rows(what, name) for name, what in _ROWS.items()),
    ),
    f"""CREATE FUNCTION {PLACE}.advance_reports(
    p_region text, p_call {PLACE}.advance[], {", ".join(f"p_{name} {PLACE}.{name}[]" for name in _ROWS)})
RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER AS $routine$
DECLARE
    free uuid[];
    won uuid[];
BEGIN
    free := ARRAY(SELECT x.report FROM unnest(p_call) AS x WHERE x.lock IS NULL OR pg_try_advisory_xact_lock(x.lock));
    WITH held AS (
        SELECT r.id, x.state, x.version, x.seq, x.head, x.now FROM unnest(p_call) AS x
        JOIN public.report r ON r.region = p_region AND r.id = x.report AND r.seq = x.expected
        WHERE x.report = ANY (free) AND r.readers && x.tokens::text[] AND NOT r.walled && x.tokens::text[]
        FOR NO KEY UPDATE OF r SKIP LOCKED
    ), moved AS (
        UPDATE public.report r
        SET state = x.state, version = x.version, seq = x.seq, head = x.head, updated_at = x.now
        FROM held x WHERE r.region = p_region AND r.id = x.id RETURNING r.id
    )
    SELECT array_agg(id) INTO won FROM moved;
    IF won IS NOT NULL THEN
        UPDATE public.task t SET {_sets(MOVE_TASK)} FROM unnest(p_moved_task) AS x
          WHERE t.region = p_region AND t.id = x.id AND t.report_id = ANY (won);
        IF cardinality(p_stopped_clock) > 0 THEN
            UPDATE public.clock c SET {_sets(STOP_CLOCK)} FROM unnest(p_stopped_clock) AS x
              WHERE c.region = p_region AND c.report_id = x.report_id AND x.report_id = ANY (won) AND c.kind = x.kind
                AND c.task_id IS NOT DISTINCT FROM x.task_id AND c.stopped_at IS NULL;
        END IF;
        IF cardinality(p_new_text) > 0 THEN
            {_insert(INSERT_TEXT, "p_new_text")};
        END IF;
        {_insert(INSERT_EVENT, "p_new_event")};
        INSERT INTO public.{INSERT_PENDING.table} ({", ".join(INSERT_PENDING.columns)})
          SELECT p_region, x.id, x.report_id, x.seq, x.leaf_hash FROM unnest(p_new_event) AS x
          WHERE x.report_id = ANY (won);
        {_insert(INSERT_IDEMPOTENCY, "p_new_answer")};
    END IF;
    RETURN ARRAY(
        SELECT CASE WHEN x.report = ANY (won) THEN '{WRITTEN}' WHEN x.report = ANY (free) THEN 'overtaken'
          ELSE '{IN_FLIGHT}' END
        FROM unnest(p_call) WITH ORDINALITY AS x ORDER BY x.ordinality);
END
$routine$""",
    2 + len(_ROWS),
    definer=True,
)
"""Arguments: the region, the calls, each of another report, and the rows of all of them. An answer for each call."""

ROUTINES = Installed([READ, ADVANCE, *(lookup.routine() for lookup in LOOKUPS)])
READ_CALL, ADVANCE_CALL = ROUTINES.call(READ), ROUTINES.call(ADVANCE)

_AT_ONCE, _MOST = 3, 8
"""Statements under way at once, and calls in each: with more at once each carries less, and a long one keeps all of its
callers waiting for the last."""


class _Command(NamedTuple):
    """What ``READ`` takes of one call."""

    person: UUID
    key: str | None
    task: UUID
    tokens: str


class _Written(NamedTuple):
    """What ``ADVANCE`` takes of one change: the call, and its rows for each of ``_ROWS``."""

    call: tuple[Any, ...]
    rows: tuple[Sequence[tuple[Any, ...]], ...]


class Commands:
    """Reads tasks for commands and writes what came of them, several of a region at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reads = Gathering(self._read, at_once=_AT_ONCE, most=_MOST)
        self._writes = Gathering(self._advance, at_once=_AT_ONCE, most=_MOST)

    async def read(self, call: Call, task: UUID) -> Record:
        """The task's report with all its tasks, beside the first answer under this key: in a transaction of its own."""
        key = call.key.value if call.key else None
        asked = _Command(call.person, key, task, tokens_text(visibility.tokens(call.actor, acting=True)))
        return await self._reads.ask(call.region, asked)

    async def advance(self, call: Call, parts: Sequence[Part]) -> bool:
        """Write a change whole; False when it was not written.

        It is not when the report has another event by now or is held elsewhere, or when the change has rows that are
        another's to write. Raises IdempotencyConflict ``request_in_flight`` while the same key is at work elsewhere.
        """
        written = _written(call, parts)
        if written is None:
            return False
        report = written.call[_REPORT_AT]
        said = await self._writes.ask(call.region, written, report, call.key.lock if call.key else report)
        if said == IN_FLIGHT:
            raise in_flight()
        return said == WRITTEN

    async def _read(self, region: str, asked: Sequence[_Command]) -> Sequence[Record]:
        return await self._database.ask(READ_CALL, region, *zip(*asked, strict=True))

    async def _advance(self, region: str, written: Sequence[_Written]) -> Sequence[str]:
        rows = [list(chain.from_iterable(found)) for found in zip(*(one.rows for one in written), strict=True)]
        answer = await self._database.ask(ADVANCE_CALL, region, [one.call for one in written], *rows)
        said: Sequence[str] = answer[0][0]
        return said


def _written(call: Call, parts: Sequence[Part]) -> _Written | None:
    """The arguments of ``ADVANCE`` that write the parts of a change; None when it has a part that is another's."""
    rows: dict[Insert | Update, list[tuple[Any, ...]]] = {}
    for what, found in parts:
        if found:
            rows.setdefault(what, []).extend(found)
    advance = rows.pop(ADVANCE_REPORT, None)
    if advance is None or not rows.keys() <= _WRITES:
        return None
    state, version, seq, head, now, _, report, expected = advance[0]
    others = tuple([[row[:at] + row[at + 1 :] for row in rows.get(what, ())] for what, at in _PLACES_OF_REGION])
    tokens, lock = tokens_text(visibility.tokens(call.actor, acting=True)), call.key.lock if call.key else None
    return _Written((lock, tokens, state, version, seq, head, now, report, expected), others)


_REPORT_AT = list(_CALL).index("report")
_WRITES = frozenset({*_ROWS.values(), INSERT_PENDING})
_PLACES_OF_REGION = [(what, _columns(what).index("region")) for what in _ROWS.values()]
"""Where the region stands in a row that is handed over without it."""
