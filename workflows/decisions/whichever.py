"""Why an act is refused whichever agency it names, asked of the very rule that takes or refuses it.

What is told beforehand is so what is enforced: no second copy of the rule that could say another thing.
"""

from collections.abc import Callable, Iterable

from workflows.access.facts import ReportFacts
from workflows.access.refusals import DutyConflict, Refused
from workflows.codes.reports import Classification


def takes_anybody(report: ReportFacts) -> bool:
    """Whether nothing protects a report from an agency, so that there is surely one to take it, and none need be tried.

    Almost every report is so whenever it is read, and what is told of it costs no more for it.
    """
    shut_out = report.walled or report.accused_ever or report.accused_beyond or report.passed_over
    return not shut_out and report.classification is not Classification.SECRET


def refused_for_all(agencies: Iterable[str], require: Callable[[str], object]) -> tuple[str, ...]:
    """Why none of these agencies would be taken, as codes without doubles; none where one would.

    A duty comes before the law: it says that somebody else may, or two, where the law says no to everybody.
    """
    refusals: list[Refused] = []
    for agency in agencies:
        try:
            require(agency)
        except Refused as refused:
            refusals.append(refused)
        else:
            return ()
    duties = [refused for refused in refusals if isinstance(refused, DutyConflict)]
    return tuple(dict.fromkeys(refused.code for refused in duties or refusals))
