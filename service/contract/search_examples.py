"""Examples of what a search answers."""

from service.contract.headers import JsonObject

HIGHLIGHTS: JsonObject = {
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
DUPLICATE: JsonObject = {
    "report": "01936a2e-91c4-7d10-8000-0c6a5d6f1b2c",
    "state": "verified",
    "register_number": "33.05/2024/000016",
    "occurred_at": "2024-11-24T12:40:00Z",
    "similarity": 0.67,
}
