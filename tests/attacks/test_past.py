"""Another past than the one that was shown: backups restored, old checkpoints replayed, two logs under one name.

Each such log holds when it is looked at alone. The signer's memory refuses it, a witness refuses it, and an auditor
who kept a checkpoint holds it against that.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.attacks.processes import until
from tests.attacks.rewriting import rewrite
from tests.attacks.scene import UNGUARD, Client, Scene, verified
from tests.attacks.table import HERE
from tests.attacks.told import Events, Told, Witness, grow
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, P, headers
from tests.signing import Signer
from workflows.trail.tlog.checkpoints import Checkpoint, parse_checkpoint
from workflows.trail.tlog.merkle import verify_consistency
from workflows.trail.tlog.tlog_errors import ProofRejected

pytestmark = pytest.mark.slow  # tests/trail/verifier does the same to trails that no server made

Scenes, Signers = Callable[[str], Scene], Callable[..., Signer]
GROWN = "SELECT size FROM audit_head WHERE region = $1"


def read_checkpoint(file: Path) -> Checkpoint:
    return parse_checkpoint(file.read_bytes().partition(b"\n\n")[0].decode() + "\n")


def unsigned(scene: Scene) -> bool:
    """Whether everything is sequenced, and not all of it under a checkpoint."""
    size = scene.rows(GROWN, REGION)[0][0]
    pending = scene.rows("SELECT FROM audit_pending")
    return not pending and bool(size > scene.signed_size())


@pytest.mark.parametrize("grown", [1, 4, 6], ids=["smaller", "as large", "larger"])
def test_a_restored_backup_gets_no_signature_and_is_no_continuation(
    scene_of: Scenes, signer_of: Signers, told: Told, grown: int
) -> None:
    restored = scene_of(told.early)
    assert restored.verdict("--seen", told.kept("early")).code == 0
    alone = restored.verdict()
    assert (alone.code, alone.told["size"]) == (0, told.early_size)
    held = restored.verdict("--seen", told.kept("whole"))
    assert held.names("checkpoint_older")
    assert f"covers {told.early_size} entries, one seen before covers {told.size}" in held.told["faults"][0]["words"]
    with restored.served(signer_of()) as worker:
        grow(restored, grown, "setelah pemulihan")
        until(lambda: unsigned(restored), "the restored log has grown")
        refused = {"region": REGION, "level": "error"}
        codes = ("old_size_mismatch", "fork", "proof_rejected")
        until(lambda: any(worker.said("signer_refuses", code=code, **refused) for code in codes), "the signer refuses")
        assert restored.signed_size() == told.early_size
        answer = restored.over_http(_consistency(told.size))
    assert not _continues(answer, read_checkpoint(told.kept("whole")))


def _consistency(size: int) -> Any:
    async def ask(client: Client, settings: Settings) -> Any:
        path = f"{P}/audit/proofs/consistency?old_size={size}"
        return await client.get(path, headers=headers(settings, AUDITOR))

    return ask


def _continues(answer: Any, kept: Checkpoint) -> bool:
    """Whether the proof, asked for from a kept checkpoint's size, leads from that checkpoint to the present tree."""
    if answer.status_code != 200:
        return False
    told = answer.json()
    proof, root = [bytes.fromhex(each) for each in told["hashes"]], bytes.fromhex(told["root"])
    try:
        verify_consistency(kept.size, told["size"], proof, kept.root, root)
    except ProofRejected:
        return False
    return True


def test_the_proof_that_a_restored_log_cannot_give_is_given_by_the_true_one(scene: Scene, told: Told) -> None:
    assert _continues(scene.over_http(_consistency(told.early_size)), read_checkpoint(told.kept("early")))


def test_an_old_checkpoint_put_back_as_the_newest_is_an_old_one(scene: Scene, told: Told) -> None:
    assert scene.verdict("--seen", told.kept("whole")).code == 0
    newer = f"WHERE {HERE} AND size > {told.early_size}"
    scene.superuser(UNGUARD, f"DELETE FROM audit_cosignature {newer}; DELETE FROM audit_checkpoint {newer}")
    alone = scene.verdict("--policy", told.policy)
    made_before = 1  # the bundle of the line above stands in the trail too
    assert (alone.code, alone.told["counts"]["pending"]) == (0, told.size - told.early_size + made_before)
    assert scene.verdict("--seen", told.kept("whole")).names("checkpoint_older")
    assert scene.verdict("--seen", told.kept("early")).code == 0


def test_an_old_bundle_shown_as_new_is_an_old_one(scene_of: Scenes, told: Told) -> None:
    old = scene_of(told.early).bundle()
    assert verified(old, told.keys).code == 0
    assert verified(old, told.keys, "--seen", told.kept("whole")).names("checkpoint_older")


@pytest.mark.parametrize("action", ["report.verified", "report.noted"])
def test_a_rewritten_history_with_everything_made_to_fit_has_another_root(
    scene: Scene, told: Told, action: str
) -> None:
    """Triggers disabled; leaf, chain, hashes, tiles and states rewritten: nothing is left but what was signed.

    A checkpoint that was kept says how far back it reaches.
    """
    event = Events(scene).first(action)
    assert scene.verdict().code == 0
    rewrite(scene, event)
    assert scene.verdict().codes == {"root_differs"}
    held = scene.verdict("--seen", told.kept("early"))
    reaches_back = event.leaf_index < told.early_size
    assert held.names("past_rewritten") is reaches_back
    assert held.codes - {"past_rewritten"} == {"root_differs"}


def test_a_rewritten_history_gets_no_new_signature(scene: Scene, signer_of: Signers) -> None:
    rewrite(scene, Events(scene).first("report.verified"))
    scene.superuser(UNGUARD, "DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint")
    with scene.served(signer_of()) as worker:
        until(lambda: worker.said("signer_refuses", code="fork", region=REGION), "the signer refuses")
    assert scene.signed_size() == 0


def test_a_rewritten_history_signed_by_who_has_the_key_too_is_told_by_a_checkpoint_and_a_witness(
    scene: Scene, signer_of: Signers, told: Told, tmp_path: Path
) -> None:
    rewrite(scene, Events(scene).first("report.verified"))
    scene.superuser(UNGUARD, "DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint")
    shutil.copytree(told.folder / "witness", tmp_path / "witness")
    witness = Witness(tmp_path / "witness", told.folder / "logs")
    witness.part.start()
    try:
        with scene.served(signer_of(remembers=False), TINDAK_WITNESS_POLICY=str(witness.policy)) as worker:
            scene.until_signed()
            until(lambda: worker.said("witness_refuses", witness="kpu", region=REGION), "the witness refuses")
    finally:
        witness.part.end()
    assert scene.verdict().code == 0, "alone it holds: that is why there are witnesses"
    judged = scene.verdict("--policy", told.policy)
    assert judged.names("quorum_not_met")
    assert "kpu" in judged.told["faults"][0]["words"]
    for name, size in (("early", told.early_size), ("whole", told.size)):
        held = scene.verdict("--seen", told.kept(name))
        assert held.codes == {"past_rewritten"}
        assert f"the first {size} entries have the root" in held.told["faults"][0]["words"]


@pytest.fixture
def forked(scene_of: Scenes, signer_of: Signers, told: Told) -> tuple[Scene, Scene, Signer]:
    """Two histories from one size: the first signed by the log's signer, which is still there."""
    one, two, signer = scene_of(told.early), scene_of(told.early), signer_of(as_of="early")
    for scene, text in ((one, "satu"), (two, "dua")):
        grow(scene, 3, text)
    with one.served(signer):
        one.until_signed()
    return one, two, signer


def test_of_a_fork_the_signer_signs_one_side_only(forked: tuple[Scene, Scene, Signer], told: Told) -> None:
    one, two, signer = forked
    with two.served(signer) as worker:
        until(lambda: worker.said("signer_refuses", code="fork", region=REGION), "the signer refuses")
    assert one.verdict("--seen", told.kept("early")).code == 0
    assert (one.signed_size(), two.signed_size()) == (told.early_size + 3, told.early_size)


def test_a_fork_signed_twice_with_a_stolen_key_is_found_by_two_auditors_who_compare(
    forked: tuple[Scene, Scene, Signer], signer_of: Signers, told: Told, tmp_path: Path
) -> None:
    one, two, _ = forked
    shutil.copytree(told.folder / "witness_early", tmp_path / "witness")
    witness = Witness(tmp_path / "witness", told.folder / "logs")
    witness.part.start()
    try:
        asks = {"TINDAK_WITNESS_POLICY": str(witness.policy)}
        with one.served(**asks):
            cosigned = "SELECT FROM audit_cosignature WHERE size = $1"
            until(lambda: one.rows(cosigned, one.signed_size()), "the witness has cosigned the first")
        with two.served(signer_of(remembers=False), **asks) as worker:
            two.until_signed()
            until(lambda: worker.said("witness_refuses", code="fork", region=REGION), "the witness refuses the second")
    finally:
        witness.part.end()
    kept = {scene: scene.folder / "kept" for scene in (one, two)}
    for scene, file in kept.items():
        note = scene.rows("SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1")[0][0]
        file.write_text(note)
        assert scene.verdict("--seen", told.kept("early"), "--seen", file).code == 0
    for mine, theirs in ((one, two), (two, one)):
        told_apart = mine.verdict("--seen", kept[theirs])
        assert told_apart.codes == {"past_rewritten"}
        roots = [read_checkpoint(kept[each]).root.hex() for each in (mine, theirs)]
        assert all(root in told_apart.told["faults"][0]["words"] for root in roots)
    assert one.verdict("--policy", told.policy).code == 0
    assert two.verdict("--policy", told.policy).names("quorum_not_met")
