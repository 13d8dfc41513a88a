from pathlib import Path

import pytest

from service.trail.cosigning.keyfile import KeyFileError, generate
from service.trail.signer.main import SignerConfig
from service.trail.witness.main import WitnessConfig, run
from tests.trail.cosigning.processes import PREFIX, SECRET
from workflows.trail.tlog.note_keys import KeyKind

NOWHERE = "192.0.2.1"
"""An address of no machine: nothing can be served on it."""


@pytest.mark.parametrize(("secret", "prefix"), [("x" * 31, PREFIX), ("ü" * 40, PREFIX), (SECRET, "")])
def test_a_weak_secret_or_no_prefix_is_refused(secret: str, prefix: str) -> None:
    with pytest.raises(ValueError, match="the signer"):
        SignerConfig(Path("k"), Path("m"), secret, prefix)
    assert SECRET not in repr(SignerConfig(Path("k"), Path("m"), SECRET, PREFIX))


def test_a_witness_does_not_start_with_wrong_keys(tmp_path: Path) -> None:
    own, log = tmp_path / "w.key", tmp_path / "l.key"
    generate(own, "witness.example", KeyKind.COSIGNATURE)
    generate(log, "log.example", KeyKind.LOG)
    (tmp_path / "empty").write_text("# none\n", "utf-8")
    for name, key, logs, why in [
        ("another.example", own, "l.key.vkeys", "holds the key of witness.example, not of another.example"),
        ("log.example", log, "l.key.vkeys", "holds a log key"),
        ("witness.example", own, "w.key.vkeys", "not a log's"),
        ("witness.example", own, "empty", "names no log"),
        ("witness.example", own, "none", "No such file"),
    ]:
        with pytest.raises(KeyFileError, match=why):
            run(WitnessConfig(name, (key,), tmp_path / "memory", tmp_path / logs, NOWHERE, log_level="error"))
    assert not (tmp_path / "memory").exists()
