"""What people read in place of the codes of cases at the joint desk, in English and in Bahasa Indonesia."""

from workflows.codes.cases import CaseDecision, CaseState, CaseStep, DocumentKind, Verdict
from workflows.codes.words.code_list import CodeList

LISTS = (
    CodeList(
        "document_kind",
        DocumentKind,
        ("Kind of document", "Jenis dokumen"),
        {
            "cover_letter": ("Covering letter", "Surat pengantar"),
            "report_form": ("Report form", "Formulir laporan"),
            "study": ("Study", "Kajian"),
            "minutes": ("Minutes", "Berita acara"),
            "statement": ("Statement of a witness or party", "Keterangan saksi atau pihak"),
            "evidence": ("Evidence", "Barang bukti"),
            "decision": ("Decision", "Keputusan"),
            "other": ("Other", "Lainnya"),
        },
    ),
    CodeList(
        "case_state",
        CaseState,
        ("State of a Gakkumdu case", "Status perkara Gakkumdu"),
        {
            "unregistered": ("Not registered", "Belum diregistrasi"),
            "registered": ("Registered", "Diregistrasi"),
            "first_discussed": ("First discussion held", "Pembahasan pertama selesai"),
            "second_discussed": ("To be forwarded to the police", "Akan diteruskan ke kepolisian"),
            "forwarded": ("Forwarded to the police", "Diteruskan ke kepolisian"),
            "investigating": ("Under investigation", "Dalam penyidikan"),
            "third_discussed": ("File to go to the prosecutor", "Berkas akan diserahkan ke penuntut umum"),
            "file_submitted": ("File with the prosecutor", "Berkas di penuntut umum"),
            "file_returned": ("File returned to the police", "Berkas dikembalikan ke penyidik"),
            "in_court": ("In court", "Di pengadilan negeri"),
            "judged": ("Judged in the first instance", "Diputus tingkat pertama"),
            "appealed": ("Appeal lodged", "Banding diajukan"),
            "file_at_appeal": ("File with the high court", "Berkas di pengadilan tinggi"),
            "final": ("Appeal decided", "Putusan banding"),
            "stopped": ("Stopped", "Dihentikan"),
        },
    ),
    CodeList(
        "case_step",
        CaseStep,
        ("Step of a Gakkumdu case", "Langkah perkara Gakkumdu"),
        {
            "register": ("Register", "Registrasi"),
            "check_bundle": ("Check the hand-over bundle", "Periksa kelengkapan berkas"),
            "first_discussion": ("First discussion", "Pembahasan pertama"),
            "second_discussion": ("Second discussion", "Pembahasan kedua"),
            "forward": ("Forward to the police", "Penerusan ke kepolisian"),
            "police_report": ("Police report", "Laporan polisi"),
            "third_discussion": ("Third discussion", "Pembahasan ketiga"),
            "investigated": ("Hand the file to the prosecutor", "Serahkan berkas ke penuntut umum"),
            "returned": ("Return the file", "Kembalikan berkas"),
            "resubmitted": ("Submit the file again", "Serahkan kembali berkas"),
            "to_court": ("Take to court", "Limpahkan ke pengadilan"),
            "first_instance": ("Verdict of the first instance", "Putusan tingkat pertama"),
            "appeal_lodged": ("Lodge an appeal", "Ajukan banding"),
            "file_sent": ("Send the file to the high court", "Kirim berkas ke pengadilan tinggi"),
            "appeal_decided": ("Verdict on appeal", "Putusan tingkat banding"),
            "supplement": ("Wait for what is wanting", "Lengkapi dahulu"),
            "stop": ("Stop", "Hentikan"),
        },
    ),
    CodeList(
        "case_decision",
        CaseDecision,
        ("Decision of a joint discussion", "Keputusan pembahasan"),
        {
            "proceed": ("Goes on", "Dilanjutkan"),
            "supplement": ("Something is wanting first", "Dilengkapi dahulu"),
            "stop": ("Stopped", "Dihentikan"),
        },
    ),
    CodeList(
        "verdict",
        Verdict,
        ("Verdict", "Putusan"),
        {
            "guilty": ("Guilty", "Terbukti bersalah"),
            "acquitted": ("Acquitted", "Bebas"),
            "released": ("Released from all charges", "Lepas dari segala tuntutan"),
            "inadmissible": ("Charge not admitted", "Dakwaan tidak dapat diterima"),
        },
    ),
)
