"""The problems of notices: to whom, by which way, in which words."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "secret_not_public": problem_type(
        409,
        "Nothing of a secret report is told to the public",
        "Laporan rahasia tidak diumumkan",
        "Tell those concerned one by one, or change the classification first.",
        "Beri tahu yang bersangkutan satu per satu, atau ubah klasifikasinya dahulu.",
    ),
    "walled_not_public": problem_type(
        409,
        "Nothing of a report is told to the public while an agency is walled off from it",
        "Laporan tidak diumumkan selama ada instansi yang dikecualikan darinya",
        "Tell those concerned one by one, or wait until the wall is taken down.",
        "Beri tahu yang bersangkutan satu per satu, atau tunggu sampai pengecualian dicabut.",
    ),
    "recipient_unnamed": problem_type(
        409,
        "Nobody is named as the recipient of this notice",
        "Pemberitahuan ini tidak menyebut penerima",
        "There is no name to open; `audience` says for whom the notice was.",
        "Tidak ada nama yang dapat dibuka; `audience` memuat untuk siapa pemberitahuan ini.",
    ),
    "recipient_erased": problem_type(
        409,
        "The recipient of this notice was erased",
        "Penerima pemberitahuan ini telah dihapus",
        "It cannot be had back. The history says who decided it, and when.",
        "Nama itu tidak dapat dikembalikan. Riwayat memuat siapa yang memutuskan dan kapan.",
    ),
    "notice_incomplete": problem_type(
        422,
        "The notice needs its text, or why there is none",
        "Pemberitahuan memerlukan teks, atau alasan tidak ada",
        "Give `text` for what was sent, or `reason` for what was not.",
        "Isi `text` bila dikirim, atau `reason` bila tidak.",
    ),
    "text_or_template": problem_type(
        422,
        "A notice has a text or a template, one of them",
        "Pemberitahuan memuat teks atau templat, salah satu",
        "Leave `text` or `template` out.",
        "Hilangkan `text` atau `template`.",
    ),
    "template_unknown": problem_type(
        422,
        "The region has no such template",
        "Wilayah tidak memiliki templat ini",
        "`/notice-templates` has those of the region; name one of them.",
        "`/notice-templates` memuat templat wilayah ini; sebutkan salah satunya.",
    ),
    "template_not_for_audience": problem_type(
        422,
        "The template is not for this audience",
        "Templat ini bukan untuk penerima tersebut",
        "Choose a template for this `audience`, or write the text.",
        "Pilih templat untuk `audience` ini, atau tulis teksnya.",
    ),
    "template_not_for_occasion": problem_type(
        422,
        "The template tells of something else",
        "Templat ini untuk perihal lain",
        "Choose a template for this `occasion`, or write the text.",
        "Pilih templat untuk `occasion` ini, atau tulis teksnya.",
    ),
    "template_fact_missing": problem_type(
        422,
        "The report has not yet what the template tells",
        "Laporan belum memiliki isian yang diperlukan templat",
        "The template tells the {fact}, which the report has not. Send the notice once it has, or write the text.",
        "Templat memuat {fact}, yang belum dimiliki laporan. Kirim setelah ada, atau tulis teksnya.",
        fact="template_fact",
    ),
    "template_field_missing": problem_type(
        422,
        "A field of the template is missing",
        "Isian templat belum lengkap",
        "Give its words in `fields`; `/notice-templates` lists those of each template.",
        "Isi kata-katanya dalam `fields`; `/notice-templates` memuat isian setiap templat.",
    ),
    "template_field_unknown": problem_type(
        422,
        "The template has no such field, or it is given twice",
        "Templat tidak memiliki isian ini, atau diisi dua kali",
        "Give each field of the template once; `/notice-templates` lists them.",
        "Isi setiap isian templat satu kali; `/notice-templates` memuat daftarnya.",
    ),
    "channel_not_for_audience": problem_type(
        422,
        "What everybody reads is for the public, and the public alone",
        "Saluran umum hanya untuk masyarakat umum, dan sebaliknya",
        "Choose another `channel`, or the audience `public`.",
        "Pilih `channel` lain, atau penerima `public`.",
    ),
    "notice_agency": problem_type(
        422,
        "A notice to an agency names it, any other none",
        "Pemberitahuan kepada instansi menyebut instansinya",
        "Give `agency` for the audience `agency`, and leave it out for any other.",
        "Isi `agency` untuk penerima `agency`, dan kosongkan untuk yang lain.",
    ),
    "recipient_required": problem_type(
        422,
        "Say who received the notice",
        "Sebutkan penerima pemberitahuan",
        "Give the name in `recipient`; it is sealed.",
        "Isi namanya dalam `recipient`; nama itu disegel.",
    ),
    "recipient_unexpected": problem_type(
        422,
        "A notice to the public has no recipient",
        "Pengumuman tidak memiliki penerima tertentu",
        "Leave `recipient` out.",
        "Kosongkan `recipient`.",
    ),
    "before_the_report": problem_type(
        422,
        "The time lies before the report was made",
        "Waktu berada sebelum laporan dibuat",
        "Give the moment at which it was done, after the report came in.",
        "Isi saat hal itu dilakukan, setelah laporan masuk.",
    ),
}
