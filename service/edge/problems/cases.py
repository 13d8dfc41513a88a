"""The problems of cases at the joint desk, Sentra Gakkumdu."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_step_agency": problem_type(
        403,
        "This step of the case is another agency's",
        "Langkah perkara ini wewenang instansi lain",
        "This step is for {agency} to take. The case's `actions` say which steps are yours.",
        "Langkah ini diambil oleh {agency}. `actions` pada perkara memuat langkah Anda.",
        agency="agency",
    ),
    "not_gakkumdu": problem_type(
        409,
        "A report of this kind does not go to the joint desk",
        "Laporan jenis ini tidak ditangani Sentra Gakkumdu",
        "Assign it to the agency that the rule names; `routing` in the report says which.",
        "Tugaskan kepada instansi menurut aturan; `routing` pada laporan memuatnya.",
    ),
    "bundle_incomplete": problem_type(
        409,
        "The bundle misses what the law wants in it",
        "Berkas belum memuat yang diwajibkan",
        "Missing: {missing}. Add what is missing, check the bundle again, then forward it.",
        "Belum ada: {missing}. Lengkapi, periksa lagi berkasnya, lalu teruskan.",
        missing="handover_item",
    ),
    "step_before_the_last": problem_type(
        422,
        "A step is not done before the one before it, nor before the report became known or was registered",
        "Langkah tidak mendahului langkah sebelumnya, atau saat laporan diketahui atau diregistrasi",
        "The earliest is {earliest}. Give the moment at which this step was taken.",
        "Paling awal {earliest}. Isi saat langkah ini dilakukan.",
    ),
    "register_number_taken": problem_type(
        422,
        "Another registration has this number",
        "Nomor ini sudah dipakai registrasi lain",
        "Look the number up in the register and give the one of this case.",
        "Periksa nomor dalam register dan isikan nomor perkara ini.",
    ),
    "attendance_incomplete": problem_type(
        422,
        "A joint discussion needs the supervisor, the police and the prosecutor",
        "Pembahasan dihadiri Bawaslu, kepolisian, dan kejaksaan",
        "Missing: {missing}. Record the discussion once all three attended.",
        "Belum hadir: {missing}. Catat pembahasan setelah ketiganya hadir.",
        missing="agency",
    ),
    "attendee_twice": problem_type(
        422,
        "An agency attends once",
        "Satu instansi disebut satu kali",
        "Put all persons of one agency under its one entry.",
        "Cantumkan semua orang dari satu instansi dalam satu isian.",
    ),
    "reporter_known_to_police": problem_type(
        200,
        "The reporter becomes known to the police",
        "Identitas pelapor akan diketahui kepolisian",
        "At the police counter (SPKT) the reporter is the complainant; the supervisor stands in if the reporter cannot "
        "come. Speak with the reporter before the case is forwarded.",
        "Di SPKT pelapor menjadi pelapor laporan polisi; Bawaslu menggantikan bila pelapor tidak dapat hadir. "
        "Bicarakan dengan pelapor sebelum perkara diteruskan.",
    ),
    "unknown_item": problem_type(
        422,
        "The bundle has no such item",
        "Berkas tidak mengenal kelengkapan ini",
        "`bundle` in the case lists its items; use one of its codes.",
        "`bundle` pada perkara memuat daftar kelengkapannya; gunakan salah satu kodenya.",
    ),
    "item_twice": problem_type(
        422,
        "An item is named once",
        "Satu kelengkapan disebut satu kali",
        "Leave one of the two out.",
        "Hilangkan salah satunya.",
    ),
}
