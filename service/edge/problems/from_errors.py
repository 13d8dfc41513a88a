"""What an error says to whoever asked: the parts of a problem, for a whole answer or for one of many results."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import structlog

from service.edge.problems.problem_table import PROBLEMS
from service.edge.service_errors import MOST_FAULTS, FieldError, ServiceError
from workflows.access.refusals import InvalidCommand, Refused

log = structlog.get_logger("tindak.problem")


class Told(NamedTuple):
    """The code of a problem, the particulars of the case, and every member at fault."""

    code: str
    details: Mapping[str, Any]
    errors: list[dict[str, str]]


def told(error: ServiceError | Refused, language: str) -> Told:
    """What a fault of the edge or a no of the law says."""
    if isinstance(error, ServiceError):
        return Told(error.code, error.extra, as_json(error.errors, language))
    errors = []
    if isinstance(error, InvalidCommand):
        errors = [{"pointer": error.pointer, "code": error.code, "detail": PROBLEMS[error.code].title[language]}]
    return Told(error.code, error.details, errors)


def as_json(errors: Sequence[FieldError], language: str) -> list[dict[str, str]]:
    """Members at fault as JSON values in a language, the first of many."""
    return [{**error._asdict(), "detail": error.detail.of(language)} for error in errors[:MOST_FAULTS]]


def log_unforeseen(error: Exception, trace_id: str) -> None:
    """Log what nobody foresaw by its type and place: its words may hold what no log may."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else None
    log.error("unforeseen", error=type(error).__name__, place=place, trace_id=trace_id)
