"""The log's key is replaced while everything runs; whoever stole the old one signs nothing that counts any more."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from service.edge.settings import Settings
from service.trail.cosigning.keyfile import load
from service.trail.tlog import tree_rows
from tests.attacks.processes import until
from tests.attacks.rewriting import rewrite
from tests.attacks.scene import UNGUARD, Client, Scene, verified
from tests.attacks.table import HERE
from tests.attacks.test_past import read_checkpoint
from tests.attacks.told import Events, Told, Witness, grow
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, P, headers
from tests.signing import Signer
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.note_keys import SigningKey, VerifierKey
from workflows.trail.tlog.notes import sign

pytestmark = pytest.mark.slow  # tests/trail/verifier does the same to trails that no server made

ORIGIN = f"tindak.local/{REGION}"


class Rotated(NamedTuple):
    """After the rotation: the log, its signer with the new key, and the lists of keys that auditors may hold."""

    scene: Scene
    signer: Signer
    old: Path
    listed: Path
    new: Path


@pytest.fixture
def rotated(scene: Scene, signer_of: Callable[..., Signer], told: Told) -> Rotated:
    """Rotated under a running signer, which refuses until it is started again; then the log goes on."""
    signer = signer_of()
    with scene.served(signer) as worker:
        new = signer.command("signer", "--rotate-key")
        grow(scene, 2, "setelah pergantian kunci")
        until(lambda: worker.said("signer_refuses", code="key_retired", region=REGION), "the old key is refused")
        assert scene.signed_size() == told.size
        signer.kill()
        signer.start()
        scene.until_signed()
    listed = scene.folder / "listed.keys"
    listed.write_text(signer.command("audit", "key"))
    alone = scene.folder / "new.keys"
    alone.write_text(listed.read_text().splitlines()[-1] + "\n")
    assert new.split("+")[2] == alone.read_text().split("+")[2]
    return Rotated(scene, signer, told.keys, listed, alone)


def thiefs(told: Told) -> SigningKey:
    """The old key, as it was stolen before the rotation."""
    stolen = load(told.folder / "signer_whole" / "keys" / "log.key")
    return SigningKey(VerifierKey(ORIGIN, stolen.verifier.kind, stolen.verifier.public_key), stolen.private)


def put_checkpoint(scene: Scene, note: str) -> None:
    """A checkpoint in the place of the newest one."""
    newest = f"{HERE} AND size = (SELECT max(size) FROM audit_checkpoint WHERE {HERE})"
    scene.superuser(UNGUARD, f"UPDATE audit_checkpoint SET note = $note${note}$note$ WHERE {newest}")


def signed_by_the_thief(scene: Scene, told: Told) -> str:
    """A checkpoint on the log as it now stands, with the old key."""
    note = scene.rows(f"SELECT note FROM audit_checkpoint WHERE {HERE} ORDER BY size DESC LIMIT 1")[0][0]
    text = note.partition("\n\n")[0] + "\n"
    return f"{text}\n{sign(text, thiefs(told)).line()}"


def test_the_log_goes_on_and_verifies_by_either_key_where_it_counts(rotated: Rotated, told: Told) -> None:
    lines = rotated.listed.read_text().splitlines()
    assert lines == [rotated.old.read_text().strip(), f"# from size {told.size}", rotated.new.read_text().strip()]
    new = rotated.scene.bundle()
    kept = ("--seen", told.kept("early"), "--seen", told.kept("whole"))
    verdict = verified(new, rotated.listed, *kept)
    assert (verdict.code, verdict.told["size"]) == (0, told.size + 2)
    assert verdict.told["signed_by"] == [rotated.new.read_text().strip()]
    assert verified(new, rotated.new).code == 0
    assert verified(new, rotated.old).names("checkpoint_unsigned")


def test_what_was_signed_before_stays_as_good_as_it_was(scene_of: Callable[[str], Scene], rotated: Rotated) -> None:
    for database in ("told_early", "told_whole"):
        old = scene_of(database).bundle()
        assert verified(old, rotated.old).code == 0
        assert verified(old, rotated.listed).code == 0
        assert verified(old, rotated.new).names("checkpoint_unsigned")


def test_the_service_publishes_the_same_list(rotated: Rotated) -> None:
    async def ask(client: Client, settings: Settings) -> str:
        answer = await client.get(f"{P}/audit/keys", headers=headers(settings, AUDITOR))
        return answer.text

    assert rotated.scene.over_http(ask) == rotated.listed.read_text()


def test_a_checkpoint_signed_with_a_key_that_was_rotated_out_is_named(rotated: Rotated, told: Told) -> None:
    scene = rotated.scene
    assert scene.verdict(keys=rotated.listed).code == 0
    put_checkpoint(scene, signed_by_the_thief(scene, told))
    verdict = scene.verdict(keys=rotated.listed)
    assert verdict.codes == {"key_retired"}
    words = verdict.told["faults"][0]["words"]
    assert rotated.old.read_text().strip() in words
    assert f"was rotated out after {told.size} entries, and this tree has {told.size + 2}" in words
    assert scene.verdict(keys=rotated.old).code == 0, "who never heard of the rotation cannot know"


def test_a_history_rewritten_and_signed_with_the_old_key_is_named(rotated: Rotated, told: Told) -> None:
    """The thief is superuser too, and leaves nothing in the database that contradicts."""
    scene = rotated.scene
    rewrite(scene, Events(scene).first("report.verified"))
    root = scene.verdict(keys=rotated.listed).told["faults"][0]
    assert root["code"] == "root_differs"
    size = told.size + 2
    text = Checkpoint(ORIGIN, size, _root(scene, size)).text()
    put_checkpoint(scene, f"{text}\n{sign(text, thiefs(told)).line()}")
    scene.superuser(UNGUARD, f"DELETE FROM audit_key WHERE from_size > 0 AND {HERE}")
    assert scene.verdict(keys=rotated.listed).codes == {"key_retired"}


def _root(scene: Scene, size: int) -> bytes:
    async def root(connection: Any) -> bytes:
        return await tree_rows.root_of(connection, REGION, size)

    return scene.connected(root)


def test_a_smaller_tree_signed_with_the_new_key_is_named(rotated: Rotated, told: Told) -> None:
    """Who steals the new key cannot speak for the time before it."""
    scene, kept = rotated.scene, read_checkpoint(told.kept("early"))
    later = f"{HERE} AND size > {told.early_size}"
    scene.superuser(UNGUARD, f"DELETE FROM audit_cosignature WHERE {later}; DELETE FROM audit_checkpoint WHERE {later}")
    stolen = load(rotated.signer.home / "keys" / "log.key")
    key = SigningKey(VerifierKey(ORIGIN, stolen.verifier.kind, stolen.verifier.public_key), stolen.private)
    put_checkpoint(scene, f"{kept.text()}\n{sign(kept.text(), key).line()}")
    assert scene.verdict(keys=rotated.listed).codes == {"key_not_yet_valid"}


def test_the_worker_keeps_nothing_that_a_signer_with_the_old_key_signs(
    rotated: Rotated, signer_of: Callable[..., Signer], told: Told
) -> None:
    """The old signer, brought back with its key and its memory as they were."""
    scene = rotated.scene
    with scene.served(signer_of()) as worker:
        grow(scene, 1, "kepada penanda tangan lama")
        until(lambda: worker.said("checkpoint_unusable", reason="key_retired", region=REGION), "it is refused")
    assert scene.signed_size() == told.size + 2
    with scene.served(rotated.signer):
        scene.until_signed()
    assert scene.verdict(keys=rotated.listed).code == 0


def test_a_witness_that_knows_the_list_cosigns_nothing_of_the_old_key(
    rotated: Rotated, told: Told, tmp_path: Path
) -> None:
    scene = rotated.scene
    shutil.copytree(told.folder / "witness", tmp_path / "witness")
    honest = scene.rows(f"SELECT note FROM audit_checkpoint WHERE {HERE} ORDER BY size DESC LIMIT 1")[0][0]
    cosigned = f"SELECT FROM audit_cosignature WHERE {HERE} AND size = {told.size + 2}"
    witness = Witness(tmp_path / "witness", rotated.listed)
    witness.part.start()
    try:
        asks = {"TINDAK_WITNESS_POLICY": str(witness.policy)}
        put_checkpoint(scene, signed_by_the_thief(scene, told))
        with scene.served(**asks) as worker:
            until(lambda: worker.said("witness_refuses", code="not_signed_by_log", region=REGION), "it refuses")
        assert any(line.get("reason") == "key_retired" for line in witness.part.said())
        assert not scene.rows(cosigned)
        put_checkpoint(scene, honest)
        with scene.served(**asks):
            until(lambda: scene.rows(cosigned), "it cosigns what the new key signed")
    finally:
        witness.part.end()


def test_a_kept_checkpoint_of_a_key_that_was_rotated_out_says_nothing(rotated: Rotated, told: Told) -> None:
    file = rotated.scene.folder / "from_a_thief"
    file.write_text(signed_by_the_thief(rotated.scene, told))
    code, verdict = rotated.scene.verdict("--seen", file, keys=rotated.listed)
    assert (code, verdict["holds"]) == (2, None)
    assert "was rotated out" in verdict["unreadable"]
