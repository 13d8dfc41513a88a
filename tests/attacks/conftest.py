"""The trail is told once; every attack has a copy of its database, and of the signer's files if it needs them."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from service.operations.embedded.postgres import EmbeddedPostgres
from tests.attacks.cloning import clone, drop
from tests.attacks.scene import Scene
from tests.attacks.told import Told, tell
from tests.signing import Signer

_numbers = count()


@pytest.fixture(scope="session")
def told(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("told")
    clone(postgres, "postgres", "told")
    signer = Signer(folder / "signer")
    signer.command("signer", "--new-key")
    signer.start()
    scene = Scene(postgres, "told", folder, folder / "log.keys")

    def keep(name: str) -> None:
        clone(postgres, "told", f"told_{name}")
        for part in ("signer", "witness"):
            shutil.copytree(folder / part, folder / f"{part}_{name}")

    yield tell(scene, signer, keep)
    signer.kill()
    for name in ("told", "told_early", "told_whole"):
        drop(postgres, name)


@pytest.fixture
def scene_of(postgres: EmbeddedPostgres, told: Told, tmp_path: Path) -> Iterator[Callable[[str], Scene]]:
    """Makes copies of one of the story's databases."""
    made: list[str] = []

    def make(of: str) -> Scene:
        name = f"attacked_{next(_numbers)}"
        clone(postgres, of, name)
        made.append(name)
        (tmp_path / name).mkdir()
        return Scene(postgres, name, tmp_path / name, told.keys)

    yield make
    for name in made:
        drop(postgres, name)


@pytest.fixture
def scene(scene_of: Callable[[str], Scene], told: Told) -> Scene:
    """The whole story."""
    return scene_of(told.whole)


@pytest.fixture
def signer_of(told: Told, tmp_path: Path) -> Iterator[Callable[..., Signer]]:
    """Starts signers with a copy of the log's key, and of its memory as of then unless the key was stolen alone."""
    made: list[Signer] = []

    def make(*, remembers: bool = True, as_of: str = "whole") -> Signer:
        home = tmp_path / f"signer_{len(made)}"
        shutil.copytree(told.folder / f"signer_{as_of}", home)
        if not remembers:
            (home / "signer.sqlite").unlink()
        made.append(Signer(home))
        made[-1].start()
        return made[-1]

    yield make
    for signer in made:
        signer.kill()
