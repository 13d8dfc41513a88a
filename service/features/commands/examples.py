"""Examples of queued commands: what an officer did where there was no signal, and what became of it."""

from service.edge.examples import RECEIPT, REPORT_ID, TASK_ID, Example, Examples
from service.features.commands.schemas import CommandsAnswer
from workflows.decisions import queued

_NOTE = "019ab3f1-52aa-7c0e-9d11-6b8a4f20c7d3"
_START = "019ab3f6-0b19-7a44-8c3f-1d5e9b7a6042"
_QUEUE: Example = {
    "commands": [
        {
            "id": REPORT_ID,
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
            "target": REPORT_ID,
            "at": "2024-11-24T20:31:00+07:00",
            "body": {"text": "Warga menyerahkan dua amplop."},
        },
        {
            "id": _START,
            "kind": "task.transition",
            "target": TASK_ID,
            "expected_version": 2,
            "at": "2024-11-24T20:40:00+07:00",
            "body": {"trigger": "start"},
        },
    ]
}
_RESULTS: Example = {
    "results": [
        {
            "id": REPORT_ID,
            "kind": "report.create",
            "status": "applied",
            "target": REPORT_ID,
            "state": "reported",
            "version": 1,
            "receipt": RECEIPT,
        },
        {
            "id": _NOTE,
            "kind": "note.add",
            "status": "duplicate",
            "target": REPORT_ID,
            "state": "reported",
            "version": 2,
            "receipt": RECEIPT,
        },
        {
            "id": _START,
            "kind": "task.transition",
            "status": "conflict",
            "target": TASK_ID,
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
EXAMPLES = Examples(
    answers={
        CommandsAnswer: _RESULTS,
    },
    bodies={
        queued.CommandBatch: {"queue": ("What an officer did where there was no signal", _QUEUE)},
    },
)
