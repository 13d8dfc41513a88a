"""What a search finds reports by."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c

SOUGHT = (
    "((coalesce(title, ''::tsvector) || coalesce(description, ''::tsvector))"
    " || array_to_tsvector(ARRAY['region ' || region]))"
)
"""Everything that a report is found by, with its region as one word more: it holds a blank, as no word of a text does.

So the one index answers by region first, without an extension.
"""


class ReportWords(SQLModel, table=True):
    """The words of a report's present title and description, as far as those are plain.

    Null is for a text that is sealed or erased: it is not found. The row follows ``report_text`` in the same change.
    ``reading`` is the number of the reading of texts that made it (``service.storage.lexemes.vectors``).
    """

    __tablename__ = "report_words"
    __table_args__ = (
        c.of_report("report_words_of_report"),
        Index("report_words_sought", text(SOUGHT), postgresql_using="gin"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    report_id: UUID = Field(sa_column=c.uuid(key=True))
    title: Any = Field(sa_column=c.words())
    description: Any = Field(sa_column=c.words())
    reading: int = Field(sa_column=c.small_zero())
