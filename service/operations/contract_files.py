"""The committed files under ``openapi/``: written from the tables, or compared with them."""

import sys
from pathlib import Path

import msgspec

from service.app import ROUTES
from service.contract.diagrams import diagrams
from service.contract.openapi import document
from service.contract.recipes import python_recipe
from service.edge.policy_files import load_policies
from workflows.policy.code_lists import code_lists

FOLDER = Path("openapi")


def contents() -> dict[str, bytes]:
    """Every generated file by name."""
    lists = {policy.region: code_lists(policy) for policy in load_policies()}
    described = document(ROUTES)
    return {
        "openapi.json": _json(described),
        "clients/python.json": _json(python_recipe(described)),
        "code-lists.json": _json(lists),
        **{name: text.encode() for name, text in diagrams().items()},
    }


def write() -> int:
    """Write every file. Returns the exit status."""
    FOLDER.mkdir(exist_ok=True)
    for name, content in contents().items():
        (FOLDER / name).write_bytes(content)
    return 0


def check() -> int:
    """Compare every file with what is generated. Returns 1, naming them, when one differs."""
    different = [name for name, content in contents().items() if _committed(name) != content]
    if different:
        sys.stderr.write(f"differs from what `tindak openapi` writes: {', '.join(different)}\n")
    return 1 if different else 0


def _committed(name: str) -> bytes:
    path = FOLDER / name
    return path.read_bytes() if path.exists() else b""


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2) + b"\n"
