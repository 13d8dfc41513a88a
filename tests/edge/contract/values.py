"""Values made from the schemas of the document, and every string in them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.edge.contract.document import NOBODY, follow
from workflows.codes.addresses import ADDRESS_PATTERN

SQL = "'; DROP TABLE report; --"
FREE = r"^[^\x00]*[^\s\x00][^\x00]*$"
OF_FORMAT = {"date-time": "2024-11-24T20:15:00+07:00", "uuid": NOBODY, "date": "2024-11-25"}
OF_PATTERN = {
    FREE: "Kata",
    "^[a-z][a-z0-9_]{1,31}$": "kejari",
    ADDRESS_PATTERN: "https://contoh.example/1",
    "^[0-9]{16}$": "3305010101700001",
    "^[A-Za-z0-9_-]{43}$": "A" * 43,
    "^[a-z0-9][a-z0-9-]{1,39}$": "pilkada-2024",
    r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$": "33.05.12",
}


class Member(NamedTuple):
    """A string in a body: where it stands, what it may be, and whether null may stand there."""

    at: tuple[str | int, ...]
    schema: dict[str, Any]
    nullable: bool

    @property
    def pointer(self) -> str:
        return "".join(f"/{step}" for step in self.at)

    @property
    def free(self) -> bool:
        return bool(self.schema.get("pattern") == FREE)


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """What a value may be, without the null beside it and without references."""
    if "anyOf" in schema:
        given = [one for one in schema["anyOf"] if one != {"type": "null"}]
        return {**plain(given[0]), **{name: value for name, value in schema.items() if name == "examples"}}
    if "$ref" in schema:
        return {**plain(follow({"$ref": schema["$ref"]})), **schema}
    if isinstance(schema.get("type"), list):
        (kind,) = [one for one in schema["type"] if one != "null"]
        return {**schema, "type": kind}
    return schema


def nullable(schema: dict[str, Any]) -> bool:
    """Whether null may stand in its place."""
    return {"type": "null"} in schema.get("anyOf", ()) or "null" in schema.get("type", ())


def members(schema: dict[str, Any], at: tuple[str | int, ...] = ()) -> Iterator[Member]:
    """Every string that a value may hold."""
    found = plain(schema)
    if found.get("type", "string") == "string":
        yield Member(at, found, nullable(schema))
    for name, inner in found.get("properties", {}).items():
        yield from members(inner, (*at, name))
    if "items" in found:
        yield from members(found["items"], (*at, 0))


def full(schema: dict[str, Any]) -> Any:
    """A valid value with every member that there may be."""
    found = plain(schema)
    if found.get("type") == "object":
        return {name: full(inner) for name, inner in found.get("properties", {}).items()}
    if found.get("type") == "array":
        return [full(found["items"])]
    known = [*found.get("examples", ()), *([found["const"]] if "const" in found else ()), *found.get("enum", ())]
    of_kind = {
        "boolean": True,
        "integer": 5,
        "string": OF_FORMAT.get(found.get("format", ""), OF_PATTERN.get(found.get("pattern"))),
    }
    return known[0] if known else of_kind[found["type"]]
