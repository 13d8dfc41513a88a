"""Links of the document: what was made leads to every operation that needs its identifier (OpenAPI 3.1, 4.8.20).

One table says what each creation makes and where its answer tells the identifier. What needs it is read off the paths,
so that an operation that comes later is linked by itself, and tools that keep state walk the API.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from service.contract.headers import JsonObject
from service.edge.web.declared import ETAG, UPLOAD


class Made(NamedTuple):
    """A thing that an answer tells of: the parameter by which it is asked for, and the expression that finds it.

    ``own`` are things whose own version is the answer's ETag.
    """

    parameter: str
    found: str
    own: bool = False


ID = "$response.body#/id"
CREATED = 201

CREATIONS: Mapping[str, tuple[Made, ...]] = {
    "createReport": (Made("report_id", ID, own=True),),
    "offerTask": (Made("task_id", "$response.body#/tasks/0/id"),),
    "openContentCheck": (Made("check_id", ID),),
    "requestErasure": (Made("erasure_id", ID),),
    "sendNotice": (Made("notice_id", ID),),
    "proposeChange": (Made("proposal_id", ID),),
    "openReview": (Made("review_id", ID, own=True),),
    "createUpload": (Made("upload_id", f"$response.header.{UPLOAD}"),),
    "makeApiKey": (Made("key_id", ID),),
    "keepDay": (Made("kept_day_id", ID),),
    "makeWebhook": (Made("webhook_id", ID, own=True),),
}
"""What has an identifier of its own, by the operation that makes it."""

ADDITIONS: Mapping[str, str] = {
    **dict.fromkeys(
        ("addNote", "addLink", "createUpload", "offerTask", "raiseWall", "noteWithdrawal", "noteCompleteness"),
        "report_id",
    ),
    **dict.fromkeys(("addLesson", "recommend"), "review_id"),
    **dict.fromkeys(("makeEvidenceLink", "transferEvidence"), "evidence_id"),
}
"""What is added to a thing and is read with it, by the operation that adds it: it leads to what reads the thing."""

LATER = frozenset({"getAdministrative", "getCase", "listReads"})
"""What is there only after something else was done, or is for others than who made the thing."""


class MissingError(Exception):
    """An operation that makes something is in neither table, or a table names one that there is not."""


def linked(paths: JsonObject) -> JsonObject:
    """The same paths, in which every creation has its links. Raises MissingError."""
    told = [(path, method, one) for path, item in paths.items() for method, one in item.items()]
    operations = {one["operationId"]: (path, method, one) for path, method, one in told}
    creating = {name for name, (_, _, one) in operations.items() if str(CREATED) in one["responses"]}
    if creating != {*CREATIONS, *ADDITIONS}:
        raise MissingError(sorted(creating ^ {*CREATIONS, *ADDITIONS}))
    return {
        path: {method: _with_links(path, one, operations) for method, one in item.items()}
        for path, item in paths.items()
    }


def _with_links(path: str, operation: JsonObject, operations: Mapping[str, Any]) -> JsonObject:
    name = operation["operationId"]
    if name not in CREATIONS and name not in ADDITIONS:
        return operation
    links = dict(sorted(_links(name, path, operations)))
    made = {**operation["responses"][str(CREATED)], "links": links}
    return {**operation, "responses": {**operation["responses"], str(CREATED): made}}


def _links(name: str, path: str, operations: Mapping[str, Any]) -> Iterator[tuple[str, JsonObject]]:
    known = {one: f"$request.path.{one}" for one in _parameters(path)}
    for target, (there, method, one) in operations.items():
        needed = _parameters(there)
        if target in LATER or _asks_more(one):
            continue
        for made in CREATIONS.get(name, ()):
            if made.parameter in needed and needed <= {*known, made.parameter}:
                yield target, _link(one, needed, {**known, made.parameter: made.found}, own=made.own)
        if ADDITIONS.get(name) in needed and needed <= {*known} and method == "get":
            yield target, _link(one, needed, known, own=False)


def _link(target: JsonObject, needed: set[str], known: Mapping[str, str], *, own: bool) -> JsonObject:
    told = {name: known[name] for name in sorted(needed)}
    if own and any(one["name"] == "If-Match" for one in target["parameters"]):
        told["If-Match"] = f"$response.header.{ETAG}"
    return {"operationId": target["operationId"], "description": target["summary"] + ".", "parameters": told}


def _asks_more(target: JsonObject) -> bool:
    """Whether it cannot be asked for without a query, of which an identifier says nothing."""
    return any(one["in"] == "query" and one["required"] for one in target["parameters"])


def _parameters(path: str) -> set[str]:
    return {part[1:-1] for part in path.split("/") if part.startswith("{")}
