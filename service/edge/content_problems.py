"""The problems of the hoax desk: status, title in both languages, and what it is in this case."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[int, str, str]] = {
    "content_is_true": (
        409,
        "Nobody is asked to take down what is true",
        "Konten yang benar tidak diminta untuk diturunkan",
    ),
    "content_unnamed": (
        422,
        "Content is named by its address, its hash or a screenshot",
        "Konten disebut dengan alamat, hash, atau tangkapan layar",
    ),
    "evidence_unknown": (422, "The report has no such evidence", "Laporan tidak memiliki bukti ini"),
}
"""By code."""
