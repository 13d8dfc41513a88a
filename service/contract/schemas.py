"""The schemas of the document: answers from their msgspec types, bodies from their pydantic models."""

from collections.abc import Iterable
from typing import Any

import msgspec
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.contract.headers import JsonObject

PREFIX = "#/components/schemas/"


def schema_of(kind: Any) -> JsonObject:
    """The schema of one type, by reference where it has a name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {"$ref": PREFIX + kind.__name__}
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=PREFIX + "{name}")
    return schema


def components(bodies: Iterable[type[BaseModel]], answers: Iterable[Any]) -> JsonObject:
    """Every named schema that bodies and answers refer to."""
    _, models = models_json_schema([(body, "validation") for body in bodies], ref_template=PREFIX + "{model}")
    _, structs = msgspec.json.schema_components(answers, ref_template=PREFIX + "{name}")
    return {**models["$defs"], **structs}
