"""The problems of the hoax desk."""

from collections.abc import Mapping

from service.edge.problems.kind import ProblemType, problem_type

PROBLEMS: Mapping[str, ProblemType] = {
    "content_is_true": problem_type(
        409,
        "Nobody is asked to take down what is true",
        "Konten yang benar tidak diminta untuk diturunkan",
        "Judge it anew if it is not; otherwise nothing is to be asked for.",
        "Putuskan lagi bila ternyata tidak benar; bila benar, tidak ada yang diminta.",
    ),
    "content_unnamed": problem_type(
        422,
        "Content is named by its address, its hash or a screenshot",
        "Konten disebut dengan alamat, hash, atau tangkapan layar",
        "Give `url`, `sha256` or `screenshot`.",
        "Isi `url`, `sha256`, atau `screenshot`.",
    ),
}
