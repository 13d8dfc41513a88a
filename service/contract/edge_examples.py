"""Examples of what integrators and the field send and get."""

from service.contract.headers import JsonObject

_REPORT = "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2"
_NOTE = "019ab3f1-52aa-7c0e-9d11-6b8a4f20c7d3"
_TASK = "019ab3f4-8d02-7be0-b1c9-2f6a7e4d3c18"
_START = "019ab3f6-0b19-7a44-8c3f-1d5e9b7a6042"
_RECEIPT = {
    "event": "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",
    "leaf_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "at": "2026-11-24T03:41:30Z",
    "max_merge_delay_s": 60,
    "signature": "\u2014 tindak.local/33.05/receipts "
    "rwOxsCjFLEj5yBtg8f30NB2+c2dSV/JJ1OF6DRufxmJxSa6dd/n+IdjM87URyWYGVCedhVU+yNLGuwrdbCMkPs4JAAY=",
}

QUEUE: JsonObject = {
    "commands": [
        {
            "id": _REPORT,
            "kind": "report.create",
            "at": "2024-11-24T20:20:00+07:00",
            "body": {
                "category": "money_politics",
                "severity": "S2",
                "title": "Pembagian amplop di Desa Panjer",
                "description": "Amplop berisi uang dibagikan dari rumah ke rumah.",
                "occurred_at": "2024-11-24T20:15:00+07:00",
                "known_at": "2024-11-24T20:20:00+07:00",
                "place": {"area": "33.05.12", "detail": "RT 02 RW 03"},
                "election": "pilkada-2024",
                "source": {"channel": "patrol"},
            },
        },
        {
            "id": _NOTE,
            "kind": "note.add",
            "target": _REPORT,
            "at": "2024-11-24T20:31:00+07:00",
            "body": {"text": "Warga menyerahkan dua amplop."},
        },
        {
            "id": _START,
            "kind": "task.transition",
            "target": _TASK,
            "expected_version": 2,
            "at": "2024-11-24T20:40:00+07:00",
            "body": {"trigger": "start"},
        },
    ]
}
RESULTS: JsonObject = {
    "results": [
        {
            "id": _REPORT,
            "kind": "report.create",
            "status": "applied",
            "target": _REPORT,
            "state": "reported",
            "version": 1,
            "receipt": _RECEIPT,
        },
        {
            "id": _NOTE,
            "kind": "note.add",
            "status": "duplicate",
            "target": _REPORT,
            "state": "reported",
            "version": 2,
            "receipt": _RECEIPT,
        },
        {
            "id": _START,
            "kind": "task.transition",
            "status": "conflict",
            "target": _TASK,
            "current": {"state": "withdrawn", "version": 3},
            "problem": {
                "type": "/problems/precondition_failed",
                "title": "Somebody was faster",
                "status": 412,
                "detail": "The present version is 3; read it again before you change it.",
                "code": "precondition_failed",
                "errors": [],
                "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                "current_version": 3,
            },
        },
    ]
}

NEW_KEY: JsonObject = {
    "name": "Jembatan SigapLapor",
    "scopes": ["report:create", "report:read"],
    "expires_at": None,
}
API_KEY: JsonObject = {
    "id": "019ab3f8-77c1-7e55-a0d2-4b6f9c813e70",
    "name": "Jembatan SigapLapor",
    "region": "33.05",
    "agency": "bawaslu",
    "scopes": ["report:create", "report:read"],
    "created_at": "2026-11-24T03:41:30Z",
    "created_by": "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33",
    "expires_at": "2027-02-22T03:41:30Z",
    "last_used_at": None,
    "revoked_at": None,
    "revoked_by": None,
}
MADE_KEY: JsonObject = API_KEY | {
    "key": "tindak_3305_...",
    "receipt": _RECEIPT,
}
