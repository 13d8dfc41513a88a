"""What people read in place of the codes of clocks, in English and in Bahasa Indonesia."""

from workflows.codes.clocks import (
    ClockFamily,
    ClockKind,
    CountsFrom,
    DayKind,
    DayOff,
    Estimate,
    ExtensionGround,
    LawStatus,
    LegalStep,
    Lodging,
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
            "tell_missing": ("Telling the reporter what is missing", "Pemberitahuan kekurangan laporan"),
            "complete_report": ("Completing the report", "Kelengkapan laporan oleh pelapor"),
            "inquiry": ("Handing the inquiry to the investigator", "Penyerahan hasil penyelidikan"),
            "deliver_judgment": ("Delivering the judgment to the prosecutor", "Penyampaian putusan ke penuntut umum"),
            "carry_out_judgment": ("Carrying out the judgment", "Pelaksanaan putusan pengadilan"),
            "final_before_result": ("Final before the result is fixed", "Selesai sebelum penetapan hasil"),
            "kpu_follow_up": ("KPU acts on the violation", "Tindak lanjut KPU atas pelanggaran"),
            "province_decision": (
                "Decision of the province on a massive violation",
                "Putusan provinsi atas pelanggaran TSM",
            ),
            "province_follow_up": ("KPU acts on the province's decision", "Tindak lanjut KPU atas putusan provinsi"),
            "supreme_court_appeal": ("Going to the Supreme Court", "Upaya hukum ke Mahkamah Agung"),
            "supreme_court_decision": ("Judgment of the Supreme Court", "Putusan Mahkamah Agung"),
        },
    ),
    CodeList(
        "counts_from",
        CountsFrom,
        ("What starts a clock", "Awal hitungan waktu"),
        {
            "known": ("when it became known", "diketahuinya peristiwa"),
            "discovered": ("when it was discovered", "ditemukannya dugaan pelanggaran"),
            "happened": (
                "when it happened (the law counts from when it became known, which nobody told; this is the safe side)",
                "terjadinya peristiwa (undang-undang menghitung sejak diketahui, yang belum disebutkan; sisi aman)",
            ),
            "received": ("when the report was received", "laporan diterima"),
            "received_or_found": (
                "when it was received or found (practice counts from its registration; this is the safe side)",
                "laporan diterima atau dugaan ditemukan (praktik menghitung sejak registrasi; ini sisi yang aman)",
            ),
            "registered": ("when it was registered", "laporan diregistrasi"),
            "offered": ("when the task was offered", "tugas ditawarkan"),
            "step_begun": ("when this step began", "tahap ini dimulai"),
            "studied": ("when the initial study was finished", "kajian awal selesai"),
            "told_missing": ("when the reporter was told what is missing", "pelapor diberi tahu kekurangannya"),
            "second_discussion": (
                "at the second discussion (the law counts from the statement after it; this is the safe side)",
                "pembahasan kedua (undang-undang menghitung sejak pernyataan sesudahnya; ini sisi yang aman)",
            ),
            "forwarded": (
                "when it was forwarded (the law counts from its receipt by the police; this is the safe side)",
                "diteruskan (undang-undang menghitung sejak diterima kepolisian; ini sisi yang aman)",
            ),
            "file_handed_over": (
                "when the file was handed over (the law counts from its receipt; this is the safe side)",
                "berkas diserahkan (undang-undang menghitung sejak berkas diterima; ini sisi yang aman)",
            ),
            "brought_to_court": ("when the case was brought to court", "perkara dilimpahkan ke pengadilan"),
            "read_out": ("when the decision was read out", "putusan dibacakan"),
            "appeal_lodged": (
                "when the appeal was lodged (the law counts from its receipt; this is the safe side)",
                "banding diajukan (undang-undang menghitung sejak banding diterima; ini sisi yang aman)",
            ),
            "judgment_delivered": ("when the prosecutor received the judgment", "putusan diterima penuntut umum"),
            "recommendation_received": (
                "when KPU received the decision or recommendation",
                "putusan atau rekomendasi diterima KPU",
            ),
            "handed_up": (
                "when it was handed up to the province (the law names no start; this is the safe side)",
                "dilimpahkan ke provinsi (undang-undang tidak menyebut awalnya; ini sisi yang aman)",
            ),
            "province_decided": ("when the province's decision was issued", "putusan Bawaslu Provinsi diterbitkan"),
            "sanction_fixed": ("when KPU fixed its decision", "keputusan KPU ditetapkan"),
            "brought_to_supreme_court": (
                "when the Supreme Court was gone to (the law counts from its receipt; this is the safe side)",
                "upaya hukum diajukan (undang-undang menghitung sejak berkas diterima; ini sisi yang aman)",
            ),
            "result_fixed": ("when the result is fixed, counted back", "penetapan hasil, dihitung mundur"),
            "in_force": (
                "when its law came into force (what the law counts from is said to have been before that)",
                "mulai berlakunya undang-undang (yang menjadi awal hitungan disebutkan terjadi sebelumnya)",
            ),
        },
    ),
    CodeList(
        "extension_ground",
        ExtensionGround,
        ("Ground of an extension", "Alasan perpanjangan"),
        {
            "more_statements": ("more statements are needed", "masih diperlukan keterangan tambahan"),
            "question_to_reporter": ("a question is put to the reporter", "pelapor dimintai keterangan"),
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
        "estimate",
        Estimate,
        ("Why a time is an estimate", "Alasan waktu masih perkiraan"),
        {
            "no_decree": (
                "The days off of the year are not decreed yet, or nobody has read the decree",
                "Hari libur tahun itu belum ditetapkan atau keputusannya belum dibaca",
            ),
            "estimated_feast": (
                "A feast is on its day by reckoning alone",
                "Tanggal hari raya masih perkiraan",
            ),
            "calendar_incomplete": (
                "The list of feasts lacks some of that year",
                "Daftar hari raya tahun itu belum lengkap",
            ),
        },
    ),
    CodeList(
        "lodging",
        Lodging,
        ("Lodged within the limit", "Disampaikan dalam batas waktu"),
        {
            "in_time": ("In time", "Tepat waktu"),
            "late": ("Late", "Terlambat"),
            "untold": ("Cannot be told yet", "Belum dapat dipastikan"),
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
            "doubtful": ("Doubtful: sources disagree", "Diragukan: sumber berbeda-beda"),
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
