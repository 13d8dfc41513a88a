"""What is answered once of the reporter, sealed until then."""

from typing import Annotated

from msgspec import Struct

from service.edge.answer_types import Receipt
from service.edge.described import as_in
from workflows.decisions.reports import commands


class IdentityAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Who reported, as it was sealed."""

    name: Annotated[str, as_in(commands.Reporter, "name")]
    phone: Annotated[str | None, as_in(commands.Reporter, "phone")]
    address: Annotated[str | None, as_in(commands.Reporter, "address")]
    identity_number: Annotated[str | None, as_in(commands.Reporter, "identity_number")]


class UnsealAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A reporter's identity, shown once, with the receipt of the event that says so."""

    reporter: IdentityAnswer
    receipt: Receipt
