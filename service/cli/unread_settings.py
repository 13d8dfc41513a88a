"""What the environment holds to no effect, told before a command begins."""

import sys
from collections.abc import Iterable


def tell_unread(names: Iterable[str]) -> None:
    """Tell of variables that look like settings and are read by no process."""
    from service.edge.setting_names import unread  # noqa: PLC0415 - the parser needs no settings

    _tell(unread(names))


def tell_replaced(names: Iterable[str]) -> None:
    """Tell of settings that `tindak run` has its own value of."""
    from service.edge.setting_names import replaced  # noqa: PLC0415 - as above

    _tell(replaced(names))


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stderr.write(f"tindak: {line}\n")
