"""The rooms of both parts as ``pyproject.toml`` orders them: its ``layers`` from top to bottom, or all side by side."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PARTS = ("service", "workflows")


def wings(pyproject: str | None = None, root: Path = ROOT) -> str:
    """A list for each part, and below them the names of the contracts that ``lint-imports`` keeps."""
    settings = tomllib.loads((root / "pyproject.toml").read_text() if pyproject is None else pyproject)
    contracts = settings["tool"]["importlinter"]["contracts"]
    parts = ["\n".join(_part(part, contracts, root)) for part in PARTS]
    return "\n\n".join([*parts, "\n".join(_kept(contracts))]) + "\n"


def layers(contract: Mapping[str, Any]) -> list[list[str]]:
    """The modules of each layer, the highest first; the marks of import-linter (``|``, ``:``, brackets) taken off."""
    containers = contract.get("containers", [""])
    return [
        [f"{container}.{name}".lstrip(".") for container in containers for name in re.findall(r"[\w.]+", layer)]
        for layer in contract["layers"]
    ]


def _part(part: str, contracts: Sequence[Mapping[str, Any]], root: Path) -> Iterator[str]:
    ordered = [layers(contract) for contract in contracts if contract["type"] == "layers"]
    of_part = [one for one in ordered if one[0][0].startswith(f"{part}.")]
    if not of_part:
        yield f"**`{part}/`**, side by side: {', '.join(sorted(_rooms(root / part)))}."
        return
    yield f"**`{part}/`**, each may import what stands below it:"
    yield ""
    for modules in (modules for one in of_part for modules in one):
        yield from (_wing(root / Path(*module.split("."))) for module in modules)


def _kept(contracts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "Kept by `lint-imports`:"
    yield ""
    yield from (f"- {contract['name']}" for contract in contracts)


def _wing(place: Path) -> str:
    package = place.is_dir()
    source = place / "__init__.py" if package else place.with_suffix(".py")
    name = "/".join(place.parts[-2:]) + ("/" if package else ".py")
    rooms = ", ".join(sorted(_rooms(place))) if package else ""
    return f"- `{name}`: {_says(source)}" + (f" Rooms: {rooms}." if rooms else "")


def _rooms(place: Path) -> Iterator[str]:
    for inner in place.iterdir():
        if (inner / "__init__.py").exists() or (inner.suffix == ".py" and not inner.stem.startswith("__")):
            yield inner.stem


def _says(source: Path) -> str:
    """The first sentence of a module's docstring. Raises LookupError for a wing that says nothing of itself."""
    found = re.match(r'"""(.+?[.:])(?:\s|""")', source.read_text() if source.exists() else "", re.DOTALL)
    if found is None:
        msg = f"{source}: a wing begins with a docstring that says what it is for"
        raise LookupError(msg)
    return " ".join(found[1].split()).rstrip(":").rstrip(".") + "."
