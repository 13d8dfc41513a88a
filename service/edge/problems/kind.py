"""One kind of problem with its wording in two languages."""

from collections.abc import Mapping
from typing import NamedTuple

LANGUAGES = ("en", "id")
"""The languages that problems are told in; the first where none of them is asked for."""


class ProblemType(NamedTuple):
    """One kind of problem. Details may hold ``{names}`` filled from the case at hand.

    ``lists`` says which code list words the codes that a member holds.
    """

    status: int
    title: Mapping[str, str]
    detail: Mapping[str, str]
    lists: Mapping[str, str]


def problem_type(status: int, en: str, id_: str, detail_en: str, detail_id: str, **lists: str) -> ProblemType:
    """A kind of problem; its detail says more than its title: what to do next."""
    return ProblemType(status, {"en": en, "id": id_}, {"en": detail_en, "id": detail_id}, lists)
