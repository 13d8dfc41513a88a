"""A file that is no bundle, or one made to do harm, is refused with the part at fault, and the exit code is 2."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import LOG, Members, bundle, leaf_lines, write
from tests.trail.verifier.stories import everything

KEY = LOG.verifier.encode()
TRAIL = everything()
WHOLE = bundle(TRAIL)
LEAVES = leaf_lines(TRAIL.leaves, [3, 3])
MANIFEST = json.loads(WHOLE["manifest.json"])
STATES = WHOLE["snapshots.jsonl"].splitlines()


def refused(file: Path, *keys: str, policy: Path | None = None) -> str:
    out = BytesIO()
    assert verify(file, keys or [KEY], policy, as_json=True, out=out) == 2
    return str(json.loads(out.getvalue())["unreadable"])


def less(*names: str) -> Members:
    return {name: content for name, content in WHOLE.items() if name not in names}


def manifest(**members: Any) -> Members:
    return WHOLE | {"manifest.json": json.dumps(MANIFEST | members).encode()}


@pytest.mark.parametrize(
    ("members", "part"),
    [
        (less("manifest.json"), "manifest.json"),
        (less("checkpoint"), "checkpoint"),
        (less("snapshots.jsonl"), "snapshots.jsonl"),
        (manifest(format="tindak-bundle/2"), "manifest.json"),
        (manifest(size="1"), "manifest.json"),
        (WHOLE | {"../manifest.json": b"{}"}, "../manifest.json"),
        (WHOLE | {"/etc/passwd": b""}, "/etc/passwd"),
        (WHOLE | {"tile/0/0": b""}, "tile/0/0"),
        (WHOLE | {"tile/0/x000/001": b""}, "tile/0/x000/001"),
        (WHOLE | {"tile/0/000.p/1": b""}, "another width"),
        (WHOLE | {"tile/entries/000": b"\x00"}, "tile/entries/000"),
        (WHOLE | {"manifest.json": b" " * 70_000}, "more than it may have"),
        (WHOLE | {"tile/3/000": bytes(8193)}, "more than it may have"),
        (WHOLE | {"pending.jsonl": b'{"leaf": "' + b"A" * (1 << 17) + b'"}'}, "line 1 is longer"),
        (manifest(scope={"kind": "period"}) | {"leaves.jsonl": LEAVES}, "leaf 3 stands after leaf 3"),
        (WHOLE | {"pending.jsonl": b'{"leaf": "?"}'}, "line 1"),
        (WHOLE | {"texts.jsonl": WHOLE["texts.jsonl"] + b"{}\n"}, "texts.jsonl: line"),
        (WHOLE | {"texts.jsonl": b"\xff\n"}, "texts.jsonl: line 1"),
        (WHOLE | {"texts.jsonl": b"[" * 500_000}, "texts.jsonl: line 1"),
        (WHOLE | {"snapshots.jsonl": b"\n".join(reversed(STATES))}, "snapshots.jsonl"),
        (WHOLE | {"snapshots.jsonl": STATES[0].replace(b'"state"', b'"stale"', 1)}, "snapshots.jsonl: line 1"),
    ],
)
def test_a_member_out_of_form_is_refused_by_name(tmp_path: Path, members: Members, part: str) -> None:
    assert part in refused(write(tmp_path / "bundle.zip", members))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    file = write(tmp_path / "bundle.zip", WHOLE)
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * share)])
    assert "cut short" in refused(file)


def test_a_byte_that_was_flipped_is_refused_or_changes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "bundle.zip", WHOLE)
    raw = bytearray(file.read_bytes())
    for at in range(100, len(raw), len(raw) // 60):
        flipped = bytearray(raw)
        flipped[at] ^= 0x10
        file.write_bytes(flipped)
        out = BytesIO()
        code = verify(file, [KEY], None, as_json=False, out=out)
        assert code == 2 or (code == 0 and out.getvalue().startswith(b"HOLDS"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("names", "method"), [(["checkpoint"], ZIP_STORED), (["log.vkey"], ZIP_BZIP2)])
def test_a_member_twice_or_packed_otherwise_is_refused(tmp_path: Path, names: list[str], method: int) -> None:
    file = write(tmp_path / "bundle.zip", less("log.vkey"))
    with ZipFile(file, "a", method) as archive:
        for name in names:
            archive.writestr(name, b"again")
    assert names[0] in refused(file)


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in WHOLE.items():
            archive.writestr(name, content)
        shared: ZipInfo = archive.getinfo("texts.jsonl")
        archive.getinfo("snapshots.jsonl").header_offset = shared.header_offset + 1
    assert "overlaps" in refused(file)


def test_what_is_asked_wrongly_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "bundle.zip", WHOLE)
    (policy := tmp_path / "policy").write_text("quorum nobody\n")
    assert "no verifier key" in refused(file, "a+b+c")
    assert "it is not there" in refused(file, str(tmp_path / "absent"))
    assert "cannot be read (Is a directory)" in refused(file, str(tmp_path))
    assert "no policy" in refused(file, policy=policy)
    assert "not there" in refused(tmp_path / "absent.zip")
