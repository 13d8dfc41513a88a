"""``tindak policy show``, ``diff`` and ``check``."""

import argparse
from collections.abc import Callable
from pathlib import Path

from service.cli.argument_types import DEMO_REGION, region
from service.cli.subcommand import Subcommand


def _policy_arguments(parser: argparse.ArgumentParser) -> None:
    policy = parser.add_subparsers(required=True, metavar="WHAT")
    show = policy.add_parser("show", help="print a region's routing, clocks and calendar as tables")
    show.add_argument("--region", type=region, default=DEMO_REGION)
    show.add_argument("--language", choices=("en", "id"), default="en")
    show.set_defaults(policy=_show)
    diff = policy.add_parser("diff", help="say row by row what differs between two files; exit 1 when something does")
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.set_defaults(policy=_diff)
    check = policy.add_parser("check", help="check a region's policy or the file of legal clocks")
    check.add_argument("file", type=Path)
    check.add_argument("--law", type=Path, help="the file of the law that goes with a region's policy")
    check.set_defaults(policy=_check)


def _policy(arguments: argparse.Namespace) -> int:
    what: Callable[[argparse.Namespace], int] = arguments.policy
    return what(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from service.features.policy.command import show  # noqa: PLC0415 - as above

    return show(arguments.region, arguments.language)


def _diff(arguments: argparse.Namespace) -> int:
    from service.features.policy.command import diff  # noqa: PLC0415 - as above

    return diff(arguments.old, arguments.new)


def _check(arguments: argparse.Namespace) -> int:
    from service.features.policy.command import check  # noqa: PLC0415 - as above

    return check(arguments.file, arguments.law)


POLICY = {
    "policy": Subcommand(_policy, "read policies: show one as tables, check a file, compare two", _policy_arguments),
}
