"""What differs between two policy files, row by row and in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from workflows.clocks.law_file import LawFile
from workflows.policy.file import PolicyFile

KEYS: Mapping[str, tuple[str, ...]] = {
    "agencies": ("code",),
    "outside": ("code",),
    "elections": ("code",),
    "stages": ("stage",),
    "areas": ("code",),
    "rules": ("id",),
    "support": ("agency",),
    "exceptions": ("category",),
    "days_off": ("day",),
    "working_days": ("day",),
    "regimes": ("code",),
    "clocks": ("regime", "step", "valid_from"),
    "readings": ("day_kind", "valid_from"),
    "openings": ("moment", "steps"),
    "counters": ("regime", "valid_from"),
}
"""By the name of a list: the members that tell its rows apart. A row is the same row wherever it stands."""

ORDERED = frozenset({"rules", "stages"})
"""Lists in which the place of a row means something: the first rule that holds decides."""


def differences(old: PolicyFile | LawFile, new: PolicyFile | LawFile) -> Iterator[str]:
    """Each difference as one line of words; none for files that say the same."""
    plain = (msgspec.json.decode(msgspec.json.encode(file)) for file in (old, new))
    yield from _objects("", *plain)


def _objects(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in [*old, *(name for name in new if name not in old)]:
        place = f"{where}{': ' if where else ''}{name}" if where.count(":") == 0 else f"{where}, {name}"
        yield from _values(place, name, old.get(name), new.get(name))


def _values(where: str, name: str, old: Any, new: Any) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _objects(where, old, new)
    elif name in KEYS and all(isinstance(row, dict) for row in (*(old or ()), *(new or ()))):
        yield from _rows(where, name, old or (), new or ())
    elif old != new:
        yield f"{where}: {_said(old)} becomes {_said(new)}"


def _rows(where: str, name: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
    before, after = ({_key(name, row): row for row in rows} for rows in (old, new))
    for key in before.keys() - after.keys():
        yield f"{where} {key}: is left out"
    for key, row in after.items():
        if key in before:
            yield from _objects(f"{where} {key}", before[key], row)
        else:
            yield f"{where} {key}: is new, {_said(row)}"
    if name in ORDERED:
        stayed = [key for key in before if key in after]
        moved = [key for key in after if key in before]
        if stayed != moved:
            yield f"{where}: the order {', '.join(stayed)} becomes {', '.join(moved)}"


def _key(name: str, row: Mapping[str, Any]) -> str:
    told = (row.get(member) for member in KEYS[name])
    return "/".join(_said(each) for each in told if each is not None)


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{name} {_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return f"[{', '.join(_said(each) for each in value)}]"
    return str(value)
