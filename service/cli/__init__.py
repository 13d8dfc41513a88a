"""The ``tindak`` command. Each subcommand imports only what it needs."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from service.cli.parsing import parser
from service.cli.unread_settings import tell_unread
from service.edge.setting_paths import setting_of
from service.edge.settings import SettingsError


def main(argv: Sequence[str] | None = None) -> None:
    """Run a subcommand; exit 1 with one clear line when it cannot be done."""
    arguments = parser().parse_args(argv)
    tell_unread(os.environ)
    command: Callable[[Any], int] = arguments.command
    try:
        sys.exit(command(arguments))
    except SettingsError as error:
        sys.exit(f"tindak: {error}")
    except OSError as error:
        sys.exit(f"tindak: {_of_the_disk(error)}")


def _of_the_disk(error: OSError) -> str:
    """What the disk refused, with the setting that named the place. Raises the error when it is about no place."""
    if error.filename is None:
        raise error
    place = os.fsdecode(error.filename)
    name = setting_of(place, os.environ)
    return f"{'' if name is None else f'{name}: '}{place}: {error.strerror}"
