"""The problems of the log and its witnesses."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "entries_withheld": problem_type(
        403,
        "It holds entries that are not for you to read; ask for single proofs",
        "Berkas memuat entri yang tidak boleh Anda baca; mintalah bukti satu per satu",
        "`/audit/proofs/inclusion` proves one event that you may read.",
        "`/audit/proofs/inclusion` membuktikan satu peristiwa yang boleh Anda baca.",
    ),
    "not_merged_yet": problem_type(
        409,
        "The log has not merged the event yet; ask again shortly",
        "Log belum memuat peristiwa ini; coba lagi",
        "Events enter within the delay that the receipt promises.",
        "Peristiwa masuk dalam waktu yang dijanjikan tanda terima; cobalah setelah itu.",
    ),
    "nothing_signed": problem_type(
        409,
        "The log has no signed checkpoint yet, so that nothing could be held against it; ask again shortly",
        "Log belum memiliki checkpoint yang ditandatangani; coba lagi sebentar lagi",
        "If that lasts, the operator looks at `tindak doctor`: the signer does not answer.",
        "Bila berlanjut, operator menjalankan `tindak doctor`: penanda tangan tidak menjawab.",
    ),
    "quorum_not_met": problem_type(
        409,
        "No checkpoint has the cosignatures that the operator's witness policy asks for",
        "Belum ada checkpoint dengan tanda tangan saksi yang diminta kebijakan saksi operator",
        "Ask again shortly; if that lasts, the operator asks the witnesses.",
        "Coba lagi nanti; bila berlanjut, operator menghubungi para saksi.",
    ),
    "witnesses_unset": problem_type(
        409,
        "The operator has set no witness policy",
        "Operator belum menetapkan kebijakan saksi",
        "Ask for the checkpoint without witnesses; the operator sets TINDAK_WITNESS_POLICY.",
        "Mintalah checkpoint tanpa saksi; operator dapat mengisi TINDAK_WITNESS_POLICY.",
    ),
}
