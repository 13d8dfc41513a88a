"""What the routes outside the regions answer."""

from types import GenericAlias
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct

from service.edge.answer_types import AgencyCode, Moment, PersonId, RegimeCode, StableCode
from workflows.codes.clocks import LawStatus, Stage
from workflows.codes.people import Role
from workflows.codes.policy import AgencyKind, AreaLevel
from workflows.codes.wording import LABELS

Day = Annotated[str, Meta(extra_json_schema={"format": "date"})]
English = Annotated[str, Meta(description="In English.")]
Indonesian = Annotated[str, Meta(description="In Bahasa Indonesia.")]


class MeAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Who the token says you are."""

    person: PersonId
    name: Annotated[str | None, Meta(description="For your own eyes; no other answer shows it.")]
    agency: AgencyCode
    role: Role
    regions: Annotated[list[str], Meta(description="Kemendagri codes of the regions you may ask for.")]
    scopes: Annotated[list[str], Meta(description="What an integrator may do; empty for people.")]
    expires_at: Annotated[Moment, Meta(description="When the token ends.")]


class WordsAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The same words in English and in Bahasa Indonesia."""

    en: English
    id: Indonesian


class ProblemTypeAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What a problem's `type` means."""

    code: StableCode
    status: Annotated[int, Meta(description="The HTTP status; 200 for advice that is no problem.")]
    title: WordsAnswer
    detail: Annotated[WordsAnswer, Meta(description="With `{names}` that the case at hand fills.")]


class HealthAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The process lives."""

    status: Annotated[Literal["ok"], Meta(description="The one word there is; a dead process says nothing.")]


class ReadinessAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The database answers."""

    status: Annotated[Literal["ready"], Meta(description="The one word there is; otherwise a problem answers.")]


class DescriptionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An OpenAPI 3.1 document."""

    openapi: Annotated[
        str, Meta(description="The version of OpenAPI.", extra_json_schema={"pattern": "^3\\.1\\.[0-9]+$"})
    ]
    info: Annotated[dict[str, Any], Meta(description="What this API is, its version and its licence.")]
    paths: Annotated[dict[str, Any], Meta(description="The operations by path and method.")]
    components: Annotated[dict[str, Any], Meta(description="What the operations refer to by name.")]
    webhooks: Annotated[dict[str, Any] | UnsetType, Meta(description="What is posted to endpoints.")] = UNSET
    servers: Annotated[list[dict[str, Any]] | UnsetType, Meta(description="Where the API answers.")] = UNSET
    tags: Annotated[list[dict[str, Any]] | UnsetType, Meta(description="The groups of operations.")] = UNSET


class CodeItem(Struct, frozen=True, kw_only=True, gc=False):
    """A code with its wording."""

    code: StableCode
    en: English
    id: Indonesian


class AgencyItem(CodeItem, frozen=True, kw_only=True, gc=False):
    """An agency of the region."""

    kind: AgencyKind
    core: Annotated[bool, Meta(description="Whether it is one of the five that every region has.")]
    under: Annotated[str | None, Meta(description="The agency that it is an arm of; null when it stands by itself.")]


class OutsideBodyItem(CodeItem, frozen=True, kw_only=True, gc=False):
    """A body outside the region that may take or watch a case."""

    watches: Annotated[list[str], Meta(description="The agencies that it watches; none when it takes any case.")]


class BundleRuleItem(Struct, frozen=True, kw_only=True, gc=False):
    """That an item belongs to the bundle under some regimes."""

    regimes: Annotated[
        list[RegimeCode], Meta(description="The regimes; none means every one that no other rule names.")
    ]
    obligatory: Annotated[bool, Meta(description="Whether the list that asks for it lets nobody leave it out.")]
    stops_forwarding: Annotated[
        bool, Meta(description="Whether nothing is forwarded without it; what else is missing is told.")
    ]
    status: Annotated[LawStatus, Meta(description="Whether a lawyer has confirmed it.")]
    basis: Annotated[str, Meta(description="The law or practice that it rests on.")]


class HandoverItemAnswer(CodeItem, frozen=True, kw_only=True, gc=False):
    """An item of the bundle that goes to the police with a case."""

    asked: Annotated[
        list[BundleRuleItem],
        Meta(description="Under which regimes it belongs to the bundle; none any longer when empty."),
    ]


class StageItem(Struct, frozen=True, kw_only=True, gc=False):
    """A stage of an election, both days included."""

    stage: Stage
    first: Annotated[Day, Meta(description="The first day of the stage.")]
    last: Annotated[Day, Meta(description="The last day of the stage.")]
    status: Annotated[LawStatus, Meta(description="Whether a lawyer has confirmed the days.")]


class ElectionItem(CodeItem, frozen=True, kw_only=True, gc=False):
    """An election with its stages."""

    regime: RegimeCode
    stages: list[StageItem]


class AreaItem(CodeItem, frozen=True, kw_only=True, gc=False):
    """The region or one of its kecamatan."""

    level: AreaLevel
    parent: Annotated[str | None, Meta(description="The region; null for the region itself.")]
    desa: Annotated[int, Meta(description="Number of villages.")]
    kelurahan: Annotated[int, Meta(description="Number of urban villages.")]


_OfOneRegion = defstruct(
    "CodeLists",
    [
        *((name, list[CodeItem]) for name in LABELS),
        ("regime", list[CodeItem]),
        ("agency", list[AgencyItem]),
        ("outside_body", list[OutsideBodyItem]),
        ("election", list[ElectionItem]),
        ("area", list[AreaItem]),
        ("handover_item", list[HandoverItemAnswer]),
    ],
    namespace={"__doc__": "Every code list of a region: the domain's own, then what its policy adds."},
    frozen=True,
    kw_only=True,
)
CodeListsAnswer = GenericAlias(dict, (str, _OfOneRegion))
"""The code lists by region."""
