"""ML-DSA-44 cosignatures before code that is not ours.

The package `proofbundle` makes and reads the lines and keys of ``subtree/v1``, and builds what is signed by itself; its
signatures are of the library that we use too. Those are judged by `dilithium-py`, which is FIPS 204 written anew. Go's
`note` knows no such keys and passes over what they signed.
"""

from base64 import b64decode
from importlib import import_module
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from tests.interop.referee import Referee
from tests.interop.served import Served
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.note_keys import KeyKind, parse_verifier_key, signing_key
from workflows.trail.tlog.notes import Note, Signature, parse_note, sign, verify
from workflows.trail.tlog.signed_messages import cosigned_tree

pytestmark = pytest.mark.interop

SEEDS = [bytes(32), bytes(range(32)), b"\xff" * 32]
NAMES = ["witness.example/w1", "a", "w" * 255]
CHECKPOINTS = [
    Checkpoint("log.example/33.05", 9, bytes(range(32))),
    Checkpoint("o" * 255, 2**63 - 1, b"\xff" * 32),
    Checkpoint("log.example/33.05", 1, bytes(32), ("an extension",)),
]
TIMES = [0, 1_679_315_147, 2**63 - 1]
LOG = signing_key("log.example/33.05", bytes(32))


@pytest.fixture(scope="module")
def others() -> Any:
    """What `make interop` alone installs."""
    return import_module("proofbundle.checkpoint")


@pytest.fixture(scope="module")
def ml_dsa() -> Any:
    """As above."""
    return import_module("dilithium_py.ml_dsa").ML_DSA_44


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_makes_the_same_public_key_and_signatures_that_verify(seed: bytes, ml_dsa: Any) -> None:
    key = signing_key(NAMES[0], seed, KeyKind.SUBTREE)
    public, private = ml_dsa.key_derive(seed)
    assert public == key.verifier.public_key
    text = CHECKPOINTS[0].text()
    message = cosigned_tree(NAMES[0], text, 5)
    ours = sign(text, key, 5)
    assert ml_dsa.verify(public, message, ours.raw[8:])
    assert not ml_dsa.verify(public, message[:-1] + b"\x00", ours.raw[8:])
    theirs = Signature(ours.name, ours.key_id, ours.raw[:8] + ml_dsa.sign(private, message))
    assert verify(Note(text, (theirs,)), [key.verifier]) == [(key.verifier, 5)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tree", CHECKPOINTS, ids=["plain", "longest", "extended"])
@pytest.mark.parametrize("time", TIMES)
def test_what_either_cosigns_the_other_verifies(name: str, tree: Checkpoint, time: int, others: Any) -> None:
    key, text = signing_key(name, SEEDS[1], KeyKind.SUBTREE), tree.text()
    vkey = key.verifier.encode()
    assert others.cosign_vkey_mldsa(name, key.verifier.public_key) == vkey
    ours = Note(text, (sign(text, LOG), sign(text, key, time))).serialise().decode()
    found = others.verify_cosignature(ours, vkey)
    assert (found["ok"], found["timestamp"], found["tree_size"]) == (True, time, tree.size)
    plain = Note(text, (sign(text, LOG),)).serialise().decode()
    theirs = others.cosign_checkpoint_mldsa(plain, MLDSA44PrivateKey.from_seed_bytes(SEEDS[1]), name, time)
    assert verify(parse_note(theirs.encode()), [key.verifier]) == [(key.verifier, time)]


def test_a_cosignature_with_anything_changed_is_refused_by_both(others: Any) -> None:
    key, text = signing_key(NAMES[0], SEEDS[1], KeyKind.SUBTREE), CHECKPOINTS[0].text()
    note = Note(text, (sign(text, LOG), sign(text, key, 5))).serialise().decode()
    for changed in (note.replace("\n9\n", "\n8\n"), note.replace("log.example/33.05\n", "log.example/33.06\n", 1)):
        assert not others.verify_cosignature(changed, key.verifier.encode())["ok"]
    for wrong in (key.verifier.encode()[:-4], key.verifier.encode().replace("w1+", "w2+")):
        with pytest.raises(others.BundleFormatError):
            others.verify_cosignature(note, wrong)


def test_every_checkpoint_served_is_cosigned_by_witnesses_and_by_the_log_with_ml_dsa_44_too(
    served: Served, others: Any
) -> None:
    assert len(served.log_subtree_keys) == 1
    for note in served.checkpoints:
        for vkey in (*served.subtree_keys, *served.log_subtree_keys):
            found = others.verify_cosignature(note.decode(), vkey)
            assert (found["ok"], found["alg"]) == (True, "ml-dsa-44")
            assert found["timestamp"] > 1_700_000_000


def test_their_signatures_hold_before_another_implementation(served: Served, ml_dsa: Any) -> None:
    note = parse_note(served.checkpoints[-1])
    for vkey in (*served.subtree_keys, *served.log_subtree_keys):
        key = parse_verifier_key(vkey)
        (line,) = [each for each in note.signatures if each.key_id == key.key_id]
        message = cosigned_tree(key.name, note.text, int.from_bytes(line.raw[:8], "big"))
        assert ml_dsa.verify(b64decode(vkey.split("+", 2)[2])[1:], message, line.raw[8:])


def test_go_passes_over_the_lines_that_it_does_not_know(referee: Referee) -> None:
    key, text = signing_key(NAMES[0], SEEDS[1], KeyKind.SUBTREE), CHECKPOINTS[0].text()
    note = Note(text, (sign(text, key, 5), sign(text, LOG), sign(text, key, 6))).serialise()
    (found,) = referee.accepted([{"check": "note", "keys": [LOG.verifier.encode()], "note": note}])
    assert found["signed"] == [f"{LOG.verifier.name}+{LOG.verifier.key_id.hex()}"]
