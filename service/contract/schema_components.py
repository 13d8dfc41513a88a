"""The schemas of the document: answers from their msgspec types, bodies from their pydantic models."""

from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.contract.headers import JsonObject
from service.edge.answer_types import Problem

PREFIX = "#/components/schemas/"
_OPEN = (Problem,)
"""Types that may hold further members, and say so."""


class NameTakenError(Exception):
    """Two types have one name, or a name that needs its module: a client could not have a class for each."""


def schema_of(kind: Any) -> JsonObject:
    """The schema of one type, by reference where it has a name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {"$ref": PREFIX + kind.__name__}
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=PREFIX + "{name}")
    return schema


def components(bodies: Iterable[type[BaseModel]], answers: Iterable[Any]) -> JsonObject:
    """Every named schema that bodies and answers refer to.

    Raises NameTakenError when two types would stand under one name.
    """
    _, models = models_json_schema([(body, "validation") for body in bodies], ref_template=PREFIX + "{model}")
    _, structs = msgspec.json.schema_components(answers, ref_template=PREFIX + "{name}")
    taken = [name for name in models["$defs"].keys() & structs if not _same(models["$defs"][name], structs[name])]
    qualified = [name for name in (*models["$defs"], *structs) if not name.isidentifier()]
    if taken or qualified:
        raise NameTakenError(sorted([*taken, *qualified]))
    found = {**models["$defs"], **structs}
    opened = {kind.__name__ for kind in _OPEN}
    return {name: _whole(schema, opened=name in opened) for name, schema in found.items()}


def _same(one: JsonObject, other: JsonObject) -> bool:
    """A list of codes that bodies and answers share; nothing else may stand in both."""
    return "enum" in one and set(one["enum"]) == set(other.get("enum", ()))


def _whole(schema: JsonObject, *, opened: bool) -> JsonObject:
    """The schema with what one of its two makers leaves out: what kind of codes it lists, and that it is open."""
    told = {**schema, "description": cleandoc(schema["description"])} if "description" in schema else schema
    kinds = {"type": "string"} if all(isinstance(code, str) for code in schema.get("enum", (0,))) else {}
    return {**kinds, **told, **({"additionalProperties": True} if opened else {})}
