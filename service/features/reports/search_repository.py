"""Reports that words find: which, how well, and where the words stand in them.

What a word finds is asked of ``report_words`` by the function ``found_reports``, which looks only at what the caller
may read; the reports themselves are then read under row security like any other list. Secret reports, and whatever
else is sealed or erased, have no words there. The rank of a report depends on that report and the words alone, so
that nothing hidden moves it.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from asyncpg import Record

from service.edge.keyset import Filter, Page, keyset_sql
from service.features.reports.repository import LISTED_COLUMNS, Listing, filters_of
from service.features.reports.search_schemas import HighlightAnswer, PartAnswer
from service.storage.db.pool import Transaction
from service.storage.lexemes.asked_words import Phrase, Question
from service.storage.lexemes.passages import passages_of
from workflows.codes.reports import TextField

RELEVANCE = "relevance"
_SOUGHT_TEXTS = """(SELECT json_object_agg(x.field, x.content)
  FROM report_text x WHERE x.region = r.region AND x.id IN (r.title_text, r.description_text)
    AND x.content IS NOT NULL) AS sought"""
_FOUND = f"""SELECT {LISTED_COLUMNS}, f.rank, {_SOUGHT_TEXTS}
FROM found_reports($1, $2::text::tsquery) f JOIN report r ON r.region = $1 AND r.id = f.id"""
_SOUGHT = Filter("q", "{}::text IS NOT NULL")
"""First of all filters: the words are the statement's second parameter."""

MARKED_BYTES, MARKED_AFTER_IT = 500_000, 400
"""Bytes of the texts of one answer that are read for what to mark; and of every hit beyond them, its first characters.

Five hundred of the longest texts would keep a process busy for seconds."""

_TEXTS = msgspec.json.Decoder(dict[str, str])


async def found(
    transaction: Transaction,
    region: str,
    wanted: Listing,
    question: Question,
    after: Sequence[Any] | None,
    page: Page,
    *,
    by_rank: bool,
) -> list[Record]:
    """One page of what ``question`` finds, and one row more to tell whether there is a next page."""
    order = ("f.rank", "r.id") if by_rank else ("r.reported_at", "r.id")
    filters = (_SOUGHT, *filters_of(wanted))
    asked = wanted._replace(q=question.query)
    sql, args = keyset_sql(_FOUND, "r.region", region, filters, asked, order, after, page)
    return await transaction.fetch(sql, *args)


def highlights_of(found: Sequence[str | None], phrases: Sequence[Phrase]) -> list[list[HighlightAnswer]]:
    """The passages of each hit in which words were found: the title whole, of the description at most two."""
    left, highlights = MARKED_BYTES, []
    for texts in found:
        plain = _TEXTS.decode(texts) if texts else {}
        if left <= 0:
            plain = {field: text[:MARKED_AFTER_IT] for field, text in plain.items()}
        left -= sum(len(text.encode()) for text in plain.values())
        highlights.append(_passages(plain, phrases))
    return highlights


def _passages(plain: dict[str, str], phrases: Sequence[Phrase]) -> list[HighlightAnswer]:
    return [
        HighlightAnswer(member=field.value, parts=[PartAnswer(text=part.text, match=part.match) for part in passage])
        for field in (TextField.TITLE, TextField.DESCRIPTION)
        for passage in passages_of(plain.get(field, ""), phrases, whole=field is TextField.TITLE)
    ]
