"""The problems of tasks: who may hold, lead and hand them on."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_task_agency": problem_type(
        403, "Only the agency that holds the task may do this", "Hanya instansi pemegang tugas yang boleh melakukan ini"
    ),
    "not_lead_agency_nor_above": problem_type(
        403,
        "Only the lead agency, the desk or the agency above the holder takes a task over",
        "Hanya instansi penanggung jawab, koordinator, atau instansi di atas pemegang tugas yang boleh mengambil alih",
    ),
    "not_holder_lead_nor_above": problem_type(
        403,
        "Only the holder, the lead agency, the agency above the holder or the desk may do this",
        "Hanya pemegang tugas, instansi penanggung jawab, instansi di atasnya, atau koordinator yang "
        "boleh melakukan ini",
    ),
    "agency_walled": problem_type(
        409,
        "An accused agency holds no task of this report",
        "Instansi terlapor tidak memegang tugas laporan ini",
    ),
    "kodim_never_leads": problem_type(
        409, "Kodim supports and never leads", "Kodim mendukung dan tidak pernah menjadi penanggung jawab"
    ),
    "bawaslu_only_door": problem_type(
        409,
        "Only Bawaslu leads an election violation",
        "Hanya Bawaslu yang menjadi penanggung jawab pelanggaran pemilihan",
        "UU 7/2017 art. 454: an election violation goes through Bawaslu. Rule: {rule}.",
        "UU 7/2017 Pasal 454: pelanggaran pemilihan melalui Bawaslu. Aturan: {rule}.",
    ),
    "routing_conflict": problem_type(
        409,
        "The report became a case that its lead may not have; hand the lead on first",
        "Laporan menjadi perkara di luar wewenang penanggung jawabnya; alihkan tugas penanggung jawab dahulu",
    ),
    "gakkumdu_not_registered": problem_type(
        409,
        "Gakkumdu tasks open only once the case is registered",
        "Tugas Gakkumdu baru terbuka setelah perkara diregistrasi",
    ),
    "lead_only_by_assign": problem_type(
        409, "A lead task is offered by assign alone", "Tugas penanggung jawab hanya melalui assign"
    ),
    "not_before_assignment": problem_type(
        409, "This kind of task waits for the assignment", "Jenis tugas ini menunggu penugasan"
    ),
    "transfer_kind_not_for_task": problem_type(
        409,
        "A task of this kind is not transferred in this way",
        "Tugas jenis ini tidak dialihkan dengan cara ini",
        "A task of kind {task_kind} is not transferred as {kind}.",
        "Tugas jenis {task_kind} tidak dialihkan sebagai {kind}.",
    ),
    "exactly_one_lead": problem_type(
        422, "Exactly one lead task is needed", "Harus ada tepat satu tugas penanggung jawab"
    ),
    "override_needs_reason": problem_type(
        422,
        "Another lead than the rule's needs a reason",
        "Penanggung jawab selain menurut aturan memerlukan alasan",
    ),
    "transfer_to_itself": problem_type(
        422, "A task is transferred to another agency", "Tugas dialihkan ke instansi lain"
    ),
    "transfer_not_below": problem_type(
        422,
        "A task is handed down to an arm of the agency that holds it, or of the lead",
        "Pelimpahan ditujukan ke jajaran di bawah pemegang tugas atau penanggung jawab",
    ),
    "transfer_not_own_agency": problem_type(
        422, "Whoever takes a task over takes it into their own agency", "Pengambilalihan ditujukan ke instansi sendiri"
    ),
    "transfer_not_another": problem_type(
        422,
        "A task is forwarded to another authority; to one's own arm it is handed down",
        "Penerusan ditujukan ke lembaga lain; ke jajaran sendiri disebut pelimpahan",
    ),
    "transfer_reference_required": problem_type(
        422,
        "This kind of transfer needs the number of its covering letter",
        "Pengalihan jenis ini memerlukan nomor surat pengantar",
    ),
}
