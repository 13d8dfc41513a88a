"""Examples of every request body. Each is valid by itself; the contract tests send them."""

from collections.abc import Mapping

from pydantic import BaseModel

from service.contract.case_examples import CASE_STEPS
from service.contract.content_examples import BODIES as CONTENT_BODIES
from service.contract.edge_examples import NEW_KEY, QUEUE
from service.contract.evidence_examples import BODIES as EVIDENCE_BODIES
from service.contract.headers import JsonObject
from service.contract.webhook_examples import NEW_WEBHOOK
from workflows.decisions import queued
from workflows.decisions.gakkumdu import commands as case_commands
from workflows.decisions.machines import api_keys, webhooks
from workflows.decisions.protections import commands as proposal_commands
from workflows.decisions.reports import commands

_OTHER_REPORT = "019ab3f2-6f10-7c41-9d2e-5a0c1f7be204"
_PERSON = "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33"
_LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}
_SUPPORT = {"agency": "polres", "role": "support", "kind": "information", "obligatory": False}

_EXAMPLES: Mapping[type[BaseModel], Mapping[str, tuple[str, JsonObject]]] = {
    **EVIDENCE_BODIES,
    **CONTENT_BODIES,
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
    commands.TaskTransition: {
        "accept": ("Take it", {"trigger": "accept", "assignee": _PERSON}),
        "decline": (
            "Refuse it, and say by which law",
            {
                "trigger": "decline",
                "reason": "Bukan kewenangan instansi kami",
                "legal_basis": "UU 7/2017 Pasal 454",
            },
        ),
        "start": ("Begin", {"trigger": "start"}),
        "wait": ("Pause for an outside party", {"trigger": "wait", "reason": "Menunggu keterangan ahli"}),
        "resume": ("Go on", {"trigger": "resume"}),
        "complete": ("Finish", {"trigger": "complete", "result": "Kajian selesai, berkas lengkap"}),
        "transfer": (
            "Hand it to another agency",
            {
                "trigger": "transfer",
                "agency": "kejari",
                "kind": "forwarded",
                "reason": "Perlu pendapat hukum",
                "reference": "B-17/XI/2026",
                "documents": [
                    {"kind": "study", "number": "7/PM/XI/2026", "date": "2026-11-24", "words": "Kajian dan lampirannya"}
                ],
            },
        ),
        "withdraw": ("Take it back", {"trigger": "withdraw", "reason": "Sudah ditangani instansi lain"}),
        "assign_person": (
            "Hand it to a colleague",
            {"trigger": "assign_person", "assignee": _PERSON, "note": "Saksi kedua datang besok pukul 9"},
        ),
    },
    case_commands.CaseStepRequest: CASE_STEPS,
    commands.AddNote: {"note": ("A note", {"text": "Situasi terkendali pukul 21.00."})},
    commands.AddLink: {"link": ("The same event", {"report": _OTHER_REPORT, "kind": "same_event"})},
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
    commands.UnsealRecipient: {"unseal": ("For a complaint", {"reason": "Pelapor menyatakan tidak menerima surat"})},
    commands.RaiseWall: {"wall": ("A conflict of interest", {"agency": "kpu", "reason": "Hubungan keluarga"})},
    proposal_commands.ProposeChange: {
        "classification": (
            "Let more agencies read it",
            {"kind": "amendment", "amendment": {"classification": "restricted"}, "reason": "Kejari perlu membaca"},
        ),
        "named_persons": (
            "Let a person read what is secret, of whatever agency: the whole new list",
            {"kind": "amendment", "amendment": {"named_persons": [_PERSON]}, "reason": "Penyidik perlu membaca"},
        ),
        "severity": (
            "It is less grave than it seemed",
            {"kind": "amendment", "amendment": {"severity": "S3"}, "reason": "Tidak ada ancaman terhadap jiwa"},
        ),
        "wall": (
            "The conflict is over",
            {"kind": "wall", "agency": "kpu", "reason": "Petugas yang bersangkutan telah pindah"},
        ),
        "accusation": (
            "The accusation fell",
            {"kind": "accusation", "agency": "kpu", "reason": "Pelapor mencabut tuduhan terhadap KPU"},
        ),
        "lead": (
            "Another agency is to lead",
            {"kind": "lead", "agency": "panwascam", "reason": "Pelimpahan kepada Panwascam"},
        ),
    },
    proposal_commands.DecideProposal: {"approve": ("Agree", {"approve": True, "reason": "Sesuai berita acara"})},
    commands.NoteWithdrawal: {"withdrawal": ("The reporter withdraws", {"reason": "Surat pencabutan dari pelapor"})},
    commands.Offer: {
        "support": (
            "One more supporting task",
            {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False},
        )
    },
    commands.RequestErasure: {
        "reporter": (
            "The reporter asks to be forgotten",
            {"target": "reporter", "reason": "Permintaan pelapor, UU 27/2022 Pasal 8"},
        ),
    },
    commands.DecideErasure: {"approve": ("Agree", {"approve": True, "reason": "Sesuai permohonan tertulis"})},
    commands.ExtendClock: {"extend": ("Once, before it has ended", {"reason": "Keterangan saksi masih diperlukan"})},
    commands.OpenReview: {"pilkades": ("What the village-head elections taught", {"event": "pilkades-2023"})},
    commands.RecordSection: {
        "happened": (
            "What happened",
            {"section": "happened", "text": "Massa melempari balai desa seusai penghitungan."},
        )
    },
    commands.AddLesson: {
        "change": (
            "What to change",
            {"kind": "change", "text": "Penghitungan di desa rawan dijaga sampai kotak suara tersimpan."},
        )
    },
    commands.Recommend: {
        "map": (
            "A task that outlives the report",
            {
                "agency": "kesbangpol",
                "due_at": "2030-06-30T23:59:59+07:00",
                "text": "Susun peta desa rawan sebelum tahapan berikutnya.",
            },
        )
    },
    commands.CloseReview: {"close": ("End it", {"note": "Disepakati dalam rapat koordinasi."})},
    commands.BundleRequest: {
        "region": ("The whole region, for an auditor", {}),
        "report": ("One report", {"report": _OTHER_REPORT}),
        "period": ("The reports that something happened to in a month", {"from": "2024-11-01T00:00:00+07:00"}),
    },
    api_keys.MakeApiKey: {"bridge": ("For a bridge from another register", NEW_KEY)},
    webhooks.MakeWebhook: {"board": ("For a board of an agency's own", NEW_WEBHOOK)},
    webhooks.AmendWebhook: {"pause": ("Tell it nothing for now", {"enabled": False})},
    webhooks.RotateSecret: {"rotate": ("Both secrets sign for a day", {"grace_hours": 24})},
    webhooks.ReplayWebhook: {"replay": ("Tell again what came after 1206", {"after": 1206})},
    queued.CommandBatch: {"queue": ("What an officer did where there was no signal", QUEUE)},
    commands.Unseal: {"unseal": ("For a summons", {"reason": "Pemanggilan klarifikasi pelapor"})},
}


def of_body(body: type[BaseModel]) -> JsonObject:
    """The examples of a request body by name, as a media type object holds them."""
    return {name: {"summary": summary, "value": value} for name, (summary, value) in _EXAMPLES[body].items()}
