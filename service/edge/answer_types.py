"""Answers that every feature shares: available actions, receipts, pages and problems.

A type here is what is encoded and what the OpenAPI document declares: one definition. Values are built from facts
and rows that were checked when they were written; nothing checks them again on the way out.
"""

from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from msgspec import Meta, Struct

from service.edge.problems.problem_table import PROBLEMS
from service.edge.service_errors import MOST_FAULTS
from workflows.codes.policy import REGIME_PATTERN

BAD_REQUEST = 400

PROBLEM_CODES = Meta(
    extra_json_schema={"enum": sorted(code for code, kind in PROBLEMS.items() if kind.status >= BAD_REQUEST)}
)
Item = TypeVar("Item")
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 in lower-case hexadecimal.")]
SignatureLine = Annotated[
    str, Meta(pattern="^\u2014 [^ ]+ [A-Za-z0-9+/]+={0,2}$", description="A signature line, c2sp.org/signed-note.")
]
AgencyCode = Annotated[
    str, Meta(description="An agency of the region; `/v1/code-lists` names them.", examples=["bawaslu"])
]
RegimeCode = Annotated[
    str,
    Meta(
        description="The election law that governs; `/v1/code-lists` names those that the law describes.",
        examples=["pemilu"],
        extra_json_schema={"pattern": REGIME_PATTERN},
    ),
]
AreaCode = Annotated[str, Meta(description="Kemendagri code of the region, kecamatan or village.")]
PersonId = Annotated[UUID, Meta(description="Pseudonymous identifier of a person, as their own `/v1/me` gives it.")]
Moment = Annotated[datetime, Meta(tz=True)]
StableCode = Annotated[str, Meta(description="Stable code, the same in every language.")]


class ReasonAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Why an action is not allowed now."""

    code: Annotated[str, Meta(description="A problem code; `/problems/{code}` explains it.")]
    text: Annotated[str, Meta(description="The same in words, in the language asked for.")]


class ActionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Something that may be asked of a report or task, and whether this caller may ask it now."""

    action: Annotated[str, Meta(description="A trigger, or the name of another request.", examples=["verify"])]
    allowed: Annotated[bool, Meta(description="Whether this caller may ask for it now.")]
    reasons: Annotated[list[ReasonAnswer], Meta(description="Every reason against it; none when it is allowed.")]


class NameAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A name in both languages."""

    en: Annotated[str, Meta(description="In English.")]
    id: Annotated[str, Meta(description="In Bahasa Indonesia.")]


class Receipt(Struct, frozen=True, kw_only=True, gc=False):
    """Proof that a command was taken, to be kept and held against the log."""

    event: Annotated[UUID, Meta(description="The event that the command became.")]
    leaf_hash: Annotated[Sha256, Meta(description="Hash of the event's leaf in the trail.")]
    at: Annotated[Moment, Meta(description="When it was taken.")]
    max_merge_delay_s: Annotated[int, Meta(description="Seconds within which the leaf is promised its index.")]
    signature: Annotated[SignatureLine, Meta(description="By a key of `/audit/receipt-keys`, over all of the above.")]


class Page(Struct, Generic[Item], frozen=True, kw_only=True, gc=False):
    """Base of every list."""

    items: Annotated[list[Item], Meta(description="What is on this page, in the order of the list.")]
    next_cursor: Annotated[str | None, Meta(description="What `cursor` takes to go on; null when the list ends here.")]


class FaultAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """One member or parameter at fault."""

    pointer: Annotated[str, Meta(description="RFC 6901 pointer into the body, or the name of a parameter or header.")]
    code: Annotated[str, Meta(description="What is wrong with it, for machines.")]
    detail: Annotated[str, Meta(description="What is wrong with it, in words.")]


class Problem(Struct, frozen=True, kw_only=True, gc=False):
    """RFC 9457 problem details. Further members hold the particulars of the case, for example `current_version`."""

    type: Annotated[
        str,
        Meta(
            description="Address of its explanation; a path of this server where the operator named no public address."
        ),
    ]
    title: Annotated[str, Meta(description="What kind of problem it is, in the language asked for.")]
    status: Annotated[int, Meta(ge=BAD_REQUEST, le=599, description="The HTTP status.")]
    detail: Annotated[str, Meta(description="What it is in this case, in the language asked for.")]
    code: Annotated[StableCode, PROBLEM_CODES]
    errors: Annotated[
        list[FaultAnswer], Meta(max_length=MOST_FAULTS, description="Members or parameters at fault, the first 20.")
    ]
    trace_id: Annotated[str, Meta(description="W3C trace id of the request; the operator finds it in the log.")]
