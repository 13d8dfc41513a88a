"""What an operator does beside the processes: schema, areas, the published contract, examination."""

import argparse
import sys

from service.cli.command_settings import command_settings
from service.cli.subcommand import Subcommand
from service.edge.settings import Settings, SettingsError


def _migrate(_arguments: argparse.Namespace) -> int:
    from service.operations.migrate import head_revision, upgrade  # noqa: PLC0415 - as above

    upgrade(_admin(command_settings()))
    sys.stdout.write(f"the database is at {head_revision()}\n")
    return 0


def _seed(_arguments: argparse.Namespace) -> int:
    from service.operations.seed import NotMigratedError, seed_areas  # noqa: PLC0415 - as above

    try:
        areas = seed_areas(_admin(command_settings()))
    except NotMigratedError:
        msg = "TINDAK_ADMIN_DATABASE_URL: the database has no tables yet; run `tindak migrate` first"
        raise SettingsError(msg) from None
    sys.stdout.write(f"{areas} areas are there\n")
    return 0


def _admin(settings: Settings) -> str:
    from service.storage.db.database_addresses import address_of  # noqa: PLC0415 - as above
    from service.storage.db.reaching import reach  # noqa: PLC0415 - as above

    address = address_of(settings, "admin_database_url")
    if address is None:
        msg = "TINDAK_ADMIN_DATABASE_URL: needs the address of the database as a role that may change it"
        raise SettingsError(msg)
    reach("TINDAK_ADMIN_DATABASE_URL", address)
    return address


def _openapi_arguments(openapi: argparse.ArgumentParser) -> None:
    openapi.add_argument("--check", action="store_true", help="compare, write nothing")


def _openapi(arguments: argparse.Namespace) -> int:
    from service.operations.contract_files import check, write  # noqa: PLC0415 - as above

    return check() if arguments.check else write()


def _doctor_arguments(doctor: argparse.ArgumentParser) -> None:
    doctor.add_argument("--json", action="store_true", help="print one JSON document")


def _doctor(arguments: argparse.Namespace) -> int:
    from service.operations.doctor import examine  # noqa: PLC0415 - as above

    return examine(command_settings, json=arguments.json)


UPKEEP = {
    "migrate": Subcommand(_migrate, "bring the database to this version's schema"),
    "seed": Subcommand(_seed, "load the areas of every region's policy"),
    "openapi": Subcommand(_openapi, "write openapi/, or compare it with the committed files", _openapi_arguments),
    "doctor": Subcommand(
        _doctor, "check settings, database, keys and issuer; exit 1 when something is broken", _doctor_arguments
    ),
}
