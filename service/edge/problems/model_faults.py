"""What a model says of a member at fault, in our words: its own are English, and some of them quote what was sent."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic_core import ErrorDetails

from service.edge.problems.faults import meant, says
from service.edge.problems.forms import told_form
from workflows.codes.actions import ASKABLE, OBJECTS
from workflows.codes.near import nearest
from workflows.codes.wording import Wording

KINDS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        **{kind: ("missing", {}) for kind in ("missing", "union_tag_not_found")},
        "extra_forbidden": ("unknown_member", {}),
        **{kind: ("text", {}) for kind in ("string_type", "string_sub_type", "string_unicode")},
        **{kind: ("number", {}) for kind in ("int_type", "int_parsing", "int_parsing_size", "int_from_float")},
        **{kind: ("any_number", {}) for kind in ("float_type", "float_parsing", "finite_number")},
        **{kind: ("truth", {}) for kind in ("bool_type", "bool_parsing")},
        **{kind: ("list", {}) for kind in ("list_type", "tuple_type", "set_type", "frozen_set_type")},
        **{kind: ("object", {}) for kind in ("dict_type", "model_type", "model_attributes_type")},
        "none_required": ("nothing", {}),
        **{kind: ("uuid", {}) for kind in ("uuid_type", "uuid_parsing")},
        "uuid_version": ("uuid_version", {"version": "expected_version"}),
        **{kind: ("moment", {}) for kind in ("datetime_type", "datetime_parsing", "datetime_from_date_parsing")},
        **{kind: ("moment", {}) for kind in ("datetime_object_invalid", "timezone_aware", "timezone_naive")},
        **{kind: ("day", {}) for kind in ("date_type", "date_parsing", "date_from_datetime_parsing")},
        "date_from_datetime_inexact": ("day", {}),
        "greater_than_equal": ("at_least", {"least": "ge"}),
        "less_than_equal": ("at_most", {"most": "le"}),
        "greater_than": ("above", {"least": "gt"}),
        "less_than": ("below", {"most": "lt"}),
        "string_too_short": ("too_short", {"least": "min_length"}),
        "string_too_long": ("too_long", {"most": "max_length"}),
        "too_short": ("too_few", {"least": "min_length"}),
        "too_long": ("too_many", {"most": "max_length"}),
        "no_visible_character": ("visible", {}),
        "no_web_address": ("no_web_address", {}),
    }
)
"""For each kind of fault of a model the row of ``FAULTS``, and what of the model's context fills its places."""

LAWS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "must be an RFC 3339 date-time with an offset, for example 2024-11-24T20:15:00+07:00": ("moment", {}),
        "must be a person; an API key reads no secret and holds no task": ("no_person", {}),
        "must be a UUID of version 7": ("uuid_version", {"version": "7"}),
        "a proposal names at least one member to change": ("nothing_proposed", {}),
        "the reporter is not a text": ("reporter_no_text", {}),
        "a notice holds its text when it was sent, and its reason when it was not": ("notice_text_or_reason", {}),
    }
)
"""For what a command's own rule says of itself (``value_error``), the row of ``FAULTS`` and what fills it."""


_CALENDAR: tuple[str, Mapping[str, str]] = ("no_such_moment", {})
"""Any other is ``datetime``'s, of the 30th of February and its like: every rule of ours stands in ``LAWS``."""


def told_fault(fault: ErrorDetails) -> Wording:
    """What is wrong with one member; nothing of its value is repeated."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return told_form(context["pattern"])
    if kind == "value_error":
        name, values = LAWS.get(str(context["error"]), _CALENDAR)
        return says(name, **values)
    if kind in _CODED and _CODED[kind][1] in context:
        return says(_CODED[kind][0], codes=_codes(context[_CODED[kind][1]]))
    if kind == "unknown_action":
        return meant_action(str(fault["input"]))
    name, places = KINDS.get(kind, ("invalid", {}))
    return says(name, **{place: context[member] for place, member in places.items()})


def meant_action(asked: str) -> Wording:
    """What a mistyped action may have meant; like none of them, it is told their objects alone."""
    return meant(asked, ASKABLE if nearest(asked, ASKABLE) else {f"{thing}.*" for thing in OBJECTS})


_CODED = {
    "enum": ("one_of", "expected"),
    "literal_error": ("one_of", "expected"),
    "union_tag_invalid": ("one_of", "expected_tags"),
    "union_tag_not_found": ("missing_one_of", "expected_tags"),
}
"""The kinds of a code that is not known or not there, what is said of it, and where the context has the codes."""


def _codes(expected: Any) -> str:
    """The codes of ``'S1', 'S2' or 'S3'``, or of a union's tags, one after another as they are sent."""
    plain = str(expected).replace(" or ", ", ")
    return ", ".join(_bare(each.strip()) for each in plain.split(","))


def _bare(code: str) -> str:
    """One code without its quotes, and without the type that a tag may stand in: ``<Trigger.VERIFY: 'verify'>``."""
    return code.rpartition(": ")[2].rstrip(">").strip("'") if code.startswith("<") else code.strip("'")
