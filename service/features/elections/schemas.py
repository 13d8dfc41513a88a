"""What elections answer."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from service.edge.answer_types import AgencyCode, Moment, NameAnswer, Page, RegimeCode
from workflows.codes.clocks import LawStatus, Stage
from workflows.codes.policy import Weekday

Mark = Annotated[LawStatus, Meta(description="Whether a lawyer has confirmed it.")]
TimeOfDay = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="Local hour and minute.")]


class PeriodAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A stage with its first and last local day, both included."""

    stage: Stage
    name: NameAnswer
    first: Annotated[date, Meta(description="The first day.")]
    last: Annotated[date, Meta(description="The last day.")]
    status: Mark


class CounterStanding(Struct, frozen=True, kw_only=True, gc=False):
    """How the counter stands for an election. An early warning is taken at any hour."""

    open: Annotated[bool, Meta(description="Whether a formal report would be received at this moment.")]
    opens_at: Annotated[Moment | None, Meta(description="When it opens next; null while it is open.")]


class ElectionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An election: its stages in the order of time, the one that it is in, and the counter for it."""

    code: Annotated[str, Meta(description="Its code.", examples=["pilkada-2024"])]
    name: NameAnswer
    regime: RegimeCode
    stages: list[PeriodAnswer]
    stage: Annotated[Stage, Meta(description="The stage that it is in at this moment.")]
    stage_name: NameAnswer
    counter: Annotated[CounterStanding | None, Meta(description="Null where no counter receives reports on it.")]


class HoursAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The hours of some days of the week: from `opens` on, and no longer at `closes`."""

    days: list[Weekday]
    opens: TimeOfDay
    closes: TimeOfDay
    disputed: Annotated[
        str | None,
        Meta(
            description="A later hour at which it is said to close: a report still counts as received until then, and"
            " a limit is warned of by `closes`. Null where nobody says so.",
            examples=["16:30"],
        ),
    ]
    closes_by: Annotated[NameAnswer | None, Meta(description="Who says `closes`; null where it is not disputed.")]
    disputed_by: Annotated[NameAnswer | None, Meta(description="Who says `disputed`; null where it is not disputed.")]


class CounterHoursAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """When the counter is open for elections of a regime, by one regulation. It keeps its hours but for days off."""

    regime: RegimeCode
    hours: list[HoursAnswer]
    around_the_clock: Annotated[list[Stage], Meta(description="The stages in which it never closes.")]
    kept_on: Annotated[list[Stage], Meta(description="The stages in which it keeps its hours on days off too.")]
    status: Mark
    basis: Annotated[str, Meta(description="The regulation.", examples=["Perbawaslu 7/2022"])]
    note: Annotated[NameAnswer | None, Meta(description="What a lawyer has still to confirm, where something is.")]
    valid_from: Annotated[date | None, Meta(description="The first day of these hours; null for no such day.")]
    valid_to: Annotated[date | None, Meta(description="The last day of these hours; null for no such day.")]


class CounterAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The counter that receives formal reports, and its hours by regime and regulation."""

    agency: AgencyCode
    hours: list[CounterHoursAnswer]


class ElectionPage(Page[ElectionAnswer], frozen=True, kw_only=True, gc=False):
    """Every election of the region, and the counter, at a moment."""

    at: Annotated[Moment, Meta(description="The moment at which stages and counter stand so.")]
    policy_version: Annotated[str, Meta(description="The version of the policy that says so.")]
    counter: CounterAnswer
