"""The problems of two reports of one thing that become one."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "duplicate_of_duplicate": problem_type(
        409,
        "The other report is a duplicate itself; name the report that goes on",
        "Laporan lain itu sendiri duplikat; sebutkan laporan yang diteruskan",
        "Its `links` say which report goes on: give that one in `duplicate_of`.",
        "`links`-nya memuat laporan yang diteruskan; isikan laporan itu dalam `duplicate_of`.",
    ),
    "walls_differ": problem_type(
        409,
        "The two reports accuse or wall off different agencies; accuse or wall them off alike first",
        "Kedua laporan mengecualikan instansi yang berbeda; samakan terlapor atau pengecualiannya dahulu",
        "A history that names the other report would tell of it to who may not know: {agencies}. Merge them once "
        "both name the same agencies, or link them as `related`.",
        "Riwayat yang menyebut laporan lain akan memberitahu pihak yang tidak boleh tahu: {agencies}. Gabungkan "
        "setelah keduanya menyebut instansi yang sama, atau tautkan sebagai `related`.",
        agencies="agency",
    ),
    "survivor_not_open": problem_type(
        409,
        "The other report takes no tasks any longer; reopen it, or withdraw the open tasks",
        "Laporan lain tidak lagi menerima tugas; buka kembali, atau tarik tugas yang terbuka",
        "Nothing was merged; ask again afterwards.",
        "Tidak ada yang digabungkan; coba lagi sesudahnya.",
    ),
    "survivor_protects_less": problem_type(
        409,
        "The other report protects by less; bring it to as much first, or merge the other way",
        "Laporan lain melindungi kurang; setarakan dahulu, atau gabungkan ke arah sebaliknya",
        "What it protects less by: {protections}. It has to belong to the same election, be of as grave a "
        "category and severity, accuse whom this one accused, be registered if this one is, have no clock that ends "
        "later, and have met by an act that stands what runs here no longer there. What was missed here is done first.",
        "Yang dilindungi kurang: {protections}. Laporan itu harus termasuk pemilihan yang sama, kategori dan "
        "kegawatan setara, terlapornya sama, teregistrasi bila laporan ini teregistrasi, tanpa batas waktu lebih "
        "lambat, dan batas yang tidak berjalan di sana sudah dipenuhi tindakan yang berlaku. Yang terlewat di sini "
        "dilakukan dahulu.",
        protections="protection",
    ),
    "duplicate_unknown": problem_type(
        422,
        "The other report is not known",
        "Laporan lain tidak dikenal",
        "Name in `duplicate_of` a report of this region that you may read, and not this one.",
        "Isi `duplicate_of` dengan laporan wilayah ini yang boleh Anda baca, bukan laporan ini sendiri.",
    ),
    "duplicate_unexpected": problem_type(
        422,
        "Only a duplicate names another report",
        "Hanya duplikat yang menyebut laporan lain",
        "Leave `duplicate_of` out, or give the outcome `duplicate`.",
        "Hilangkan `duplicate_of`, atau isi hasil `duplicate`.",
    ),
}
