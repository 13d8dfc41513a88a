"""Examples of every success answer: one report of money politics, as its steps answer."""

from collections.abc import Mapping
from typing import Any

from service.contract.clock_examples import CLOCK, POLICY, PREVIEW
from service.contract.content_examples import ANSWERS as CONTENT_EXAMPLES
from service.contract.edge_examples import API_KEY, MADE_KEY, RESULTS
from service.contract.evidence_examples import ANSWERS as EVIDENCE_EXAMPLES
from service.contract.export_examples import EXPORTS
from service.contract.headers import JsonObject
from service.contract.search_examples import DUPLICATE, HIGHLIGHTS
from service.contract.stream_examples import STREAM
from service.contract.webhook_examples import DELIVERY, WEBHOOK, WITH_SECRET
from service.edge.web.schemas import (
    CodeListsAnswer,
    DescriptionAnswer,
    HealthAnswer,
    MeAnswer,
    ProblemTypeAnswer,
    ReadinessAnswer,
)
from service.features.api_keys.schemas import ApiKeyAnswer, ApiKeyPage, NewApiKeyAnswer
from service.features.clocks.schemas import ClockDetail, ClockPreview
from service.features.commands.schemas import CommandsAnswer
from service.features.elections.schemas import ElectionPage
from service.features.erasures.schemas import ErasureAnswer, ErasurePage
from service.features.gakkumdu.schemas import CaseAnswer
from service.features.notices.schemas import NoticeAnswer, NoticePage, OwingPage, TemplatesAnswer, UnsealRecipientAnswer
from service.features.policy.schemas import PolicyAnswer
from service.features.proposals.schemas import ChangeProposalAnswer, ChangeProposalPage
from service.features.reports.schemas import DuplicatesAnswer, ReportAnswer, ReportPage, RouteAnswer, UnsealAnswer
from service.features.reviews.schemas import ReviewAnswer, ReviewPage, TimelinePage
from service.features.tasks.schemas import TaskAnswer, TaskPage
from service.features.webhooks.schemas import DeliveryPage, SecretAnswer, WebhookAnswer, WebhookPage
from service.trail.audit.schemas import EventPage, HistoryPage, SummaryAnswer
from service.trail.tlog.schemas import ConsistencyAnswer, EntryPage, InclusionAnswer
from workflows.codes.wording import LABELS

_REPORT_ID = "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2"
_TASK_ID = "019ab3f4-8d02-7be0-b1c9-2f6a7e4d3c18"
_EVENT_ID = "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d"
_PERSON = "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33"
_LEAF = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_LEAF_BYTES = '{"action":"report.verified","at":"2026-11-24T03:41:30.000000Z"}'
_CHECKPOINT = (
    "tindak.local/33.05\n1208\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n"
    "\u2014 tindak.local/33.05 "
    "lSWgVQ0BhYcR0zP1c7d9v0k2mX3b8nF5qT6wY4sZ1aL+H/JgEoDuKiVtCrBxMyNpWQeRfUhGjTlOsAkSdPvZxQ==\n"
)
_RULE = {"rule": "money_politics/default", "policy_version": "33.05/2026-11-1"}
_REPORTED, _VERIFIED, _OFFERED = "2026-11-24T03:15:07Z", "2026-11-24T03:41:30Z", "2026-11-24T04:02:11Z"
_RECEIPT_KEY = "tindak.local/33.05/receipts+af03b1b0+AdNbW1w+KyMOxBchEkB2kjndiLQu3UM/Fi3DXH5CyQNN"
_SIGNATURE = "rwOxsCjFLEj5yBtg8f30NB2+c2dSV/JJ1OF6DRufxmJxSa6dd/n+IdjM87URyWYGVCedhVU+yNLGuwrdbCMkPs4JAAY="
_RECEIPT = {
    "event": _EVENT_ID,
    "leaf_hash": _LEAF,
    "at": _VERIFIED,
    "max_merge_delay_s": 60,
    "signature": f"\u2014 tindak.local/33.05/receipts {_SIGNATURE}",
}

_ITEM: JsonObject = {
    "id": _REPORT_ID,
    "region": "33.05",
    "state": "verified",
    "version": 2,
    "register_number": "33.05/2026/000017",
    "category": "money_politics",
    "severity": "S2",
    "classification": "restricted",
    "title": "Pembagian amplop di Desa Panjer",
    "area": "33.05.12",
    "occurred_at": "2024-11-24T13:15:00Z",
    "known_at": "2024-11-25T00:00:00Z",
    "reported_at": _REPORTED,
    "election": "pilkada-2024",
    "stage": "quiet",
    "lead_agency": "bawaslu",
    "routing": {**_RULE, "proposal": None},
    "outcome": None,
    "closed_at": None,
    "escalation": None,
}
_REPORT: JsonObject = _ITEM | {
    "description": "Amplop berisi uang dibagikan dari rumah ke rumah.",
    "place": {"area": "33.05.12", "detail": "RT 02 RW 03"},
    "source": {"channel": "patrol", "reference": None},
    "reporter": {"known": True, "sealed": True, "consent_to_share": False},
    "reported_party": None,
    "protections": {"accused": [], "walls": [], "walled": [], "named_persons": []},
    "reported_by": {"person": _PERSON, "agency": "polres"},
    "athg": "G",
    "field": "politics",
    "checklist": {"formal": True, "material": True},
    "grade": {"reliability": "B", "credibility": 2},
    "withheld": [],
    "tasks": [],
    "clocks": [
        {
            "id": "019ab3f0-1c7e-7a90-b6d1-4e5f60718293",
            "task": None,
            "kind": "verify",
            "family": "service",
            "regime": None,
            "whose": "bawaslu",
            "started_at": _REPORTED,
            "due_at": "2026-11-24T09:15:07Z",
            "stopped_at": _VERIFIED,
            "length": "6h",
            "day_kind": "hours",
            "extended": False,
            "paused_at": None,
            **_RULE,
            "law_version": None,
            "basis": "Proposed routing [P]",
            "status": "to_confirm",
            "warned": 50,
            "rung": None,
        }
    ],
    "links": [],
    "owed_notices": ["registered/reporter"],
    "formal_receipt_at": _REPORTED,
    "review": None,
    "advisories": [],
    "actions": [
        {
            "action": "verify",
            "allowed": False,
            "reasons": [{"code": "illegal_transition", "text": "Not possible in this state"}],
        },
        {"action": "assign", "allowed": True, "reasons": []},
    ],
    "receipt": _RECEIPT,
}
_TASK: JsonObject = {
    "id": _TASK_ID,
    "report": _REPORT_ID,
    "agency": "bawaslu",
    "role": "lead",
    "kind": "case",
    "obligatory": True,
    "state": "offered",
    "version": 1,
    "offered_at": _OFFERED,
    "due_at": "2026-11-24T05:02:11Z",
    "due_clock": "acknowledge",
    "assignee": None,
    "completed_by": None,
    "completed_at": None,
    "transferred_from": None,
    "transferred_to": None,
    "transfer_kind": None,
    "result": None,
    "about": {
        "state": "assigned",
        "category": "money_politics",
        "severity": "S2",
        "area": "33.05.12",
        "register_number": "33.05/2026/000017",
        "title": "Pembagian amplop di Desa Panjer",
    },
    "actions": [{"action": "accept", "allowed": True, "reasons": []}],
}
_EVENT: JsonObject = {
    "leaf_index": 1207,
    "event": _EVENT_ID,
    "leaf_hash": _LEAF,
    "action": "report.verified",
    "report": _REPORT_ID,
    "task": None,
    "agency": "bawaslu",
    "from": "reported",
    "to": "verified",
    "at": _VERIFIED,
}
_HISTORY: JsonObject = _EVENT | {
    "seq": 2,
    "version": 2,
    "prev": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "actor": {"person": _PERSON, "agency": "bawaslu", "role": "officer"},
    "data": {"register_number": "33.05/2026/000017", "formal": True, "material": True, "self_verified": False},
    "texts": [],
}
_COUNTS: JsonObject = {
    "election": "pilkada-2024",
    "total": 25,
    "state": {"verified": 12, "closed": 13},
    "category": {"money_politics": 14, "neutrality_official": 11},
    "agency": {"bawaslu": 25},
    "area": {"33.05.12": 25},
}
_ROUTE: JsonObject = {
    "lead": "bawaslu",
    "support": ["polres", "kejari"],
    "tasks": [
        {"agency": "bawaslu", "role": "lead", "kind": "case", "obligatory": True},
        {"agency": "polres", "role": "support", "kind": "case", "obligatory": True},
        {"agency": "kejari", "role": "support", "kind": "case", "obligatory": False},
    ],
    "outside": [],
    "walled": [],
    **_RULE,
    "status": "to_confirm",
    "basis": "Proposed routing; election violations enter by Bawaslu alone, UU 7/2017 art. 454.",
    "legal_clocks": "criminal",
    "gakkumdu": True,
}
_IDENTITY = {"name": "Pelapor Rahasia", "phone": "081234567890", "address": None, "identity_number": None}
_NOTICE: JsonObject = {
    "id": "019ab3f9-6c10-7d55-a0b4-8f9e0d1c2b3a",
    "report": _REPORT_ID,
    "event": _EVENT_ID,
    "audience": "reporter",
    "channel": "letter",
    "language": "id",
    "occasion": "registered",
    "template": "registered_reporter",
    "template_version": "33.05/2026-11-1",
    "agency": None,
    "text": "Laporan Saudara tanggal 24 November 2026 tentang Politik uang telah diregistrasi dengan nomor "
    "33.05/2026/000017 dan ditangani oleh Bawaslu Kabupaten Kebumen.",
    "recipient": {"named": True, "sealed": True},
    "sent_at": _OFFERED,
    "sent_by": {"person": _PERSON, "agency": "bawaslu"},
    "recorded_at": _OFFERED,
}
_OWED: JsonObject = {
    "occasion": "registered",
    "audience": "reporter",
    "since": _VERIFIED,
    "due_at": "2026-11-25T16:59:59Z",
    "basis": "Perbawaslu 7/2022; article and day to be confirmed",
    "status": "to_confirm",
    "policy_version": "33.05/2026-11-1",
}
_TEMPLATE: JsonObject = {
    "code": "extended_reporter",
    "occasion": "extended",
    "audiences": ["reporter"],
    "facts": ["register_number"],
    "fields": [{"name": "until", "en": "New last day", "id": "Hari terakhir yang baru"}],
    "words": {
        "id": "Penanganan laporan {register_number} diperpanjang sampai dengan {until}.",
        "en": "The handling of report {register_number} is extended until {until}.",
    },
}
_OWED_RULE: JsonObject = {
    "occasion": "registered",
    "event": "report.verified",
    "audience": "reporter",
    "within": "1wd",
    "regimes": ["pemilu", "pilkada"],
    "basis": "Perbawaslu 7/2022; article and day to be confirmed",
    "status": "to_confirm",
}
_OF_OWED = ("state", "category", "severity", "area", "register_number", "lead_agency")
_ERASURE: JsonObject = {
    "id": "019ab401-77aa-7c02-9b1d-5e6f70819293",
    "report": _REPORT_ID,
    "target": "reporter",
    "text": None,
    "field": None,
    "state": "approved",
    "reason": "Permintaan pelapor, UU 27/2022 Pasal 8",
    "requested_by": {"person": "7c9e6679-7425-50de-944b-e07fc1f90ae7", "agency": "diskominfo"},
    "requested_at": _VERIFIED,
    "decision_reason": "Sesuai permohonan tertulis",
    "decided_by": {"person": _PERSON, "agency": "bawaslu"},
    "decided_at": _OFFERED,
    "actions": [
        {
            "action": "approve",
            "allowed": False,
            "reasons": [{"code": "illegal_transition", "text": "Not possible in this state"}],
        }
    ],
}
_PROPOSAL: JsonObject = {
    "id": "019ab401-77aa-7c02-9b1d-5e6f70819294",
    "report": _REPORT_ID,
    "kind": "amendment",
    "amendment": {"classification": "restricted"},
    "agency": None,
    "protections": ["classification"],
    "state": "approved",
    "reason": "Kejari perlu membaca",
    "requested_by": {"person": "7c9e6679-7425-50de-944b-e07fc1f90ae7", "agency": "bawaslu"},
    "requested_at": _VERIFIED,
    "decision_reason": "Sesuai berita acara",
    "decided_by": {"person": _PERSON, "agency": "bawaslu"},
    "decided_at": _OFFERED,
    "actions": [
        {
            "action": "approve",
            "allowed": False,
            "reasons": [{"code": "illegal_transition", "text": "Not possible in this state"}],
        }
    ],
}
_CASE: JsonObject = {
    "report": _REPORT_ID,
    "version": 6,
    "state": "first_discussed",
    "register_number": "03/REG/LP/PB/Kab/14.18/XII/2020",
    "sigaplapor_number": "SL-33.05-2020-0117",
    "form": "Model B.1",
    "registered_at": _VERIFIED,
    "police_number": None,
    "bundle": [
        {
            "item": "study",
            "present": False,
            "obligatory": True,
            "status": "to_confirm",
            "basis": "UU 7/2017 art. 454 and 476 [R]: what is forwarded has been studied",
        }
    ],
    "missing": ["study"],
    "steps": [
        {
            "step": "first_discussion",
            "event": _EVENT_ID,
            "at": _VERIFIED,
            "recorded_at": _OFFERED,
            "actor": {"person": _PERSON, "agency": "bawaslu", "role": "officer"},
            "from": "registered",
            "to": "first_discussed",
            "data": {"at": _VERIFIED, "attendees": ["bawaslu", "polres", "kejari"], "named": [], "decision": "proceed"},
            "texts": [
                {
                    "id": "019ab401-77aa-7c02-9b1d-5e6f70819200",
                    "field": "minutes",
                    "about": None,
                    "content": "Patut diduga tindak pidana pemilihan; saksi akan diklarifikasi.",
                }
            ],
        }
    ],
    "actions": [{"action": "second_discussion", "allowed": True, "reasons": []}],
}
_REVIEW_ID = "019ab405-31c7-7e15-8a60-4b2d9c7f0e11"
_DESK = {"person": "7c9e6679-7425-50de-944b-e07fc1f90ae7", "agency": "kesbangpol"}
_REVIEW_ITEM: JsonObject = {
    "id": _REVIEW_ID,
    "report": _REPORT_ID,
    "event": "pilkades-2023",
    "state": "open",
    "version": 4,
    "opened_by": _DESK,
    "opened_at": _VERIFIED,
    "closed_by": None,
    "closed_at": None,
}
_REVIEW: JsonObject = _REVIEW_ITEM | {
    "withheld": False,
    "sections": [
        {
            "id": "019ab406-0a4e-7d2b-9f31-6c5e8d7a9b02",
            "section": "happened",
            "text": "Massa melempari balai desa seusai penghitungan.",
            "versions": 1,
            "recorded_by": _DESK,
            "recorded_at": _OFFERED,
        }
    ],
    "lessons": [
        {
            "id": "019ab406-51b2-7c0a-8e14-0f9a8b7c6d53",
            "kind": "change",
            "text": "Penghitungan di desa rawan dijaga sampai kotak suara tersimpan.",
            "added_by": _DESK,
            "added_at": _OFFERED,
        }
    ],
    "recommendations": [
        {
            "id": "019ab406-9c33-7b44-a5d0-1e2f3a4b5c64",
            "agency": "kesbangpol",
            "due_at": "2030-06-30T16:59:59Z",
            "text": "Susun peta desa rawan sebelum tahapan berikutnya.",
            "task": {
                "id": _TASK_ID,
                "agency": "kesbangpol",
                "state": "offered",
                "version": 1,
                "due_at": "2026-11-25T16:59:59Z",
            },
            "made_by": _DESK,
            "made_at": _OFFERED,
        }
    ],
    "actions": [
        {"action": "record", "allowed": True, "reasons": []},
        {
            "action": "close",
            "allowed": False,
            "reasons": [
                {
                    "code": "review_incomplete",
                    "text": "A review is closed once it says what was planned, what happened and why",
                }
            ],
        },
    ],
}
_ELECTIONS: JsonObject = {
    "at": _REPORTED,
    "policy_version": "33.05/2026-11-1",
    "counter": {
        "agency": "bawaslu",
        "regimes": ["pemilu", "pilkada"],
        "hours": [{"days": ["friday"], "opens": "08:00", "closes": "16:30"}],
        "around_the_clock": ["quiet", "voting"],
        "status": "confirmed",
        "basis": "Intake hours that Bawaslu publishes; around the clock in the quiet period and on voting day",
    },
    "items": [
        {
            "code": "pilkada-2024",
            "name": {"en": "Regional-head elections 2024", "id": "Pemilihan Kepala Daerah 2024"},
            "regime": "pilkada",
            "stages": [
                {
                    "stage": "quiet",
                    "name": {"en": "Quiet period", "id": "Masa tenang"},
                    "first": "2024-11-24",
                    "last": "2024-11-26",
                    "status": "to_confirm",
                }
            ],
            "stage": "after",
            "stage_name": {"en": "After the last stage", "id": "Setelah tahapan"},
            "counter": {"open": False, "opens_at": "2026-11-25T01:00:00Z"},
        }
    ],
    "next_cursor": None,
}
_ME: JsonObject = {
    "person": _PERSON,
    "name": "Sari",
    "agency": "bawaslu",
    "role": "officer",
    "regions": ["33.05"],
    "scopes": [],
    "expires_at": "2026-11-24T11:15:07Z",
}
_CODE_LISTS: JsonObject = {
    **{name: [] for name in LABELS},
    "severity": [{"code": "S1", "en": "Critical", "id": "Kritis"}],
    "agency": [
        {
            "code": "polres",
            "en": "Kebumen Police",
            "id": "Polres Kebumen",
            "kind": "police",
            "core": True,
            "under": None,
        }
    ],
    "outside_body": [],
    "election": [],
    "area": [],
    "handover_item": [],
}
_PROBLEM_TYPE: JsonObject = {
    "code": "report_closed",
    "status": 409,
    "title": {"en": "The report is closed", "id": "Laporan sudah ditutup"},
    "detail": {"en": "The report is closed.", "id": "Laporan sudah ditutup."},
}

EXAMPLES: Mapping[Any, JsonObject] = {
    ReportAnswer: _REPORT,
    ReportPage: {"items": [_ITEM | HIGHLIGHTS], "next_cursor": None},
    DuplicatesAnswer: {"items": [DUPLICATE]},
    RouteAnswer: _ROUTE,
    UnsealAnswer: {"reporter": _IDENTITY, "receipt": _RECEIPT},
    NoticeAnswer: _NOTICE | {"receipt": _RECEIPT},
    NoticePage: {"items": [_NOTICE], "next_cursor": None, "owed": []},
    OwingPage: {
        "items": [_OWED | {"report": _REPORT_ID} | {name: _ITEM[name] for name in _OF_OWED}],
        "next_cursor": None,
    },
    UnsealRecipientAnswer: {
        "recipient": {"name": "Pelapor Rahasia", "address": "Jalan Pemuda 1, Kebumen"},
        "receipt": _RECEIPT,
    },
    TemplatesAnswer: {
        "policy_version": "33.05/2026-11-1",
        "templates": [_TEMPLATE],
        "owed": [_OWED_RULE],
    },
    **EVIDENCE_EXAMPLES,
    **CONTENT_EXAMPLES,
    ErasureAnswer: _ERASURE | {"receipt": _RECEIPT},
    CaseAnswer: _CASE | {"receipt": _RECEIPT},
    ChangeProposalAnswer: _PROPOSAL | {"receipt": _RECEIPT},
    ChangeProposalPage: {"items": [_PROPOSAL], "next_cursor": None},
    ErasurePage: {"items": [_ERASURE], "next_cursor": None},
    ClockDetail: CLOCK | {"receipt": _RECEIPT},
    ClockPreview: PREVIEW,
    PolicyAnswer: POLICY,
    ReviewAnswer: _REVIEW | {"receipt": _RECEIPT},
    CommandsAnswer: RESULTS,
    WebhookAnswer: WEBHOOK,
    SecretAnswer: WITH_SECRET,
    WebhookPage: {"items": [WEBHOOK], "next_cursor": None},
    DeliveryPage: {"items": [DELIVERY], "next_cursor": None},
    ApiKeyAnswer: API_KEY,
    ApiKeyPage: {"items": [API_KEY], "next_cursor": None},
    NewApiKeyAnswer: MADE_KEY,
    ReviewPage: {"items": [_REVIEW_ITEM], "next_cursor": None},
    TimelinePage: {
        "items": [_EVENT | {"proof": f"/v1/regions/33.05/audit/proofs/inclusion?event={_EVENT_ID}"}],
        "next_cursor": "1207",
    },
    ElectionPage: _ELECTIONS,
    TaskAnswer: _TASK,
    TaskPage: {"items": [_TASK], "next_cursor": None},
    HistoryPage: {"items": [_HISTORY], "next_cursor": None},
    EventPage: {"items": [_EVENT], "next_cursor": "1207"},
    EntryPage: {"items": [{"leaf_index": 1207, "leaf": _LEAF_BYTES, "leaf_hash": _LEAF}], "next_cursor": "1208"},
    InclusionAnswer: {
        "event": _EVENT_ID,
        "leaf_index": 1,
        "leaf_hash": _LEAF,
        "size": 3,
        "root": _LEAF,
        "hashes": [_LEAF, _LEAF],
    },
    ConsistencyAnswer: {"old_size": 2, "old_root": _LEAF, "size": 3, "root": _LEAF, "hashes": [_LEAF]},
    SummaryAnswer: {"as_of": 1207, "elections": [_COUNTS]},
    MeAnswer: _ME,
    CodeListsAnswer: {"33.05": _CODE_LISTS},
    ProblemTypeAnswer: _PROBLEM_TYPE,
    HealthAnswer: {"status": "ok"},
    ReadinessAnswer: {"status": "ready"},
    DescriptionAnswer: {"openapi": "3.1.0", "info": {"title": "Tindak"}, "paths": {}, "components": {}},
}
"""An example of each answer type."""

BYTES: JsonObject = {"schema": {"type": "string", "format": "binary"}}
"""What generators of clients know as bytes; the format's registered meaning is any sequence of octets."""

TEXTS: Mapping[str, JsonObject] = {
    "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>"},
    "text/css": {"schema": {"type": "string"}, "example": "body { margin: 0 }"},
    "text/javascript": {"schema": {"type": "string"}, "example": "window.ui = SwaggerUIBundle({})"},
    "text/plain": {
        "schema": {"type": "string"},
        "example": 'tindak_requests_total{method="GET",route="/v1/me",status="200"} 3.0\n',
    },
    "license": {"schema": {"type": "string"}, "example": "swagger-ui\nCopyright 2020-2021 SmartBear Software Inc.\n"},
    # No `type`: some programs hold each event of the stream against the schema, some the whole text.
    "text/event-stream": {"schema": {"contentMediaType": "text/event-stream"}, "example": STREAM},
    **EXPORTS,
    "application/pdf": BYTES,
    "bytes": BYTES,
    "application/zip": BYTES,
    "tile": BYTES,
    "policy": {
        "schema": {"type": "string"},
        "example": "id/2026-11-1: legal clocks\nrule             whose    length\npemilu/handling  bawaslu  7wd\n",
    },
    "checkpoint": {"schema": {"type": "string"}, "example": _CHECKPOINT},
    "keys": {
        "schema": {"type": "string"},
        "example": "tindak.local/33.05+9525a055+AVbSmWWJl0nXg2mTq4Lr1c8oYvG0kZ5xH7uFdE3sPaBn\n",
    },
    "receipt-keys": {"schema": {"type": "string"}, "example": f"{_RECEIPT_KEY}\n"},
    "tlog-proof": {
        "schema": {"type": "string"},
        "example": "c2sp.org/tlog-proof@v1\nindex 1207\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n" + _CHECKPOINT,
    },
}
"""What stands for each media type that is no JSON, or for a file of its own name; bytes have neither."""
