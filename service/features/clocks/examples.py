"""Examples of clocks: one clock of handling, reckoned by hand."""

from service.edge.examples import RECEIPT, Example, Examples
from service.features.clocks.schemas import ClockDetail, ClockItem, ClockPage, ClockPreview
from workflows.decisions.clocks import commands

_BASIS = "UU 7/2017 Pasal 454(7)(8)"
LIMIT: Example = {
    "regime": "pemilu",
    "step": "handling",
    "whose": "bawaslu",
    "length": "7wd",
    "day_kind": "working_days",
    "counts_from": "registered",
    "extends_to": "14wd",
    "extends_for": "more_statements",
    "basis": "UU 7/2017 Pasal 454(7)(8)",
    "status": "to_confirm",
    "note": {"en": "Of the seven the law says days.", "id": "Tentang tujuh hari, undang-undang menyebut hari."},
    "caution": None,
}
_WHY = (
    "Due on Monday 26 February 2024 at 23:59:59 WIB: 7 calendar days (UU 7/2017 Pasal 454(7)(8)) from Monday 19"
    " February 2024 at 10:00:00 WIB, when it was registered; the day after it is day one and every day counts; the law"
    " is read in more ways than one and the earliest end counts; by the others: 7 working days (UU 7/2017 Pasal"
    " 454(7)(8)), until Wednesday 28 February 2024 at 23:59:59 WIB; a lawyer has still to confirm this rule."
)
_MENGAPA = (
    "Jatuh tempo Senin, 26 Februari 2024 pukul 23.59.59 WIB: 7 hari kalender (UU 7/2017 Pasal 454(7)(8)) sejak laporan"
    " diregistrasi, Senin, 19 Februari 2024 pukul 10.00.00 WIB; hari berikutnya adalah hari pertama dan setiap hari"
    " dihitung; undang-undang ini dibaca lebih dari satu cara dan akhir yang paling awal yang dipakai; bacaan lain:"
    " 7 hari kerja (UU 7/2017 Pasal 454(7)(8)), sampai Rabu, 28 Februari 2024 pukul 23.59.59 WIB; aturan ini"
    " masih menunggu kepastian ahli hukum."
)
_REASONED: Example = {
    "due_at": "2024-02-26T16:59:59Z",
    "counter_end": None,
    "length": "7cd",
    "day_kind": "calendar_days",
    "skipped": [],
    "readings": [
        {"length": "7cd", "day_kind": "calendar_days", "basis": _BASIS, "due_at": "2024-02-26T16:59:59Z"},
        {"length": "7wd", "day_kind": "working_days", "basis": _BASIS, "due_at": "2024-02-28T16:59:59Z"},
    ],
    "estimates": [],
    "may_pause": False,
    "explanation": _WHY,
    "explanations": {"en": _WHY, "id": _MENGAPA},
}
_PREVIEW: Example = {
    **LIMIT,
    **_REASONED,
    "start": "2024-02-19T03:00:00Z",
    "extended": False,
    "rule": "pemilu/handling",
    "policy_version": "33.05/2026-11-3",
    "law_version": "id/2026-11-4",
}
_CLOCK: Example = {
    **{name: value for name, value in _PREVIEW.items() if name not in {"step", "start"}},
    "id": "019ab3f0-1c7e-7a90-b6d1-4e5f60718294",
    "report": "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
    "task": None,
    "kind": "handling",
    "family": "legal",
    "started_at": "2024-02-19T03:00:00Z",
    "recounted_due_at": None,
    "recounted_counter_end": None,
    "recounted_skipped": [],
    "stopped_at": None,
    "paused_at": None,
    "pauses": [],
    "warned": 50,
    "lapsed": False,
    "rung": None,
    "warnings": [
        {
            "event": "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",
            "percent": 50,
            "moment": "2024-02-22T21:59:59.500000Z",
            "at": "2024-02-22T22:00:01Z",
        }
    ],
    "extension": None,
    "recounts": [],
    "actions": [
        {"action": "extend", "allowed": True, "reasons": []},
        {
            "action": "recount",
            "allowed": False,
            "reasons": [
                {
                    "code": "calendar_unchanged",
                    "text": "The calendar still says what the clock was counted with",
                }
            ],
        },
    ],
}
_CHANGED: Example = {
    **{name: value for name, value in _CLOCK.items() if name in ClockItem.__struct_fields__},
    "recounted_due_at": "2024-02-27T16:59:59Z",
}
EXAMPLES = Examples(
    answers={
        ClockItem: _CHANGED,
        ClockPage: {"items": [_CHANGED], "next_cursor": None},
        ClockDetail: _CLOCK | {"receipt": RECEIPT},
        ClockPreview: _PREVIEW,
    },
    bodies={
        commands.ExtendClock: {
            "extend": (
                "Once, before it has ended",
                {"ground": "more_statements", "reason": "Keterangan saksi masih diperlukan"},
            )
        },
        commands.RecountClock: {
            "recount": (
                "Once the calendar has changed",
                {"reason": "Cuti bersama diumumkan setelah laporan diregistrasi"},
            )
        },
    },
)
