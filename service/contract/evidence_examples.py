"""Examples of what evidence asks and answers: a photograph of envelopes, downloaded for a clarification."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from service.contract.headers import JsonObject
from service.features.evidence.schemas import (
    CustodyPage,
    EvidenceAnswer,
    EvidenceLinkAnswer,
    EvidencePage,
    EvidenceTransferAnswer,
)
from workflows.decisions.evidence.commands import RequestEvidenceLink, TransferEvidence

_REPORT = "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2"
_EVIDENCE = "019ab3f6-2e4d-7a60-9c31-7be0d4f2a915"
_EVENT = "019ab3f6-2f90-7b12-8d47-5a1c0e9f3b64"
_PERSON = "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33"
_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_AT = "2026-11-24T03:41:30Z"
_SIGNATURE = "rwOxsCjFLEj5yBtg8f30NB2+c2dSV/JJ1OF6DRufxmJxSa6dd/n+IdjM87URyWYGVCedhVU+yNLGuwrdbCMkPs4JAAY="
_RECEIPT = {
    "event": _EVENT,
    "leaf_hash": _SHA256,
    "at": _AT,
    "max_merge_delay_s": 60,
    "signature": f"\u2014 tindak.local/33.05/receipts {_SIGNATURE}",
}
_PATH = f"/v1/regions/33.05/reports/{_REPORT}/evidence/{_EVIDENCE}/content"
_REASON = "Pemeriksaan saat klarifikasi"

_ONE: JsonObject = {
    "id": _EVIDENCE,
    "report": _REPORT,
    "event": _EVENT,
    "media_type": "image/jpeg",
    "size": 48123,
    "sha256": _SHA256,
    "name": "amplop.jpg",
    "note": "Amplop di teras rumah",
    "preview": "ready",
    "added_at": _AT,
    "added_by": {"person": _PERSON, "agency": "polres"},
    "checked_at": _AT,
    "altered_at": None,
    "actions": [{"action": "download", "allowed": True, "reasons": []}],
}
_ENTRY: JsonObject = {
    "event": _EVENT,
    "act": "downloaded",
    "at": _AT,
    "person": _PERSON,
    "agency": "bawaslu",
    "reason": _REASON,
    "reference": None,
    "to_agency": None,
    "to_outside": None,
}
_HANDED = _ENTRY | {"act": "transferred", "reference": "BA/12/XI/2026", "to_agency": "kejari"}

ANSWERS: Mapping[Any, JsonObject] = {
    EvidenceAnswer: _ONE,
    EvidencePage: {"items": [_ONE], "next_cursor": None},
    EvidenceLinkAnswer: {
        "evidence": _EVIDENCE,
        "purpose": "download",
        "url": f"{_PATH}?rendition=original&custody={_EVENT}&expires=1795655393&signature={'A' * 43}",
        "expires_at": "2026-11-24T03:42:30Z",
        "media_type": "image/jpeg",
        "sha256": _SHA256,
        "receipt": _RECEIPT,
    },
    CustodyPage: {"items": [_ENTRY], "next_cursor": None},
    EvidenceTransferAnswer: _HANDED | {"receipt": _RECEIPT},
}
"""An example of each answer."""

BODIES: Mapping[type[BaseModel], Mapping[str, tuple[str, JsonObject]]] = {
    RequestEvidenceLink: {"download": ("Take the original", {"purpose": "download", "reason": _REASON})},
    TransferEvidence: {
        "agency": (
            "Handed to the prosecutor",
            {"agency": "kejari", "reference": "BA/12/XI/2026", "reason": "Pelimpahan berkas perkara"},
        )
    },
}
"""Examples of each body."""
