"""Reading a data file so that a refusal names the line: shared by a region's policy and the nation's law."""

import json
import re
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

import msgspec

from workflows.files.json_lines import JsonTextError, Path, value_lines

T = TypeVar("T")

_PLACE = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<index>\d+)\]")
_UNKNOWN_FIELD = re.compile(r"unknown field `(?P<name>[^`]*)`")
_BYTE = re.compile(r"\(byte (?P<offset>\d+)\)")


class PolicyError(Exception):
    """A policy file that cannot be used: its source, the line (from 1) and the reason."""

    def __init__(self, source: str, line: int, reason: str) -> None:
        super().__init__(f"{source}:{line}: {reason}")
        self.source = source
        self.line = line
        self.reason = reason


class Fault(NamedTuple):
    """What is wrong, and where in the file."""

    path: Path
    reason: str


def read_located(raw: bytes, source: str, kind: type[T]) -> tuple[T, Mapping[Path, int]]:
    """Decode a file's bytes (JSON, UTF-8), with the line of every value in it.

    ``source`` names the file in messages. Raises PolicyError with the line of what is not JSON or not of ``kind``.
    """
    lines = _lines(raw, source)
    try:
        return msgspec.json.decode(raw, type=kind), lines
    except msgspec.ValidationError as error:
        path, reason = _placed(str(error))
        raise PolicyError(source, line_at(lines, path), reason) from None
    except msgspec.DecodeError as error:
        raise PolicyError(source, _line_of_byte(raw, str(error)), str(error)) from None


def line_at(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a value, or of the nearest one around it when it has been left out."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _lines(raw: bytes, source: str) -> dict[Path, int]:
    try:
        text = raw.decode()
        json.loads(text)
        return value_lines(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PolicyError(source, line, "not UTF-8") from None
    except json.JSONDecodeError as error:
        raise PolicyError(source, error.lineno, f"not JSON: {error.msg}") from None
    except JsonTextError as error:
        raise PolicyError(source, error.line, error.reason) from None
    except (RecursionError, ValueError):
        raise PolicyError(source, 1, "not JSON: nested too deep or a number too long") from None


def _placed(message: str) -> tuple[Path, str]:
    """Take the place out of a message such as ``Expected `str` - at `$.rules[3].id```."""
    place = _PLACE.search(message)
    reason = _PLACE.sub("", message)
    steps = _STEP.finditer(place["path"]) if place else iter(())
    path: Path = tuple(int(step["index"]) if step["index"] else step["name"] for step in steps)
    unknown = _UNKNOWN_FIELD.search(reason)
    return ((*path, unknown["name"]) if unknown else path), reason


def _line_of_byte(raw: bytes, message: str) -> int:
    found = _BYTE.search(message)
    return raw.count(b"\n", 0, int(found["offset"])) + 1 if found else 1
