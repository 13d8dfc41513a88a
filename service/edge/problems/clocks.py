"""The problems of clocks: who may lengthen or stop one, and when."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_clock_agency": problem_type(
        403,
        "Only the agency that the clock binds may do this",
        "Hanya instansi yang terikat batas waktu ini yang boleh melakukan ini",
    ),
    "no_extension": problem_type(
        409, "No law extends this clock", "Tidak ada aturan yang memperpanjang batas waktu ini"
    ),
    "already_extended": problem_type(
        409,
        "The clock was extended before; the law allows it once",
        "Batas waktu sudah diperpanjang; hanya boleh sekali",
    ),
    "clock_stopped": problem_type(409, "The clock has stopped", "Batas waktu sudah dihentikan"),
    "clock_paused": problem_type(409, "The clock stands still", "Batas waktu sedang berhenti sementara"),
    "clock_ended": problem_type(
        409,
        "The clock has run out; an extension comes before the end",
        "Batas waktu sudah habis; perpanjangan diberikan sebelumnya",
    ),
}
