"""Schemas in the form that most generators of clients read: what may be null as a type, one value as a constant.

JSON Schema says the same in several ways, and what two libraries draw here is some of each: ``anyOf`` with null became
a class of its own in one generator, ``title`` of a member the name of a class that others have too (``Reason1``), a
list of one code an enumeration without a name.
"""

from typing import Any

NULL = {"type": "null"}
SHOWN = frozenset({"example", "examples", "default"})
"""What holds values, in which nothing is a schema."""


def plain(node: Any) -> Any:
    """The node with every schema in it in its plain form; a component's own title is its name, which stays."""
    return _plain(node, titled=True)


def _plain(node: Any, *, titled: bool) -> Any:
    if isinstance(node, list):
        return [_plain(inner, titled=False) for inner in node]
    if not isinstance(node, dict):
        return node
    inside = {
        name: it if name in SHOWN else _plain(it, titled=False)
        for name, it in node.items()
        if titled or name != "title" or isinstance(it, dict)
    }
    return _constant(_nullable(inside))


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """One type or null is a list of the two: its rules say nothing of null. A reference or null stays as it is."""
    alternatives = schema.get("anyOf", [])
    typed = [one for one in alternatives if one != NULL]
    if len(typed) != 1 or len(alternatives) == 1 or not isinstance(typed[0].get("type"), str) or "enum" in typed[0]:
        return schema
    said = {name: it for name, it in schema.items() if name != "anyOf"}
    return {**typed[0], **said, "type": [typed[0]["type"], "null"]}


def _constant(schema: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(schema.get("enum"), list) or len(schema["enum"]) != 1:
        return schema
    said = {name: it for name, it in schema.items() if name != "enum"}
    return {**said, "type": "string", "const": schema["enum"][0]}
