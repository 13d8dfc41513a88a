"""Examples of notices: the reporter is told that the report was registered."""

from service.edge.examples import EVENT_ID, OFFERED, PERSON, RECEIPT, REPORT_ID, VERIFIED, Example, Examples
from service.features.notices.schemas import NoticeAnswer, NoticePage, OwingPage, TemplatesAnswer, UnsealRecipientAnswer
from workflows.decisions.notices import commands

_OF_REPORT: Example = {
    "report": REPORT_ID,
    "state": "verified",
    "category": "money_politics",
    "severity": "S2",
    "area": "33.05.12",
    "register_number": "33.05/2026/000017",
    "lead_agency": "bawaslu",
}
_NOTICE: Example = {
    "id": "019ab3f9-6c10-7d55-a0b4-8f9e0d1c2b3a",
    "report": REPORT_ID,
    "event": EVENT_ID,
    "audience": "reporter",
    "channel": "letter",
    "language": "id",
    "occasion": "registered",
    "template": "registered_reporter",
    "template_version": "33.05/2026-11-3",
    "agency": None,
    "text": "Laporan Saudara tanggal 24 November 2026 tentang Politik uang telah diregistrasi dengan nomor "
    "33.05/2026/000017 dan ditangani oleh Bawaslu Kabupaten Kebumen.",
    "recipient": {"named": True, "sealed": True},
    "sent_at": OFFERED,
    "sent_by": {"person": PERSON, "agency": "bawaslu"},
    "recorded_at": OFFERED,
}
_OWED: Example = {
    "occasion": "registered",
    "audience": "reporter",
    "since": VERIFIED,
    "due_at": "2026-11-25T16:59:59Z",
    "basis": "Perbawaslu 7/2022; article and day to be confirmed",
    "status": "to_confirm",
    "policy_version": "33.05/2026-11-3",
}
_TEMPLATE: Example = {
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
_OWED_RULE: Example = {
    "occasion": "registered",
    "event": "report.verified",
    "audience": "reporter",
    "within": "1wd",
    "regimes": ["pemilu", "pilkada"],
    "basis": "Perbawaslu 7/2022; article and day to be confirmed",
    "status": "to_confirm",
}
EXAMPLES = Examples(
    answers={
        NoticeAnswer: _NOTICE | {"receipt": RECEIPT},
        NoticePage: {"items": [_NOTICE], "next_cursor": None, "owed": []},
        OwingPage: {
            "items": [_OWED | _OF_REPORT],
            "next_cursor": None,
        },
        UnsealRecipientAnswer: {
            "recipient": {"name": "Pelapor Rahasia", "address": "Jalan Pemuda 1, Kebumen"},
            "receipt": RECEIPT,
        },
        TemplatesAnswer: {
            "policy_version": "33.05/2026-11-3",
            "templates": [_TEMPLATE],
            "owed": [_OWED_RULE],
        },
    },
    bodies={
        commands.SendNotice: {
            "template": (
                "The reporter is told that the report was registered, in words made ready",
                {
                    "audience": "reporter",
                    "channel": "letter",
                    "template": "registered_reporter",
                    "recipient": {"name": "Pelapor Rahasia", "address": "Jalan Pemuda 1, Kebumen"},
                },
            ),
            "text": (
                "A notice in words of one's own, on the board of the office",
                {
                    "audience": "public",
                    "channel": "notice_board",
                    "text": "Laporan 33.05/2026/000017 selesai ditangani.",
                    "occasion": "closed",
                },
            ),
        },
        commands.UnsealRecipient: {
            "unseal": ("For a complaint", {"reason": "Pelapor menyatakan tidak menerima surat"})
        },
    },
)
