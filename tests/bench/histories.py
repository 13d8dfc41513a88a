"""Whole histories of reports, many under way at once, written into a bundle as they happen.

Every leaf comes from the service's own decisions. What has been written is forgotten, but for the leaves' hashes and
the reports as they stand.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.trail.verifier.bundles import LOG, ORIGIN, lines, manifest, snapshot
from tests.trail.verifier.trails import BUDI, EKO, HADI, SARI, TONO, Case, Trail, person
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.merkle import hash_children, hash_leaf, read_range
from workflows.trail.tlog.notes import Note, sign
from workflows.trail.tlog.tiles import FULL_WIDTH, Tile, encode_bundle, tile_data, tiles_of

UNDER_WAY = 300
"""Reports that are worked on at the same time: their events alternate in the log."""

FAST = 1
LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}
SUPPORT = {"agency": "polres", "role": "support", "kind": "case"}
CLOSE = {"outcome": "sanctioned", "notice": {"sent": True, "text": "Laporan ditindaklanjuti"}}

Step = Callable[[Case], Case]


def work(who: Any, of: str, trigger: str, **members: Any) -> Step:
    """A step of the agency's newest task."""
    return lambda case: case.work(who, of, trigger, **members)


def note(who: Any) -> Step:
    """A note."""
    return lambda case: case.note(who, "Saksi kedua sudah dihubungi, keterangan menyusul besok pagi.")


LEADING: Sequence[Step] = (
    work(SARI, "bawaslu", "accept", assignee=str(person("Sari"))),
    work(SARI, "bawaslu", "start"),
    note(SARI),
    work(SARI, "bawaslu", "wait", reason="Menunggu saksi"),
    work(SARI, "bawaslu", "resume"),
    work(SARI, "bawaslu", "complete", result="Terbukti: keterangan dua saksi dan foto sesuai."),
)
SUPPORTING: Sequence[Step] = (
    work(BUDI, "polres", "accept"),
    work(BUDI, "polres", "start"),
    work(BUDI, "polres", "complete", result="Lokasi aman"),
)
CLOSED: Sequence[Step] = (lambda case: case.fire(TONO, "close", **CLOSE),)
LIVES: Sequence[tuple[dict[str, Any], Sequence[Step]]] = (
    ({}, (Case.verify, lambda case: case.assign(LEAD, SUPPORT), *SUPPORTING, *LEADING, *CLOSED)),
    ({"severity": "S3"}, (Case.verify, lambda case: case.assign(LEAD), *LEADING, note(TONO), *CLOSED)),
    (
        {"severity": "S3"},
        (note(BUDI), lambda case: case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")),
    ),
    (
        {"category": "security_threat"},
        (
            Case.verify,
            lambda case: case.assign(SUPPORT | {"role": "lead"}),
            work(BUDI, "polres", "accept"),
            work(EKO, "polres", "transfer", agency="satpolpp", kind="forwarded", reason="Bukan", reference="B-17"),
            note(HADI),
        ),
    ),
    ({}, (Case.verify, lambda case: case.assign(LEAD, SUPPORT), *LEADING, *SUPPORTING, note(TONO), *CLOSED)),
)
"""What becomes of a report: how it comes in, and each thing that is done about it, in this order."""


def decisions(trail: Trail) -> Iterator[None]:
    """One decision after the other in a region in which reports come in and are worked on, without end."""
    lives = cycle(LIVES)
    under_way: deque[tuple[Case, Iterator[Step]]] = deque()
    while True:
        if len(under_way) < UNDER_WAY:
            changes, steps = next(lives)
            under_way.append((trail.intake(**changes), iter(steps)))
            yield
            continue
        case, left = under_way.popleft()
        if (step := next(left, None)) is not None:
            step(case)
            under_way.append((case, left))
            yield


def write_history(file: Path, size: int) -> int:
    """Write a bundle of a region with ``size`` events or a few more, all under a checkpoint. Returns how many."""
    trail, hashes = Trail(), list[bytes]()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=FAST) as archive, TemporaryFile() as texts:
        for _ in decisions(trail):
            texts.write(lines(trail.texts))
            trail.texts.clear()
            done = len(hashes) + len(trail.leaves) >= size
            while len(trail.leaves) >= FULL_WIDTH or (done and trail.leaves):
                _add_entries(archive, hashes, trail.leaves)
            if done:
                break
        _add_tree(archive, hashes)
        _add_lines(archive, "texts.jsonl", _read_back(texts))
        reports = sorted(trail.reports.values(), key=lambda report: report.id)
        _add_lines(archive, "snapshots.jsonl", (lines([snapshot(report)]) for report in reports))
    return len(hashes)


def _add_entries(archive: ZipFile, hashes: list[bytes], leaves: list[bytes]) -> None:
    """Move the next tile of leaves into the bundle."""
    taken, leaves[:] = leaves[:FULL_WIDTH], leaves[FULL_WIDTH:]
    tile = Tile(0, len(hashes) // FULL_WIDTH, len(taken))
    archive.writestr(tile.bundle().path(), encode_bundle(taken))
    hashes += map(hash_leaf, taken)


def _add_tree(archive: ZipFile, hashes: list[bytes]) -> None:
    levels = [hashes]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([hash_children(*pair) for pair in zip(below[::2], below[1::2], strict=False)])

    def node(level: int, index: int) -> bytes:
        return levels[level][index]

    for tile in tiles_of(len(hashes)):
        archive.writestr(tile.path(), tile_data(tile, node), compress_type=ZIP_STORED)
    text = Checkpoint(ORIGIN, len(hashes), read_range(len(hashes), node).root()).text()
    archive.writestr("checkpoint", Note(text, (sign(text, LOG),)).serialise())
    archive.writestr("manifest.json", manifest(len(hashes)))


def _add_lines(archive: ZipFile, name: str, parts: Iterable[bytes]) -> None:
    with archive.open(name, "w", force_zip64=True) as member:
        for part in parts:
            member.write(part)


def _read_back(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(1 << 20):
        yield part
