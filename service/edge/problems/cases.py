"""The problems of cases at the joint desk, Sentra Gakkumdu."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_step_agency": problem_type(
        403,
        "This step of the case is another agency's",
        "Langkah perkara ini wewenang instansi lain",
        "This step is for {agency} to take.",
        "Langkah ini diambil oleh {agency}.",
    ),
    "not_gakkumdu": problem_type(
        409,
        "A report of this kind does not go to the joint desk",
        "Laporan jenis ini tidak ditangani Sentra Gakkumdu",
    ),
    "bundle_incomplete": problem_type(
        409,
        "The bundle misses what the law wants in it",
        "Berkas belum memuat yang diwajibkan",
        "Missing: {missing}.",
        "Belum ada: {missing}.",
    ),
    "step_before_the_last": problem_type(
        422,
        "A step is not done before the one before it, nor before the report became known",
        "Langkah tidak mendahului langkah sebelumnya, atau saat laporan diketahui",
        "The earliest is {earliest}.",
        "Paling awal {earliest}.",
    ),
    "register_number_taken": problem_type(
        422, "Another registration has this number", "Nomor ini sudah dipakai registrasi lain"
    ),
    "attendance_incomplete": problem_type(
        422,
        "A joint discussion needs the supervisor, the police and the prosecutor",
        "Pembahasan dihadiri Bawaslu, kepolisian, dan kejaksaan",
        "Missing: {missing}.",
        "Belum hadir: {missing}.",
    ),
    "attendee_twice": problem_type(422, "An agency attends once", "Satu instansi disebut satu kali"),
    "unknown_item": problem_type(422, "The bundle has no such item", "Berkas tidak mengenal kelengkapan ini"),
    "item_twice": problem_type(422, "An item is named once", "Satu kelengkapan disebut satu kali"),
}
