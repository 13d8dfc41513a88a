"""What people read in place of the codes of notices, in English and in Bahasa Indonesia."""

from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion, TemplateFact
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "audience",
        Audience,
        ("Who is told", "Penerima pemberitahuan"),
        {
            "reporter": ("Reporter", "Pelapor"),
            "reported_party": ("Reported party", "Terlapor"),
            "public": ("Public", "Masyarakat umum"),
            "agency": ("Agency", "Instansi"),
        },
    ),
    CodeList(
        "notice_channel",
        NoticeChannel,
        ("Channel of a notice", "Saluran pemberitahuan"),
        {
            "letter": ("Letter", "Surat"),
            "in_person": ("In person", "Disampaikan langsung"),
            "phone": ("Telephone", "Telepon"),
            "message": ("Message", "Pesan"),
            "email": ("E-mail", "Surel"),
            "notice_board": ("Notice board", "Papan pengumuman"),
            "website": ("Website", "Laman resmi"),
            "social_media": ("Social media", "Media sosial"),
        },
    ),
    CodeList(
        "notice_language",
        NoticeLanguage,
        ("Language of a notice", "Bahasa pemberitahuan"),
        {"id": ("Indonesian", "Bahasa Indonesia"), "en": ("English", "Bahasa Inggris")},
    ),
    CodeList(
        "occasion",
        Occasion,
        ("What a notice tells of", "Perihal pemberitahuan"),
        {
            "registered": ("Registered", "Diregistrasi"),
            "dismissed": ("Not taken up", "Tidak ditindaklanjuti"),
            "forwarded": ("Handed to another agency", "Dialihkan ke instansi lain"),
            "extended": ("Handling extended", "Penanganan diperpanjang"),
            "closed": ("Handling ended", "Penanganan selesai"),
            "not_complete_yet": ("Not complete yet", "Belum lengkap"),
        },
    ),
    CodeList(
        "template_fact",
        TemplateFact,
        ("Fact in a template", "Isian otomatis templat"),
        {
            "register_number": ("Register number", "Nomor register"),
            "category": ("Category", "Kategori"),
            "state": ("State", "Status"),
            "outcome": ("Outcome", "Hasil akhir"),
            "lead_agency": ("Lead agency", "Instansi penanggung jawab"),
            "reported_on": ("Day of the report", "Tanggal laporan"),
            "closed_on": ("Day of the end", "Tanggal penutupan"),
            "sent_on": ("Day of the notice", "Tanggal pemberitahuan"),
        },
    ),
)
