"""The signer's second key, of ML-DSA-44: taken up by a log that signs already, held from then on, and replaced."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from service.trail.cosigning.keyfile import KeyFileError, generate, vkeys_path
from service.trail.cosigning.memory import Memory
from service.trail.signer.main import SignerConfig, run
from service.trail.signer.published import read_published
from service.trail.signer.rotation import rotate
from service.trail.signer.second_key import add_key, key_files, second_key_file
from tests.trail.cosigning.histories import HONEST
from tests.trail.cosigning.processes import PREFIX, SECRET, SignerPart, signer_in
from workflows.trail.tlog.key_list import parse_key_list
from workflows.trail.tlog.note_keys import KeyKind
from workflows.trail.tlog.notes import parse_note, verify

NAME, ORIGIN, LATER = "log.example", PREFIX + "33.05", PREFIX + "33.06"


@pytest.fixture
def signer(tmp_path: Path) -> Iterator[SignerPart]:
    """A signer of this test alone, with one key."""
    made = signer_in(tmp_path)
    made.part.start()
    yield made
    made.part.end()


def files(signer: SignerPart) -> tuple[Path, Path]:
    return Path(str(signer.part.values["key_file"])), Path(str(signer.part.values["memory_file"]))


def config(folder: Path) -> SignerConfig:
    return SignerConfig(folder / "log.key", folder / "signer.sqlite", SECRET, PREFIX, "192.0.2.1", log_level="error")


def grown(signer: SignerPart, old: int, new: int, origin: str = ORIGIN) -> httpx.Response:
    headers = {"Authorization": f"Bearer {SECRET}"}
    return httpx.post(f"{signer.part.url}/sign", content=HONEST.unsigned(origin, old, new), headers=headers)


def restarted(signer: SignerPart) -> None:
    signer.part.end()
    signer.part.start()


def signed(signer: SignerPart, old: int, new: int, origin: str = ORIGIN) -> list[tuple[KeyKind, bool]]:
    """The kinds of the keys whose lines verify, and whether a time is stated; every line is by a key that is told."""
    answer = grown(signer, old, new, origin)
    assert answer.status_code == 200, answer.text
    told = httpx.get(f"{signer.part.url}/vkey", params={"origin": origin}).text
    note = parse_note(f"{HONEST.checkpoint(origin, new).text()}\n{answer.text}".encode())
    found = verify(note, [each.key for each in parse_key_list(told)])
    assert len(found) == len(note.signatures)
    return [(key.kind, bool(time)) for key, time in found]


BOTH = [(KeyKind.LOG, False), (KeyKind.SUBTREE, True)]


def test_a_log_that_signs_already_takes_up_a_second_key_at_the_size_it_has(signer: SignerPart) -> None:
    key, memory = files(signer)
    assert signed(signer, 0, 5) == BOTH[:1]
    added = add_key(key, memory, NAME)
    refused = grown(signer, 5, 6)
    assert (refused.status_code, refused.text) == (424, "key_missing\n"), "a running signer signs no more with one"
    restarted(signer)
    assert signed(signer, 5, 6) == BOTH
    assert signed(signer, 0, 2, LATER) == BOTH
    told = httpx.get(f"{signer.part.url}/vkey", params={"origin": ORIGIN}).text
    assert [(key.kind, start, first) for key, start, first in parse_key_list(told)] == [
        (KeyKind.LOG, None, False),
        (KeyKind.SUBTREE, 5, True),
    ]
    assert parse_key_list(told)[1].key.public_key == added.public_key
    assert "size" not in httpx.get(f"{signer.part.url}/vkey", params={"origin": LATER}).text


def test_each_key_is_replaced_by_itself(signer: SignerPart) -> None:
    key, memory = files(signer)
    signer.part.end()
    second = second_key_file(key)
    add_key(key, memory, NAME)
    signer.part.start()
    assert signed(signer, 0, 5) == BOTH
    rotate(second, memory)
    assert grown(signer, 5, 6).text == "key_retired\n"
    restarted(signer)
    assert signed(signer, 5, 6) == BOTH
    rotate(key, memory)
    restarted(signer)
    assert signed(signer, 6, 7) == BOTH
    listed = [each for file in key_files(key) for each in read_published(file).of(ORIGIN)]
    assert [(each.kind, start, added) for each, start, added in listed] == [
        (KeyKind.LOG, 0, False),
        (KeyKind.LOG, 6, False),
        (KeyKind.SUBTREE, 0, False),
        (KeyKind.SUBTREE, 5, False),
    ]


def test_nothing_is_signed_without_the_second_key_once_it_is_there(signer: SignerPart, tmp_path: Path) -> None:
    """Nor can it be made as a first one again: only its list, or itself, brings it back."""
    key, memory = files(signer)
    signer.part.end()
    add_key(key, memory, NAME)
    signer.part.start()
    assert signed(signer, 0, 5) == BOTH
    signer.part.end()
    second = second_key_file(key)
    second.unlink()
    with pytest.raises(KeyFileError, match="nothing may be signed without it"):
        run(config(tmp_path))
    rotate(second, memory)
    signer.part.start()
    assert signed(signer, 5, 6) == BOTH
    signer.part.end()
    second.unlink()
    vkeys_path(second).unlink()
    with pytest.raises(KeyFileError, match="has signed"):
        add_key(key, memory, NAME)
    assert not second.exists()


def test_taking_up_that_was_interrupted_is_repeated_and_begins_where_it_did(tmp_path: Path) -> None:
    key, path = tmp_path / "log.key", tmp_path / "signer.sqlite"
    generate(key, NAME, KeyKind.LOG)
    with closing(Memory(path)) as memory:
        assert memory.require(KeyKind.SUBTREE) == {}
    with pytest.raises(KeyFileError, match="nothing may be signed without it"):
        run(config(tmp_path))
    add_key(key, path, NAME)
    with closing(Memory(path)) as memory:
        assert memory.required() == {KeyKind.SUBTREE}


def test_a_key_that_was_put_there_by_hand_is_not_taken_up_in_silence(signer: SignerPart, tmp_path: Path) -> None:
    key, _ = files(signer)
    assert signed(signer, 0, 5) == BOTH[:1]
    signer.part.end()
    generate(second_key_file(key), NAME, KeyKind.SUBTREE)
    with pytest.raises(KeyFileError, match="which says when it begins"):
        run(config(tmp_path))
