"""By which words a report is found: those of its present title and description, while they are plain.

They are written with the texts, in the same statement. A text that is sealed brings none and takes away those that
stood there; so does an erasure. PostgreSQL's ``indonesian`` configuration makes words of texts, without endings and
prefixes. It comes without a list of the words that every text has, so that here is one.
"""

import re

from service.storage.db.write import Insert, Part
from workflows.codes.reports import TextField
from workflows.decisions.change import Change
from workflows.trail.chaining import RecordedEvent

_COLUMNS = ("region", "report_id", "title", "description")
_FORMS = ("{}", "{}", "setweight(to_tsvector('indonesian', {}), 'A')", "to_tsvector('indonesian', {})")
INSERT_WORDS = Insert("report_words", _COLUMNS, _FORMS)
PUT_WORDS = Insert(
    "report_words",
    _COLUMNS,
    _FORMS,
    "ON CONFLICT (region, report_id) DO UPDATE SET title = coalesce(excluded.title, report_words.title),"
    " description = coalesce(excluded.description, report_words.description)",
)
"""A title without any word is no null: it takes the place of the one before."""

_COMMON = (
    "ada adalah agar akan atas atau bahwa dalam dan dari dengan di hal hingga ini itu juga karena ke kepada lalu"
    " maka namun oleh pada para saat sebagai secara sehingga serta sudah telah terhadap tersebut tetapi tidak untuk"
    " yaitu yang"
)
COMMON = frozenset(_COMMON.split())
"""Words that say nothing of what a text is about; the function ``possible_duplicates`` has them without their
endings."""

_QUOTED_OR_WORD = re.compile(r'-?"[^"]*"?|\S+')
_MINUSES, _MINUS_OF_NOTHING = re.compile("-{2,}"), re.compile(r'-(?![\w"])')
"""PostgreSQL takes every minus for one more "not", and has room for 32 of them before a word (``TSQuery``)."""

FORGET_WORDS = "UPDATE report_words SET title = NULL, description = NULL WHERE region = $1 AND report_id = $2"
FORGET_WORDS_OF = """UPDATE report_words w
SET title = CASE WHEN r.title_text <> $3 THEN w.title END,
    description = CASE WHEN r.description_text <> $3 THEN w.description END
FROM report r WHERE r.region = $1 AND r.id = $2 AND $3 IN (r.title_text, r.description_text)
  AND w.region = r.region AND w.report_id = r.id"""


def sought(query: str) -> str:
    """A query without the words that every text has: who asks for them means the others.

    Phrases, and alternatives beside ``or``, stay as they are; so does a query of nothing else.
    """
    query = _MINUS_OF_NOTHING.sub(" ", _MINUSES.sub("-", query))
    asked = _QUOTED_OR_WORD.findall(query)
    beside = [{*asked[max(at - 1, 0) : at], *asked[at + 1 : at + 2]} for at in range(len(asked))]
    kept = [
        word
        for word, others in zip(asked, beside, strict=True)
        if word.lower() not in COMMON or "or" in {other.lower() for other in others}
    ]
    return " ".join(kept) or query


def words_part(change: Change, events: tuple[RecordedEvent, ...]) -> Part:
    """The row of the words that a change brings."""
    texts = {text.draft.field: text.draft.content for event in events for text in event.texts}
    title, description = texts.get(TextField.TITLE), texts.get(TextField.DESCRIPTION)
    what = INSERT_WORDS if change.before is None else PUT_WORDS
    if title is None and description is None:
        return Part(what, [])
    return Part(what, [(change.report.region, change.report.id, title, description)])
