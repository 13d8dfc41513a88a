"""The problems of administrative violations."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_administrative": problem_type(
        409,
        "A report of this kind is no administrative violation",
        "Laporan jenis ini bukan pelanggaran administratif",
        "Amend its category if it was taken for something else; `routing` in the report says what it is handled as.",
        "Ubah kategorinya bila keliru; `routing` pada laporan memuat cara penanganannya.",
    ),
    "step_not_in_regime": problem_type(
        409,
        "The law of the report's election knows no such step",
        "Hukum pemilihan laporan ini tidak mengenal langkah ini",
        "`owners` in the report's administrative violation lists the steps that its election has. A report of no "
        "election has none: say first to which election it belongs.",
        "`owners` pada pelanggaran administratif laporan memuat langkah menurut pemilihannya. Laporan tanpa pemilihan "
        "tidak memilikinya: tetapkan dahulu pemilihannya.",
    ),
    "kpu_receipt_not_entered": problem_type(
        409,
        "That KPU received the decision is not entered yet",
        "Penerimaan putusan oleh KPU belum dicatat",
        "KPU's days run from its receipt: Bawaslu enters `received_by_kpu` with its date first, then KPU what it did.",
        "Tenggat KPU dihitung sejak penerimaan: Bawaslu mencatat `received_by_kpu` dengan tanggalnya dahulu, lalu KPU "
        "mencatat tindakannya.",
    ),
    "shut_kpu_out": problem_type(
        403,
        "Whoever shut KPU out of the report does not enter what it did",
        "Yang menutup laporan dari KPU tidak mencatat tindakan KPU",
        "You made it secret, walled KPU off or accused it: another person of Bawaslu enters what KPU did.",
        "Anda merahasiakannya, mengecualikan KPU, atau menyebutnya terlapor: orang lain di Bawaslu yang mencatat "
        "tindakan KPU.",
    ),
    "proven_to_be_carried_out": problem_type(
        409,
        "What was found proven is carried out, and not dismissed as nothing",
        "Yang terbukti ditindaklanjuti, bukan dihentikan sebagai tanpa dasar",
        "Enter what was done on the decision (`/administrative/steps`); or assign the report and have it closed by "
        "another person.",
        "Catat tindak lanjut putusan (`/administrative/steps`); atau tugaskan laporan agar ditutup oleh orang lain.",
    ),
}
