"""The processes: everything on one machine, or one of them by itself."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.command_settings import command_settings
from service.cli.subcommand import Subcommand
from service.cli.unread_settings import tell_replaced
from service.edge.free_places import Place, require_free
from service.edge.settings import SettingsError

if TYPE_CHECKING:
    from workflows.trail.tlog.note_keys import VerifierKey


def _tethered(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tethered", action="store_true", help=argparse.SUPPRESS)


def _tether(arguments: argparse.Namespace) -> None:
    """End with `tindak run`, which holds the other end of standard input."""
    if arguments.tethered:
        from service.operations.embedded.tether import end_with_parent  # noqa: PLC0415 - only the embedded run needs it

        end_with_parent()


def _run(_arguments: argparse.Namespace) -> int:
    from service.cli.forked import read_ahead, tindak  # noqa: PLC0415 - each subcommand imports only what it needs

    tell_replaced(os.environ)
    read_ahead()
    from service.operations.embedded.run import run  # noqa: PLC0415 - meanwhile

    return run(command_settings(), tindak)


def _api_arguments(api: argparse.ArgumentParser) -> None:
    _tethered(api)
    api.add_argument("--new-receipt-key", action="store_true", help="make the key file of receipts and end")
    api.add_argument("--replaces", type=Path, help="the key file that the new one succeeds; its keys stay published")


def _api(arguments: argparse.Namespace) -> int:
    if arguments.new_receipt_key:
        from service.trail.receipts.command import new_key  # noqa: PLC0415 - each subcommand imports only what it needs

        return new_key(command_settings(), arguments.replaces)
    if arguments.replaces:
        msg = "--replaces: needs --new-receipt-key"
        raise SettingsError(msg)
    _tether(arguments)
    from service.server import serve  # noqa: PLC0415 - as above

    serve(command_settings())
    return 0


def _worker(arguments: argparse.Namespace) -> int:
    _tether(arguments)
    from service.operations.worker.main import run  # noqa: PLC0415 - as above

    run(command_settings())
    return 0


def _signer_arguments(signer: argparse.ArgumentParser) -> None:
    _tethered(signer)
    key_work = signer.add_mutually_exclusive_group()
    key_work.add_argument("--new-key", action="store_true", help="make the key file and end")
    key_work.add_argument("--rotate-key", action="store_true", help="put a new key in the old one's place and end")
    signer.add_argument("--algorithm", choices=_COSIGNING, help="of that key; ed25519, the first one, when left out")


def _signer(arguments: argparse.Namespace) -> int:
    _tether(arguments)
    from service.trail.cosigning.keyfile import KeyFileError, NoKeyFileError  # noqa: PLC0415 - as above
    from service.trail.signer.main import SignerConfig, run  # noqa: PLC0415 - as above

    settings = command_settings()
    key, memory = settings.signer_files()
    try:
        if arguments.new_key or arguments.rotate_key:
            sys.stdout.write(f"{_key_made(arguments, key, memory, settings.log_origin).encode()}\n")
            return 0
        if arguments.algorithm is not None:
            msg = "--algorithm: only a new key is given one (--new-key, --rotate-key)"
            raise SettingsError(msg)
        if settings.signer_secret is None:
            msg = "TINDAK_SIGNER_SECRET: the signer answers nobody without a secret"
            raise SettingsError(msg)
        secret, prefix = settings.signer_secret.get_secret_value(), f"{settings.log_origin}/"
        require_free(Place(settings.signer_host, settings.signer_port, "TINDAK_SIGNER_HOST", "TINDAK_SIGNER_PORT"))
        run(SignerConfig(key, memory, secret, prefix, settings.signer_host, settings.signer_port, settings.log_level))
    except NoKeyFileError as error:
        msg = f"{error}; put it back. A first one `tindak signer --new-key` makes, a lost one --rotate-key replaces"
        raise SettingsError(msg) from None
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    return 0


def _key_made(arguments: argparse.Namespace, key: Path, memory: Path, name: str) -> VerifierKey:
    """The key that ``--new-key`` or ``--rotate-key`` makes: the signer's first, or its second, of ML-DSA-44."""
    from service.edge.private_files import private_folder  # noqa: PLC0415 - as above
    from service.trail.cosigning.keyfile import generate  # noqa: PLC0415 - as above
    from service.trail.signer.rotation import rotate  # noqa: PLC0415 - as above
    from service.trail.signer.second_key import add_key, second_key_file  # noqa: PLC0415 - as above
    from workflows.trail.tlog.note_keys import KeyKind  # noqa: PLC0415 - as above

    second = KeyKind[_COSIGNING[arguments.algorithm or "ed25519"]] is KeyKind.SUBTREE
    if arguments.rotate_key:
        return rotate(second_key_file(key) if second else key, memory)
    private_folder(key.parent)
    return add_key(key, memory, name) if second else generate(key, name, KeyKind.LOG)


_COSIGNING = {"ed25519": "COSIGNATURE", "ml-dsa-44": "SUBTREE"}
"""The kinds of a cosigner's key by their algorithms; by name, since keys are not loaded before they are needed."""


def _witness_arguments(witness: argparse.ArgumentParser) -> None:
    witness.add_argument("--name", required=True, help="the witness's name, such as kpu.example/witness")
    witness.add_argument(
        "--key",
        type=Path,
        required=True,
        action="append",
        help="its key file; given again for each further key, with all of which it cosigns",
    )
    witness.add_argument("--memory", type=Path, default=Path("witness.sqlite"), help="what it cosigned last")
    witness.add_argument("--logs", type=Path, help="verifier keys of the logs to cosign, one a line")
    witness.add_argument("--host", default="127.0.0.1", help="the address it listens on; 127.0.0.1 when left out")
    witness.add_argument("--port", type=int, default=8011, help="the port it listens on; 8011 when left out")
    witness.add_argument("--new-key", action="store_true", help="make the key file and end")
    witness.add_argument("--algorithm", choices=_COSIGNING, help="of the new key; ed25519 when left out")


def _witness(arguments: argparse.Namespace) -> int:
    from service.trail.cosigning.keyfile import KeyFileError, NoKeyFileError, generate  # noqa: PLC0415 - as above
    from service.trail.witness.main import WitnessConfig, run  # noqa: PLC0415 - as above
    from workflows.trail.tlog.note_keys import KeyKind  # noqa: PLC0415 - as above

    try:
        if arguments.new_key:
            if len(arguments.key) > 1:
                msg = "--key: one new key is made at a time"
                raise SettingsError(msg)
            kind = KeyKind[_COSIGNING[arguments.algorithm or "ed25519"]]
            sys.stdout.write(f"{generate(arguments.key[0], arguments.name, kind).encode()}\n")
            return 0
        if arguments.algorithm is not None:
            msg = "--algorithm: only a new key is given one (--new-key)"
            raise SettingsError(msg)
        if arguments.logs is None:
            msg = "--logs: a witness cosigns only logs that it knows"
            raise SettingsError(msg)
        files = (tuple(arguments.key), arguments.memory, arguments.logs)
        require_free(Place(arguments.host, arguments.port, "--host", "--port"))
        run(WitnessConfig(arguments.name, *files, arguments.host, arguments.port))
    except NoKeyFileError as error:
        msg = f"{error}; put it back, or make one with the same command and --new-key"
        raise SettingsError(msg) from None
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    return 0


PROCESSES = {
    "run": Subcommand(_run, "start everything on this machine: PostgreSQL, API, worker and signer"),
    "api": Subcommand(_api, "serve the API", _api_arguments),
    "worker": Subcommand(_worker, "sequence the trail, keep time and keep house", _tethered),
    "signer": Subcommand(_signer, "sign the log's checkpoints, with a key and a memory of its own", _signer_arguments),
    "witness": Subcommand(
        _witness, "cosign the checkpoints of logs, for an agency that watches them", _witness_arguments
    ),
}
