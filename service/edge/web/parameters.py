"""Path and query parameters that several routes share, each with its bounds and its meaning."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar.params import PathParameter, QueryParameter

from service.edge.keyset import MAX_LIMIT
from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, ValidationFailed
from workflows.codes.policy import NO_ELECTION
from workflows.decisions.command_members import AGENCY_PATTERN, AREA_PATTERN, ELECTION_PATTERN, RFC3339

MOMENT_LENGTH = 40
LARGEST = 2**53 - 1
"""The largest leaf index that every reader of JSON holds exactly."""
REGION = {"pattern": "^[0-9]{2}\\.[0-9]{2}$", "examples": ["33.05"]}
MOMENT = {"type": "string", "format": "date-time", "pattern": f"^{RFC3339.pattern}$"}


def patterned(
    pattern: str, description: str, name: str | None = None, *, max_length: int | None = None, **schema: Any
) -> QueryParameter:
    """A text parameter that keeps this pattern, which ends with ``$``.

    In the contract ``$`` is the end; Python's own ``$`` would also let a line feed stand before it.
    """
    return QueryParameter(
        name=name,
        pattern=pattern.removesuffix("$") + r"\Z",
        max_length=max_length,
        schema_extra={"pattern": pattern, **schema},
        description=description,
    )


Region = Annotated[str, PathParameter(description="Kemendagri code of the region.", schema_extra=REGION)]
ReportId = Annotated[UUID, PathParameter(description="The report.")]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=MAX_LIMIT, description="Rows at most.")]
Cursor = Annotated[
    str | None,
    patterned("^[A-Za-z0-9_-]{1,400}$", "`next_cursor` of the page before, same filters.", "cursor"),
]
Agency = Annotated[str | None, patterned(AGENCY_PATTERN, "Code of an agency of the region.", "agency")]
Area = Annotated[str | None, patterned(AREA_PATTERN, "Kemendagri code of the area.", "area")]
Election = Annotated[
    str | None,
    patterned(ELECTION_PATTERN, f"Code of an election; `{NO_ELECTION}` for what belongs to none.", "election"),
]


def elected(code: str | None) -> dict[str, Any]:
    """The filters of a list for an election, or for what belongs to none."""
    return {"no_election": True} if code == NO_ELECTION else {"election": code}


UUID_PATTERN = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
After = Annotated[str | None, patterned(UUID_PATTERN, "`next_cursor` of the page before.", format="uuid")]
ME = "me"
"""Whoever asks, in place of their identifier."""
PERSON_PATTERN = f"^({ME}|{UUID_PATTERN[1:-1]})$"
Person = Annotated[
    str | None,
    patterned(PERSON_PATTERN, f"The person it was handed to; `{ME}` is whoever asks.", examples=[ME]),
]


def person_of(value: str | None, asker: UUID) -> UUID | None:
    """The person that a ``Person`` parameter names; None when it was left out."""
    if value is None:
        return None
    return asker if value == ME else UUID(value)


def coded(codes: type[StrEnum], description: str, name: str | None = None) -> QueryParameter:
    """A filter by one of these codes.

    It is declared on ``str | None``: of an optional enum the framework reads the word ``null`` as no filter.
    """
    listed = [code.value for code in codes]
    return patterned(f"^({'|'.join(listed)})$", description, name, enum=listed)


def truth(description: str) -> QueryParameter:
    """A filter that is ``true`` or ``false``, declared on ``str | None`` as ``coded`` is; see ``truth_of``."""
    return patterned("^(true|false)$", description, type="boolean")


def truth_of(value: str | None) -> bool | None:
    """What a ``truth`` parameter says; None when it was left out."""
    return None if value is None else value == "true"


def moment_of(value: str, parameter: str) -> datetime:
    """The moment that a query parameter names; a space is what became of the plus of an offset.

    Raises ValidationFailed for anything but an RFC 3339 date-time with its offset.
    """
    written = value.replace(" ", "+").upper()
    try:
        if RFC3339.fullmatch(written):
            return datetime.fromisoformat(written)
    except ValueError:
        pass
    error = FieldError(parameter, "invalid", says("moment"))
    raise ValidationFailed(errors=[error])
