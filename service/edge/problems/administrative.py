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
}
