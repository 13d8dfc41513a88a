"""The problems of tasks: who may hold, lead and hand them on."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_task_agency": problem_type(
        403,
        "Only the agency that holds the task may do this",
        "Hanya instansi pemegang tugas yang boleh melakukan ini",
        "The task's `agency` says whose it is; leave it to them, or offer your own agency a task.",
        "`agency` pada tugas memuat pemegangnya; serahkan kepadanya, atau mintalah tugas bagi instansi Anda.",
    ),
    "not_lead_agency_nor_above": problem_type(
        403,
        "Only the lead agency, the desk or the agency above the holder takes a task over",
        "Hanya instansi penanggung jawab, koordinator, atau instansi di atas pemegang tugas yang boleh mengambil alih",
        "Ask one of them to take it over, or the holder to forward it.",
        "Mintalah salah satunya mengambil alih, atau mintalah pemegang tugas meneruskannya.",
    ),
    "not_holder_lead_nor_above": problem_type(
        403,
        "Only the holder, the lead agency, the agency above the holder or the desk may do this",
        "Hanya pemegang tugas, instansi penanggung jawab, instansi di atasnya, atau koordinator yang boleh "
        "melakukan ini",
        "Ask one of them; the task's `agency` says who holds it.",
        "Mintalah kepada salah satunya; `agency` pada tugas memuat pemegangnya.",
    ),
    "agency_walled": problem_type(
        409,
        "An accused agency holds no task of this report",
        "Instansi terlapor tidak memegang tugas laporan ini",
        "Offer the task to an agency that is not accused; `routing` in the report names whom the rules know.",
        "Berikan tugas kepada instansi yang bukan terlapor; `routing` pada laporan memuat yang disebut aturan.",
    ),
    "kodim_never_leads": problem_type(
        409,
        "Kodim supports and never leads",
        "Kodim mendukung dan tidak pernah menjadi penanggung jawab",
        "Offer it a supporting task, and the lead to the agency that the rule names.",
        "Berikan tugas pendukung kepadanya, dan tugas penanggung jawab kepada instansi menurut aturan.",
    ),
    "bawaslu_only_door": problem_type(
        409,
        "Only Bawaslu leads an election violation",
        "Hanya Bawaslu yang menjadi penanggung jawab pelanggaran pemilihan",
        "UU 7/2017 art. 454: an election violation goes through Bawaslu: give it the lead. Rule: {rule}.",
        "UU 7/2017 Pasal 454: pelanggaran pemilihan melalui Bawaslu: berikan tugas penanggung jawab "
        "kepadanya. Aturan: {rule}.",
    ),
    "routing_conflict": problem_type(
        409,
        "The report became a case that its lead may not have; hand the lead on first",
        "Laporan menjadi perkara di luar wewenang penanggung jawabnya; alihkan tugas penanggung jawab dahulu",
        "Transfer the lead task to an agency that the rule allows; then ask again.",
        "Alihkan tugas penanggung jawab kepada instansi yang dibolehkan aturan, lalu coba lagi.",
    ),
    "gakkumdu_not_registered": problem_type(
        409,
        "Gakkumdu tasks open only once the case is registered",
        "Tugas Gakkumdu baru terbuka setelah perkara diregistrasi",
        "Verify the report first: that registers the case.",
        "Verifikasi laporan dahulu; dengan itu perkara diregistrasi.",
    ),
    "lead_only_by_assign": problem_type(
        409,
        "A lead task is offered by assign alone",
        "Tugas penanggung jawab hanya melalui assign",
        "Use the trigger `assign` on the report, with one lead among its tasks.",
        "Gunakan `assign` pada laporan, dengan satu tugas penanggung jawab di dalamnya.",
    ),
    "not_before_assignment": problem_type(
        409,
        "This kind of task waits for the assignment",
        "Jenis tugas ini menunggu penugasan",
        "Assign the report first. Before that only safety, verification, clarification and information are offered.",
        "Tugaskan laporan dahulu. Sebelumnya hanya pengamanan, verifikasi, klarifikasi, dan informasi.",
    ),
    "transfer_kind_not_for_task": problem_type(
        409,
        "A task of this kind is not transferred in this way",
        "Tugas jenis ini tidak dialihkan dengan cara ini",
        "A task of kind {task_kind} is not transferred as {kind}. Choose another kind of transfer; the task's "
        "`actions` say what is possible.",
        "Tugas jenis {task_kind} tidak dialihkan sebagai {kind}. Pilih cara pengalihan lain; `actions` pada "
        "tugas memuat yang mungkin.",
        task_kind="task_kind",
        kind="transfer_kind",
    ),
    "exactly_one_lead": problem_type(
        422,
        "Exactly one lead task is needed",
        "Harus ada tepat satu tugas penanggung jawab",
        "Give one of the tasks the role `lead`, all others `support`.",
        "Beri satu tugas peran `lead`, dan yang lain `support`.",
    ),
    "override_needs_reason": problem_type(
        422,
        "Another lead than the rule's needs a reason",
        "Penanggung jawab selain menurut aturan memerlukan alasan",
        "Say in `reason` why another agency leads, or take the one that the rule names.",
        "Isi `reason` mengapa instansi lain yang bertanggung jawab, atau pakai yang disebut aturan.",
    ),
    "transfer_to_itself": problem_type(
        422,
        "A task is transferred to another agency",
        "Tugas dialihkan ke instansi lain",
        "Name another agency in `agency`; another person of the same one is `assign_person`.",
        "Isi `agency` dengan instansi lain; untuk orang lain di instansi yang sama gunakan `assign_person`.",
    ),
    "transfer_not_below": problem_type(
        422,
        "A task is handed down to an arm of the agency that holds it, or of the lead",
        "Pelimpahan ditujukan ke jajaran di bawah pemegang tugas atau penanggung jawab",
        "Name an arm of the agency, or transfer it as `forwarded`.",
        "Sebutkan jajaran di bawahnya, atau alihkan sebagai `forwarded`.",
    ),
    "transfer_not_own_agency": problem_type(
        422,
        "Whoever takes a task over takes it into their own agency",
        "Pengambilalihan ditujukan ke instansi sendiri",
        "Name your own agency in `agency`.",
        "Isi `agency` dengan instansi Anda sendiri.",
    ),
    "transfer_not_another": problem_type(
        422,
        "A task is forwarded to another authority; to one's own arm it is handed down",
        "Penerusan ditujukan ke lembaga lain; ke jajaran sendiri disebut pelimpahan",
        "Transfer it as `handed_down`, or name an agency of another authority.",
        "Alihkan sebagai `handed_down`, atau sebutkan instansi dari lembaga lain.",
    ),
    "transfer_reference_required": problem_type(
        422,
        "This kind of transfer needs the number of its covering letter",
        "Pengalihan jenis ini memerlukan nomor surat pengantar",
        "Give it in `reference`.",
        "Isikan nomornya dalam `reference`.",
    ),
}
