"""What people read in place of the codes of what two people decide, in English and in Bahasa Indonesia."""

from workflows.codes.approvals import ApprovalState, ApprovalTrigger, ErasureTarget, ProposalKind, Protection
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "erasure_target",
        ErasureTarget,
        ("What is erased", "Yang dihapus"),
        {
            "reporter": ("Reporter", "Pelapor"),
            "text": ("Text", "Teks"),
            "recipient": ("Recipient of a notice", "Penerima pemberitahuan"),
            "evidence": ("Evidence", "Bukti"),
        },
    ),
    CodeList(
        "approval_state",
        ApprovalState,
        ("State of what two decide", "Status persetujuan"),
        {
            "requested": ("Requested", "Diminta"),
            "approved": ("Approved", "Disetujui"),
            "refused": ("Refused", "Ditolak"),
        },
    ),
    CodeList(
        "approval_trigger",
        ApprovalTrigger,
        ("Decision of the second person", "Keputusan orang kedua"),
        {"approve": ("Approve", "Setujui"), "refuse": ("Refuse", "Tolak")},
    ),
    CodeList(
        "protection",
        Protection,
        ("Protection", "Perlindungan"),
        {
            "classification": ("Classification", "Klasifikasi"),
            "named_persons": ("Named persons", "Orang yang ditunjuk"),
            "accusation": ("Accusation of an agency", "Tuduhan terhadap instansi"),
            "wall": ("Wall", "Pengecualian instansi"),
            "severity": ("Severity", "Tingkat kegawatan"),
            "lead": ("Lead", "Instansi penanggung jawab"),
            "legal_clock": ("Legal time limit", "Batas waktu hukum"),
        },
    ),
    CodeList(
        "proposal_kind",
        ProposalKind,
        ("Kind of proposal", "Jenis usulan"),
        {
            "amendment": ("Amend the report", "Mengubah laporan"),
            "wall": ("Take a wall down", "Mencabut pengecualian"),
            "accusation": ("Take an accusation back", "Mencabut tuduhan"),
            "lead": ("Clear an agency to lead", "Mengizinkan instansi menjadi penanggung jawab"),
        },
    ),
)
