"""One kind of problem with its wording in two languages."""

from collections.abc import Mapping
from typing import NamedTuple

LANGUAGES = ("en", "id")
"""The languages that problems are told in; the first where none of them is asked for."""


class ProblemType(NamedTuple):
    """One kind of problem. Details may hold ``{names}`` filled from the case at hand."""

    status: int
    title: Mapping[str, str]
    detail: Mapping[str, str]


def problem_type(status: int, en: str, id_: str, detail_en: str = "", detail_id: str = "") -> ProblemType:
    """A kind of problem; its detail says the title again unless it says more."""
    title = {"en": en, "id": id_}
    return ProblemType(status, title, {"en": detail_en or f"{en}.", "id": detail_id or f"{id_}."})
