"""Examples of what evidence asks and answers: a photograph of envelopes, downloaded for a clarification."""

from service.edge.examples import BYTES, LEAF, PERSON, RECEIPT, REPORT_ID, VERIFIED, Example, Examples
from service.features.evidence.schemas import (
    CustodyPage,
    EvidenceAnswer,
    EvidenceLinkAnswer,
    EvidencePage,
    EvidenceTransferAnswer,
)
from workflows.decisions.evidence.commands import RequestEvidenceLink, TransferEvidence

_EVIDENCE = "019ab3f6-2e4d-7a60-9c31-7be0d4f2a915"
_EVENT = "019ab3f6-2f90-7b12-8d47-5a1c0e9f3b64"
_RECEIPT = RECEIPT | {"event": _EVENT}
_PATH = f"/v1/regions/33.05/reports/{REPORT_ID}/evidence/{_EVIDENCE}/content"
_REASON = "Pemeriksaan saat klarifikasi"

_ONE: Example = {
    "id": _EVIDENCE,
    "report": REPORT_ID,
    "event": _EVENT,
    "media_type": "image/jpeg",
    "size": 48123,
    "sha256": LEAF,
    "name": "amplop.jpg",
    "note": "Amplop di teras rumah",
    "preview": "ready",
    "added_at": VERIFIED,
    "added_by": {"person": PERSON, "agency": "polres"},
    "checked_at": VERIFIED,
    "altered_at": None,
    "actions": [{"action": "download", "allowed": True, "reasons": []}],
}
_ENTRY: Example = {
    "event": _EVENT,
    "act": "downloaded",
    "at": VERIFIED,
    "person": PERSON,
    "agency": "bawaslu",
    "reason": _REASON,
    "reference": None,
    "to_agency": None,
    "to_outside": None,
}
_HANDED = _ENTRY | {"act": "transferred", "reference": "BA/12/XI/2026", "to_agency": "kejari"}

EXAMPLES = Examples(
    answers={
        EvidenceAnswer: _ONE,
        EvidencePage: {"items": [_ONE], "next_cursor": None},
        EvidenceLinkAnswer: {
            "evidence": _EVIDENCE,
            "purpose": "download",
            "url": f"{_PATH}?rendition=original&custody={_EVENT}&expires=1795655393&signature={'A' * 43}",
            "expires_at": "2026-11-24T03:42:30Z",
            "media_type": "image/jpeg",
            "sha256": LEAF,
            "receipt": _RECEIPT,
        },
        CustodyPage: {"items": [_ENTRY], "next_cursor": None},
        EvidenceTransferAnswer: _HANDED | {"receipt": _RECEIPT},
    },
    bodies={
        RequestEvidenceLink: {"download": ("Take the original", {"purpose": "download", "reason": _REASON})},
        TransferEvidence: {
            "agency": (
                "Handed to the prosecutor",
                {"agency": "kejari", "reference": "BA/12/XI/2026", "reason": "Pelimpahan berkas perkara"},
            )
        },
    },
    texts={"bytes": BYTES},
)
