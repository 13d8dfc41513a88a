"""The two round trips of a task's transition: what is read for it, and what it writes when nothing else changes.

``READ`` answers under row security, with the caller's context set by itself. ``ADVANCE`` writes a change that moves
a report on without changing who sees it: it runs as the owner of the tables and therefore asks itself for the version
that was decided on, for the region, and for the caller's tokens.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record

from service.calls import Call
from service.db.pool import Database, tokens_text
from service.db.routines import PLACE, Installed, Routine, column_types, row_type
from service.db.write import Insert, Part, Update
from service.idempotency import INSERT_IDEMPOTENCY, in_flight
from service.reports.rows import (
    ADVANCE_REPORT,
    INSERT_EVENT,
    INSERT_PENDING,
    INSERT_TEXT,
    MOVE_TASK,
    REPORT_KEPT,
    REPORT_MUTABLE,
    STOP_CLOCK,
)
from service.tasks.repository import READ_FOR_COMMAND
from workflows import visibility

WRITTEN, IN_FLIGHT = "written", "in_flight"

_SEEN = {
    "won": "boolean",
    "seen_fingerprint": "bytea",
    "seen_status": "smallint",
    "seen_etag": "text",
    "seen_location": "text",
    "seen_body": "bytea",
    "seen_report": "uuid",
    "seen_sealed": "boolean",
    "seen_key": "bytea",
    "task_version": "integer",
    "task_readers": "text[]",
    "task_walled": "text[]",
}
_BESIDE = {"title": "text", "tasks": "json", "wrapped_key": "bytea", "pausable": "json"}
_REPORT = (*REPORT_KEPT, *REPORT_MUTABLE)
_COLUMNS = _SEEN | dict(zip(_REPORT, column_types("report", _REPORT, domains=True), strict=True)) | _BESIDE

READ = Routine(
    "read_task_for_command",
    (),
    f"""CREATE FUNCTION {PLACE}.read_task_for_command(bigint, uuid, text, text, uuid, text)
RETURNS TABLE ({", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS.items())})
LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    PERFORM set_config('tindak.region', $4, true), set_config('tindak.tokens', $6, true);
    RETURN QUERY {READ_FOR_COMMAND};
END
$routine$""",
    6,
)
"""Arguments: as of ``repository.READ_FOR_COMMAND``, and the caller's tokens as an array's text."""


def _columns(what: Insert | Update) -> tuple[str, ...]:
    """The columns of one row of an insert or update, in their order."""
    return what.columns if isinstance(what, Insert) else (*what.columns, *what.keys, *what.null_keys)


def _of_rows(what: Insert | Update, name: str) -> str:
    """The row type of an insert or update: its columns and keys without the region."""
    return row_type(name, what.table, [column for column in _columns(what) if column != "region"])


def _insert(what: Insert, argument: str) -> str:
    columns = ", ".join(column for column in what.columns if column != "region")
    return (
        f"INSERT INTO public.{what.table} (region, {columns}) SELECT p_region, "
        f"{', '.join(f'x.{column}' for column in columns.split(', '))} FROM unnest({argument}) AS x"
    )


def _sets(what: Update) -> str:
    return ", ".join(f"{column} = x.{column}" for column in what.columns)


_ROWS: dict[str, Insert | Update] = {
    "moved_task": MOVE_TASK,
    "stopped_clock": STOP_CLOCK,
    "new_text": INSERT_TEXT,
    "new_event": INSERT_EVENT,
    "new_answer": INSERT_IDEMPOTENCY,
}

ADVANCE = Routine(
    "advance_report",
    tuple(_of_rows(what, name) for name, what in _ROWS.items()),
    f"""CREATE FUNCTION {PLACE}.advance_report(
    p_region text, p_tokens text[], p_lock bigint,
    p_state text, p_version integer, p_seq integer, p_head bytea, p_now timestamptz, p_report uuid, p_expected integer,
    {", ".join(f"p_{name} {PLACE}.{name}[]" for name in _ROWS)})
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $routine$
BEGIN
    IF NOT pg_try_advisory_xact_lock(p_lock) THEN
        RETURN '{IN_FLIGHT}';
    END IF;
    UPDATE public.report SET state = p_state, version = p_version, seq = p_seq, head = p_head, updated_at = p_now
      WHERE region = p_region AND id = p_report AND version = p_expected
        AND readers && p_tokens AND NOT walled && p_tokens;
    IF NOT FOUND THEN
        RETURN 'overtaken';
    END IF;
    UPDATE public.task t SET {_sets(MOVE_TASK)} FROM unnest(p_moved_task) AS x
      WHERE t.region = p_region AND t.id = x.id AND t.report_id = p_report;
    IF cardinality(p_stopped_clock) > 0 THEN
        UPDATE public.clock c SET {_sets(STOP_CLOCK)} FROM unnest(p_stopped_clock) AS x
          WHERE c.region = p_region AND c.report_id = p_report AND c.kind = x.kind
            AND c.task_id IS NOT DISTINCT FROM x.task_id AND c.stopped_at IS NULL;
    END IF;
    IF cardinality(p_new_text) > 0 THEN
        {_insert(INSERT_TEXT, "p_new_text")};
    END IF;
    {_insert(INSERT_EVENT, "p_new_event")};
    INSERT INTO public.{INSERT_PENDING.table} ({", ".join(INSERT_PENDING.columns)})
      SELECT p_region, x.id, x.report_id, x.seq, x.leaf_hash FROM unnest(p_new_event) AS x;
    {_insert(INSERT_IDEMPOTENCY, "p_new_answer")};
    RETURN '{WRITTEN}';
END
$routine$""",
    10 + len(_ROWS),
    definer=True,
)

ROUTINES = Installed([READ, ADVANCE])
READ_CALL, ADVANCE_CALL = ROUTINES.call(READ), ROUTINES.call(ADVANCE)


async def read_for_command(database: Database, call: Call, task: UUID) -> Record:
    """The task's report with all its tasks, beside the first answer under this key: in a transaction of its own."""
    person, key = call.person, call.key.value if call.key else None
    tokens = tokens_text(visibility.tokens(call.actor, acting=True))
    row = await database.ask(READ_CALL, None, person, key, call.region, task, tokens)
    if row is None:
        msg = "a statement that always answers one row answered none"
        raise RuntimeError(msg)
    return row


async def advance(database: Database, call: Call, parts: Sequence[Part]) -> bool:
    """Write a change whole, in a transaction of its own; False when it was not written.

    It is not when the report has another version by now, or when the change has rows that are another's to write.
    Raises IdempotencyConflict ``request_in_flight`` while the same key is at work elsewhere.
    """
    arguments = _arguments(call, parts)
    if arguments is None:
        return False
    row = await database.ask(ADVANCE_CALL, *arguments)
    said = row[0] if row else None
    if said == IN_FLIGHT:
        raise in_flight()
    return bool(said == WRITTEN)


def _arguments(call: Call, parts: Sequence[Part]) -> tuple[Any, ...] | None:
    """The arguments of ``ADVANCE`` that write the parts of a change; None when it has a part that is another's."""
    rows: dict[Insert | Update, list[tuple[Any, ...]]] = {}
    for what, found in parts:
        if found:
            rows.setdefault(what, []).extend(found)
    advance = rows.pop(ADVANCE_REPORT, None)
    if advance is None or not rows.keys() <= _WRITES:
        return None
    state, version, seq, head, now, _, report, expected = advance[0]
    others = [[row[:at] + row[at + 1 :] for row in rows.get(what, ())] for what, at in _PLACES_OF_REGION]
    tokens, lock = visibility.tokens(call.actor, acting=True), call.key.lock if call.key else None
    return (call.region, tokens, lock, state, version, seq, head, now, report, expected, *others)


_WRITES = frozenset({*_ROWS.values(), INSERT_PENDING})
_PLACES_OF_REGION = [(what, _columns(what).index("region")) for what in _ROWS.values()]
"""Where the region stands in a row that is handed over without it."""
