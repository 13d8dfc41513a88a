"""A first answer again, as it may be told now: without what it names of reports that its reader sees no longer.

So are the words of its own report, where its reader does not read them any longer, or not in the office in which it is
asked for again.

The answer was right when it was given. A wall, a classification or a lead may have changed since, and a repetition
tells no more than a fresh question would.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode
from service.features.reports.views import WITHHELD
from service.storage.db.pool import Transaction
from workflows.access import visibility

_NAMING = (b'"links":[{', b'"possible_duplicates":[{', b'"transferred_from":"', b'"about":{')
"""What an answer holds that names another report, or a report by its task; no other is read at all."""

SEEN = """SELECT id FROM report WHERE region = $1 AND id = ANY ($2::uuid[])
UNION ALL SELECT t.id FROM task t JOIN report r ON r.region = t.region AND r.id = t.report_id
WHERE t.region = $1 AND t.id = ANY ($3::uuid[])"""
_WORDS = frozenset(
    (
        "title", "description", "detail", "name", "reference", "result", "text", "content", "reason", "decision_reason",
        "note", "clarification", "url", "takedown.to",
    )
)  # fmt: skip
"""The members of an answer that hold words of its report, which only its ``text_readers`` are told."""

_NO_WORDS_IN = frozenset({"actions", "receipt", "explanations", "skipped"})
_OF_REPORT = ("report", "about", "transferred_from", "transferred_to")
"""The members of a task's answer that are told to who reads its report."""


class _Named(NamedTuple):
    reports: list[UUID]
    tasks: list[UUID]


async def retold(transaction: Transaction, call: Call, row: Record, answer: Answer) -> Answer:
    """The answer without what its reader does not see any longer; the same bytes where nothing has to go.

    ``row`` is the report's, or none where one is only now taken. The transaction sees from now on what the reader sees.
    """
    if row.get("text_readers") is not None and not _reads_words(row, call):
        answer = _without_words(answer)
    if not any(mark in answer.body for mark in _NAMING):
        return answer
    body: dict[str, Any] = msgspec.json.decode(answer.body)
    named = _Named([UUID(one) for one in _reports(body)], [UUID(one) for one in _tasks(body)])
    await transaction.see_as(visibility.tokens(call.actor))
    rows = await transaction.fetch(SEEN, call.region, *named)
    seen = frozenset(str(row["id"]) for row in rows)
    if seen.issuperset(map(str, (*named.reports, *named.tasks))):
        return answer
    return answer._replace(body=encode(_without(body, seen)))


def _reads_words(row: Record, call: Call) -> bool:
    return visibility.may_read(row["text_readers"], row["walled"], visibility.tokens(call.actor))


def _without_words(answer: Answer) -> Answer:
    body: dict[str, Any] = msgspec.json.decode(answer.body)
    told = _wordless(body)
    if told == body:
        return answer
    if "withheld" in told:
        told["withheld"] = list(WITHHELD)
    return answer._replace(body=encode(told))


def _wordless(value: Any, name: str = "", within: str = "") -> Any:
    if isinstance(value, dict):
        return {key: each if key in _NO_WORDS_IN else _wordless(each, key, name) for key, each in value.items()}
    if isinstance(value, list):
        return [_wordless(each, name, within) for each in value]
    return None if isinstance(value, str) and not _WORDS.isdisjoint((name, f"{within}.{name}")) else value


def _reports(body: dict[str, Any]) -> Iterator[str]:
    for member in ("links", "possible_duplicates"):
        yield from (each["report"] for each in body.get(member) or ())
    if body.get("about") is not None:
        yield body["report"]


def _tasks(body: dict[str, Any]) -> Iterator[str]:
    for task in (body, *(body.get("tasks") or ())):
        if task.get("transferred_from") is not None:
            yield task["transferred_from"]


def _without(body: dict[str, Any], seen: frozenset[str]) -> dict[str, Any]:
    for member in ("links", "possible_duplicates"):
        if member in body:
            body[member] = [each for each in body[member] if each["report"] in seen]
    for task in (body, *(body.get("tasks") or ())):
        if task.get("transferred_from") not in seen and "transferred_from" in task:
            task["transferred_from"] = None
    if body.get("about") is not None and body["report"] not in seen:
        body |= dict.fromkeys(_OF_REPORT)
        body.pop("erased", None)
    return body
