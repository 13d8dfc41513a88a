"""The ``tindak`` command. Each subcommand imports only what it needs."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from service.edge.setting_paths import setting_of
from service.edge.settings import Settings, SettingsError, load_settings

DEMO_REGION = "33.05"
_CHECK_RECEIPT = "whether a receipt is the API's and whether the log kept its promise"


def main(argv: Sequence[str] | None = None) -> None:
    """Run a subcommand; exit 1 with one clear line when it cannot be done."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
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


class _Version(argparse.Action):
    """The version of the installed package, read when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version  # noqa: PLC0415 - no other command asks

        sys.stdout.write(f"tindak {version('tindak')}\n")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tindak", description="Task coordination for early detection.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (function, text) in _COMMANDS.items():
        made = commands.add_parser(name, help=text, description=text, add_help=name != "token")
        made.set_defaults(command=function)
    for part in ("api", "worker", "signer"):
        commands.choices[part].add_argument("--tethered", action="store_true", help=argparse.SUPPRESS)
    key_work = commands.choices["signer"].add_mutually_exclusive_group()
    key_work.add_argument("--new-key", action="store_true", help="make the key file and end")
    key_work.add_argument("--rotate-key", action="store_true", help="put a new key in the old one's place and end")
    _api_arguments(commands.choices["api"])
    _witness_arguments(commands.choices["witness"])
    audit = commands.choices["audit"].add_subparsers(required=True, metavar="WHAT")
    key = audit.add_parser("key", help="print the verifier keys of a region's log, the newest last")
    key.add_argument("--region", type=_region, default=DEMO_REGION)
    key.add_argument("--receipts", action="store_true", help="those of its receipts instead")
    key.set_defaults(audit=_audit_key)
    _bundle_arguments(audit.add_parser("bundle", help="write what an auditor checks into one file"))
    _verify_arguments(audit.add_parser("verify", help="check a bundle; needs no database and no network"))
    _receipt_arguments(audit.add_parser("check-receipt", help=_CHECK_RECEIPT, description=_CHECK_RECEIPT))
    _policy_arguments(commands.choices["policy"].add_subparsers(required=True, metavar="WHAT"))
    _token_arguments(commands.choices["token"])
    commands.choices["openapi"].add_argument("--check", action="store_true", help="compare, write nothing")
    commands.choices["doctor"].add_argument("--json", action="store_true", help="print one JSON document")
    return parser


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


def _api_arguments(api: argparse.ArgumentParser) -> None:
    api.add_argument("--new-receipt-key", action="store_true", help="make the key file of receipts and end")
    api.add_argument("--replaces", type=Path, help="the key file that the new one succeeds; its keys stay published")


def _witness_arguments(witness: argparse.ArgumentParser) -> None:
    witness.add_argument("--name", required=True, help="the witness's name, such as kpu.example/witness")
    witness.add_argument("--key", type=Path, required=True, help="its key file")
    witness.add_argument("--memory", type=Path, default=Path("witness.sqlite"), help="what it cosigned last")
    witness.add_argument("--logs", type=Path, help="verifier keys of the logs to cosign, one a line")
    witness.add_argument("--host", default="127.0.0.1")
    witness.add_argument("--port", type=int, default=8011)
    witness.add_argument("--new-key", action="store_true", help="make the key file and end")


def _bundle_arguments(bundle: argparse.ArgumentParser) -> None:
    bundle.add_argument("--region", type=_region, default=DEMO_REGION)
    bundle.add_argument("--report", type=UUID, help="only this report")
    bundle.add_argument("--from", dest="start", type=_moment, help="only reports with an event from this moment on")
    bundle.add_argument("--to", dest="end", type=_moment, help="and before this one; now when left out")
    bundle.add_argument("--out", type=Path, required=True, help="the file to write; it must not be there yet")
    bundle.set_defaults(audit=_audit_bundle)


def _verify_arguments(verify: argparse.ArgumentParser) -> None:
    verify.add_argument("file", type=Path)
    verify.add_argument("--key", action="append", default=[], help="verifier key of the log, or a list of them")
    verify.add_argument(
        "--seen", type=Path, action="append", default=[], help="a checkpoint that was kept and that must still hold"
    )
    verify.add_argument("--policy", type=Path, help="witnesses and quorum, c2sp.org/tlog-policy")
    verify.add_argument("--json", action="store_true", help="print one JSON document")
    verify.set_defaults(audit=_audit_verify)


def _receipt_arguments(check: argparse.ArgumentParser) -> None:
    check.add_argument("file", type=Path, help="a receipt, or a whole answer with one, in JSON")
    evidence = check.add_mutually_exclusive_group(required=True)
    evidence.add_argument("--bundle", type=Path, help="a bundle of the region, made after the receipt was due")
    evidence.add_argument("--proof", type=Path, help="the event's proof file, c2sp.org/tlog-proof")
    check.add_argument("--key", action="append", default=[], help="verifier key of the log, or a file of them")
    check.add_argument("--receipt-key", action="append", default=[], help="verifier key of receipts, or a file")
    check.add_argument("--region", type=_region, help="the region that the receipt has to be of")
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(audit=_audit_check_receipt)


def _policy_arguments(policy: Any) -> None:
    show = policy.add_parser("show", help="print a region's routing, clocks and calendar as tables")
    show.add_argument("--region", type=_region, default=DEMO_REGION)
    show.add_argument("--language", choices=("en", "id"), default="en")
    show.set_defaults(policy=_policy_show)
    diff = policy.add_parser("diff", help="say row by row what differs between two files; exit 1 when something does")
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.set_defaults(policy=_policy_diff)
    check = policy.add_parser("check", help="check a region's policy or the file of legal clocks")
    check.add_argument("file", type=Path)
    check.set_defaults(policy=_policy_check)


def _region(text: str) -> str:
    if not re.fullmatch(r"[0-9]{2}\.[0-9]{2}", text, re.ASCII):
        msg = "a region is its Kemendagri code, for example 33.05"
        raise argparse.ArgumentTypeError(msg)
    return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        msg = "a moment needs its offset, for example 2024-11-24T20:15:00+07:00"
        raise argparse.ArgumentTypeError(msg)
    return moment


def _settings() -> Settings:
    """The settings, with the home of the embedded run found from any folder."""
    if "TINDAK_HOME" not in os.environ and not Path(".tindak").is_dir():
        beside = Path(sys.prefix).parent / ".tindak"
        if beside.is_dir():
            return load_settings(home=beside)
    return load_settings()


def _tether(arguments: argparse.Namespace) -> None:
    """End with `tindak run`, which holds the other end of standard input."""
    if arguments.tethered:
        from service.operations.embedded.tether import end_with_parent  # noqa: PLC0415 - only the embedded run needs it

        end_with_parent()


def _run(_arguments: argparse.Namespace) -> int:
    from service.operations.embedded.run import run  # noqa: PLC0415 - each subcommand imports only what it needs

    return run(_settings())


def _api(arguments: argparse.Namespace) -> int:
    if arguments.new_receipt_key:
        from service.trail.receipts.command import new_key  # noqa: PLC0415 - each subcommand imports only what it needs

        return new_key(_settings(), arguments.replaces)
    if arguments.replaces:
        msg = "--replaces: needs --new-receipt-key"
        raise SettingsError(msg)
    _tether(arguments)
    from service.server import serve  # noqa: PLC0415 - as above

    serve(_settings())
    return 0


def _worker(arguments: argparse.Namespace) -> int:
    _tether(arguments)
    from service.operations.worker.main import run  # noqa: PLC0415 - as above

    run(_settings())
    return 0


def _signer(arguments: argparse.Namespace) -> int:
    _tether(arguments)
    from service.edge.private_files import private_folder  # noqa: PLC0415 - as above
    from service.trail.cosigning.keyfile import KeyFileError, generate  # noqa: PLC0415 - as above
    from service.trail.signer.main import SignerConfig, run  # noqa: PLC0415 - as above
    from workflows.trail.tlog.keys import KeyKind  # noqa: PLC0415 - as above

    settings = _settings()
    key, memory = settings.signer_files()
    try:
        if arguments.new_key:
            private_folder(key.parent)
            sys.stdout.write(f"{generate(key, settings.log_origin, KeyKind.LOG).encode()}\n")
            return 0
        if arguments.rotate_key:
            from service.trail.signer.rotation import rotate  # noqa: PLC0415 - as above

            sys.stdout.write(f"{rotate(key, memory).encode()}\n")
            return 0
        if settings.signer_secret is None:
            msg = "TINDAK_SIGNER_SECRET: the signer answers nobody without a secret"
            raise SettingsError(msg)
        secret, prefix = settings.signer_secret.get_secret_value(), f"{settings.log_origin}/"
        run(SignerConfig(key, memory, secret, prefix, settings.signer_host, settings.signer_port, settings.log_level))
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    return 0


def _witness(arguments: argparse.Namespace) -> int:
    from service.trail.cosigning.keyfile import KeyFileError, generate  # noqa: PLC0415 - as above
    from service.trail.witness.main import WitnessConfig, run  # noqa: PLC0415 - as above
    from workflows.trail.tlog.keys import KeyKind  # noqa: PLC0415 - as above

    try:
        if arguments.new_key:
            sys.stdout.write(f"{generate(arguments.key, arguments.name, KeyKind.COSIGNATURE).encode()}\n")
            return 0
        if arguments.logs is None:
            msg = "--logs: a witness cosigns only logs that it knows"
            raise SettingsError(msg)
        files = (arguments.key, arguments.memory, arguments.logs)
        run(WitnessConfig(arguments.name, *files, arguments.host, arguments.port))
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    return 0


def _audit(arguments: argparse.Namespace) -> int:
    what: Callable[[argparse.Namespace], int] = arguments.audit
    return what(arguments)


def _audit_bundle(arguments: argparse.Namespace) -> int:
    from service.operations.bundling import bundle  # noqa: PLC0415 - as above
    from service.trail.tlog.bundle import Scope  # noqa: PLC0415 - as above

    if arguments.end and not arguments.start:
        msg = "--to: needs --from"
        raise SettingsError(msg)
    end = arguments.end or (datetime.now(UTC) if arguments.start else None)
    return bundle(_settings(), Scope(arguments.region, arguments.report, arguments.start, end), arguments.out)


def _audit_verify(arguments: argparse.Namespace) -> int:
    from service.trail.verifier.command import verify  # noqa: PLC0415 - as above

    return verify(arguments.file, arguments.key, arguments.policy, arguments.json, sys.stdout.buffer, arguments.seen)


def _audit_check_receipt(arguments: argparse.Namespace) -> int:
    from service.trail.verifier.receipt_command import Question, check  # noqa: PLC0415 - as above

    evidence = (arguments.bundle, arguments.proof)
    asked = Question(arguments.file, *evidence, arguments.key, arguments.receipt_key, arguments.region)
    return check(asked, arguments.json, sys.stdout.buffer)


def _audit_key(arguments: argparse.Namespace) -> int:
    from service.trail.cosigning.keyfile import KeyFileError  # noqa: PLC0415 - as above
    from service.trail.receipts.command import print_keys  # noqa: PLC0415 - as above
    from service.trail.signer.published import read_published  # noqa: PLC0415 - as above
    from service.trail.tlog.publisher import origin_of  # noqa: PLC0415 - as above
    from workflows.trail.receipts import receipt_key_name  # noqa: PLC0415 - as above
    from workflows.trail.tlog.key_list import encode_key_list  # noqa: PLC0415 - as above

    settings = _settings()
    origin = origin_of(settings.log_origin, arguments.region)
    if arguments.receipts:
        return print_keys(settings.receipt_key_file(), receipt_key_name(origin))
    try:
        keys = read_published(settings.signer_files()[0]).of(origin)
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    sys.stdout.write(encode_key_list(keys))
    return 0


def _policy(arguments: argparse.Namespace) -> int:
    what: Callable[[argparse.Namespace], int] = arguments.policy
    return what(arguments)


def _policy_show(arguments: argparse.Namespace) -> int:
    from service.features.policy.command import show  # noqa: PLC0415 - as above

    return show(arguments.region, arguments.language)


def _policy_diff(arguments: argparse.Namespace) -> int:
    from service.features.policy.command import diff  # noqa: PLC0415 - as above

    return diff(arguments.old, arguments.new)


def _policy_check(arguments: argparse.Namespace) -> int:
    from service.features.policy.command import check  # noqa: PLC0415 - as above

    return check(arguments.file)


def _migrate(_arguments: argparse.Namespace) -> int:
    from service.operations.migrate import upgrade  # noqa: PLC0415 - as above

    upgrade(_admin(_settings()))
    return 0


def _seed(_arguments: argparse.Namespace) -> int:
    from service.operations.seed import seed_areas  # noqa: PLC0415 - as above

    seed_areas(_admin(_settings()))
    return 0


def _token(arguments: argparse.Namespace) -> int:
    from service.edge.auth.errors import LocalIssuerRefused  # noqa: PLC0415 - as above
    from service.edge.auth.local_issuer import mint, refuse_beside_real_issuer, require_started  # noqa: PLC0415 - as above
    from workflows.access.permissions import PERMISSIONS  # noqa: PLC0415 - as above
    from workflows.codes.people import Role  # noqa: PLC0415 - as above

    settings = _settings()
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


def _openapi(arguments: argparse.Namespace) -> int:
    from service.operations.contract_files import check, write  # noqa: PLC0415 - as above

    return check() if arguments.check else write()


def _doctor(arguments: argparse.Namespace) -> int:
    from service.operations.doctor import examine  # noqa: PLC0415 - as above

    return examine(_settings, json=arguments.json)


def _admin(settings: Settings) -> str:
    if settings.admin_database_url is None:
        msg = "TINDAK_ADMIN_DATABASE_URL: needs the address of the database as a role that may change it"
        raise SettingsError(msg)
    return settings.admin_database_url.get_secret_value()


_COMMANDS = {
    "run": (_run, "start everything on this machine: PostgreSQL, API, worker and signer"),
    "api": (_api, "serve the API"),
    "worker": (_worker, "sequence the trail, keep time and keep house"),
    "signer": (_signer, "sign the log's checkpoints, with a key and a memory of its own"),
    "witness": (_witness, "cosign the checkpoints of logs, for an agency that watches them"),
    "audit": (_audit, "what an auditor needs: the log's verifier key, bundles, and their verifier"),
    "policy": (_policy, "read policies: show one as tables, check a file, compare two"),
    "migrate": (_migrate, "bring the database to this version's schema"),
    "seed": (_seed, "load the areas of every region's policy"),
    "openapi": (_openapi, "write openapi/, or compare it with the committed files"),
    "doctor": (_doctor, "check settings, database, keys and issuer; exit 1 when something is broken"),
    "token": (_token, "print a token of the embedded run's issuer"),
}

if __name__ == "__main__":
    main()
