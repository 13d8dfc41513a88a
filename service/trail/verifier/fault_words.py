"""What each kind of fault means to a person, in both languages; the particulars follow it in technical words."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.codes.wording import Wording
from workflows.trail.replay.faults import FaultCode

FAULTS: Mapping[FaultCode, Wording] = MappingProxyType(
    {
        FaultCode.LEAF_MALFORMED: Wording(
            "A recorded event has a form that the service never writes.",
            "Sebuah catatan peristiwa berbentuk lain dari yang pernah ditulis layanan.",
        ),
        FaultCode.LEAF_NOT_CANONICAL: Wording(
            "A recorded event was written anew: its bytes are not those of the service.",
            "Sebuah catatan peristiwa ditulis ulang: susunan bitanya bukan dari layanan.",
        ),
        FaultCode.LEAF_ALTERED: Wording(
            "A recorded event was changed after it entered the log.",
            "Sebuah catatan peristiwa diubah setelah masuk buku catatan.",
        ),
        FaultCode.TILE_ALTERED: Wording(
            "A page of the log does not fit the events that it sums up.",
            "Sebuah halaman buku catatan tidak cocok dengan peristiwa yang dirangkumnya.",
        ),
        FaultCode.ROOT_DIFFERS: Wording(
            "The events add up to another sum than the one that was signed.",
            "Jumlah uji peristiwa berbeda dari yang ditandatangani.",
        ),
        FaultCode.INCLUSION_REJECTED: Wording(
            "It is not proven that an event stands in the signed log.",
            "Tidak terbukti bahwa sebuah peristiwa ada dalam buku catatan yang ditandatangani.",
        ),
        FaultCode.CHECKPOINT_UNSIGNED: Wording(
            "No key that you gave has signed what the log adds up to.",
            "Tidak ada kunci yang Anda berikan yang menandatangani jumlah uji buku catatan.",
        ),
        FaultCode.CHECKPOINT_WRONG_ORIGIN: Wording(
            "What was signed is another log than the one in the bundle.",
            "Yang ditandatangani adalah buku catatan lain, bukan yang ada dalam berkas ini.",
        ),
        FaultCode.KEY_RETIRED: Wording(
            "It was signed with a key that had been replaced: whoever has the old key may have made it.",
            "Ditandatangani dengan kunci yang sudah diganti: pemegang kunci lama mungkin membuatnya.",
        ),
        FaultCode.KEY_NOT_YET_VALID: Wording(
            "It was signed with a key that signs only from a later place on.",
            "Ditandatangani dengan kunci yang baru berlaku dari tempat yang lebih kemudian.",
        ),
        FaultCode.KEY_MISSING: Wording(
            "The log's key begins in the middle of the log, and the former one is missing: it may have been replaced "
            "by somebody else's.",
            "Kunci buku catatan baru mulai di tengah dan kunci sebelumnya tidak ada: mungkin diganti dengan kunci "
            "pihak lain.",
        ),
        FaultCode.SIGNATURE_MISSING: Wording(
            "The log signs with two keys, and one of the signatures is missing: who made this may have only the other.",
            "Buku catatan ditandatangani dengan dua kunci, dan satu tanda tangan tidak ada: pembuatnya mungkin hanya "
            "punya kunci yang lain.",
        ),
        FaultCode.QUORUM_NOT_MET: Wording(
            "Fewer independent witnesses than you ask for have confirmed it.",
            "Saksi independen yang mengonfirmasi kurang dari yang Anda minta.",
        ),
        FaultCode.PAST_REWRITTEN: Wording(
            "The past was rewritten, or there are two logs: it differs from what you were shown before.",
            "Masa lalu ditulis ulang, atau ada dua buku catatan: berbeda dari yang pernah diperlihatkan kepada Anda.",
        ),
        FaultCode.CHECKPOINT_OLDER: Wording(
            "An old log is shown as the present one: you have seen a longer one.",
            "Buku catatan lama diperlihatkan sebagai yang sekarang: Anda pernah melihat yang lebih panjang.",
        ),
        FaultCode.CHAIN_BROKEN: Wording(
            "The chain of a report's events is broken: one was changed, exchanged or left out.",
            "Rantai peristiwa sebuah laporan terputus: ada yang diubah, ditukar, atau dihilangkan.",
        ),
        FaultCode.SEQUENCE_GAP: Wording(
            "Events of a report are missing.",
            "Ada peristiwa sebuah laporan yang hilang.",
        ),
        FaultCode.SEQUENCE_REPEATED: Wording(
            "Two events of a report claim the same place.",
            "Dua peristiwa sebuah laporan menempati urutan yang sama.",
        ),
        FaultCode.WRONG_REGION: Wording(
            "An event of another region was put here.",
            "Peristiwa wilayah lain diletakkan di sini.",
        ),
        FaultCode.ILLEGAL_TRANSITION: Wording(
            "Something happened that the rules do not allow, or that this office may not do.",
            "Terjadi sesuatu yang tidak dibolehkan aturan, atau yang bukan wewenang pejabat itu.",
        ),
        FaultCode.STATE_CONTRADICTS: Wording(
            "Two recorded events cannot both be true.",
            "Dua catatan peristiwa tidak mungkin sama-sama benar.",
        ),
        FaultCode.UNKNOWN_TASK: Wording(
            "An event speaks of a task that nobody was ever given.",
            "Sebuah peristiwa menyebut tugas yang tidak pernah diberikan.",
        ),
        FaultCode.NAMING_ALTERED: Wording(
            "What an event says of another report was changed.",
            "Yang dikatakan sebuah peristiwa tentang laporan lain telah diubah.",
        ),
        FaultCode.TEXT_ALTERED: Wording(
            "Words were changed after they were recorded.",
            "Kata-kata diubah setelah dicatat.",
        ),
        FaultCode.TEXT_MISSING: Wording(
            "Words are missing, and nobody has approved that they were erased.",
            "Kata-kata hilang tanpa ada persetujuan penghapusan.",
        ),
        FaultCode.ERASURE_ALTERED: Wording(
            "What is said of an erasure is not what was recorded.",
            "Keterangan tentang penghapusan tidak sama dengan yang dicatat.",
        ),
        FaultCode.ERASURE_UNDONE: Wording(
            "Something that was to be erased is still there.",
            "Sesuatu yang seharusnya dihapus masih ada.",
        ),
        FaultCode.STATE_DIFFERS: Wording(
            "The database shows something else than what happened.",
            "Basis data menunjukkan hal lain dari yang terjadi.",
        ),
        FaultCode.SNAPSHOT_MISSING: Wording(
            "A report was taken out of the database: its events are there, it is not.",
            "Sebuah laporan dikeluarkan dari basis data: peristiwanya ada, laporannya tidak.",
        ),
        FaultCode.REPORT_WITHOUT_EVENTS: Wording(
            "A report stands in the database of which no event tells.",
            "Ada laporan dalam basis data yang tidak punya peristiwa.",
        ),
        FaultCode.ENTRIES_MISSING: Wording(
            "Entries of the log are missing.",
            "Ada bagian buku catatan yang hilang.",
        ),
        FaultCode.TIME_BACKWARDS: Wording(
            "An event is dated before the one that it follows.",
            "Sebuah peristiwa bertanggal sebelum peristiwa yang diikutinya.",
        ),
    }
)
