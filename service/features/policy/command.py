"""``tindak policy``: show a region's policy as tables, say what differs between two files, or check one."""

import json
import sys
from pathlib import Path

from service.edge.policy_files import load_law, load_policies
from service.edge.service_errors import NotFound
from service.edge.settings import SettingsError
from workflows.clocks.law import parse_law
from workflows.clocks.law_file import LawFile
from workflows.files.located import PolicyError, read_located
from workflows.policy.differences import differences
from workflows.policy.file import PolicyFile
from workflows.policy.region import parse_policy
from workflows.policy.tables import render, tables_of


def show(region: str, lang: str) -> int:
    """Print routing, clocks and calendar of a region. Raises SettingsError for a region that is not served."""
    try:
        policy = load_policies().of(region)
    except NotFound:
        msg = f"--region: there is no policy of {region}"
        raise SettingsError(msg) from None
    sys.stdout.write(render(tables_of(policy, lang)))
    return 0


def check(path: Path, law: Path | None = None) -> int:
    """Say whether a file could be put in force, a region's with the ``law`` of a file, or with the one in force.

    Raises SettingsError with its line and the reason when not.
    """
    _checked(path, law)
    sys.stdout.write(f"{path}: sound\n")
    return 0


def diff(old: Path, new: Path) -> int:
    """Print what differs, row by row; exit 1 when something does, as diff does.

    Raises SettingsError for a file that could not be put in force, and for a law held against a region's policy.
    """
    one, other = _checked(old), _checked(new)
    if type(one) is not type(other):
        msg = f"{old} and {new} are not of one kind: one is a region's policy, the other the nation's law"
        raise SettingsError(msg)
    found = list(differences(one, other))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def _checked(path: Path, law: Path | None = None) -> PolicyFile | LawFile:
    """The file's content, once every check of its kind has passed."""
    source, raw = str(path), _read(path)
    try:
        if _is_law(raw):
            parse_law(raw, source)
            return read_located(raw, source, LawFile)[0]
        parse_policy(raw, source, load_law() if law is None else parse_law(_read(law), str(law)))
        return read_located(raw, source, PolicyFile)[0]
    except PolicyError as error:
        raise SettingsError(str(error)) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: {error.strerror}"
        raise SettingsError(msg) from None


def _is_law(raw: bytes) -> bool:
    """Whether the file is of the nation's clocks; what cannot be read is refused as a region's policy."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "region" not in found and "openings" in found
