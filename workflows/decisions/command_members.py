"""What the members of commands are made of: words, moments, codes and persons, each with its bounds.

The models of commands are the request bodies of the HTTP contract too. Unknown members are refused.
"""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from workflows.codes.visible import VISIBLE

NO_NUL = r"^[^\x00]*[^\s\x00][^\x00]*$"
"""At least one character that is no white space, and no NUL, which PostgreSQL cannot keep. Words are VISIBLE too."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=NO_NUL), VISIBLE]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000, pattern=NO_NUL), VISIBLE
]
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL),
    VISIBLE,
    Field(description="One line, 1 to 200 characters.", examples=["Pembagian amplop di Desa Panjer"]),
]
Reason = Annotated[Text, Field(description="Why, in words that are kept with the event.")]
RFC3339 = re.compile(
    r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _read_rfc3339(value: object) -> object:
    if not isinstance(value, datetime) and not (isinstance(value, str) and RFC3339.fullmatch(value)):
        msg = "must be an RFC 3339 date-time with an offset, for example 2024-11-24T20:15:00+07:00"
        raise ValueError(msg)
    return datetime.fromisoformat(value.upper()) if isinstance(value, str) else value


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_read_rfc3339),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": f"^{RFC3339.pattern}$"}),
]
"""RFC 3339 section 5.6: an instant with its offset, from 1900 on."""

AGENCY_PATTERN = r"^[a-z][a-z0-9_]{1,31}$"
AREA_PATTERN = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"
ELECTION_PATTERN = r"^[a-z0-9][a-z0-9-]{1,39}$"
AgencyCode = Annotated[str, StringConstraints(pattern=AGENCY_PATTERN)]
AreaCode = Annotated[str, StringConstraints(pattern=AREA_PATTERN)]
ElectionCode = Annotated[str, StringConstraints(pattern=ELECTION_PATTERN)]
HAPPENED = "When it happened."
KNOWN = "When it became known; the legal limit for lodging runs from here."
"""The meaning of these moments, wherever they stand."""

PERSON_PATTERN = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-689a-fA-F][0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
_OF_A_KEY = 7
"""The version of an API key's identifier, which no person's pseudonym has."""


def _require_person(value: UUID) -> UUID:
    if value.version == _OF_A_KEY:
        msg = "must be a person; an API key reads no secret and holds no task"
        raise ValueError(msg)
    return value


_PERSON = {"type": "string", "format": "uuid", "pattern": PERSON_PATTERN}
Person = Annotated[UUID, AfterValidator(_require_person), WithJsonSchema(_PERSON)]
NamedPersons = Annotated[
    tuple[Person, ...],
    Field(
        max_length=50,
        description="All who may read the report while it is secret, beside the supervisors of its lead, its author "
        "and who was given its lead task; of any agency, by pseudonym, each from their `/v1/me`. The list replaces the "
        "one before: whoever is left out reads it no longer.",
    ),
]
Assignee = Annotated[
    UUID,
    AfterValidator(_require_person),
    WithJsonSchema({**_PERSON, "description": "The person who will do it, from their /v1/me."}),
]


class Command(BaseModel):
    """Base of every command: immutable, unknown members refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
