"""An example of every path and query parameter: what its own schema says, else by name, pattern or format."""

from collections.abc import Mapping
from typing import Any

from service.contract.headers import JsonObject
from workflows.decisions.command_members import AGENCY_PATTERN, AREA_PATTERN, ELECTION_PATTERN

_NAMED: Mapping[str, Any] = {
    "after": 1207,
    "as_of": 1207,
    "clock_id": "019ab3f4-2a10-7b3c-8e55-7c6d5e4f3a21",
    "code": "report_closed",
    "erasure_id": "019ab401-77aa-7c02-9b1d-5e6f70819293",
    "proposal_id": "019ab401-77aa-7c02-9b1d-5e6f70819294",
    "event_id": "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",
    "expires": 1795492800,
    "notice_id": "019ab3f9-6c10-7d55-a0b4-8f9e0d1c2b3a",
    "old_size": 2,
    "q": "amplop",
    "report_id": "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
    "review_id": "019ab405-31c7-7e15-8a60-4b2d9c7f0e11",
    "signature": "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
    "size": 3,
    "task_id": "019ab3f4-8d02-7be0-b1c9-2f6a7e4d3c18",
    "tile": "0/000",
}
_OF_PATTERN: Mapping[str, str] = {
    AGENCY_PATTERN: "bawaslu",
    AREA_PATTERN: "33.05.12",
    ELECTION_PATTERN: "pilkada-2024",
    "^[A-Za-z0-9_-]{1,400}$": "WyIyMDI2LTExLTI0VDAzOjQxOjMwWiJd",
}
_OF_FORMAT: Mapping[str, str] = {
    "uuid": "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",
    "date-time": "2026-11-24T10:15:00+07:00",
    "date": "2026-11-24",
}


def example_of(name: str, schema: JsonObject) -> JsonObject:
    """The ``example`` member of a parameter; empty where its schema has examples, or nothing is known of it.

    The contract tests refuse a parameter without any: give its schema ``examples``, or its name a line above.
    """
    if "examples" in schema:
        return {}
    if name in _NAMED:
        return {"example": _NAMED[name]}
    told = [
        *(schema[word] for word in ("default", "const") if word in schema),
        *schema.get("enum", ())[:1],
        *([_OF_PATTERN[schema["pattern"]]] if schema.get("pattern") in _OF_PATTERN else ()),
        *([_OF_FORMAT[schema["format"]]] if schema.get("format") in _OF_FORMAT else ()),
        *([True] if schema.get("type") == "boolean" else ()),
    ]
    return {"example": told[0]} if told else {}
