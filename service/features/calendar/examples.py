"""Examples of kept days: joint leave that was announced late."""

from service.edge.examples import RECEIPT, Example, Examples
from service.features.calendar.schemas import KeptDayAnswer, KeptDayPage
from workflows.decisions.clocks import kept_days

_NEW_DAY: Example = {
    "day": "2026-12-28",
    "working_day": False,
    "name": {"en": "Joint leave after Christmas", "id": "Cuti bersama setelah Natal"},
    "reason": "Diumumkan setelah kalender tahun ini disusun",
    "source": "SKB 3 Menteri 2026, perubahan",
}
_KEPT: Example = _NEW_DAY | {
    "id": "019ab3f8-77c1-7e55-a0d2-4b6f9c813e71",
    "kept_at": "2026-11-24T03:41:30Z",
    "kept_by": "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33",
    "withdrawn_at": None,
    "withdrawn_by": None,
    "withdrawal_reason": None,
}
EXAMPLES = Examples(
    answers={
        KeptDayAnswer: _KEPT | {"receipt": RECEIPT},
        KeptDayPage: {"items": [_KEPT], "next_cursor": None},
    },
    bodies={
        kept_days.KeepDay: {"leave": ("Joint leave that was announced late", _NEW_DAY)},
        kept_days.WithdrawDay: {"withdrawn": ("It no longer holds", {"reason": "Keputusan dicabut"})},
    },
)
