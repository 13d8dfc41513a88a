"""What people read in place of the codes of a policy file, in English and in Bahasa Indonesia."""

from workflows.codes.policy import AgencyKind, AreaLevel, ClockOwner, LegalClockSet, LegalMoment, Walls, Weekday
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "agency_kind",
        AgencyKind,
        ("Kind of agency", "Jenis instansi"),
        {
            "police": ("Police", "Kepolisian"),
            "army": ("Army", "Tentara"),
            "prosecutor": ("Prosecutor", "Kejaksaan"),
            "election_commission": ("Election commission", "Penyelenggara pemilihan"),
            "election_supervisor": ("Election supervisor", "Pengawas pemilihan"),
            "regency_government": ("Regency government", "Pemerintah kabupaten"),
        },
    ),
    CodeList(
        "area_level",
        AreaLevel,
        ("Level of an area", "Tingkat wilayah"),
        {"regency": ("Regency", "Kabupaten"), "district": ("Sub-district", "Kecamatan")},
    ),
    CodeList(
        "legal_clocks",
        LegalClockSet,
        ("Legal time limits", "Batas waktu hukum"),
        {
            "criminal": ("Election crime", "Tindak pidana pemilihan"),
            "administrative": ("Administrative violation", "Pelanggaran administratif"),
            "other_law": ("Violation of another law", "Pelanggaran peraturan lain"),
            "external": ("Decided by an outside body", "Diputus lembaga luar"),
            "revote": ("Follow-up or repeated voting", "Pemungutan suara susulan atau ulang"),
            "by_regime": ("By the election's regime", "Menurut rezim pemilihan"),
        },
    ),
    CodeList(
        "walls",
        Walls,
        ("Walled off by the category", "Dikecualikan oleh kategori"),
        {
            "none": ("Nobody", "Tidak ada"),
            "accused": ("The accused agency", "Instansi terlapor"),
            "regency_government": ("The regency government", "Pemerintah kabupaten"),
        },
    ),
    CodeList(
        "weekday",
        Weekday,
        ("Day of the week", "Hari"),
        {
            "monday": ("Monday", "Senin"),
            "tuesday": ("Tuesday", "Selasa"),
            "wednesday": ("Wednesday", "Rabu"),
            "thursday": ("Thursday", "Kamis"),
            "friday": ("Friday", "Jumat"),
            "saturday": ("Saturday", "Sabtu"),
            "sunday": ("Sunday", "Minggu"),
        },
    ),
    CodeList(
        "clock_owner",
        ClockOwner,
        ("Who must act within a legal time limit", "Pihak yang terikat batas waktu hukum"),
        {
            "reporter": ("The reporter", "Pelapor"),
            "bawaslu": ("Bawaslu", "Bawaslu"),
            "kpu": ("KPU", "KPU"),
            "polres": ("Police", "Polres"),
            "kejari": ("Prosecutor's Office", "Kejari"),
            "court": ("The court", "Pengadilan"),
            "parties": ("Whoever may turn to the court", "Pihak yang berhak mengajukan upaya hukum"),
            "bawaslu_province": ("Bawaslu of the province", "Bawaslu Provinsi"),
            "supreme_court": ("The Supreme Court", "Mahkamah Agung"),
        },
    ),
    CodeList(
        "legal_moment",
        LegalMoment,
        ("When legal time limits begin", "Saat batas waktu hukum dimulai"),
        {
            "reported": ("A report was received", "Laporan diterima"),
            "found": ("Bawaslu found it itself", "Temuan Bawaslu"),
            "registered": ("It was registered", "Laporan atau temuan diregistrasi"),
        },
    ),
)

TITLES = {
    "regime": ("Election regime", "Rezim pemilihan"),
    "agency": ("Agency", "Instansi"),
    "outside_body": ("Body outside the region", "Lembaga di luar daerah"),
    "election": ("Election", "Pemilihan"),
    "area": ("Area", "Wilayah"),
    "handover_item": ("Item of the hand-over bundle", "Kelengkapan berkas penerusan"),
}
"""The lists that the law and a region's policy fill: they give the words of their codes themselves."""
