"""A region's policy: agencies, elections, areas and the routing table, validated once and then only read.

Everything that differs from region to region, or that a lawyer may correct, is data of this kind and
carries its version into each decision that it gave.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from workflows.codes import Category
from workflows.json_lines import JsonTextError, Path, value_lines
from workflows.policy_checks import first_fault
from workflows.policy_codes import AgencyKind, Walls
from workflows.policy_file import (
    Agency,
    Area,
    ClockLengths,
    Counter,
    Election,
    OutsideBody,
    PolicyFile,
    Rule,
    StagePeriod,
)

__all__ = [
    "Agency",
    "Area",
    "ClockLengths",
    "Counter",
    "Election",
    "OutsideBody",
    "Policy",
    "PolicyError",
    "Rule",
    "StagePeriod",
    "parse_policy",
]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

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


@dataclass(frozen=True, slots=True)
class Policy:
    """A validated policy.

    ``agencies`` are those that take part. The rest is arranged for the intake path: ``rules_of`` holds
    each category's rules in the order in which they are tried, ``safety_order`` each category's agencies
    for the S1 safety task, ``walled_by_category`` the agencies that a category walls off by itself.
    """

    version: str
    valid_from: date
    region: str
    timezone: str
    agencies: Mapping[str, Agency]
    outside: Mapping[str, OutsideBody]
    elections: Mapping[str, Election]
    counter: Counter
    areas: Mapping[str, Area]
    rules: tuple[Rule, ...]
    rules_by_id: Mapping[str, Rule]
    rules_of: Mapping[Category, tuple[Rule, ...]]
    safety_order: Mapping[Category, tuple[str, ...]]
    walled_by_category: Mapping[Category, frozenset[str]]
    zone: ZoneInfo


def parse_policy(raw: bytes, source: str) -> Policy:
    """Read a policy file's bytes (JSON, UTF-8) and check all of it.

    ``source`` names the file in messages. Raises PolicyError with the line of the first fault.
    """
    lines = _lines(raw, source)
    try:
        parsed = msgspec.json.decode(raw, type=PolicyFile)
    except msgspec.ValidationError as error:
        path, reason = _placed(str(error))
        raise PolicyError(source, _line_at(lines, path), reason) from None
    except msgspec.DecodeError as error:
        raise PolicyError(source, _line_of_byte(raw, str(error)), str(error)) from None
    fault = first_fault(parsed)
    if fault is not None:
        raise PolicyError(source, _line_at(lines, fault.path), fault.reason)
    return _arranged(parsed)


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


def _line_at(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a value, or of the nearest one around it when it has been left out."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _line_of_byte(raw: bytes, message: str) -> int:
    found = _BYTE.search(message)
    return raw.count(b"\n", 0, int(found["offset"])) + 1 if found else 1


def _arranged(parsed: PolicyFile) -> Policy:
    agencies = _by((agency for agency in parsed.agencies if agency.takes_part), lambda agency: agency.code)
    exceptions = {exception.category: exception.agencies for exception in parsed.safety.exceptions}
    government = frozenset(code for code, agency in agencies.items() if agency.kind is AgencyKind.REGENCY_GOVERNMENT)
    rules_of = _rules_of(parsed.rules)
    return Policy(
        version=parsed.version,
        valid_from=parsed.valid_from,
        region=parsed.region,
        timezone=parsed.timezone,
        agencies=agencies,
        outside=_by(parsed.outside, lambda body: body.code),
        elections=_by(parsed.elections, lambda election: election.code),
        counter=parsed.counter,
        areas=_by(parsed.areas, lambda area: area.code),
        rules=parsed.rules,
        rules_by_id=_by(parsed.rules, lambda rule: rule.id),
        rules_of=rules_of,
        safety_order=MappingProxyType({c: exceptions.get(c, parsed.safety.default) for c in Category}),
        walled_by_category=MappingProxyType(
            {
                category: government if rules[-1].walls is Walls.REGENCY_GOVERNMENT else frozenset()
                for category, rules in rules_of.items()
            }
        ),
        zone=ZoneInfo(parsed.timezone),
    )


def _rules_of(rules: tuple[Rule, ...]) -> Mapping[Category, tuple[Rule, ...]]:
    ordered = sorted(rules, key=lambda rule: rule.category)
    return MappingProxyType(
        {category: tuple(group) for category, group in groupby(ordered, lambda rule: rule.category)}
    )


def _by(things: Iterable[T], key: Callable[[T], K]) -> Mapping[K, T]:
    return MappingProxyType({key(thing): thing for thing in things})
