"""The verdict in words for people, in Bahasa Indonesia or English: what holds, who vouches for it, and what nobody can.

Times are the region's own. The technical particulars of a fault are those of ``report``: names, hashes and places are
the same in every language.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from service.trail.telling.moments import zone_of
from service.trail.telling.particulars import Place, local, words_of
from service.trail.verifier.fault_words import FAULTS
from service.trail.verifier.report import printable
from service.trail.verifier.unreadable_words import in_indonesian
from service.trail.verifier.verdict import Erasure, Verdict
from service.trail.verifier.witness_words import said_by_witnesses
from workflows.codes.wording import Wording
from workflows.trail.replay.faults import Fault

_SAID: Mapping[str, Wording] = MappingProxyType(
    {
        "holds": Wording(
            "HOLDS: {} events of {} reports are as they were recorded.",
            "UTUH: {} peristiwa dari {} laporan masih seperti saat dicatat.",
        ),
        "found": Wording("DOES NOT HOLD: {} found.", "TIDAK UTUH: ditemukan {} kejanggalan."),
        "more": Wording("... and {} more.", "... dan {} lagi."),
        "when": Wording("when", "waktu"),
        "event": Wording("event", "peristiwa"),
        "report": Wording("report", "laporan"),
        "leaf": Wording("place in the log", "urutan"),
        "technically": Wording("technically", "teknis"),
        "scope": Wording(
            "Looked at: the log {}, region {}.", "Yang diperiksa: buku catatan {}, wilayah {}."
        ),
        "size": Wording(
            "The log had {} entries when it was signed.", "Buku catatan berisi {} entri saat ditandatangani."
        ),
        "signed": Wording(
            "It was signed with a key that you gave.", "Ditandatangani dengan kunci yang Anda berikan."
        ),
        "unsigned": Wording(
            "It was signed with none of the keys that you gave.",
            "Tidak ditandatangani dengan kunci mana pun yang Anda berikan.",
        ),
        "nobody": Wording(
            "No independent witness has confirmed that the log shows everybody the same: you gave no list of witnesses "
            "(--policy).",
            "Tidak ada saksi independen yang mengonfirmasi bahwa buku catatan memperlihatkan hal yang sama kepada "
            "semua orang: Anda tidak memberikan daftar saksi (--policy).",
        ),
        "met": Wording(
            "As many independent witnesses as your list asks for have confirmed it ({}).",
            "Saksi independen sebanyak yang diminta daftar Anda telah mengonfirmasi ({}).",
        ),
        "unmet": Wording(
            "Independent witnesses have not confirmed it as your list asks ({}).",
            "Saksi independen belum mengonfirmasi sebagaimana diminta daftar Anda ({}).",
        ),
        "pending": Wording(
            "{} events are too new to be signed: nothing but their chain vouches for them yet.",
            "{} peristiwa masih terlalu baru untuk ditandatangani: baru rantainya sendiri yang menjaminnya.",
        ),
        "partial": Wording(
            "The bundle is of a part: it proves each event in it, and not that nothing later and no other report was "
            "left out.",
            "Berkas ini hanya sebagian: setiap peristiwa di dalamnya terbukti, tetapi tidak bahwa tidak ada peristiwa "
            "kemudian atau laporan lain yang dihilangkan.",
        ),
        "texts": Wording(
            "Words: {} are as they were written, {} were erased, {} are not shown to you.",
            "Kata-kata: {} masih seperti saat ditulis, {} telah dihapus, {} tidak diperlihatkan kepada Anda.",
        ),
        "reads": Wording(
            "{} readings are recorded.", "{} pembacaan tercatat."
        ),
        "untold": Wording(
            "What {} events say of other reports is not shown to you and was not checked.",
            "Yang dikatakan {} peristiwa tentang laporan lain tidak diperlihatkan kepada Anda dan tidak diperiksa.",
        ),
        "erased": Wording(
            "Erased on {at}: {what} of report {report}, approved by {by}, asked for by {asked_by}. Reason: {reason}",
            "Dihapus pada {at}: {what} dari laporan {report}, disetujui {by}, diminta {asked_by}. Alasan: {reason}",
        ),
        "unshown": Wording("not shown", "tidak diperlihatkan"),
    }
)  # fmt: skip
_THINGS = Wording("{} things", "{}")
_ONE = Wording("1 thing", "1")


def plainly(verdict: Verdict, lang: str) -> str:
    """The verdict as lines: first whether it holds, then what was found, then what vouches for it and what does not."""
    return "".join(f"{printable(line)}\n" for line in _lines(verdict, lang))


def cannot_be_read(reason: str, lang: str) -> str:
    """What is said of a bundle that could not be verified at all."""
    if lang == "id":
        return f"TIDAK DAPAT DIBACA: {printable(in_indonesian(reason))}\n"
    return f"CANNOT BE READ: {printable(reason)}\n"


def _say(name: str, lang: str, *values: object, **named: object) -> str:
    return _SAID[name].of(lang).format(*values, **named)


def _lines(verdict: Verdict, lang: str) -> Iterator[str]:
    counts, found = verdict.counts, verdict.fault_count
    place = Place(zone_of(verdict.region), lang, None)
    if verdict.holds:
        yield _say("holds", lang, counts.events, counts.reports)
    else:
        yield _say("found", lang, (_ONE if found == 1 else _THINGS).of(lang).format(found))
    for number, fault in enumerate(verdict.faults, start=1):
        yield from _fault(number, fault, place)
    if found > len(verdict.faults):
        yield _say("more", lang, found - len(verdict.faults))
    yield ""
    yield from _vouched(verdict, lang)
    yield from _looked_at(verdict, lang)
    for erasure in verdict.erasures:
        yield _erasure(erasure, place)


def _fault(number: int, fault: Fault, place: Place) -> Iterator[str]:
    lang, when = place.lang, None if fault.at is None else local(fault.at, place)
    yield ""
    yield f"{number}. {FAULTS[fault.code].of(lang)} [{fault.code}]"
    leaf = None if fault.leaf_index is None else str(fault.leaf_index)
    places = {"when": when, "event": fault.event, "report": fault.report, "leaf": leaf, "technically": fault.words}
    yield from (f"   {_say(name, lang)}: {value}" for name, value in places.items() if value is not None)


def _vouched(verdict: Verdict, lang: str) -> Iterator[str]:
    yield _say("scope", lang, verdict.origin, verdict.region)
    if verdict.size is not None:
        yield _say("size", lang, verdict.size)
    yield _say("signed" if verdict.signed_by else "unsigned", lang)
    if verdict.witnesses is None:
        yield _say("nobody", lang)
    else:
        yield _say(
            "met" if verdict.quorum else "unmet", lang, said_by_witnesses(verdict, zone_of(verdict.region), lang)
        )
    if verdict.scope != "region":
        yield _say("partial", lang)


def _looked_at(verdict: Verdict, lang: str) -> Iterator[str]:
    counts = verdict.counts
    if counts.pending:
        yield _say("pending", lang, counts.pending)
    yield _say("texts", lang, counts.texts_shown, counts.texts_erased, counts.texts_not_shown)
    if counts.reads:
        yield _say("reads", lang, counts.reads)
    if counts.namings_not_shown:
        yield _say("untold", lang, counts.namings_not_shown)


def _erasure(erasure: Erasure, place: Place) -> str:
    lang, what = place.lang, words_of("field", erasure.field) or words_of("target", erasure.field)
    unshown = _say("unshown", lang)
    return _say(
        "erased",
        lang,
        at=local(erasure.at, place),
        what=erasure.field if what is None else what.of(lang),
        report=erasure.report,
        by=erasure.by,
        asked_by=erasure.asked_by or unshown,
        reason=erasure.reason or unshown,
    )
