"""On which line of a JSON text each value stands, so that a refusal can point at it."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Member names and array indices from the root of a JSON text to one value."""

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<mark>[{}\[\]:,])'
    r"|(?P<scalar>-?\d[\d.eE+-]*|true|false|null))"
)


class JsonTextError(Exception):
    """A text that is JSON for most parsers and yet cannot be taken: ``line`` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class _Token(NamedTuple):
    text: str
    line: int


class _Frame:
    """An object or array that is open: ``here`` is the member name or index being read."""

    __slots__ = ("here", "is_object", "seen")

    def __init__(self, *, is_object: bool) -> None:
        self.is_object = is_object
        self.here: str | int = "" if is_object else 0
        self.seen: set[str] = set()


def value_lines(text: str) -> dict[Path, int]:
    """Map the path of every member and element of a well-formed JSON text to its line.

    A member's line is that of its name. Raises JsonTextError for a name used twice in one object, for half
    a surrogate pair and for the numbers that JSON does not have (``NaN``, ``Infinity``).
    """
    lines: dict[Path, int] = {(): 1}
    stack: list[_Frame] = []
    expect_name = False
    for token in _tokens(text):
        if token.text in "{[":
            _note(lines, stack, token.line)
            stack.append(_Frame(is_object=token.text == "{"))
            expect_name = token.text == "{"
        elif token.text in "}]":
            stack.pop()
            expect_name = False
        elif token.text == ",":
            expect_name = _next(stack[-1])
        elif expect_name:
            _open_member(stack[-1], token)
            lines[_path(stack)] = token.line
            expect_name = False
        elif token.text != ":":
            _note(lines, stack, token.line)
    return lines


def _tokens(text: str) -> Iterator[_Token]:
    position, line = 0, 1
    end = len(text.rstrip(" \t\r\n"))
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise JsonTextError(line, "not JSON")
        line += match.group().count("\n")
        if match["string"] and not _is_text(match["string"]):
            raise JsonTextError(line, "half a surrogate pair")
        yield _Token(match.group().lstrip(" \t\r\n"), line)
        position = match.end()


def _is_text(string: str) -> bool:
    return "\\u" not in string or not re.search("[\ud800-\udfff]", json.loads(string))


def _path(stack: list[_Frame]) -> Path:
    return tuple(frame.here for frame in stack)


def _note(lines: dict[Path, int], stack: list[_Frame], line: int) -> None:
    lines.setdefault(_path(stack), line)


def _next(frame: _Frame) -> bool:
    if not frame.is_object:
        frame.here = int(frame.here) + 1
    return frame.is_object


def _open_member(frame: _Frame, token: _Token) -> None:
    name: str = json.loads(token.text)
    if name in frame.seen:
        raise JsonTextError(token.line, f"member {token.text} stands twice in one object")
    frame.seen.add(name)
    frame.here = name
