"""A problem of a case as it is answered."""

from collections.abc import Mapping
from typing import Any

from service.edge.problems.detail import told_detail
from service.edge.problems.problem_table import PROBLEMS
from service.edge.problems.told_codes import NO_WORDS, Words
from service.edge.public_address import absolute


def problem_body(
    code: str,
    language: str,
    trace_id: str,
    details: Mapping[str, Any],
    errors: list[dict[str, str]],
    regional: Words = NO_WORDS,
    public: str = "",
) -> dict[str, Any]:
    """The members of an RFC 9457 problem, with ours: ``code``, ``errors`` and ``trace_id``.

    ``public`` is the address under which clients know the service.
    """
    kind = PROBLEMS[code]
    body = {
        "type": absolute(public, f"/problems/{code}"),
        "title": kind.title[language],
        "status": kind.status,
        "detail": told_detail(kind, language, {**details, **({"count": len(errors)} if errors else {})}, regional),
        "code": code,
        "errors": errors,
        "trace_id": trace_id,
    }
    return {**details, **body}
