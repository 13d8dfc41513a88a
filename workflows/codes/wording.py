"""What people read in place of a machine code, in English and in Bahasa Indonesia.

``LABELS`` has one list a code list; the codes themselves are the same in every language.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from workflows.codes.words import (
    administrative,
    approvals,
    cases,
    clocks,
    content,
    evidence,
    notices,
    people,
    policy,
    reports,
    reviews,
    tasks,
)
from workflows.codes.words.code_list import Pair, by_name


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing's name in both languages."""

    en: str
    id: str

    def __post_init__(self) -> None:
        """Raise ValueError for an empty name."""
        if not (self.en.strip() and self.id.strip()):
            msg = "a name is given in both languages"
            raise ValueError(msg)

    def of(self, lang: str) -> str:
        """Return the wording in ``id``, or in English for every other language."""
        return self.id if lang == "id" else self.en


_ROOMS = (reports, tasks, people, clocks, notices, approvals, cases, administrative, reviews, policy, evidence, content)
"""Every room whose codes are published."""

_FIRST = (
    *("category", "severity", "classification", "report_state", "report_trigger", "outcome"),
    *("task_state", "task_trigger", "task_kind", "task_role", "transfer_kind", "role"),
    *("athg", "field", "channel", "stage", "audience", "notice_channel", "notice_language", "occasion"),
    *("template_fact", "link_kind", "reliability", "credibility", "clock_kind", "clock_family", "day_kind"),
    *("legal_step", "counts_from", "day_off", "rung", "law_status", "text_field", "erasure_target"),
    *("approval_state", "protection", "proposal_kind", "approval_trigger"),
)
"""The lists that stand first where all are published, in this order; the others follow room by room."""


def _worded(pairs: Mapping[str, Pair]) -> Mapping[str, Wording]:
    return MappingProxyType({code: Wording(en, local) for code, (en, local) in pairs.items()})


_BY_NAME = by_name(each for room in _ROOMS for each in room.LISTS)
_LISTS = tuple(_BY_NAME[name] for name in dict.fromkeys((*_FIRST, *_BY_NAME)))

LIST_OF: Mapping[type[StrEnum], str] = MappingProxyType({each.codes: each.name for each in _LISTS if each.codes})
"""The code list that each enum is published as."""

LIST_TITLES: Mapping[str, Wording] = _worded({**{each.name: each.title for each in _LISTS}, **policy.TITLES})
"""The name of each code list."""

LABELS: Mapping[str, Mapping[str, Wording]] = MappingProxyType({each.name: _worded(each.words) for each in _LISTS})
"""The wording of each code, by code list."""


def label(code: str, lang: str) -> str:
    """Return what people read: for an enum member its wording, for a plain string the code list's title.

    ``lang`` is ``id``, or anything else for English. Raises KeyError for what has no wording.
    """
    name = LIST_OF.get(type(code)) if isinstance(code, StrEnum) else None
    wording = LIST_TITLES[code] if name is None else LABELS[name][code]
    return wording.of(lang)
