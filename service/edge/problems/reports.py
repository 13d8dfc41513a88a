"""The problems of a report: who may do what with it, in which state, and what it says."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_lead_agency": problem_type(
        403,
        "Only the lead agency or the desk may do this",
        "Hanya instansi penanggung jawab atau koordinator yang boleh melakukan ini",
    ),
    "not_lead_agency_nor_author": problem_type(
        403,
        "Only the lead agency, the desk or the person who reported may do this",
        "Hanya instansi penanggung jawab, koordinator, atau yang memasukkan laporan yang boleh melakukan ini",
    ),
    "report_unread": problem_type(
        403,
        "It takes reading the report, or the reason is not for you to know",
        "Perlu membaca laporannya, atau alasannya tidak dapat diberitahukan kepada Anda",
        "The report is not for you to read. Decline the task if it is not yours to do.",
        "Laporan ini bukan untuk Anda baca. Tolaklah tugas ini bila bukan kewenangan Anda.",
    ),
    "own_report": problem_type(
        403,
        "Nobody verifies or dismisses what they reported themselves",
        "Tidak boleh memverifikasi atau menghentikan laporan sendiri",
    ),
    "separation_of_duties": problem_type(
        403,
        "Whoever took part in leading it ends no report that was S1 or S2",
        "Yang ikut mengerjakan tugas penanggung jawab tidak boleh mengakhiri laporan yang pernah S1 atau S2",
    ),
    "own_side_accused": problem_type(
        403,
        "Your own side is or was accused here: others deal with it",
        "Pihak Anda sendiri terlapor atau pernah terlapor di sini: pihak lain yang menanganinya",
        "Whoever leads does this, or a core agency in its place; the regency government is one side with its desk.",
        "Yang melakukannya penanggung jawab, atau instansi inti sebagai pengganti; pemerintah daerah satu pihak.",
    ),
    "illegal_transition": problem_type(
        409,
        "Not possible in this state",
        "Tidak mungkin dalam keadaan ini",
        "In state {state}, {trigger} is not possible; possible now: {legal}.",
        "Dalam keadaan {state}, {trigger} tidak mungkin; yang mungkin sekarang: {legal}.",
    ),
    "report_closed": problem_type(409, "The report is closed", "Laporan sudah ditutup"),
    "report_no_longer_open": problem_type(409, "The report is no longer open", "Laporan tidak lagi terbuka"),
    "never_verified": problem_type(
        409,
        "It was dismissed before it was verified; make a new report and link the two",
        "Laporan ditutup sebelum diverifikasi; buat laporan baru dan tautkan keduanya",
    ),
    "not_yet_verified": problem_type(409, "The report was not verified", "Laporan belum diverifikasi"),
    "registered_not_withdrawn": problem_type(
        409,
        "A withdrawal after registration does not close a report",
        "Pencabutan setelah registrasi tidak menutup laporan",
    ),
    "not_registered_yet": problem_type(
        409,
        "Before registration a withdrawn report is dismissed as withdrawn",
        "Sebelum registrasi, laporan yang dicabut dihentikan sebagai dicabut",
    ),
    "already_linked": problem_type(
        409, "The reports are already related in this way", "Kedua laporan sudah ditautkan dengan cara ini"
    ),
    "borders_not_loaded": problem_type(
        409,
        "The operator has loaded no borders of areas, so that there is no map",
        "Operator belum memuat batas wilayah, sehingga peta tidak tersedia",
    ),
    "unknown_agency": problem_type(422, "The region has no such agency", "Wilayah tidak memiliki instansi ini"),
    "unknown_area": problem_type(422, "The region has no such area", "Wilayah tidak memiliki area ini"),
    "unknown_election": problem_type(422, "There is no such election", "Tidak ada pemilihan ini"),
    "in_future": problem_type(422, "The time lies in the future", "Waktu berada di masa depan"),
    "checklist_incomplete": problem_type(
        422,
        "A report that misses a requirement is not verified",
        "Laporan yang belum memenuhi syarat tidak diverifikasi",
    ),
    "reference_required": problem_type(
        422, "A referral needs the other body's reference", "Penerusan memerlukan nomor rujukan"
    ),
    "link_unknown": problem_type(422, "The report to link is not known", "Laporan yang ditautkan tidak dikenal"),
    "nothing_to_amend": problem_type(
        422,
        "Nothing would change",
        "Tidak ada yang berubah",
        "The report is so already, or null was given for what null does not remove. An accusation is taken back by "
        "proposing `accusation` at the report's `/proposals`.",
        "Laporan sudah demikian, atau null diberikan untuk yang tidak dihapus dengan null. Tuduhan dicabut dengan "
        "mengusulkan `accusation` pada `/proposals` laporan ini.",
    ),
    "counter_closed": problem_type(
        200,
        "An early warning is taken at any hour; a formal report counts as received when Bawaslu's counter opens",
        "Peringatan dini diterima kapan pun; laporan resmi dianggap diterima saat loket Bawaslu buka",
    ),
    "formal_report_needs_identity": problem_type(
        200,
        "An early warning may stay anonymous; a formal Bawaslu report needs an identity",
        "Peringatan dini boleh anonim; laporan resmi Bawaslu memerlukan identitas",
    ),
}
