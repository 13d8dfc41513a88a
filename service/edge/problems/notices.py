"""The problems of notices: to whom, by which way, in which words."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "secret_not_public": problem_type(
        409, "Nothing of a secret report is told to the public", "Laporan rahasia tidak diumumkan"
    ),
    "walled_not_public": problem_type(
        409,
        "Nothing of a report is told to the public while an agency is walled off from it",
        "Laporan tidak diumumkan selama ada instansi yang dikecualikan darinya",
    ),
    "recipient_unnamed": problem_type(
        409, "Nobody is named as the recipient of this notice", "Pemberitahuan ini tidak menyebut penerima"
    ),
    "recipient_erased": problem_type(
        409, "The recipient of this notice was erased", "Penerima pemberitahuan ini telah dihapus"
    ),
    "notice_incomplete": problem_type(
        422,
        "The notice needs its text, or why there is none",
        "Pemberitahuan memerlukan teks, atau alasan tidak ada",
    ),
    "text_or_template": problem_type(
        422, "A notice has a text or a template, one of them", "Pemberitahuan memuat teks atau templat, salah satu"
    ),
    "template_unknown": problem_type(422, "The region has no such template", "Wilayah tidak memiliki templat ini"),
    "template_not_for_audience": problem_type(
        422, "The template is not for this audience", "Templat ini bukan untuk penerima tersebut"
    ),
    "template_not_for_occasion": problem_type(
        422, "The template tells of something else", "Templat ini untuk perihal lain"
    ),
    "template_fact_missing": problem_type(
        422,
        "The report has not yet what the template tells",
        "Laporan belum memiliki isian yang diperlukan templat",
        "The template tells the {fact}, which the report has not.",
        "Templat memuat {fact}, yang belum dimiliki laporan.",
    ),
    "template_field_missing": problem_type(422, "A field of the template is missing", "Isian templat belum lengkap"),
    "template_field_unknown": problem_type(
        422,
        "The template has no such field, or it is given twice",
        "Templat tidak memiliki isian ini, atau diisi dua kali",
    ),
    "channel_not_for_audience": problem_type(
        422,
        "What everybody reads is for the public, and the public alone",
        "Saluran umum hanya untuk masyarakat umum, dan sebaliknya",
    ),
    "notice_agency": problem_type(
        422, "A notice to an agency names it, any other none", "Pemberitahuan kepada instansi menyebut instansinya"
    ),
    "recipient_required": problem_type(422, "Say who received the notice", "Sebutkan penerima pemberitahuan"),
    "recipient_unexpected": problem_type(
        422, "A notice to the public has no recipient", "Pengumuman tidak memiliki penerima tertentu"
    ),
    "before_the_report": problem_type(
        422, "The time lies before the report was made", "Waktu berada sebelum laporan dibuat"
    ),
}
