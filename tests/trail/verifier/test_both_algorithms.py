"""Bundles under checkpoints that ML-DSA-44 keys signed and cosigned, and such keys on the command line."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import COSIGNED_AT, LOG, ORIGIN, WITNESS, Members, bundle, write
from tests.trail.verifier.tampering import TRAIL
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, signing_key
from workflows.trail.tlog.notes import Note, parse_note, sign

SUBTREE_LOG = signing_key(ORIGIN, bytes(range(5, 37)), KeyKind.SUBTREE)
SUBTREE_WITNESS = signing_key(WITNESS.verifier.name, bytes(range(6, 38)), KeyKind.SUBTREE)
WHOLE = bundle(TRAIL)
TEXT = parse_note(WHOLE["checkpoint"]).text
QUORUM = f"witness old {WITNESS.verifier.encode()}\nwitness new {SUBTREE_WITNESS.verifier.encode()}\n"
ALL, ANY = f"{QUORUM}group g all old new\nquorum g\n", f"{QUORUM}group g any old new\nquorum g\n"


def signed(*signers: tuple[SigningKey, int | None]) -> Members:
    return WHOLE | {"checkpoint": Note(TEXT, tuple(sign(TEXT, key, time) for key, time in signers)).serialise()}


def judged(folder: Path, members: Members, *keys: str, policy: str | None = None) -> tuple[int, dict[str, Any]]:
    file = folder / "policy"
    file.write_text(policy or "")
    out = BytesIO()
    code = verify(write(folder / "b.zip", members), keys, file if policy else None, as_json=True, out=out)
    return code, json.loads(out.getvalue())


OLD, NEW = (WITNESS, COSIGNED_AT), (SUBTREE_WITNESS, COSIGNED_AT + 1)


@pytest.mark.parametrize(
    ("signers", "policy", "holds"),
    [
        ((OLD, NEW), ALL, True),
        ((OLD, NEW), ANY, True),
        ((OLD,), ANY, True),
        ((NEW,), ANY, True),
        ((OLD,), ALL, False),
        ((NEW,), ALL, False),
        ((), ANY, False),
    ],
)
def test_a_quorum_of_either_algorithm_is_judged(
    tmp_path: Path, signers: tuple[tuple[SigningKey, int | None], ...], policy: str, *, holds: bool
) -> None:
    code, verdict = judged(tmp_path, signed((LOG, None), *signers), LOG.verifier.encode(), policy=policy)
    assert (code, verdict["quorum"]) == (int(not holds), holds)


def test_the_log_may_sign_with_ml_dsa_44(tmp_path: Path) -> None:
    key = SUBTREE_LOG.verifier.encode()
    code, verdict = judged(tmp_path, signed((SUBTREE_LOG, COSIGNED_AT)), key)
    assert (code, verdict["signed_by"]) == (0, [key])
    assert judged(tmp_path, signed((SUBTREE_LOG, COSIGNED_AT)), LOG.verifier.encode())[0] == 1
    policy = f"log {key}\n{ANY}"
    assert judged(tmp_path, signed((SUBTREE_LOG, COSIGNED_AT), NEW), policy=policy)[0] == 0


def test_a_key_longer_than_any_name_of_a_file_is_read_as_a_key(tmp_path: Path) -> None:
    """Given on the command line as text; to ask whether there is such a file is an error of its own."""
    code, verdict = judged(tmp_path, WHOLE, SUBTREE_WITNESS.verifier.encode(), LOG.verifier.encode())
    assert (code, verdict["signed_by"]) == (0, [LOG.verifier.encode()])
    out = BytesIO()
    assert verify(tmp_path / "b.zip", [SUBTREE_LOG.verifier.encode() + "A"], None, as_json=False, out=out) == 2
    assert b"is no verifier key (base64_invalid)" in out.getvalue()


def test_a_cosignature_without_a_time_counts_and_says_nothing_of_when(tmp_path: Path) -> None:
    code, verdict = judged(tmp_path, signed((LOG, None), (SUBTREE_WITNESS, 0)), LOG.verifier.encode(), policy=ANY)
    assert (code, verdict["witnesses"]) == (0, "cosigned by new at no stated time")
