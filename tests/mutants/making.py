"""All mutants of a file: where each stands, and the file's text with it."""

import ast
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from tests.mutants.operators import mutated
from tests.mutants.rooms import ROOT, files
from tests.mutants.without_effect import only_words, without_effect


@dataclass(frozen=True, slots=True)
class Place:
    """One mutant, as the number that it has among those of its file."""

    path: str
    room: str
    number: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file's text with one fault. ``lines`` are those of the statement that it is in; ``top`` says that it is run
    when the module is imported, and so by no test alone."""

    path: str
    room: str
    kind: str
    scope: str
    lines: tuple[int, int]
    top: bool
    text: str
    was: str
    becomes: str

    @property
    def name(self) -> str:
        """The same for as long as its lines stay as they are, wherever the file goes."""
        said = f"{Path(self.path).stem}\n{self.scope}\n{self.was}\n{self.becomes}"
        return sha256(said.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class _Spot:
    kind: str
    node: cst.CSTNode
    instead: cst.CSTNode
    scope: str
    statement: cst.CSTNode
    top: bool


class _Finder(cst.CSTVisitor):
    """Walks a module and keeps what can be mutated, in the order of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.spots: list[_Spot] = []
        self._scopes: list[str] = []
        self._functions = 0
        self._statements: list[cst.CSTNode] = []
        self._passed_over: cst.CSTNode | None = None

    def on_visit(self, node: cst.CSTNode) -> bool:
        if without_effect(node):
            self._passed_over = node
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._scopes.append(node.name.value)
            self._functions += isinstance(node, cst.FunctionDef)
        if isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement | cst.SimpleStatementLine):
            self._statements.append(node)
        statement = self._statements[-1] if self._statements else node
        scope = ".".join(self._scopes)
        for kind, instead in mutated(node):
            self.spots.append(_Spot(kind, node, instead, scope, statement, not self._functions))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if original_node is self._passed_over:
            return
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._scopes.pop()
            self._functions -= isinstance(original_node, cst.FunctionDef)
        if self._statements and self._statements[-1] is original_node:
            self._statements.pop()


@cache
def _walked(text: str) -> tuple[MetadataWrapper, Sequence[_Spot]]:
    wrapper, finder = MetadataWrapper(cst.parse_module(text)), _Finder()
    wrapper.module.visit(finder)
    return wrapper, finder.spots


def places(root: Path = ROOT) -> list[Place]:
    """Every mutant of every room."""
    return [
        Place(str(path.relative_to(root)), room, number)
        for path, room in files(root).items()
        for number in range(len(_walked(path.read_text("utf-8"))[1]))
    ]


def made(place: Place, root: Path = ROOT) -> Mutant | None:
    """The mutant of a place; None when it is no Python, the same as without it, or only other words."""
    before = (root / place.path).read_text("utf-8")
    wrapper, spots = _walked(before)
    spot = spots[place.number]
    if only_words(spot.node, spot.instead):
        return None
    after = wrapper.module.deep_replace(spot.node, spot.instead).code  # type: ignore[union-attr]
    if not _differ(before, after):
        return None
    position = wrapper.resolve(PositionProvider)
    here = position.get(spot.node, position[spot.statement])
    whole = position[spot.statement]
    ends = whole if isinstance(spot.statement, cst.BaseSmallStatement | cst.SimpleStatementLine) else here
    was, becomes = _lines(before, after)
    lines = (min(here.start.line, ends.start.line), ends.end.line)
    return Mutant(place.path, place.room, spot.kind, spot.scope, lines, spot.top, after, was, becomes)


def _differ(before: str, after: str) -> bool:
    try:
        return ast.dump(ast.parse(before)) != ast.dump(ast.parse(after))
    except SyntaxError:
        return False


def _lines(before: str, after: str) -> tuple[str, str]:
    """What the changed lines were and what they become, without their indentation."""
    changed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in {"- ", "+ "}]
    was, becomes = ([line[2:].strip() for line in changed if line[0] == sign] for sign in "-+")
    return "\n".join(was), "\n".join(becomes)


def diff(mutant: Mutant, root: Path = ROOT) -> str:
    """How a mutant differs from what stands there."""
    before = (root / mutant.path).read_text("utf-8").splitlines()
    made_of = difflib.unified_diff(before, mutant.text.splitlines(), mutant.path, mutant.name, n=1, lineterm="")
    return "\n".join(made_of)


def sample(count: int, seed: int, root: Path = ROOT, only: str = "") -> Iterator[Mutant]:
    """So many mutants, drawn by a seed from all whose file begins with ``only``. Each fault comes once."""
    drawn = [place for place in places(root) if place.path.startswith(only)]
    Random(seed).shuffle(drawn)
    names: set[str] = set()
    for place in drawn:
        if len(names) >= count:
            return
        mutant = made(place, root)
        if mutant is not None and mutant.name not in names:
            names.add(mutant.name)
            yield mutant
