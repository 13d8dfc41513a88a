"""Every subcommand in the order of the help."""

from argparse import ArgumentParser

from service.cli.audit_commands import AUDIT
from service.cli.policy_commands import POLICY
from service.cli.process_commands import PROCESSES
from service.cli.token_command import TOKEN
from service.cli.upkeep_commands import UPKEEP

SUBCOMMANDS = {**PROCESSES, **AUDIT, **POLICY, **UPKEEP, **TOKEN}


def parser() -> ArgumentParser:
    """The whole command line; what it makes has the subcommand as ``command``."""
    whole = ArgumentParser(prog="tindak", description="Task coordination for early detection.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for name, subcommand in SUBCOMMANDS.items():
        text = subcommand.text
        made = commands.add_parser(name, help=text, description=text, add_help=not subcommand.own_help)
        made.set_defaults(command=subcommand.run)
        subcommand.arguments(made)
    return whole
