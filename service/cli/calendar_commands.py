"""``tindak calendar add``, ``withdraw``, ``list`` and ``changed``."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from service.cli.argument_types import DEMO_REGION, region
from service.cli.subcommand import Subcommand

_IN_WHOSE_NAME = "a file with the token of who does it; the trail names them"


def _calendar_arguments(parser: argparse.ArgumentParser) -> None:
    calendar = parser.add_subparsers(required=True, metavar="WHAT")
    add = _asking(calendar, "add", "keep a day off, or a day that is worked after all", _add)
    add.add_argument("--day", type=date.fromisoformat, required=True, help="the local day, such as 2026-12-28")
    add.add_argument("--working-day", action="store_true", help="it is worked after all; a day off without this")
    add.add_argument("--name-en", required=True, help="what it is called in English")
    add.add_argument("--name-id", required=True, help="what it is called in Indonesian")
    add.add_argument("--reason", required=True, help="why it is kept")
    add.add_argument("--source", required=True, help="what says so, such as a decree with its number")
    withdraw = _asking(calendar, "withdraw", "take a kept day back", _withdraw)
    withdraw.add_argument("id", type=UUID, help="the kept day, as the list names it")
    withdraw.add_argument("--reason", required=True, help="why it no longer holds")
    listing = _asking(calendar, "list", "print the days that the region keeps, withdrawn ones too", _list)
    listing.add_argument("--json", action="store_true", help="print one JSON document a line")
    changed = _asking(
        calendar,
        "changed",
        "print the legal clocks that run by a calendar of before; exit 1 when there is one",
        _changed,
    )
    changed.add_argument("--json", action="store_true", help="print one JSON document a line")


def _asking(
    calendar: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """A command that asks the API."""
    made = calendar.add_parser(name, help=text, description=text)
    made.add_argument("--url", required=True, help="the address of the API, without its path")
    made.add_argument("--token-file", type=Path, required=True, help=_IN_WHOSE_NAME)
    made.add_argument("--region", type=region, default=DEMO_REGION)
    made.set_defaults(calendar=run)
    return made


def _calendar(arguments: argparse.Namespace) -> int:
    what: Callable[[argparse.Namespace], int] = arguments.calendar
    return what(arguments)


def _add(arguments: argparse.Namespace) -> int:
    from service.operations.calendar_client import api_at, keep  # noqa: PLC0415 - as above

    day = {
        "day": arguments.day.isoformat(),
        "working_day": arguments.working_day,
        "name": {"en": arguments.name_en, "id": arguments.name_id},
        "reason": arguments.reason,
        "source": arguments.source,
    }
    return keep(api_at(arguments.url, arguments.token_file, arguments.region), day)


def _withdraw(arguments: argparse.Namespace) -> int:
    from service.operations.calendar_client import api_at, withdraw  # noqa: PLC0415 - as above

    api = api_at(arguments.url, arguments.token_file, arguments.region)
    return withdraw(api, str(arguments.id), arguments.reason)


def _list(arguments: argparse.Namespace) -> int:
    from service.operations.calendar_client import api_at, listing  # noqa: PLC0415 - as above

    return listing(api_at(arguments.url, arguments.token_file, arguments.region), as_json=arguments.json)


def _changed(arguments: argparse.Namespace) -> int:
    from service.operations.calendar_client import api_at, changed  # noqa: PLC0415 - as above

    return changed(api_at(arguments.url, arguments.token_file, arguments.region), as_json=arguments.json)


CALENDAR = {
    "calendar": Subcommand(
        _calendar, "keep days of the region's calendar, and say which clocks run by one of before", _calendar_arguments
    ),
}
