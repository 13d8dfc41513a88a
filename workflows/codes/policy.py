"""The machine codes that a policy file is written in, beside the domain's own in ``codes.py``."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

REGIME_PATTERN = r"^[a-z][a-z0-9_]{1,29}$"
Regime: TypeAlias = str
"""Which election law governs, by its code in the file of the law: regimes are data, no list of the code."""

NO_ELECTION = "none"
"""In a filter by election: what belongs to none. No election has this code."""


class AgencyKind(StrEnum):
    """What an agency is in law; walls and leads are decided by it, not by its name."""

    POLICE = "police"
    ARMY = "army"
    PROSECUTOR = "prosecutor"
    ELECTION_COMMISSION = "election_commission"
    ELECTION_SUPERVISOR = "election_supervisor"
    REGENCY_GOVERNMENT = "regency_government"


class AreaLevel(StrEnum):
    """*Kabupaten* and *kecamatan*."""

    REGENCY = "regency"
    DISTRICT = "district"


class Weekday(StrEnum):
    """The days of the week, in the order of ``date.weekday``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Walls(StrEnum):
    """Whom a category walls off by itself. An accused agency is walled off in every category.

    ``accused`` says that the category is by nature a charge against an agency, ``regency_government``
    that every agency of the regency's own government is behind the wall, accused or not.
    """

    NONE = "none"
    ACCUSED = "accused"
    REGENCY_GOVERNMENT = "regency_government"


class LegalClockSet(StrEnum):
    """Which family of legal time limits a routed report falls under."""

    CRIMINAL = "criminal"
    ADMINISTRATIVE = "administrative"
    OTHER_LAW = "other_law"
    EXTERNAL = "external"
    REVOTE = "revote"
    BY_REGIME = "by_regime"


class ClockOwner(StrEnum):
    """Who must act before a legal clock ends: a body of the law, or whoever reports."""

    REPORTER = "reporter"
    BAWASLU = "bawaslu"
    KPU = "kpu"
    POLRES = "polres"
    KEJARI = "kejari"
    COURT = "court"
    PARTIES = "parties"
    BAWASLU_PROVINCE = "bawaslu_province"
    SUPREME_COURT = "supreme_court"


class Bound(StrEnum):
    """What a legal clock is to its owner.

    An ``agency`` of the region has a duty, and so has a body ``outside``. To whoever reports and to the parties of a
    case the law gives a ``right``: unused, it lapses, and nobody is late.
    """

    AGENCY = "agency"
    OUTSIDE = "outside"
    RIGHT = "right"


BOUND: Mapping[ClockOwner, Bound] = {
    ClockOwner.REPORTER: Bound.RIGHT,
    ClockOwner.BAWASLU: Bound.AGENCY,
    ClockOwner.KPU: Bound.AGENCY,
    ClockOwner.POLRES: Bound.AGENCY,
    ClockOwner.KEJARI: Bound.AGENCY,
    ClockOwner.COURT: Bound.OUTSIDE,
    ClockOwner.PARTIES: Bound.RIGHT,
    ClockOwner.BAWASLU_PROVINCE: Bound.OUTSIDE,
    ClockOwner.SUPREME_COURT: Bound.OUTSIDE,
}
OUTSIDE_OWNERS = frozenset(owner for owner, bound in BOUND.items() if bound is not Bound.AGENCY)
"""Whom a legal clock may bind that is no agency of a region: nobody here decides for them, who leads watches."""

RIGHT_HOLDERS = frozenset(owner for owner, bound in BOUND.items() if bound is Bound.RIGHT)
"""Whose clock is a right: once it has passed it has lapsed, and no list shows it as late."""


class LegalMoment(StrEnum):
    """When a set of legal clocks opens: a person's report came in, Bawaslu found it itself, it was registered."""

    REPORTED = "reported"
    FOUND = "found"
    REGISTERED = "registered"
