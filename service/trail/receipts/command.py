"""Keys on the command line: made, and printed for whoever checks with them."""

import sys
from pathlib import Path

from service.edge.settings import Settings, SettingsError
from service.trail.cosigning.keyfile import KeyFileError, read_key_list, vkeys_path
from service.trail.receipts.receipt_keys import make_key
from workflows.trail.tlog.note_keys import VerifierKey


def new_key(settings: Settings, replaces: Path | None) -> int:
    """Make the key file of receipts and print its verifier key; returns 0. Raises SettingsError."""
    try:
        made = make_key(settings.receipt_key_file(), settings.log_origin, replaces)
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    sys.stdout.write(f"{made.encode()}\n")
    return 0


def print_keys(file: Path, name: str) -> int:
    """Print the verifier keys beside a key file, the newest last, under the name of a region; returns 0.

    Raises SettingsError.
    """
    try:
        keys = [each.key for each in read_key_list(vkeys_path(file))]
    except KeyFileError as error:
        raise SettingsError(str(error)) from None
    sys.stdout.writelines(f"{VerifierKey(name, key.kind, key.public_key).encode()}\n" for key in keys)
    return 0
