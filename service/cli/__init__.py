"""The ``tindak`` command. Each subcommand imports only what it needs."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from service.cli.parsing import parser
from service.cli.unread_settings import tell_unread
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
