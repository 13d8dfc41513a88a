"""What people read in place of the codes of clocks, in English and in Bahasa Indonesia."""

from workflows.codes.clocks import (
    ClockFamily,
    ClockKind,
    CountsFrom,
    DayKind,
    DayOff,
    LawStatus,
    LegalStep,
    Rung,
    Stage,
)
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "clock_kind",
        ClockKind,
        ("Kind of clock", "Jenis batas waktu"),
        {"acknowledge": ("Acknowledge", "Tanggapan awal"), "verify": ("Verify", "Verifikasi")},
    ),
    CodeList(
        "clock_family",
        ClockFamily,
        ("Family of clocks", "Golongan batas waktu"),
        {
            "service": ("Service clock", "Batas waktu layanan"),
            "legal": ("Legal clock", "Batas waktu hukum"),
        },
    ),
    CodeList(
        "day_kind",
        DayKind,
        ("What a clock counts", "Satuan hitungan waktu"),
        {
            "minutes": ("minutes", "menit"),
            "hours": ("hours", "jam"),
            "calendar_days": ("calendar days", "hari kalender"),
            "working_days": ("working days", "hari kerja"),
        },
    ),
    CodeList(
        "legal_step",
        LegalStep,
        ("Step with a legal time limit", "Tahap dengan batas waktu hukum"),
        {
            "lodge_report": ("Lodging the report", "Penyampaian laporan"),
            "fix_finding": ("Fixing the finding", "Penetapan temuan"),
            "initial_study": ("Initial study", "Kajian awal"),
            "handling": ("Handling by Bawaslu", "Penanganan oleh Bawaslu"),
            "administrative_decision": (
                "Decision on the administrative violation",
                "Putusan pelanggaran administratif",
            ),
            "execute_decision": ("Carrying out the decision", "Pelaksanaan putusan"),
            "forward_crime": ("Forwarding the crime to the police", "Penerusan tindak pidana ke kepolisian"),
            "investigation": ("Investigation", "Penyidikan"),
            "prosecutor_return": ("Return of the file by the prosecutor", "Pengembalian berkas oleh penuntut umum"),
            "resubmit": ("Handing the completed file in again", "Penyerahan kembali berkas"),
            "to_court": ("Bringing the case to court", "Pelimpahan perkara ke pengadilan"),
            "first_instance": ("Judgment at first instance", "Putusan tingkat pertama"),
            "lodge_appeal": ("Lodging an appeal", "Pengajuan banding"),
            "send_file": ("Sending the file to the appeal court", "Pengiriman berkas banding"),
            "appeal_decision": ("Judgment on appeal", "Putusan banding"),
        },
    ),
    CodeList(
        "counts_from",
        CountsFrom,
        ("What starts a clock", "Awal hitungan waktu"),
        {
            "known": ("when it became known", "diketahuinya peristiwa"),
            "discovered": ("when it was discovered", "ditemukannya dugaan pelanggaran"),
            "received": ("when the report was received", "laporan diterima"),
            "registered": ("when it was registered", "laporan diregistrasi"),
            "offered": ("when the task was offered", "tugas ditawarkan"),
            "step_begun": ("when this step began", "tahap ini dimulai"),
        },
    ),
    CodeList(
        "day_off",
        DayOff,
        ("Why a day is no working day", "Alasan bukan hari kerja"),
        {
            "weekend": ("Weekend", "Akhir pekan"),
            "holiday": (
                "National holiday, joint leave or election day",
                "Libur nasional, cuti bersama, atau hari pemilihan",
            ),
            "region": ("Day off in the region", "Hari libur daerah"),
        },
    ),
    CodeList(
        "rung",
        Rung,
        ("Rung of the ladder", "Tingkat eskalasi"),
        {
            "lead_supervisor": ("Supervisor of the lead agency", "Penyelia instansi penanggung jawab"),
            "coordinator": ("Coordinator", "Koordinator"),
            "sekda": ("Regency secretary", "Sekretaris daerah"),
            "forkopimda": ("Leaders' forum of the regency", "Forkopimda"),
        },
    ),
    CodeList(
        "law_status",
        LawStatus,
        ("Standing of a rule", "Status aturan"),
        {
            "confirmed": ("Confirmed by a lawyer", "Dipastikan ahli hukum"),
            "to_confirm": ("To be confirmed by a lawyer", "Menunggu kepastian ahli hukum"),
        },
    ),
    CodeList(
        "stage",
        Stage,
        ("Stage", "Tahapan"),
        {
            "before": ("Before the first stage", "Sebelum tahapan"),
            "candidates": ("Candidates", "Penetapan calon"),
            "campaign": ("Campaign", "Kampanye"),
            "quiet": ("Quiet period", "Masa tenang"),
            "voting": ("Voting day", "Pemungutan suara"),
            "recap": ("Recapitulation", "Rekapitulasi"),
            "after": ("After the last stage", "Setelah tahapan"),
        },
    ),
)
