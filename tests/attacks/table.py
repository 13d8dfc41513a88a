"""What a superuser may do to a trail with SQL, and what the auditor is told of it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.attacks.told import OTHER, Event, Events
from tests.conftest import REGION

FORGED_ID = "01930000-0000-7000-8000-00000000f0f0"
HERE = f"region = '{REGION}'"


class Attack(NamedTuple):
    """What is done, whether the tiles are made anew after it, the fault it shows as, and what that fault names.

    ``guarded`` when PostgreSQL itself refuses it to whoever has not disabled the triggers.
    """

    name: str
    sql: Callable[[Events], str]
    code: str
    named: Callable[[Events], dict[str, Any]]
    rebuilt: bool = False
    guarded: bool = True


def edit(event: Event) -> str:
    return (
        "UPDATE audit_event SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '\"agency\":\"bawaslu\"', "
        f"'\"agency\":\"kejari\"'), 'UTF8') WHERE {HERE} AND id = '{event.event}'"
    )


def in_tile(event: Event) -> str:
    """The tile made to fit an edited leaf."""
    at = event.leaf_index * 32 + 1
    return (
        f"UPDATE audit_tile SET data = overlay(data PLACING (SELECT sha256('\\x00'::bytea || leaf) FROM audit_event "
        f"WHERE {HERE} AND id = '{event.event}') FROM {at} FOR 32) WHERE {HERE} AND level = 0"
    )


def delete(event: Event) -> str:
    return (
        f"DELETE FROM audit_leaf WHERE {HERE} AND event_id = '{event.event}'; "
        f"DELETE FROM audit_event WHERE {HERE} AND id = '{event.event}'"
    )


def move(first: int, by: int) -> str:
    """Leaves from an index on, moved up or down, and the tree's size with them."""
    return (
        f"UPDATE audit_leaf SET leaf_index = leaf_index + 1000 WHERE {HERE} AND leaf_index >= {first}; "
        f"UPDATE audit_leaf SET leaf_index = leaf_index - 1000 + {by} WHERE {HERE} AND leaf_index >= 1000; "
        f"UPDATE audit_head SET size = size + {by} WHERE {HERE}"
    )


def without_trace(event: Event) -> str:
    """The last event deleted, with the tree and the report set back to before it."""
    return (
        f"{delete(event)}; UPDATE audit_head SET size = size - 1 WHERE {HERE}; "
        f"UPDATE audit_tile SET data = substr(data, 1, length(data) - 32) WHERE {HERE}; "
        f"UPDATE report r SET seq = e.seq, version = e.version, head = e.leaf_hash FROM audit_event e "
        f"WHERE r.{HERE} AND e.{HERE} AND r.id = '{event.report}' AND e.report_id = r.id AND e.seq = {event.seq - 1}"
    )


def swap(one: Event, two: Event) -> str:
    there = {one.leaf_index: two.leaf_index, two.leaf_index: one.leaf_index}
    moves = " ".join(f"WHEN {old} THEN {1000 + new}" for old, new in there.items())
    return (
        f"UPDATE audit_leaf SET leaf_index = CASE leaf_index {moves} END "
        f"WHERE {HERE} AND leaf_index IN ({one.leaf_index}, {two.leaf_index}); "
        f"UPDATE audit_leaf SET leaf_index = leaf_index - 1000 WHERE {HERE} AND leaf_index >= 1000"
    )


def forge(after: Event, last: Event) -> str:
    """A note that nobody wrote, chained to the report's last event, put into the log right after another event."""
    leaf = (
        f"replace(replace(replace(convert_from(e.leaf, 'UTF8'), '{last.event}', '{FORGED_ID}'), "
        f"'\"seq\":{last.seq},', '\"seq\":{last.seq + 1},'), '\"prev\":\"' || encode(e.prev, 'hex'), "
        "'\"prev\":\"' || encode(e.leaf_hash, 'hex'))"
    )
    raw = f"'\\x' || encode(convert_to({leaf}, 'UTF8'), 'hex')"
    made = f"'id', '{FORGED_ID}', 'seq', e.seq + 1, 'prev_seq', e.seq, 'leaf', {raw}"
    return (
        "INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object("
        f"{made}, 'prev', '\\x' || encode(e.leaf_hash, 'hex')))).* FROM audit_event e "
        f"WHERE {HERE} AND id = '{last.event}'; {move(after.leaf_index + 1, 1)}; "
        f"INSERT INTO audit_leaf SELECT '{REGION}', {after.leaf_index + 1}, id, sha256('\\x00'::bytea || leaf), now() "
        f"FROM audit_event WHERE {HERE} AND id = '{FORGED_ID}'"
    )


def exchange(one: Event) -> str:
    """The leaf of an event and of its counterpart in the other region, each in the other's place."""
    places = f"e.region IN ('{REGION}', '{OTHER}') AND l.leaf_index = {one.leaf_index}"
    return (
        "WITH both_leaves AS (SELECT e.region, e.id, e.leaf FROM audit_event e JOIN audit_leaf l "
        f"ON l.region = e.region AND l.event_id = e.id WHERE {places}) "
        "UPDATE audit_event e SET leaf = other.leaf FROM both_leaves mine, both_leaves other "
        "WHERE e.region = mine.region AND e.id = mine.id AND other.region <> mine.region"
    )


def note(expression: str) -> str:
    return (
        f"UPDATE audit_checkpoint SET note = {expression} WHERE {HERE} "
        f"AND size = (SELECT max(size) FROM audit_checkpoint WHERE {HERE})"
    )


def other(events: Events, event: Event) -> str:
    """The identifier of an event's counterpart in the other region."""
    return events.others[event.leaf_index].event


def verified(events: Events) -> Event:
    return events.first("report.verified")


def assigned(events: Events) -> Event:
    return events.after(verified(events))


def last(events: Events) -> Event:
    return events.all[-1]


def nothing(_: Events) -> dict[str, Any]:
    """A fault of the whole log names no event."""
    return {"leaf_index": None, "event": None, "report": None}


def the_report(events: Events) -> dict[str, Any]:
    return {"report": events.all[0].report}


TABLE = [
    Attack("a leaf is edited", lambda e: edit(verified(e)), "leaf_altered", lambda e: verified(e).place),
    Attack(
        "a leaf is edited and its tile made to fit",
        lambda e: f"{edit(verified(e))}; {in_tile(verified(e))}", "chain_broken", lambda e: assigned(e).place,
    ),
    Attack(
        "a leaf is edited and the tree made anew", lambda e: edit(verified(e)),
        "root_differs", nothing, rebuilt=True,
    ),
    Attack(
        "a tile is edited", lambda _: f"UPDATE audit_tile SET data = set_byte(data, 40, 0) WHERE {HERE}",
        "tile_altered", nothing,
    ),
    Attack(
        "the last event is deleted", lambda e: delete(last(e)),
        "entries_missing", lambda e: {"leaf_index": last(e).leaf_index},
    ),
    Attack(
        "the last event is deleted, and all that followed from it", lambda e: without_trace(last(e)),
        "entries_missing", lambda e: {"leaf_index": last(e).leaf_index},
    ),
    Attack(
        "an event in the middle is deleted", lambda e: delete(verified(e)),
        "entries_missing", lambda e: {"leaf_index": verified(e).leaf_index},
    ),
    Attack(
        "its own report misses an event that was deleted", lambda e: delete(verified(e)),
        "sequence_gap", lambda e: {"event": assigned(e).event, "report": assigned(e).report},
    ),
    Attack(
        "an event in the middle is deleted, the rest moved up and the tree made anew",
        lambda e: f"{delete(verified(e))}; {move(verified(e).leaf_index, -1)}",
        "sequence_gap", lambda e: {"event": assigned(e).event, "leaf_index": verified(e).leaf_index}, rebuilt=True,
    ),
    Attack(
        "an event is forged and put into the past", lambda e: forge(verified(e), last(e)),
        "sequence_gap", lambda _: {"event": FORGED_ID}, rebuilt=True,
    ),
    Attack(
        "an event is forged and nobody has signed it", lambda e: forge(last(e), last(e)),
        "state_differs", lambda e: {"event": FORGED_ID, "report": last(e).report}, guarded=False,
    ),
    Attack(
        "two events are reordered", lambda e: swap(verified(e), assigned(e)),
        "leaf_altered", lambda e: {"leaf_index": verified(e).leaf_index, "event": assigned(e).event},
    ),
    Attack(
        "two events are reordered and the tree made anew", lambda e: swap(verified(e), assigned(e)),
        "sequence_gap", lambda e: {"leaf_index": verified(e).leaf_index, "event": assigned(e).event}, rebuilt=True,
    ),
    Attack(
        "two regions' events are exchanged", lambda e: exchange(verified(e)),
        "wrong_region", lambda e: {"leaf_index": verified(e).leaf_index, "event": other(e, verified(e))},
    ),
    Attack(
        "two regions' events are exchanged, seen in the tree", lambda e: exchange(verified(e)),
        "leaf_altered", lambda e: {"leaf_index": verified(e).leaf_index, "event": other(e, verified(e))},
    ),
    Attack(
        "another region's checkpoint is put in place",
        lambda _: note(f"(SELECT note FROM audit_checkpoint WHERE region = '{OTHER}' ORDER BY size DESC LIMIT 1)"),
        "checkpoint_wrong_origin", nothing,
    ),
    Attack(
        "a checkpoint is edited",
        lambda e: note(f"replace(note, E'\\n{len(e.all)}\\n', E'\\n{len(e.all) - 1}\\n')"),
        "checkpoint_unsigned", nothing,
    ),
    Attack(
        "an old checkpoint is put in the newest one's place",
        lambda _: note(f"(SELECT note FROM audit_checkpoint WHERE {HERE} ORDER BY size LIMIT 1)"),
        "root_differs", nothing,
    ),
    Attack(
        "a text is changed behind its commitment",
        lambda _: f"UPDATE report_text SET content = 'Tidak ada apa-apa' WHERE {HERE} AND field = 'title'",
        "text_altered", lambda e: e.all[0].place,
    ),
    Attack(
        "a text and its salt are changed",
        lambda _: f"UPDATE report_text SET content = 'Nihil', salt = md5('')::bytea WHERE {HERE} AND field = 'note'",
        "text_altered", lambda e: last(e).place,
    ),
    Attack(
        "a text is put under a report", lambda e: (
            f"INSERT INTO report_text SELECT (jsonb_populate_record(x, '{{\"id\": \"{FORGED_ID}\"}}')).* "
            f"FROM report_text x WHERE {HERE} AND report_id = '{e.all[0].report}' LIMIT 1"
        ),
        "text_altered", the_report, guarded=False,
    ),
    *(
        Attack(
            f"only the state table is edited: {what}", lambda e, sql=sql: sql.format(e.all[0].report),
            "state_differs", the_report, guarded=False,
        )
        for what, sql in {
            "severity": f"UPDATE report SET severity = 'S4' WHERE {HERE} AND id = '{{}}'",
            "classification": f"UPDATE report SET classification = 'secret' WHERE {HERE} AND id = '{{}}'",
            "area": f"UPDATE report SET area = '33.05.13' WHERE {HERE} AND id = '{{}}'",
            "register number": f"UPDATE report SET register_number = '1' WHERE {HERE} AND id = '{{}}'",
            "state": f"UPDATE report SET state = 'verified' WHERE {HERE} AND id = '{{}}'",
            "version": f"UPDATE report SET version = version - 1 WHERE {HERE} AND id = '{{}}'",
            "head": f"UPDATE report SET head = sha256('') WHERE {HERE} AND id = '{{}}'",
            "severity highest": f"UPDATE report SET severity_highest = 'S4' WHERE {HERE} AND id = '{{}}'",
            "severity taken": f"UPDATE report SET severity_taken = 'S1' WHERE {HERE} AND id = '{{}}'",
            "accused": f"UPDATE report SET accused = '{{{{kpu}}}}' WHERE {HERE} AND id = '{{}}'",
            "barred": f"UPDATE report SET barred = '{{{{kpu}}}}' WHERE {HERE} AND id = '{{}}'",
            "walled": f"UPDATE report SET walled = '{{{{agency:kpu}}}}' WHERE {HERE} AND id = '{{}}'",
            "cleared": f"UPDATE report SET cleared = cleared || 'kpu'::text WHERE {HERE} AND id = '{{}}'",
            "passed over": f"UPDATE report SET passed_over = '{{{{kpu}}}}' WHERE {HERE} AND id = '{{}}'",
            "named": f"UPDATE report SET named = ARRAY[gen_random_uuid()] WHERE {HERE} AND id = '{{}}'",
            "who moved the lead": (
                f"UPDATE report SET lead_moved_by = ARRAY[gen_random_uuid()] WHERE {HERE} AND id = '{{}}'"
            ),
            "who worked on a task": f"UPDATE task SET worked_by = '{{{{}}}}' WHERE {HERE} AND report_id = '{{}}'",
            "a task's agency": f"UPDATE task SET agency = 'kejari' WHERE {HERE} AND report_id = '{{}}'",
            "a task's assignee": f"UPDATE task SET assignee = gen_random_uuid() WHERE {HERE} AND report_id = '{{}}'",
            "a task is deleted": f"DELETE FROM task WHERE {HERE} AND report_id = '{{}}'",
        }.items()
    ),
    Attack(
        "a report's state is deleted", lambda e: f"DELETE FROM report WHERE {HERE} AND id = '{e.all[0].report}'",
        "snapshot_missing", the_report, guarded=False,
    ),
    Attack(
        "a report is put in without events", lambda e: (
            "INSERT INTO report SELECT (jsonb_populate_record(r, "
            f"'{{\"id\": \"{FORGED_ID}\", \"register_number\": \"9\"}}')).* FROM report r "
            f"WHERE {HERE} AND id = '{e.all[0].report}'"
        ),
        "report_without_events", lambda _: {"report": FORGED_ID}, guarded=False,
    ),
]  # fmt: skip
