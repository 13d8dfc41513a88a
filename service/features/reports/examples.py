"""Examples of reports: envelopes handed out in the quiet period, as its steps ask and answer."""

from service.edge.examples import OTHER_REPORT, PERSON, RECEIPT, REPORT_ID, REPORTED, VERIFIED, Example, Examples
from service.features.reports.identity_schemas import UnsealAnswer
from service.features.reports.routing_schemas import RouteAnswer
from service.features.reports.schemas import ReportAnswer, ReportPage
from service.features.reports.search_schemas import DuplicatesAnswer
from workflows.decisions.reports import commands

_HIGHLIGHTS: Example = {
    "highlights": [
        {
            "member": "title",
            "parts": [
                {"text": "Pembagian", "match": True},
                {"text": " ", "match": False},
                {"text": "amplop", "match": True},
                {"text": " di Desa Panjer", "match": False},
            ],
        }
    ]
}
_DUPLICATE: Example = {
    "report": "01936a2e-91c4-7d10-8000-0c6a5d6f1b2c",
    "state": "verified",
    "register_number": "33.05/2024/000016",
    "occurred_at": "2024-11-24T12:40:00Z",
    "similarity": 0.67,
}
_LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}
_SUPPORT = {"agency": "polres", "role": "support", "kind": "information", "obligatory": False}
_RULE = {"rule": "money_politics/default", "policy_version": "33.05/2026-11-3"}
_ITEM: Example = {
    "id": REPORT_ID,
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
    "reported_at": REPORTED,
    "election": "pilkada-2024",
    "stage": "quiet",
    "lead_agency": "bawaslu",
    "routing": {**_RULE, "proposal": None},
    "outcome": None,
    "closed_at": None,
    "escalation": None,
}
_REPORT: Example = _ITEM | {
    "description": "Amplop berisi uang dibagikan dari rumah ke rumah.",
    "place": {"area": "33.05.12", "detail": "RT 02 RW 03"},
    "source": {"channel": "patrol", "reference": None},
    "reporter": {"known": True, "sealed": True, "consent_to_share": False},
    "reported_party": None,
    "protections": {"accused": [], "walls": [], "walled": [], "named_persons": []},
    "reported_by": {"person": PERSON, "agency": "polres"},
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
            "started_at": REPORTED,
            "due_at": "2026-11-24T09:15:07Z",
            "counter_end": None,
            "recounted_due_at": None,
            "recounted_counter_end": None,
            "estimates": [],
            "stopped_at": VERIFIED,
            "length": "6h",
            "day_kind": "hours",
            "extended": False,
            "paused_at": None,
            **_RULE,
            "law_version": None,
            "basis": "Proposed routing [P]",
            "status": "to_confirm",
            "warned": 50,
            "lapsed": False,
            "rung": None,
        }
    ],
    "links": [],
    "owed_notices": ["registered/reporter"],
    "formal_receipt_at": REPORTED,
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
    "receipt": RECEIPT,
}
_ROUTE: Example = {
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
EXAMPLES = Examples(
    answers={
        ReportAnswer: _REPORT,
        ReportPage: {"items": [_ITEM | _HIGHLIGHTS], "next_cursor": None},
        DuplicatesAnswer: {"items": [_DUPLICATE]},
        RouteAnswer: _ROUTE,
        UnsealAnswer: {"reporter": _IDENTITY, "receipt": RECEIPT},
    },
    bodies={
        commands.ReportIntake: {
            "money_politics": (
                "Envelopes handed out in the quiet period",
                {
                    "category": "money_politics",
                    "severity": "S2",
                    "classification": "restricted",
                    "title": "Pembagian amplop di Desa Panjer",
                    "description": "Amplop berisi uang dibagikan dari rumah ke rumah.",
                    "occurred_at": "2024-11-24T20:15:00+07:00",
                    "known_at": "2024-11-25T07:00:00+07:00",
                    "place": {"area": "33.05.12", "detail": "RT 02 RW 03"},
                    "election": "pilkada-2024",
                    "source": {"channel": "patrol"},
                    "reporter": {"name": "Pelapor Rahasia", "phone": "081234567890", "consent_to_share": False},
                },
            ),
            "early_warning": (
                "An anonymous early warning",
                {
                    "category": "hoax",
                    "severity": "S3",
                    "title": "Video lama diedarkan sebagai kejadian hari ini",
                    "description": "Beredar di grup percakapan; belum diketahui pengunggahnya.",
                    "occurred_at": "2024-11-26T09:00:00+07:00",
                    "place": {"area": "33.05"},
                    "source": {"channel": "social_media"},
                },
            ),
        },
        commands.ReportAmendment: {
            "place": (
                "The place is put right",
                {"place": {"area": "33.05.13", "detail": "Balai desa"}, "reason": "Alamat diperbaiki pelapor"},
            )
        },
        commands.ReportTransition: {
            "verify": (
                "Check it and give it its register number",
                {
                    "trigger": "verify",
                    "checklist": {"formal": True, "material": True},
                    "grade": {"reliability": "B", "credibility": 2},
                },
            ),
            "assign": ("Offer the tasks", {"trigger": "assign", "tasks": [_LEAD, _SUPPORT]}),
            "return": ("Send it back to its lead", {"trigger": "return", "reason": "Keterangan saksi belum lengkap"}),
            "close": (
                "Close it with a notice to the reporter",
                {
                    "trigger": "close",
                    "outcome": "resolved",
                    "notice": {"sent": True, "text": "Laporan Saudara telah ditindaklanjuti sesuai ketentuan."},
                },
            ),
            "dismiss": (
                "End what will not be worked",
                {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak ada bukti pendukung"},
            ),
            "reopen": ("Take it up again", {"trigger": "reopen", "basis": "new_fact", "reason": "Muncul saksi baru"}),
        },
        commands.AddNote: {"note": ("A note", {"text": "Situasi terkendali pukul 21.00."})},
        commands.AddLink: {"link": ("The same event", {"report": OTHER_REPORT, "kind": "same_event"})},
        commands.NoteWithdrawal: {
            "withdrawal": ("The reporter withdraws", {"reason": "Surat pencabutan dari pelapor"})
        },
        commands.NoteCompleteness: {
            "incomplete": (
                "The study found something missing",
                {"finding": "incomplete", "missing": ["material"], "text": "Belum ada saksi dan bukti"},
            ),
            "complete": ("The reporter has handed it in", {"finding": "complete", "at": "2024-11-27T10:00:00+07:00"}),
        },
        commands.Unseal: {"unseal": ("For a summons", {"reason": "Pemanggilan klarifikasi pelapor"})},
    },
)
