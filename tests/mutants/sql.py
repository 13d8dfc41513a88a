"""Faults in the SQL that stands in strings: no tool for Python makes them."""

import re
from collections.abc import Iterator

_LOOKS_LIKE_SQL = re.compile(
    r"\b(?:SELECT|WHERE|UPDATE|INSERT INTO|DELETE FROM|ORDER BY|FOR UPDATE|ON CONFLICT|EXISTS|JOIN|AND)\b"
)

_END = r"(?=\s+(?:AND|OR|ORDER BY|GROUP BY|FOR|LIMIT|RETURNING|UNION|ON CONFLICT|THEN|LOOP)\b|\s*[);]|\s*\n|\s*$)"
_CONDITION = r"(?:[^\s();,]|\((?:[^()]|\([^()]*\))*\))(?:[^();\n]|\((?:[^()]|\([^()]*\))*\))*?"

_FAULTS: tuple[tuple[str, str, str], ...] = (
    ("condition dropped", rf"\sAND\s+{_CONDITION}{_END}", ""),
    ("first condition dropped", rf"\bWHERE\s+{_CONDITION}{_END}", "WHERE true"),
    ("lock dropped", r"\s+FOR (?:NO KEY )?(?:UPDATE|SHARE)(?: OF \w+)?(?: SKIP LOCKED| NOWAIT)?", ""),
    ("lock waits", r" SKIP LOCKED| NOWAIT", ""),
    ("edge moved", r"(?<![<>=!@&?-])<(?![<>=@])", "<="),
    ("edge moved", r"(?<![<>=!@&?-])>(?![<>=@])", ">="),
    ("edge moved", r"<=", "<"),
    ("edge moved", r">=", ">"),
    ("equality turned", r"<>", "="),
    ("null turned", r"IS NOT NULL", "IS NULL"),
    ("null turned", r"IS NULL", "IS NOT NULL"),
    ("existence turned", r"(?<!NOT )(?<!IF )EXISTS(?= ?\()", "NOT EXISTS"),
    ("existence turned", r"NOT EXISTS(?= ?\()", "EXISTS"),
    ("order turned", r" DESC\b", ""),
    ("conflict not passed over", r"\s+ON CONFLICT[^;\n]*? DO NOTHING", ""),
    ("limit dropped", r"\s+LIMIT (?:\$?\d+|\w+)", ""),
    ("outer rows dropped", r"\bLEFT JOIN\b", "JOIN"),
    ("greatest turned", r"\bmax\(", "min("),
    ("greatest turned", r"\bmin\(", "max("),
    ("sum turned", r" \+ 1\b", " - 1"),
)
"""What the fault is called, what it is found by, and what stands there instead."""


def is_sql(text: str) -> bool:
    """Whether a text is SQL or a part of it."""
    return _LOOKS_LIKE_SQL.search(text) is not None


def faults(text: str) -> Iterator[str]:
    """The text with one fault each."""
    for _, pattern, instead in _FAULTS:
        for found in re.finditer(pattern, text):
            yield text[: found.start()] + instead + text[found.end() :]
