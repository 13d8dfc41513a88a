"""What an auditor is told of each deed in the tables of tests, word for word: `told.json`, by table and deed.

`python -m tests.trail.verifier.told` writes it anew, to be read before it is committed.
"""

import json
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TABLES = ("test_cases", "test_erasures", "test_insiders", "test_reviews", "test_watched")
"""Modules with ``DEEDS`` by name, and ``faults_of`` that says what is found of one of them."""

_FILE = Path(__file__).with_suffix(".json")
_MADE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")


def of(faults: Iterable[dict[str, Any]]) -> list[str]:
    """Each code with its words, once; identifiers and hashes are others each time."""
    return sorted({f"{fault['code']}: {_MADE.sub('...', fault['words'])}" for fault in faults})


def recorded(module: str, deed: str) -> list[str]:
    """What was read and committed."""
    return list(json.loads(_FILE.read_text("utf-8"))[module.rpartition(".")[2]][deed])


def main() -> None:
    """Write the file anew."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in TABLES:
        table = import_module(f"tests.trail.verifier.{name}")
        for deed in table.DEEDS:
            with TemporaryDirectory() as folder:
                found.setdefault(name, {})[deed] = of(table.faults_of(Path(folder), deed))
    _FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
