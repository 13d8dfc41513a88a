"""The signer's key replaced in its place: what is published of it, and who may still sign."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from service.trail.cosigning.keyfile import KeyFileError, generate, load, vkeys_path
from service.trail.cosigning.memory import Memory
from service.trail.signer.main import SignerConfig, run
from service.trail.signer.published import read_published
from service.trail.signer.rotation import rotate
from tests.trail.cosigning.histories import HONEST, History
from tests.trail.cosigning.processes import PREFIX, SECRET, SignerPart, signer_in
from workflows.trail.tlog.growth import Refusal, RefusalCode, Submission
from workflows.trail.tlog.key_list import encode_key_list, parse_key_list
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey
from workflows.trail.tlog.opened_notes import open_checkpoint

NAME, FIRST, SECOND = "log.example", "log.example/33.05", "log.example/33.06"


def signed(memory: Path, origin: str, old: int, new: int, by: VerifierKey) -> int | Refusal:
    body = Submission(old, HONEST.proof(old, new), b"-")
    with closing(Memory(memory)) as opened:
        return opened.advance(body, HONEST.checkpoint(origin, new), [by])


def files(folder: Path) -> tuple[Path, Path]:
    return folder / "log.key", folder / "signer.sqlite"


def test_each_successor_is_published_with_the_sizes_from_which_it_signs(tmp_path: Path) -> None:
    key, memory = files(tmp_path)
    keys = [generate(key, NAME, KeyKind.LOG)]
    Memory(memory).close()
    for origin, old, new in [(FIRST, 0, 5), (FIRST, 5, 9), (SECOND, 0, 2)]:
        assert not isinstance(signed(memory, origin, old, new, keys[-1]), Refusal)
        keys.append(rotate(key, memory))
    assert {each.name for each in keys} == {NAME}
    assert len(set(keys)) == 4
    published = read_published(key)
    assert [(each.public_key, start) for each, start, _ in published.of(FIRST)] == [
        (each.public_key, start) for each, start in zip(keys, (0, 5, 9, 9), strict=True)
    ]
    assert [start for _, start, _ in published.of(SECOND)] == [0, 0, 0, 2]
    assert [start for _, start, _ in published.of("log.example/33.07")] == [0, 0, 0, 0]
    assert load(key, KeyKind.LOG).verifier == keys[-1]
    assert key.stat().st_mode & 0o777 == 0o600
    dates = re.findall(r"(?m)^# from \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", vkeys_path(key).read_text())
    assert len(dates) == 4
    assert parse_key_list(encode_key_list(published.of(FIRST)))[1:] == published.of(FIRST)[1:]


@pytest.fixture
def signer(tmp_path: Path) -> Iterator[SignerPart]:
    """A signer of this test alone."""
    made = signer_in(tmp_path)
    made.part.start()
    yield made
    made.part.end()


def test_a_key_that_was_rotated_out_signs_nothing_more_in_any_process(signer: SignerPart) -> None:
    """The running signer refuses at once; the same key does not start again; its successor goes on."""
    headers, origin = {"Authorization": f"Bearer {SECRET}"}, PREFIX + "x"
    key, memory = (Path(str(signer.part.values[name])) for name in ("key_file", "memory_file"))
    old = key.read_text()

    def grown(before: int, size: int) -> tuple[int, str]:
        body = HONEST.unsigned(origin, before, size)
        answer = httpx.post(f"{signer.part.url}/sign", content=body, headers=headers)
        return answer.status_code, answer.text

    assert grown(0, 3)[0] == 200
    successor = rotate(key, memory)
    assert grown(3, 4) == (410, "key_retired\n")
    signer.part.end()
    config = SignerConfig(key, memory, SECRET, PREFIX, "192.0.2.1", log_level="error")
    new, listed = key.read_text(), vkeys_path(key).read_text()
    key.write_text(old)
    with pytest.raises(KeyFileError, match="was rotated out"):
        run(config)
    vkeys_path(key).unlink()
    with pytest.raises(KeyFileError, match="was rotated out"):
        run(config)
    key.write_text(new)
    vkeys_path(key).write_text(listed)
    signer.part.start()
    status, line = grown(3, 4)
    assert status == 200
    told = parse_key_list(httpx.get(f"{signer.part.url}/vkey", params={"origin": origin}).text)
    assert [start for _, start, _ in told] == [None, 3]
    assert told[1].key.public_key == successor.public_key
    open_checkpoint(f"{HONEST.checkpoint(origin, 4).text()}\n{line}".encode(), told[1].key)
    assert grown(4, 4)[0] == 200
    history = History("fork", 2)
    forked = httpx.post(f"{signer.part.url}/sign", content=history.unsigned(origin, 4, 6), headers=headers)
    assert forked.status_code == 422, "the successor has its predecessor's memory"


def test_a_rotation_that_was_interrupted_is_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the memory has retired the key, and after the list is in place but not the key."""
    key, memory = files(tmp_path)
    first = generate(key, NAME, KeyKind.LOG)
    Memory(memory).close()
    assert signed(memory, FIRST, 0, 5, first)
    for survives in (0, 1):
        files_left = iter(range(survives))

        def interrupted(path: Path, text: str, mode: int, left: object = files_left) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise KeyFileError(path, "the disk is full")
            path.write_text(text)
            path.chmod(mode)

        with monkeypatch.context() as patch:
            patch.setattr("service.trail.signer.rotation.put", interrupted)
            with pytest.raises(KeyFileError, match="the disk is full"):
                rotate(key, memory)
        assert load(key).verifier == first
        with pytest.raises(KeyFileError, match="was rotated out"):
            run(SignerConfig(key, memory, SECRET, PREFIX, "192.0.2.1", log_level="error"))
        refused = signed(memory, FIRST, 5, 6, first)
        assert isinstance(refused, Refusal)
        assert refused.code is RefusalCode.KEY_RETIRED
    successor = rotate(key, memory)
    assert [(one.public_key, start) for one, start, _ in read_published(key).of(FIRST)] == [
        (first.public_key, 0),
        (successor.public_key, 5),
    ]
    assert not isinstance(signed(memory, FIRST, 5, 6, successor), Refusal)


def test_a_key_that_was_lost_is_followed_by_another(tmp_path: Path) -> None:
    key, memory = files(tmp_path)
    first = generate(key, NAME, KeyKind.LOG)
    Memory(memory).close()
    key.unlink()
    successor = rotate(key, memory)
    assert [each.key for each in read_published(key).plain()] == [first, successor]
    assert load(key).verifier == successor


def test_without_the_memory_no_key_is_replaced(tmp_path: Path) -> None:
    key, memory = files(tmp_path)
    first = generate(key, NAME, KeyKind.LOG)
    with pytest.raises(KeyFileError, match="nothing else says from which sizes"):
        rotate(key, memory)
    assert load(key).verifier == first
    assert not memory.exists()
    with pytest.raises(KeyFileError, match="No such file"):
        rotate(tmp_path / "none", memory)


def test_an_old_key_put_back_together_with_the_memory_is_not_the_newest_of_its_list(tmp_path: Path) -> None:
    key, memory = files(tmp_path)
    generate(key, NAME, KeyKind.LOG)
    Memory(memory).close()
    old, remembered = key.read_bytes(), memory.read_bytes()
    rotate(key, memory)
    key.write_bytes(old)
    memory.write_bytes(remembered)
    with pytest.raises(KeyFileError, match="was rotated out"):
        run(SignerConfig(key, memory, SECRET, PREFIX, "192.0.2.1", log_level="error"))


def test_a_memory_that_is_none_stops_the_rotation(tmp_path: Path) -> None:
    key, memory = files(tmp_path)
    first = generate(key, NAME, KeyKind.LOG)
    memory.write_text("no database, but long enough to be looked at" * 100)
    with pytest.raises(KeyFileError, match="cannot be used as the signer's memory"):
        rotate(key, memory)
    assert load(key).verifier == first


@pytest.mark.parametrize(
    ("line", "why"), [("hello", "line 3 .*key_parts"), ("# log.example/x from size -1", "line 3 .*key_start")]
)
def test_a_list_that_is_damaged_names_its_line(tmp_path: Path, line: str, why: str) -> None:
    key, memory = files(tmp_path)
    generate(key, NAME, KeyKind.LOG)
    Memory(memory).close()
    listed = vkeys_path(key)
    listed.write_text(f"{listed.read_text()}{line}\n")
    with pytest.raises(KeyFileError, match=why):
        rotate(key, memory)
