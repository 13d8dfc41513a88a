"""What modules log while somebody listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

import structlog
from structlog.testing import capture_logs


@contextmanager
def said_by(*modules: ModuleType) -> Iterator[list[Any]]:
    """The lines that these modules log, whatever was logged by them before.

    A logger that was used under other settings is kept by them, and says nothing to ``capture_logs``.
    """
    with capture_logs() as said:
        fresh = [patch.object(module, "log", structlog.get_logger(module.__name__)) for module in modules]
        for one in fresh:
            one.start()
        try:
            yield said
        finally:
            for one in fresh:
                one.stop()
