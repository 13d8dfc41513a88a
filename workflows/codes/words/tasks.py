"""What people read in place of the codes of tasks, in English and in Bahasa Indonesia."""

from workflows.codes.tasks import TaskKind, TaskRole, TaskState, TaskTrigger, TransferKind
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "task_state",
        TaskState,
        ("State of a task", "Status tugas"),
        {
            "offered": ("Offered", "Ditawarkan"),
            "accepted": ("Accepted", "Diterima"),
            "in_progress": ("In progress", "Dikerjakan"),
            "waiting": ("Waiting", "Menunggu pihak luar"),
            "done": ("Done", "Selesai"),
            "declined": ("Declined", "Ditolak"),
            "expired": ("Expired", "Kedaluwarsa"),
            "transferred": ("Transferred", "Dialihkan"),
            "withdrawn": ("Withdrawn", "Ditarik"),
        },
    ),
    CodeList(
        "task_trigger",
        TaskTrigger,
        ("Action on a task", "Tindakan atas tugas"),
        {
            "accept": ("Accept", "Terima"),
            "decline": ("Decline", "Tolak"),
            "start": ("Start", "Mulai"),
            "wait": ("Pause", "Jeda"),
            "resume": ("Resume", "Lanjutkan"),
            "complete": ("Complete", "Selesaikan"),
            "transfer": ("Transfer", "Alihkan"),
            "withdraw": ("Withdraw", "Tarik"),
            "assign_person": ("Assign a person", "Tunjuk petugas"),
            "expire": ("Let expire", "Nyatakan kedaluwarsa"),
            "reopen": ("Reopen", "Buka kembali"),
        },
    ),
    CodeList(
        "task_role",
        TaskRole,
        ("Role of a task", "Peran tugas"),
        {"lead": ("Lead", "Penanggung jawab"), "support": ("Support", "Pendukung")},
    ),
    CodeList(
        "task_kind",
        TaskKind,
        ("Kind of task", "Jenis tugas"),
        {
            "case": ("Case", "Perkara"),
            "safety": ("Safety", "Pengamanan"),
            "verification": ("Verification", "Verifikasi"),
            "clarification": ("Clarification", "Klarifikasi"),
            "logistics": ("Logistics", "Logistik"),
            "information": ("Information", "Informasi"),
        },
    ),
    CodeList(
        "transfer_kind",
        TransferKind,
        ("Kind of transfer", "Jenis pelimpahan"),
        {
            "handed_down": ("Handed down", "Pelimpahan"),
            "taken_over": ("Taken over", "Pengambilalihan"),
            "forwarded": ("Forwarded", "Penerusan"),
        },
    ),
)
