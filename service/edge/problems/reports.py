"""The problems of a report: who may do what with it, in which state, and what it says."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "not_lead_agency": problem_type(
        403,
        "Only the lead agency or the desk may do this",
        "Hanya instansi penanggung jawab atau koordinator yang boleh melakukan ini",
        "`lead_agency` says which agency leads. Ask it or the desk, or add a note for them.",
        "`lead_agency` memuat instansi penanggung jawab. Mintalah kepadanya atau koordinator, atau tambahkan catatan.",
    ),
    "not_lead_agency_nor_author": problem_type(
        403,
        "Only the lead agency, the desk or the person who reported may do this",
        "Hanya instansi penanggung jawab, koordinator, atau yang memasukkan laporan yang boleh melakukan ini",
        "Ask one of them; `lead_agency` says which agency leads.",
        "Mintalah kepada salah satunya; `lead_agency` memuat instansi penanggung jawab.",
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
        "Another person of the lead agency or of the desk does it: two pairs of eyes see every report.",
        "Orang lain dari instansi penanggung jawab atau koordinator yang melakukannya: setiap laporan dilihat "
        "dua orang.",
    ),
    "separation_of_duties": problem_type(
        403,
        "Whoever led it, or took a step of its case or decision, does not end this report",
        "Yang menangani, atau mengambil langkah perkara atau putusannya, tidak boleh mengakhiri laporan ini",
        "What was S1 or S2, has a case at the joint desk or a decision to be carried out, is ended by somebody of the "
        "lead agency or of the desk who had no part in that.",
        "Laporan yang pernah S1 atau S2, memiliki perkara di Sentra Gakkumdu, atau putusan yang harus ditindaklanjuti, "
        "diakhiri orang instansi penanggung jawab atau koordinator yang tidak ikut di dalamnya.",
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
        "In state {state}, {trigger} is not possible; possible now: {legal}. `actions` says what you may do now.",
        "Dalam keadaan {state}, {trigger} tidak mungkin; yang mungkin sekarang: {legal}. `actions` memuat yang "
        "boleh Anda lakukan sekarang.",
    ),
    "report_closed": problem_type(
        409,
        "The report is closed",
        "Laporan sudah ditutup",
        "Reopen it first, if there is something new; a note may be added as it is.",
        "Buka kembali dahulu bila ada hal baru; catatan dapat ditambahkan tanpa itu.",
    ),
    "report_no_longer_open": problem_type(
        409,
        "The report is no longer open",
        "Laporan tidak lagi terbuka",
        "It takes no further task as it is. Return it, or reopen it once it is closed.",
        "Laporan ini tidak menerima tugas lagi. Kembalikan, atau buka kembali bila sudah ditutup.",
    ),
    "never_verified": problem_type(
        409,
        "It was dismissed before it was verified; make a new report and link the two",
        "Laporan ditutup sebelum diverifikasi; buat laporan baru dan tautkan keduanya",
        "What is reopened goes on as verified, which this one never was.",
        "Yang dibuka kembali berlanjut sebagai terverifikasi, padahal laporan ini belum pernah diverifikasi. "
        "Gunakan laporan baru.",
    ),
    "not_yet_verified": problem_type(
        409,
        "The report was not verified",
        "Laporan belum diverifikasi",
        "Verify it first; then ask again.",
        "Verifikasi dahulu, lalu coba lagi.",
    ),
    "registered_not_withdrawn": problem_type(
        409,
        "A withdrawal after registration does not close a report",
        "Pencabutan setelah registrasi tidak menutup laporan",
        "The case goes on without its reporter. Note the withdrawal, and close the report by its outcome.",
        "Perkara berlanjut tanpa pelapor. Catat pencabutannya, dan tutup laporan menurut hasilnya.",
    ),
    "not_registered_yet": problem_type(
        409,
        "Before registration a withdrawn report is dismissed as withdrawn",
        "Sebelum registrasi, laporan yang dicabut dihentikan sebagai dicabut",
        "Dismiss it with the outcome `withdrawn`.",
        "Hentikan laporan dengan hasil `withdrawn`.",
    ),
    "already_registered": problem_type(
        409,
        "The report has its register number: nothing is missing in it any longer",
        "Laporan sudah diregistrasi: tidak ada lagi yang kurang",
        "What came to light since is a note, evidence, or an amendment.",
        "Hal yang baru diketahui dicatat sebagai catatan, bukti, atau perbaikan.",
    ),
    "nothing_lacking": problem_type(
        409,
        "Nothing that was found missing in the report is outstanding",
        "Tidak ada kekurangan laporan yang masih ditunggu",
        "A report that lacks nothing needs no note of it. Find it incomplete first, if it was.",
        "Laporan yang tidak kurang apa pun tidak perlu dicatat lengkap. Catat dahulu kekurangannya, bila ada.",
    ),
    "already_linked": problem_type(
        409,
        "The reports are already related in this way",
        "Kedua laporan sudah ditautkan dengan cara ini",
        "Nothing is left to do; the report's `links` name the other one.",
        "Tidak ada yang perlu dilakukan; `links` laporan ini sudah memuat yang lain.",
    ),
    "borders_not_loaded": problem_type(
        409,
        "The operator has loaded no borders of areas, so that there is no map",
        "Operator belum memuat batas wilayah, sehingga peta tidak tersedia",
        "The figures by area are in `/exports/situation.html`; the operator sets TINDAK_BORDERS for the map.",
        "Angka menurut wilayah ada di `/exports/situation.html`; untuk peta, operator mengisi TINDAK_BORDERS.",
    ),
    "unknown_agency": problem_type(
        422,
        "The region has no such agency",
        "Wilayah tidak memiliki instansi ini",
        "`GET /v1/code-lists` has the agencies of the region; name one of them.",
        "`GET /v1/code-lists` memuat instansi di wilayah ini; sebutkan salah satunya.",
    ),
    "unknown_area": problem_type(
        422,
        "The region has no such area",
        "Wilayah tidak memiliki area ini",
        "`GET /v1/code-lists` has the areas of the region; name one by its Kemendagri code.",
        "`GET /v1/code-lists` memuat area di wilayah ini; sebutkan dengan kode Kemendagri.",
    ),
    "unknown_election": problem_type(
        422,
        "There is no such election",
        "Tidak ada pemilihan ini",
        "`GET /v1/code-lists` has the elections; name one of them, or leave it out.",
        "`GET /v1/code-lists` memuat daftar pemilihan; sebutkan salah satunya, atau kosongkan.",
    ),
    "in_future": problem_type(
        422,
        "The time lies in the future",
        "Waktu berada di masa depan",
        "Give the moment at which it happened, with its offset, and look at the clock of the device.",
        "Isi saat kejadiannya beserta selisih zona waktu, dan periksa jam perangkat.",
    ),
    "checklist_incomplete": problem_type(
        422,
        "A report that misses a requirement is not verified",
        "Laporan yang belum memenuhi syarat tidak diverifikasi",
        "Ask for what is missing first, or dismiss the report as `insufficient`.",
        "Lengkapi dahulu yang kurang, atau hentikan laporan dengan hasil `insufficient`.",
    ),
    "others_may_act": problem_type(
        409,
        "Another agency of the region may deal with it: it is referred once it was handled",
        "Masih ada instansi lain di daerah yang dapat menindaklanjuti: diteruskan setelah ditangani",
        "`referred` ends undealt with only what no other agency of the region may act on. Let the other one act, or "
        "dismiss it with another outcome.",
        "`referred` tanpa penanganan hanya bila tidak ada instansi lain di daerah yang dapat bertindak. Serahkan "
        "kepada instansi lain, atau hentikan dengan hasil lain.",
    ),
    "reference_required": problem_type(
        422,
        "A referral needs the other body's reference",
        "Penerusan memerlukan nomor rujukan",
        "Give in `reference` the number under which the other body took it.",
        "Isi `reference` dengan nomor penerimaan di lembaga itu.",
    ),
    "link_unknown": problem_type(
        422,
        "The report to link is not known",
        "Laporan yang ditautkan tidak dikenal",
        "Name a report that you may read, by its id.",
        "Sebutkan laporan yang boleh Anda baca, dengan id-nya.",
    ),
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
        "It is taken now. The days that the law counts begin when the counter opens; hand the formal report in "
        "by then.",
        "Laporan sudah diterima. Hari menurut hukum dihitung sejak loket buka; sampaikan laporan resmi saat itu.",
    ),
    "known_at_not_told": problem_type(
        200,
        "Nobody has said when it became known: whether it was lodged in time cannot be told",
        "Belum disebutkan kapan diketahui: belum dapat dipastikan apakah disampaikan tepat waktu",
        "Ask the reporter, and amend `known_at` before the report is registered. It is taken as it is.",
        "Tanyakan kepada pelapor, lalu isikan `known_at` sebelum laporan diregistrasi. Laporan diterima sebagaimana "
        "adanya.",
    ),
    "lodged_late": problem_type(
        200,
        "It was lodged after the law's limit, counted from when it became known",
        "Laporan disampaikan melewati batas waktu, dihitung sejak diketahui",
        "Look at `lodge_report` in `clocks` before you register it: what comes too late is no formal report, and may "
        "still be a finding.",
        "Periksa `lodge_report` pada `clocks` sebelum meregistrasi: laporan yang terlambat bukan laporan resmi, tetapi "
        "dapat menjadi temuan.",
    ),
    "formal_report_needs_identity": problem_type(
        200,
        "An early warning may stay anonymous; a formal Bawaslu report needs an identity",
        "Peringatan dini boleh anonim; laporan resmi Bawaslu memerlukan identitas",
        "It is taken as it is. For a formal report, ask the reporter for name and address.",
        "Laporan diterima sebagaimana adanya. Untuk laporan resmi, mintalah nama dan alamat pelapor.",
    ),
}
