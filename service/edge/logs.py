"""Logs: one JSON line an event, on standard output. Never a body, a token, a name, a query string or a text."""

import logging
import sys
from typing import Any

import msgspec
import structlog


def configure(level: str) -> None:
    """Set up structlog for the process; ``level`` is debug, info, warning or error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )


def _line(event: dict[str, Any], **_: Any) -> bytes:
    return msgspec.json.encode(event)
