"""Settings that name a place on the disk: what cannot be one is said before anything is opened there."""

import os
from collections.abc import Mapping
from pathlib import Path

PREFIX = "TINDAK_"
HOME = f"{PREFIX}HOME"
_HOME = ".tindak"


def require_folder(path: Path) -> None:
    """Raise ValueError for what is there and no folder, or can be none. What is not there yet may be made."""
    _require(path, folder=True)


def require_file(path: Path) -> None:
    """Raise ValueError for what is there and no file, or can be none. What is not there yet may be made."""
    _require(path, folder=False)


def _require(path: Path, *, folder: bool) -> None:
    wrong = ""
    try:
        above = next((one for one in path.absolute().parents if os.path.lexists(one)), None)
        if above is not None and not above.is_dir():
            wrong = f"lies below {above}, which is no folder"
        elif folder and os.path.lexists(path) and not path.is_dir():
            wrong = "is a file; a folder is needed"
        elif not folder and path.is_dir():
            wrong = "is a folder; a file is needed"
    except OSError as error:
        wrong = f"cannot be looked at ({error.strerror})"
    except ValueError:
        wrong = "is no path"
    if wrong:
        msg = f"{str(path)!r} {wrong}"
        raise ValueError(msg)


def setting_of(place: str, environment: Mapping[str, str]) -> str | None:
    """The setting by which a place on the disk was named; None when none named it, nor a folder above it."""
    named = {HOME: _HOME, **{name: value for name, value in environment.items() if name.startswith(PREFIX)}}
    held = {name: Path(value.removeprefix("file://")).absolute() for name, value in named.items() if value}
    found = [name for name, value in held.items() if Path(place).absolute().is_relative_to(value)]
    return max(found, key=lambda name: len(held[name].parts), default=None)
