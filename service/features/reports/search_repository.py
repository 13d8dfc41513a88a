"""Reports that words find: which, how well, and where the words stand in them.

What a word finds is asked of ``report_words`` by the function ``found_reports``, which looks only at what the caller
may read; the reports themselves are then read under row security like any other list. Secret reports, and whatever
else is sealed or erased, have no words there. The rank of a report depends on that report and the words alone, so
that nothing hidden moves it.
"""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any

import msgspec
from asyncpg import Record

from service.edge.keyset import Filter, Page, keyset_sql
from service.features.reports.repository import LISTED_COLUMNS, Listing, filters_of
from service.features.reports.search_schemas import HighlightAnswer, PartAnswer
from service.storage.db.pool import Transaction
from service.storage.texts.words import sought
from workflows.codes.reports import TextField

RELEVANCE = "relevance"
_BEGIN, _END, _CUT = (f"{mark}{token_hex(12)}" for mark in "bec")
"""Where a found word begins and ends, and where a passage is cut: marks of this process, which no text can hold."""

_ALL = f"StartSel={_BEGIN}, StopSel={_END}, HighlightAll=true"
_SOME = "MaxFragments=2, MaxWords=30, MinWords=10, ShortWord=0"
_PASSAGES = f"StartSel={_BEGIN}, StopSel={_END}, FragmentDelimiter={_CUT}, {_SOME}"
_MARKED = f"""(SELECT json_object_agg(x.field, ts_headline('indonesian', x.content,
    websearch_to_tsquery('indonesian', $2),
    CASE x.field WHEN 'title' THEN '{_ALL}' ELSE '{_PASSAGES}' END))
  FROM report_text x WHERE x.region = r.region AND x.id IN (r.title_text, r.description_text)
    AND x.content IS NOT NULL) AS marked"""
_FOUND = f"""SELECT {LISTED_COLUMNS}, f.rank, {_MARKED}
FROM found_reports($1, $2) f JOIN report r ON r.region = $1 AND r.id = f.id"""
_SOUGHT = Filter("q", "{}::text IS NOT NULL")
"""First of all filters: the words are the statement's second parameter."""

_TEXTS = msgspec.json.Decoder(dict[str, str])


async def found(
    transaction: Transaction, region: str, wanted: Listing, after: Sequence[Any] | None, page: Page, *, by_rank: bool
) -> list[Record]:
    """One page of what ``wanted.q`` finds, and one row more to tell whether there is a next page."""
    order = ("f.rank", "r.id") if by_rank else ("r.reported_at", "r.id")
    filters = (_SOUGHT, *filters_of(wanted))
    asked = wanted._replace(q=sought(wanted.q or ""))
    sql, args = keyset_sql(_FOUND, "r.region", region, filters, asked, order, after, page)
    return await transaction.fetch(sql, *args)


def highlights_of(marked: str | None) -> list[HighlightAnswer]:
    """The passages in which words were found: the title whole, of the description at most two."""
    texts = _TEXTS.decode(marked) if marked else {}
    passages = [
        (field.value, passage)
        for field in (TextField.TITLE, TextField.DESCRIPTION)
        for passage in texts.get(field, "").split(_CUT)
        if _BEGIN in passage
    ]
    return [HighlightAnswer(member=member, parts=_parts(passage)) for member, passage in passages]


def _parts(passage: str) -> list[PartAnswer]:
    before, *rest = passage.split(_BEGIN)
    parts = [PartAnswer(text=before, match=False)]
    for each in rest:
        word, _, after = each.partition(_END)
        parts += [PartAnswer(text=word, match=True), PartAnswer(text=after, match=False)]
    return [part for part in parts if part.text]
