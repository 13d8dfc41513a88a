"""Examples of what clocks and the policy answer: one clock of handling, reckoned by hand."""

from service.contract.headers import JsonObject

_RULE_ROW: JsonObject = {
    "id": "money_politics/default",
    "category": "money_politics",
    "stages": [],
    "without": [],
    "lead": "bawaslu",
    "lead_kind": "case",
    "support": [{"agency": "polres", "kind": "case", "obligatory": True}],
    "outside": [],
    "fallback_leads": ["kesbangpol"],
    "fallback_outside": ["bawaslu_province"],
    "service_clocks": {"S1": {"acknowledge": "30m", "verify": "2h"}},
    "legal_clocks": "criminal",
    "walls": "none",
    "gakkumdu": True,
    "status": "to_confirm",
    "basis": "Proposed routing [P]",
}
_LIMIT: JsonObject = {
    "regime": "pemilu",
    "step": "handling",
    "whose": "bawaslu",
    "length": "7wd",
    "day_kind": "working_days",
    "counts_from": "registered",
    "extends_to": "14wd",
    "basis": "UU 7/2017 Pasal 454(7)(8)",
    "status": "confirmed",
    "note": None,
}
_WHY = (
    "Due on Wednesday 28 February 2024 at 23:59:59 WIB: 7 working days (UU 7/2017 Pasal 454(7)(8)) from Monday"
    " 19 February 2024 at 10:00:00 WIB, when it was registered; the day after it is day one and only working days"
    " count, so that these are passed over: Saturday 24 February 2024, Sunday 25 February 2024."
)
_MENGAPA = (
    "Jatuh tempo Rabu, 28 Februari 2024 pukul 23.59.59 WIB: 7 hari kerja (UU 7/2017 Pasal 454(7)(8)) sejak laporan"
    " diregistrasi, Senin, 19 Februari 2024 pukul 10.00.00 WIB; hari berikutnya adalah hari pertama dan hanya hari"
    " kerja yang dihitung, sehingga hari-hari ini dilewati: Sabtu, 24 Februari 2024, Minggu, 25 Februari 2024."
)
_REASONED: JsonObject = {
    "due_at": "2024-02-28T16:59:59Z",
    "skipped": [
        {"day": "2024-02-24", "reason": "weekend", "name": {"en": "Saturday", "id": "Sabtu"}},
        {"day": "2024-02-25", "reason": "weekend", "name": {"en": "Sunday", "id": "Minggu"}},
    ],
    "may_pause": False,
    "explanation": _WHY,
    "explanations": {"en": _WHY, "id": _MENGAPA},
}
PREVIEW: JsonObject = {
    **_LIMIT,
    **_REASONED,
    "start": "2024-02-19T03:00:00Z",
    "extended": False,
    "rule": "pemilu/handling",
    "policy_version": "33.05/2026-11-1",
    "law_version": "id/2026-11-1",
}
CLOCK: JsonObject = {
    **{name: value for name, value in PREVIEW.items() if name not in {"step", "start"}},
    "id": "019ab3f0-1c7e-7a90-b6d1-4e5f60718294",
    "report": "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
    "task": None,
    "kind": "handling",
    "family": "legal",
    "started_at": "2024-02-19T03:00:00Z",
    "stopped_at": None,
    "paused_at": None,
    "pauses": [],
    "warned": 50,
    "rung": None,
    "warnings": [
        {
            "event": "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",
            "percent": 50,
            "moment": "2024-02-24T01:30:00Z",
            "at": "2024-02-24T01:30:01Z",
        }
    ],
    "extension": None,
    "actions": [{"action": "extend", "allowed": True, "reasons": []}],
}
POLICY: JsonObject = {
    "region": "33.05",
    "version": "33.05/2026-11-1",
    "law_version": "id/2026-11-1",
    "valid_from": "2026-11-01",
    "timezone": "Asia/Jakarta",
    "rules": [_RULE_ROW],
    "legal_clocks": [
        {**_LIMIT, "rule": "pemilu/handling", "pauses": False, "valid_from": "2017-08-16", "valid_to": None}
    ],
    "openings": [{"moment": "registered", "sets": ["criminal"], "steps": ["handling"], "led_by": "bawaslu"}],
    "calendar": [{"day": "2026-12-24", "working_day": False, "name": {"en": "Local leave", "id": "Cuti daerah"}}],
}
