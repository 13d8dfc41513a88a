"""What the study before registration found, and when each of its limits began and was met, told by its events.

A report that comes to an election late has the clocks that apply by then. Sources: Perbawaslu 7/2022, whose article was
not seen; docs/domain.md, "Legal clocks".
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from workflows.codes.clocks import LegalStep
from workflows.codes.states import COMPLETED, FOUND_INCOMPLETE
from workflows.decisions.gakkumdu.case_limits import CaseLimits, Spell


class Studied(NamedTuple):
    """An event of the study: something was found missing or handed in, or the reporter was told (any other action).

    ``at`` is when, as was said, and ``entered`` when it was recorded here.
    """

    action: str
    at: datetime
    entered: datetime


Study = Sequence[Studied]
NO_STUDY: Study = ()
"""Of a report of which nothing was found missing, and nothing told."""


def study_limits(study: Iterable[Studied]) -> CaseLimits:
    """The limits of a report that was studied and is not registered, as ``completeness`` and ``told_missing`` run them.

    The study is met by what it found. Each of the others begins once, whoever finds or tells it again.
    """
    found: dict[LegalStep, Spell] = {}
    lacking: datetime | None = None
    told: Studied | None = None
    for one in study:
        if one.action == FOUND_INCOMPLETE:
            lacking = lacking or one.at
            first = LegalStep.INITIAL_STUDY not in found
            found.setdefault(LegalStep.INITIAL_STUDY, Spell(None, one.at))
            if first and told is not None:  # what was told had been found, though nobody said when
                since = one.at if one.at != one.entered else min(one.at, told.entered)
                found[LegalStep.COMPLETE_REPORT] = Spell(max(told.at, since))
            elif LegalStep.COMPLETE_REPORT not in found:
                found.setdefault(LegalStep.TELL_MISSING, Spell(one.at))
        elif one.action == COMPLETED:
            lacking = None
            _meet(found, (LegalStep.TELL_MISSING, LegalStep.COMPLETE_REPORT), one.at)
        elif lacking is not None:
            _meet(found, (LegalStep.TELL_MISSING,), max(one.at, lacking))
            found.setdefault(LegalStep.COMPLETE_REPORT, Spell(max(one.at, lacking)))
        else:
            told = told or one
    return found


def _meet(found: dict[LegalStep, Spell], steps: Iterable[LegalStep], at: datetime) -> None:
    for step in steps:
        if step in found and found[step].met is None:
            found[step] = Spell(found[step].begun, at)
