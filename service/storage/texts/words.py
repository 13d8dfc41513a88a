"""By which words a report is found: those of its present title and description, while they are plain.

They are written with the texts, in the same statement. A text that is sealed brings none and takes away those that
stood there; so does an erasure. What the words of a text are says ``service.storage.lexemes``.
"""

from service.storage.db.write import Insert, Part
from service.storage.lexemes.vectors import READING, TITLE, vector_of
from workflows.codes.reports import TextField
from workflows.decisions.change import Change
from workflows.trail.chaining import RecordedEvent

_COLUMNS = ("region", "report_id", "title", "description", "reading")
_FORMS = ("{}", "{}", "{}::text::tsvector", "{}::text::tsvector", "{}")
INSERT_WORDS = Insert("report_words", _COLUMNS, _FORMS)
PUT_WORDS = Insert(
    "report_words",
    _COLUMNS,
    _FORMS,
    "ON CONFLICT (region, report_id) DO UPDATE SET title = coalesce(excluded.title, report_words.title),"
    " description = coalesce(excluded.description, report_words.description)",
)
"""A title without any word is no null: it takes the place of the one before. A row that an older reading made stays
one of it, since the other text may."""

FORGET_WORDS = "UPDATE report_words SET title = NULL, description = NULL WHERE region = $1 AND report_id = $2"
FORGET_WORDS_OF = """UPDATE report_words w
SET title = CASE WHEN r.title_text <> $3 THEN w.title END,
    description = CASE WHEN r.description_text <> $3 THEN w.description END
FROM report r WHERE r.region = $1 AND r.id = $2 AND $3 IN (r.title_text, r.description_text)
  AND w.region = r.region AND w.report_id = r.id"""


def words_part(change: Change, events: tuple[RecordedEvent, ...]) -> Part:
    """The row of the words that a change brings."""
    texts = {text.draft.field: text.draft.content for event in events for text in event.texts}
    title, description = texts.get(TextField.TITLE), texts.get(TextField.DESCRIPTION)
    what = INSERT_WORDS if change.before is None else PUT_WORDS
    if title is None and description is None:
        return Part(what, [])
    words = vector_of(title, TITLE), vector_of(description)
    return Part(what, [(change.report.region, change.report.id, *words, READING)])
