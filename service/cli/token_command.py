"""``tindak token``: a token of the embedded run's issuer."""

import argparse
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from service.cli.argument_types import DEMO_REGION
from service.cli.command_settings import command_settings
from service.cli.subcommand import Subcommand
from service.edge.settings import SettingsError


class _TokenHelp(argparse.Action):
    """Help with the roles, agencies and scopes that there are, read when they are asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from service.edge.auth.token_help import token_help  # noqa: PLC0415 - only this help needs the policies

        parser.epilog = token_help()
        parser.print_help()
        parser.exit()


def _token_arguments(token: argparse.ArgumentParser) -> None:
    token.formatter_class = argparse.RawDescriptionHelpFormatter
    token.add_argument("-h", "--help", action=_TokenHelp, nargs=0, help="show this help message and exit")
    token.add_argument("--role", required=True, help="what the person may do; the roles stand below")
    token.add_argument("--agency", required=True, help="for whom the person speaks; the agencies stand below")
    token.add_argument("--name", required=True, help="the person's name, such as Budi")
    token.add_argument("--region", action="append", help=f"where, repeatable; without it {DEMO_REGION}")
    token.add_argument("--scope", action="append", help="what a machine (integrator) may do, repeatable")


def _token(arguments: argparse.Namespace) -> int:
    from service.edge.auth.local_issuer import mint, refuse_beside_real_issuer, require_started  # noqa: PLC0415 - as above
    from service.edge.auth.sign_in_errors import LocalIssuerRefused  # noqa: PLC0415 - as above
    from workflows.access.permissions import PERMISSIONS  # noqa: PLC0415 - as above
    from workflows.codes.people import Role  # noqa: PLC0415 - as above

    settings = command_settings()
    try:
        refuse_beside_real_issuer(settings)
        role = Role(_known("--role", arguments.role, Role))
        for scope in arguments.scope or ():
            _known("--scope", scope, (action.value for action, who in PERMISSIONS.items() if Role.INTEGRATOR in who))
        require_started(settings.home)
        regions = arguments.region or [DEMO_REGION]
        token = mint(settings.home, role, arguments.agency, arguments.name, regions, arguments.scope)
    except (LocalIssuerRefused, ValueError) as error:
        raise SettingsError(str(error)) from None
    sys.stdout.write(f"{token}\n")
    return 0


def _known(option: str, code: str, known: Iterable[str]) -> str:
    """Raise SettingsError for a code that is not known, with what may have been meant."""
    from workflows.codes.near import instead  # noqa: PLC0415 - as above

    codes = sorted(str(one) for one in known)
    if code not in codes:
        msg = f"{option}: no such {option.strip('-')} as {code!r}; {instead(code, codes)}"
        raise SettingsError(msg)
    return code


TOKEN = {
    "token": Subcommand(_token, "print a token of the embedded run's issuer", _token_arguments, own_help=True),
}
