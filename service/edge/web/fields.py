"""Field values of a request as a whole: a field that is sent twice is one list (RFC 9110 section 5.3)."""

from typing import Any

from litestar import Request

OWS = " \t"
"""What may stand around a field's value (RFC 9110 section 5.6.3); every other blank is part of it."""


def field(request: Request[Any, Any, Any], name: str) -> str | None:
    """The value of a field, several lines of it joined by commas; None when it was not sent.

    What may be sent once only is then malformed when it is sent twice, and nobody has to choose between two.
    """
    values = request.headers.getall(name, [])
    return ", ".join(values) if values else None
