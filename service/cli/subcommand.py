"""What the parser is told of each subcommand."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import NamedTuple


def no_arguments(_parser: ArgumentParser) -> None:
    """Take no arguments."""


class Subcommand(NamedTuple):
    """``run`` does it and returns the exit code; ``text`` stands in the help; ``arguments`` are put into its parser.

    ``own_help`` says that its arguments bring their own ``--help``.
    """

    run: Callable[[Namespace], int]
    text: str
    arguments: Callable[[ArgumentParser], None] = no_arguments
    own_help: bool = False
