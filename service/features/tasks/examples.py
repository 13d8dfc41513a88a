"""Examples of tasks: Bawaslu's, as it is offered and worked on."""

from service.edge.examples import OFFERED, PERSON, REPORT_ID, TASK_ID, Example, Examples
from service.features.tasks.schemas import TaskAnswer, TaskPage
from workflows.decisions.tasks import commands

_TASK: Example = {
    "id": TASK_ID,
    "report": REPORT_ID,
    "agency": "bawaslu",
    "role": "lead",
    "kind": "case",
    "obligatory": True,
    "state": "offered",
    "version": 1,
    "offered_at": OFFERED,
    "due_at": "2026-11-24T05:02:11Z",
    "due_clock": "acknowledge",
    "assignee": None,
    "completed_by": None,
    "completed_at": None,
    "transferred_from": None,
    "transferred_to": None,
    "transfer_kind": None,
    "calendar_changed": False,
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
EXAMPLES = Examples(
    answers={
        TaskAnswer: _TASK,
        TaskPage: {"items": [_TASK], "next_cursor": None},
    },
    bodies={
        commands.TaskTransition: {
            "accept": ("Take it", {"trigger": "accept", "assignee": PERSON}),
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
                        {
                            "kind": "study",
                            "number": "7/PM/XI/2026",
                            "date": "2026-11-24",
                            "words": "Kajian dan lampirannya",
                        }
                    ],
                },
            ),
            "withdraw": ("Take it back", {"trigger": "withdraw", "reason": "Sudah ditangani instansi lain"}),
            "assign_person": (
                "Hand it to a colleague",
                {"trigger": "assign_person", "assignee": PERSON, "note": "Saksi kedua datang besok pukul 9"},
            ),
        },
        commands.Offer: {
            "support": (
                "One more supporting task",
                {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False},
            )
        },
    },
)
