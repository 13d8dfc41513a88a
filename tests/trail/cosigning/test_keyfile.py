from pathlib import Path

import pytest

from service.trail.cosigning.keyfile import KeyFileError, generate, load, read_key_list, vkeys_path
from tests.trail.cosigning.histories import HONEST
from workflows.trail.tlog.note_keys import KeyKind
from workflows.trail.tlog.notes import Note, sign, verify

NAME = "log.example/regency"
PETER_PUBLISHED = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n"
PETER_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_key_made_is_the_key_loaded(tmp_path: Path, kind: KeyKind) -> None:
    verifier = generate(tmp_path / "key", NAME, kind)
    key = load(tmp_path / "key", kind)
    assert key.verifier == verifier
    time, text = None if kind is KeyKind.LOG else 5, HONEST.checkpoint(NAME, 3).text()
    assert verify(Note(text, (sign(text, key, time),)), [verifier]) == [(verifier, time)]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_two_keys_made_differ(tmp_path: Path) -> None:
    assert generate(tmp_path / "a", NAME, KeyKind.LOG) != generate(tmp_path / "b", NAME, KeyKind.LOG)


def test_a_published_private_key_is_read(tmp_path: Path) -> None:
    assert load(written(tmp_path / "key", PETER_PUBLISHED)).verifier.encode() == PETER_VKEY


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    generate(tmp_path / "key", NAME, KeyKind.LOG)
    before = (tmp_path / "key").read_bytes()
    for missing in [None, vkeys_path(tmp_path / "key")]:
        if missing:
            missing.unlink()
        with pytest.raises(KeyFileError, match=r"exists|already"):
            generate(tmp_path / "key", NAME, KeyKind.LOG)
        assert (tmp_path / "key").read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777])
def test_a_key_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeyFileError, match=rf"mode {mode:04o}.*0600"):
        load(written(tmp_path / "key", PETER_PUBLISHED, mode))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "key_parts"),
        ("PRIVATE+KEY+a+b", "key_parts"),
        (PETER_VKEY, "key_parts"),
        (PETER_PUBLISHED.replace("c74f20a3", "c74f20a4"), "key_id_mismatch"),
        (PETER_PUBLISHED.replace("PeterNeumann", "Peter"), "key_id_mismatch"),
        (PETER_PUBLISHED.replace("PeterNeumann", ""), "key_name"),
        (PETER_PUBLISHED.replace("+AYEK", "+AoEK"), "key_kind"),
        (PETER_PUBLISHED[:-9], "key_size"),
        (PETER_PUBLISHED[:-3], "base64_invalid"),
        (PETER_PUBLISHED[:-5] + "\n", "key_size"),
        (PETER_PUBLISHED * 2, "base64_invalid"),
    ],
)
def test_what_is_no_key_is_refused_and_not_shown(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(KeyFileError) as caught:
        load(written(tmp_path / "key", text))
    assert str(caught.value) == f"{tmp_path / 'key'}: holds no usable key ({why})"


def test_a_missing_file_a_folder_and_another_kind_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="No such file"):
        load(tmp_path / "key")
    with pytest.raises(KeyFileError, match="directory"):
        load(tmp_path)
    with pytest.raises(KeyFileError, match="holds a log key, not a cosignature key"):
        load(written(tmp_path / "key", PETER_PUBLISHED), KeyKind.COSIGNATURE)
    with pytest.raises(KeyFileError, match=r"cannot name a key \(key_name\)"):
        generate(tmp_path / "other", "two words", KeyKind.LOG)
    assert not (tmp_path / "other").exists()


def test_a_list_of_keys_names_the_line_at_fault(tmp_path: Path) -> None:
    good = written(tmp_path / "good", f"# logs\n\n{PETER_VKEY}\n{PETER_VKEY}\n")
    assert [each.key.encode() for each in read_key_list(good)] == [PETER_VKEY]
    with pytest.raises(KeyFileError, match=r"line 2 is no verifier key \(key_parts\)"):
        read_key_list(written(tmp_path / "bad", f"{PETER_VKEY}\nhello\n"))
    with pytest.raises(KeyFileError, match="No such file"):
        read_key_list(tmp_path / "none")
