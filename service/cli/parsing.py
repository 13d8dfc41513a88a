"""Every subcommand in the order of the help."""

import sys
from argparse import Action, ArgumentParser
from typing import Any, NoReturn

from service.cli.audit_commands import AUDIT
from service.cli.calendar_commands import CALENDAR
from service.cli.policy_commands import POLICY
from service.cli.process_commands import PROCESSES
from service.cli.token_command import TOKEN
from service.cli.upkeep_commands import UPKEEP

SUBCOMMANDS = {**PROCESSES, **AUDIT, **POLICY, **CALENDAR, **UPKEEP, **TOKEN}


class _Version(Action):
    """The version of the installed package, read when it is asked for."""

    def __call__(self, parser: ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version  # noqa: PLC0415 - no other command asks

        sys.stdout.write(f"tindak {version('tindak')}\n")
        parser.exit()


def parser() -> ArgumentParser:
    """The whole command line; what it makes has the subcommand as ``command``."""
    whole = ArgumentParser(prog="tindak", description="Task coordination for early detection.")
    whole.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for name, subcommand in SUBCOMMANDS.items():
        text = subcommand.text
        made = commands.add_parser(name, help=text, description=text, add_help=not subcommand.own_help)
        made.set_defaults(command=subcommand.run)
        subcommand.arguments(made)
    return whole
