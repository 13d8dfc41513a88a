"""What an auditor needs: ``tindak audit key``, ``bundle``, ``verify``, ``tell`` and ``check-receipt``."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from service.cli.argument_types import DEMO_REGION, moment, region
from service.cli.command_settings import command_settings
from service.cli.subcommand import Subcommand
from service.edge.settings import SettingsError

_TELL = "the story of a bundle as dated sentences in local time; needs no database and no network"
_CHECK_RECEIPT = "whether a receipt is the API's and whether the log kept its promise"


def _audit_arguments(parser: argparse.ArgumentParser) -> None:
    audit = parser.add_subparsers(required=True, metavar="WHAT")
    _key_arguments(audit.add_parser("key", help="print the verifier keys of a region's log, the newest last"))
    _bundle_arguments(audit.add_parser("bundle", help="write what an auditor checks into one file"))
    _verify_arguments(audit.add_parser("verify", help="check a bundle; needs no database and no network"))
    _tell_arguments(audit.add_parser("tell", help=_TELL, description=_TELL))
    _receipt_arguments(audit.add_parser("check-receipt", help=_CHECK_RECEIPT, description=_CHECK_RECEIPT))


def _audit(arguments: argparse.Namespace) -> int:
    what: Callable[[argparse.Namespace], int] = arguments.audit
    return what(arguments)


def _key_arguments(key: argparse.ArgumentParser) -> None:
    key.add_argument("--region", type=region, default=DEMO_REGION)
    key.add_argument("--receipts", action="store_true", help="those of its receipts instead")
    key.set_defaults(audit=_key)


def _key(arguments: argparse.Namespace) -> int:
    from service.trail.cosigning.keyfile import KeyFileError  # noqa: PLC0415 - as above
    from service.trail.receipts.command import print_keys  # noqa: PLC0415 - as above
    from service.trail.signer.published import read_published  # noqa: PLC0415 - as above
    from service.trail.signer.second_key import key_files  # noqa: PLC0415 - as above
    from service.trail.tlog.publisher import origin_of  # noqa: PLC0415 - as above
    from workflows.trail.receipts import receipt_key_name  # noqa: PLC0415 - as above
    from workflows.trail.tlog.key_list import encode_key_list  # noqa: PLC0415 - as above

    settings = command_settings()
    origin = origin_of(settings.log_origin, arguments.region)
    if arguments.receipts:
        return print_keys(settings.receipt_key_file(), receipt_key_name(origin))
    try:
        files = key_files(settings.signer_files()[0])
        keys = [key for file in files for key in read_published(file).of(origin)]
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    sys.stdout.write(encode_key_list(keys))
    return 0


def _bundle_arguments(bundle: argparse.ArgumentParser) -> None:
    bundle.add_argument("--region", type=region, default=DEMO_REGION)
    bundle.add_argument("--report", type=UUID, help="only this report")
    bundle.add_argument("--from", dest="start", type=moment, help="only reports with an event from this moment on")
    bundle.add_argument("--to", dest="end", type=moment, help="and before this one; now when left out")
    bundle.add_argument("--out", type=Path, required=True, help="the file to write; it must not be there yet")
    bundle.set_defaults(audit=_bundle)


def _bundle(arguments: argparse.Namespace) -> int:
    from service.operations.audit_bundle import bundle  # noqa: PLC0415 - as above
    from service.trail.tlog.bundle_writer import Scope  # noqa: PLC0415 - as above

    if arguments.end and not arguments.start:
        msg = "--to: needs --from"
        raise SettingsError(msg)
    end = arguments.end or (datetime.now(UTC) if arguments.start else None)
    return bundle(command_settings(), Scope(arguments.region, arguments.report, arguments.start, end), arguments.out)


def _verify_arguments(verify: argparse.ArgumentParser) -> None:
    verify.add_argument("file", type=Path)
    verify.add_argument("--key", action="append", default=[], help="verifier key of the log, or a list of them")
    verify.add_argument(
        "--seen", type=Path, action="append", default=[], help="a checkpoint that was kept and that must still hold"
    )
    verify.add_argument("--policy", type=Path, help="witnesses and quorum, c2sp.org/tlog-policy")
    verify.add_argument("--json", action="store_true", help="print one JSON document")
    verify.add_argument("--lang", choices=("id", "en"), help="say it in words for people, in this language")
    verify.set_defaults(audit=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    from service.trail.verifier.command import verify  # noqa: PLC0415 - as above

    given = (arguments.file, arguments.key, arguments.policy, arguments.json)
    return verify(*given, sys.stdout.buffer, arguments.seen, arguments.lang)


def _tell_arguments(tell: argparse.ArgumentParser) -> None:
    tell.add_argument("file", type=Path)
    tell.add_argument("--report", type=UUID, help="only this report")
    tell.add_argument("--lang", choices=("id", "en"), default="id", help="the language; id when left out")
    tell.add_argument("--html", action="store_true", help="one page for printing; so does --out NAME.html")
    tell.add_argument("--out", type=Path, help="the file to write; it must not be there yet")
    tell.set_defaults(audit=_tell)


def _tell(arguments: argparse.Namespace) -> int:
    from service.trail.telling.command import Question, tell  # noqa: PLC0415 - as above

    report = None if arguments.report is None else str(arguments.report)
    return tell(Question(arguments.file, report, arguments.lang, arguments.html, arguments.out))


def _receipt_arguments(check: argparse.ArgumentParser) -> None:
    check.add_argument("file", type=Path, help="a receipt, or a whole answer with one, in JSON")
    evidence = check.add_mutually_exclusive_group(required=True)
    evidence.add_argument("--bundle", type=Path, help="a bundle of the region, made after the receipt was due")
    evidence.add_argument("--proof", type=Path, help="the event's proof file, c2sp.org/tlog-proof")
    check.add_argument("--key", action="append", default=[], help="verifier key of the log, or a file of them")
    check.add_argument("--receipt-key", action="append", default=[], help="verifier key of receipts, or a file")
    check.add_argument("--region", type=region, help="the region that the receipt has to be of")
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(audit=_check_receipt)


def _check_receipt(arguments: argparse.Namespace) -> int:
    from service.trail.verifier.receipt_command import Question, check  # noqa: PLC0415 - as above

    evidence = (arguments.bundle, arguments.proof)
    asked = Question(arguments.file, *evidence, arguments.key, arguments.receipt_key, arguments.region)
    return check(asked, arguments.json, sys.stdout.buffer)


AUDIT = {
    "audit": Subcommand(
        _audit, "what an auditor needs: the log's verifier key, bundles, and their verifier", _audit_arguments
    ),
}
