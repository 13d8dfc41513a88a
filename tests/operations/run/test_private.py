"""What the embedded run keeps is for nobody but who runs it, and root's server opens nobody's folder."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from service.edge.auth.local_keys import ensure_key
from service.edge.private_files import private_file, private_folder
from service.operations.embedded import places
from service.operations.embedded.account import server_account
from service.operations.embedded.own_folder import FolderSharedError, make_own
from service.operations.embedded.places import PlaceError, data_place, first_closed, program_place
from service.operations.embedded.postgres import _find_programs, start_postgres
from tests.operations.run.running import free_port, running

pytestmark = pytest.mark.slow  # starts the whole embedded run for each

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server an account")
EVERYBODY = stat.S_IRWXO | stat.S_IRGRP | stat.S_IWGRP


@pytest.fixture
def open_umask() -> Iterator[None]:
    """As on a machine whose files are everybody's to read and to change."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def way() -> Iterator[Path]:
    """A folder that every account may pass."""
    with TemporaryDirectory(prefix="tindak-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def opened(folder: Path) -> dict[str, str]:
    """What below a folder, itself included, anybody else may read, change or, but for root's server, pass.

    A list of public keys is public.
    """
    found = {}
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if not path.is_symlink() and path.suffix != ".vkeys" and mode & EVERYBODY:
            found[str(path)] = f"{mode:o}"
    return found


@pytest.mark.usefixtures("open_umask")
def test_a_run_closes_its_home_and_its_logs_also_when_they_were_open_before(home: Path) -> None:
    for name in ("keys", "issuer"):
        (home / name).mkdir(parents=True)
        (home / name).chmod(0o755)
    for log in ("api.log", "worker.log", "signer.log", "run.lock"):
        (home / log).touch()
        (home / log).chmod(0o644)
    home.chmod(0o755)
    port = free_port()
    with running(home, port):
        assert opened(home) == {}
        assert {"api.log", "worker.log", "signer.log", "postgres.log"} <= {path.name for path in home.glob("*.log")}
    assert opened(home) == {}
    passing = stat.S_IMODE(home.stat().st_mode) & stat.S_IXGRP
    account = server_account()
    assert (bool(passing), account is not None) in {(False, False), (True, True)}
    assert account is None or home.stat().st_gid == account.gid


@pytest.mark.usefixtures("open_umask")
def test_an_issuer_made_first_makes_a_closed_home(way: Path) -> None:
    ensure_key(way / "a" / "b")
    assert opened(way / "a") == {}
    assert stat.S_IMODE((way / "a").stat().st_mode) == 0o700


@pytest.mark.usefixtures("open_umask")
def test_a_new_file_and_every_new_folder_are_closed(way: Path) -> None:
    private_folder(way / "one" / "two")
    with private_file(way / "one" / "two" / "bundle.zip") as file:
        file.write(b"x")
    assert opened(way / "one") == {}
    with pytest.raises(FileExistsError):
        private_file(way / "one" / "two" / "bundle.zip")


def test_a_folder_that_is_not_its_own_is_left_as_it_is(way: Path) -> None:
    (way / "letters").mkdir()
    (way / "letters" / "letter.txt").write_text("mine")
    (way / "everybodys").mkdir()
    (way / "everybodys").chmod(0o777)
    shared = [way / "letters", way / "everybodys", Path("/tmp"), Path("/"), Path("/var/lib"), Path.home()]
    for folder in shared:
        before = folder.stat().st_mode
        with pytest.raises(FolderSharedError, match="TINDAK_HOME"):
            make_own(folder)
        assert folder.stat().st_mode == before


@AS_ROOT
def test_a_closed_folder_above_the_home_stays_closed_and_the_data_lie_elsewhere(
    way: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SYSTEM_FOLDER", way / "system")
    home = way / "root" / "project" / "home"
    private_folder(home)
    (way / "root" / "project").chmod(0o755)
    before = {folder: folder.stat().st_mode for folder in (way / "root", way / "root" / "project")}
    said: list[str] = []
    for _ in range(2):
        server = start_postgres(home / "postgres", fast=True, tell=said.append)
        server.stop()
    assert {folder: folder.stat().st_mode for folder in before} == before
    real = (home / "postgres").resolve()
    assert real.parent.parent == way / "system"
    assert stat.S_IMODE(real.stat().st_mode) == 0o700
    assert opened(real.parent) == {}
    told = "\n".join(said)
    account = server_account()
    assert account is not None
    assert f"runs as the system account {account.name}" in said[0]
    assert f"{way / 'root'} is closed to other accounts and stays so" in told
    assert told.count(str(real)) == 1


@AS_ROOT
def test_data_that_lie_behind_a_closed_folder_are_refused_with_a_way_out(way: Path) -> None:
    account = server_account()
    (way / "root" / "home" / "postgres").mkdir(parents=True)
    (way / "root").chmod(0o700)
    (way / "root" / "home").chmod(0o755)
    with pytest.raises(PlaceError, match="run it as an ordinary user, or set TINDAK_HOME"):
        data_place(way / "root" / "home" / "postgres", account, lambda _: None)
    assert stat.S_IMODE((way / "root").stat().st_mode) == 0o700
    (way / "gone").symlink_to(way / "nowhere")
    with pytest.raises(PlaceError, match="remove it to begin anew"):
        data_place(way / "gone", account, lambda _: None)


@AS_ROOT
def test_programs_behind_a_closed_folder_are_copied_and_run(way: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SYSTEM_FOLDER", way / "system")
    account = server_account()
    assert account is not None
    package = _find_programs().parents[1]
    programs = way / "closed" / package.name / "pginstall18" / "bin"
    shutil.copytree(package / "pginstall18", programs.parent, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), way / "closed" / f"{package.name}.libs")
    (way / "closed").chmod(0o700)
    said: list[str] = []
    found = [program_place(programs, account, said.append) for _ in range(2)]
    assert found[0] == found[1]
    assert way / "system" in found[0].parents
    assert len(said) == 1
    assert first_closed(found[0], account) is None
    assert stat.S_IMODE((way / "closed").stat().st_mode) == 0o700
    assert first_closed(programs, account) == way / "closed"


@AS_ROOT
def test_a_run_as_root_says_what_it_does(home: Path) -> None:
    environment = {**os.environ, "TINDAK_HOME": str(home), "TINDAK_PORT": str(free_port())}
    command = [sys.executable, "-m", "service.cli", "run"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(2)]
    process.terminate()
    process.communicate(timeout=60)
    assert first[0].startswith("tindak: starting PostgreSQL, whose files are made this first time")
    assert "PostgreSQL does not run as root: it runs as the system account" in first[1]


def test_a_home_that_is_shared_is_refused_by_the_command(way: Path) -> None:
    (way / "letter.txt").write_text("mine")
    environment = {**os.environ, "TINDAK_HOME": str(way)}
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "set TINDAK_HOME to a folder of its own" in done.stderr
