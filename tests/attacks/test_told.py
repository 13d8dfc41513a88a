"""What is attacked holds before it is attacked."""

import pytest

from tests.attacks.scene import Scene
from tests.attacks.told import OTHER, Events, Told


def test_the_trail_holds_with_everything_an_auditor_has(scene: Scene, told: Told) -> None:
    kept = ("--seen", told.kept("early"), "--seen", told.kept("whole"), "--policy", told.policy)
    code, verdict = scene.verdict(*kept)
    assert (code, verdict["faults"]) == (0, [])
    assert (verdict["size"], verdict["counts"]["pending"]) == (told.size, 0)
    assert len(Events(scene).all) == told.size > told.early_size > 0


def test_the_other_regions_trail_holds(scene: Scene, told: Told) -> None:
    keys = scene.folder / "other.keys"
    keys.write_text(told.folder.joinpath("logs").read_text())
    code, verdict = scene.verdict(keys=keys, region=OTHER)
    assert (code, verdict["faults"], verdict["size"]) == (0, [], told.size)


@pytest.mark.parametrize("order", ["early whole", "whole early"])
def test_checkpoints_that_were_kept_hold_in_any_order(scene: Scene, told: Told, order: str) -> None:
    assert scene.verdict(*(each for name in order.split() for each in ("--seen", told.kept(name)))).code == 0
