"""What can go wrong at the edge. The law's own refusals are in ``workflows.access.refusals``.

ServiceError
├── Unauthenticated        no token, or one that is not good
├── RegionDenied           the token does not have the region of the path
├── ForbiddenRole          the route is not for this role at all
├── NotFound               there is nothing there that this caller may see
├── MethodNotAllowed       the path exists, the method does not
├── MalformedRequest       the request cannot be read at all
├── ValidationFailed       it can be read and is wrong; each member is named
├── PreconditionRequired   a change came without If-Match
├── PreconditionFailed     somebody was faster
├── IdempotencyConflict    the key was used with another body, or its first use still runs
├── TooLarge               the body is larger than may be sent
├── UploadRefused          an upload stands elsewhere, has ended, or came otherwise than it was said to
├── LinkRefused            the link was not made for who uses it, or its time has passed
├── RangeNotSatisfiable    nothing is in the range that is asked for
├── TooSlow                the body did not come in time
├── TooManyRequests        the quota of the caller, or of the address, is used up
└── Unavailable            a part we depend on is out of reach
    ├── DatabaseUnavailable
    │   ├── DatabaseReadOnly   it answers and takes no writes
    │   └── TookTooLong    a statement was stopped, so that others need not wait for it
    └── IdentityProviderUnavailable
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from workflows.codes.wording import Wording

MOST_FAULTS = 20
"""Faults that a refusal names: the first of many."""


class FieldError(NamedTuple):
    """One member at fault: its RFC 6901 pointer (or parameter name), a stable code, and words in both languages."""

    pointer: str
    code: str
    detail: Wording


class ServiceError(Exception):
    """Base. ``code`` keys the table of problems; ``extra`` members join the problem's body."""

    code = "internal_error"

    def __init__(
        self,
        code: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        self.code = code or type(self).code
        super().__init__(self.code)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extra = extra


class Unauthenticated(ServiceError):
    """No token, or one that is not good; ``reason`` says which test it failed."""

    code = "unauthenticated"


class RegionDenied(ServiceError):
    """The token does not have the region of the path."""

    code = "region_denied"


class ForbiddenRole(ServiceError):
    """The route is not for this role, or the machine lacks the scope."""

    code = "role_not_permitted"


class NotFound(ServiceError):
    """Nothing there that the caller may see; what is hidden and what is missing look the same."""

    code = "not_found"


class MethodNotAllowed(ServiceError):
    """The path does not know the method."""

    code = "method_not_allowed"


class MalformedRequest(ServiceError):
    """The request cannot be read."""

    code = "malformed_request"


class ValidationFailed(ServiceError):
    """Read and found wrong; ``errors`` names each member, the first ``MOST_FAULTS`` of many."""

    code = "validation_failed"


class PreconditionRequired(ServiceError):
    """RFC 6585 section 3: the change must say which version it means."""

    code = "precondition_required"


class PreconditionFailed(ServiceError):
    """RFC 9110 section 15.5.13: the version meant is no longer the present one."""

    code = "precondition_failed"


class EndpointEnded(ServiceError):
    """An endpoint that ended with the office in which it was made."""

    code = "webhook_ended"


class IdempotencyConflict(ServiceError):
    """The Idempotency-Key is missing, malformed, reused or still at work."""

    code = "idempotency_key_reused"


class TooLarge(ServiceError):
    """The body is larger than may be sent."""

    code = "body_too_large"


class UploadRefused(ServiceError):
    """An upload cannot go on as asked; the code says why."""

    code = "upload_offset"


class LinkRefused(ServiceError):
    """A link to evidence that opens nothing to who uses it."""

    code = "link_invalid"


class RangeNotSatisfiable(ServiceError):
    """RFC 9110 section 15.5.17: there is nothing in the range."""

    code = "range_not_satisfiable"


class TooSlow(ServiceError):
    """RFC 9110 section 15.5.9: the body did not come in time, and the connection is closed."""

    code = "request_too_slow"


class TooManyRequests(ServiceError):
    """RFC 6585 section 4: the quota is used up until the seconds in Retry-After have passed."""

    code = "rate_limited"


class Unavailable(ServiceError):
    """A part we depend on is out of reach; nothing was written."""

    code = "unavailable"


class DatabaseUnavailable(Unavailable):
    """PostgreSQL cannot be reached."""

    code = "database_unavailable"


class DatabaseReadOnly(DatabaseUnavailable):
    """PostgreSQL answers and takes no writes: a primary that was demoted, or one that was told so."""

    code = "database_read_only"


class TookTooLong(DatabaseUnavailable):
    """PostgreSQL was told to stop a statement that took longer than anybody's may."""

    code = "took_too_long"


class IdentityProviderUnavailable(Unavailable):
    """No keys of the identity provider are at hand and it cannot be reached."""

    code = "identity_provider_unavailable"
