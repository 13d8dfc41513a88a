"""What an event says beside its sentence, member by member: codes in words, agencies by name, times in local time.

A member that is in no table is told by its own name: nothing that an event says is left out, but identifiers are cut to
their last eight digits and commitments are not repeated.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from service.edge.problems.problem_table import PROBLEMS
from service.trail.telling.moments import moment_of
from service.trail.telling.titles import AGENCIES, ALREADY_THERE, CODES, LISTS, OBSTACLES, PAPERS, TITLES
from workflows.clocks.explaining import length_in_words
from workflows.codes.wording import LABELS, Wording
from workflows.policy.region import Policy

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
UNSAID = frozenset({"naming"})
"""Members that hold nothing for people."""

_RULES = frozenset({"rule", "proposed_rule"})
_ARTICLE = r"\d+[A-Z]{0,2}(?:\([0-9a-z]{1,3}\))*"
"""With a letter where a later law put it in between (187A), its paragraphs and letters behind it: 280(1)(j)."""

_LAW = re.compile(
    r"(?<!\w)(?:UU|PP|Perppu|Perpres|Perpol|Perbawaslu|Permendagri|PKPU|(?:Peraturan|Perma|PMK)(?: [A-Z]\w+){0,2}) "
    rf"\d+/\d{{4}}(?: art\. {_ARTICLE}(?:(?:, | and ){_ARTICLE})*)?"
)
_ARTICLES = re.compile(r" art\. ")
_READING = re.compile(
    r"(?P<length>[1-9]\d{0,3}(?:m|h|cd|wd)) (?P<end>\d{4}-\d\d-\d\dT\S+) (?P<basis>.+)", re.ASCII | re.DOTALL
)
_UNTIL = Wording("until", "sampai")
_YES, _NO = Wording("yes", "ya"), Wording("no", "tidak")


class Place(NamedTuple):
    """Where and for whom it is told; ``policy`` is None for a region that is not served here."""

    zone: ZoneInfo
    lang: str
    policy: Policy | None


def particulars(data: Mapping[str, Any], place: Place) -> Iterator[tuple[str, str]]:
    """Each member that says something: its title, and its value in words."""
    for written, value in data.items():
        name = "attendees_named" if written == "named" and "attendees" in data else written
        if name not in UNSAID and value not in (None, [], {}):
            yield title(name, place.lang), _value(name, value, place)


def title(name: str, lang: str) -> str:
    """What a member is called."""
    words = TITLES.get(name)
    return name.replace("_", " ") if words is None else words.of(lang)


def agency_name(code: str, place: Place) -> str:
    """An agency by its name in the region, or by its code."""
    found = place.policy.agencies.get(code) if place.policy else None
    return code if found is None else found.name.of(place.lang)


def short(identifier: str) -> str:
    """An identifier as people compare it: its last eight digits."""
    return f"…{identifier[-8:]}"


def _value(name: str, value: Any, place: Place) -> str:
    if isinstance(value, bool):
        return (_YES if value else _NO).of(place.lang)
    if isinstance(value, Mapping):
        return ", ".join(f"{what}: {said}" for what, said in particulars(value, place))
    if isinstance(value, list):
        return "; ".join(_value(name, each, place) for each in value)
    return _word(name, str(value), place)


def _word(name: str, value: str, place: Place) -> str:
    if _UUID.fullmatch(value):
        return short(value)
    if _STAMP.fullmatch(value):
        return local(value, place)
    if name in _RULES:
        return _rule(value, place)
    return _named(name, value, place) or _coded(name, value, place)


def _coded(name: str, value: str, place: Place) -> str:
    words = words_of(name, value)
    if words is not None:
        return words.of(place.lang)
    return agency_name(value, place) if name in AGENCIES else value


def _reading(value: str, place: Place) -> str:
    """One way to read the law, as an event keeps it: length, end and what it rests on."""
    found = _READING.fullmatch(value)
    if found is None:
        return value
    length = length_in_words(found["length"], place.lang)
    return f"{length}, {_UNTIL.of(place.lang)} {local(found['end'], place)} ({found['basis']})"


def _named(name: str, value: str, place: Place) -> str | None:
    """What law or the region's policy calls it: a reading, a district, an election, a paper for the police."""
    if name == "readings":
        return _reading(value, place)
    if place.policy is None:
        return None
    if name == "area" and value in place.policy.areas:
        return f"{place.policy.areas[value].name} ({value})"
    if name == "election" and value in place.policy.elections:
        return place.policy.elections[value].name.of(place.lang)
    if name in PAPERS and value in place.policy.handover:
        return place.policy.handover[value].name.of(place.lang)
    return None


def words_of(name: str, value: str) -> Wording | None:
    """What a code is called, where a list or a table of its member has it; agencies have their own names."""
    if name in OBSTACLES:
        return ALREADY_THERE.get(value) or _obstacle(value)
    lists = (CODES.get(name, {}), *(LABELS[each] for each in LISTS.get(name, ())))
    return next((each[value] for each in lists if value in each), None)


def _obstacle(code: str) -> Wording | None:
    found = PROBLEMS.get(code)
    return None if found is None else Wording(found.title["en"], found.title["id"])


def local(stamped: str, place: Place) -> str:
    """A time of the trail in local time; as it stands where it is none."""
    try:
        return moment_of(datetime.fromisoformat(stamped).astimezone(UTC), place.zone, place.lang)
    except (ValueError, OverflowError):
        return stamped


def _rule(code: str, place: Place) -> str:
    """A rule, or a limit of law, with what it rests on, where this region's policy or the law knows it."""
    if place.policy is None:
        return code
    limit = next((each for each in place.policy.law.clocks if each.id == code), None)
    if limit is not None:
        return f"{LABELS['legal_step'][limit.step].of(place.lang)} ({limit.basis})"
    found = place.policy.rules_by_id.get(code)
    if found is None:
        return code
    if place.lang != "id":
        return f"{code} ({found.basis})"
    category = LABELS["category"][found.category].of(place.lang)
    return f"{category} [{code}]{law_cited(found.basis)}"


def law_cited(basis: str) -> str:
    """The law that a basis cites, as Indonesians cite it: what it says beside is written in English alone."""
    cited = dict.fromkeys(_ARTICLES.sub(" Pasal ", one).replace(" and ", " dan ") for one in _LAW.findall(basis))
    return f" ({'; '.join(cited)})" if cited else ""
