"""What makes a generated request able to succeed: real identifiers, the present version, a fresh key."""

import re
from typing import Any
from uuid import uuid4

from schemathesis.core.parameters import ParameterLocation as In

from service.edge.idempotency import KEY_PATTERN
from tests.conftest import REGION
from tests.edge.contract.stage import HOOK, PROPOSED, WALLED, Stage

CLOCK = {"previewClock": {"regime": "pemilu", "step": "handling", "start": "2024-02-07T10:00:00+07:00"}}
"""A limit that the law has, of the many pairs of regime and step that it has not."""


LAWFUL = {
    "amendment": {"amendment": PROPOSED["amendment"]},
    "wall": {"agency": WALLED},
    "lead": {"agency": "panwascam"},
}
"""What can be proposed on a report of the stage, by kind."""

UNKNOWN = "x-schemathesis-unknown-property"
AT_THE_BEGINNING = {"Upload-Offset": "0", "Upload-Length": "1000", "Upload-Metadata": "filename Zm90by5qcGc="}
OF_EVIDENCE: dict[str, dict[str, Any]] = {
    "transferEvidence": {"agency": "kejari", "outside_body": None},
    "makeEvidenceLink": {"purpose": "download"},
    "openContentCheck": {"screenshot": None, "url": "https://contoh.example/1"},
    "requestTakedown": {"at": None},
    "answerTakedown": {"at": None},
}


def place(case: Any, stage: Stage) -> None:
    """Fill the parts of a request that are meant to be valid; what is meant to be wrong stays as it was made."""
    body_valid = _meant_valid(case, In.BODY)
    if _meant_valid(case, In.PATH) and case.path_parameters:
        found = {"region": REGION, **stage.path_for(operation_of(case), case.body if body_valid else None)}
        case.path_parameters.update({name: found[name] for name in case.path_parameters if name in found})
        if _meant_valid(case, In.HEADER) and case.headers and "If-Match" in case.headers:
            case.headers["If-Match"] = stage.etag(case)
    if _meant_valid(case, In.QUERY) and case.query:
        linked = stage.link() if operation_of(case) == "getEvidenceContent" else {}
        known = {"report": stage.report, "event": stage.event, **CLOCK.get(operation_of(case), {}), **linked}
        case.query.update({name: known[name] for name in case.query if name in known})
    if operation_of(case) == "streamEvents" and _meant_valid(case, In.QUERY):
        case.query = {**(case.query or {}), "follow": "false"}  # or it would not end
    _of_evidence(case, body_valid=body_valid)
    if operation_of(case) == "addLink" and body_valid and isinstance(case.body, dict):
        case.body["report"] = stage.other
    _of_protections(case, body_valid=body_valid)
    if operation_of(case).endswith("Webhook") and body_valid and isinstance(case.body, dict):
        lawful = {"url": HOOK["url"], "after": -1}  # nothing is posted, and no name has to be looked up
        case.body.update({name: value for name, value in lawful.items() if case.body.get(name) is not None})
    if operation_of(case) == "makeBundle" and body_valid and isinstance(case.body, dict) and case.body.get("report"):
        case.body["report"] = stage.report
    if case.headers and re.fullmatch(KEY_PATTERN, str(case.headers.get("Idempotency-Key", ""))):
        case.headers["Idempotency-Key"] = str(uuid4())


def _of_protections(case: Any, *, body_valid: bool) -> None:
    """A wall that can be put up, and a proposal of what can be taken away."""
    if not body_valid or not isinstance(case.body, dict):
        return
    if operation_of(case) == "raiseWall":
        case.body["agency"] = WALLED
    if operation_of(case) == "proposeChange":
        case.body.update(LAWFUL.get(case.body["kind"], {}))


def _of_evidence(case: Any, *, body_valid: bool) -> None:
    """An upload at its beginning, and a body that the law takes."""
    if _meant_valid(case, In.HEADER) and case.headers:
        case.headers.update({name: value for name, value in AT_THE_BEGINNING.items() if name in case.headers})
        for name in ("Upload-Checksum", "Range"):
            case.headers.pop(name, None)
    if UNKNOWN in (case.headers or {}) and "Tus-Resumable" in case.headers:
        case.headers["Tus-Resumable"] = "0"  # a header more is no fault: it gets one
    if body_valid and isinstance(case.body, dict):
        case.body.update(OF_EVIDENCE.get(operation_of(case), {}))


def operation_of(case: Any) -> str:
    """The operationId of a generated request."""
    return str(case.operation.definition.raw["operationId"])


def _meant_valid(case: Any, where: In) -> bool:
    return case.meta is None or not case.meta.is_negative_at(where)
