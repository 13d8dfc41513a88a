"""The witness's process."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from service.edge.logs import configure
from service.trail.cosigning.keyfile import KeyFileError, load, read_key_list
from service.trail.cosigning.memory import Memory
from service.trail.cosigning.serving import application, serve
from service.trail.witness.cosigner import Cosigner
from service.trail.witness.routes import routes
from workflows.trail.tlog.key_list import ListedKey
from workflows.trail.tlog.note_keys import COSIGNER_KINDS, LOG_KINDS, KeyKind, SigningKey
from workflows.trail.tlog.signed_messages import MAX_NAME_BYTES

log = structlog.get_logger("tindak.witness")


@dataclass(frozen=True, slots=True)
class WitnessConfig:
    """What a witness needs: its name, its key files, its memory, the logs' verifier keys one a line, and where."""

    name: str
    key_files: tuple[Path, ...]
    memory_file: Path
    logs_file: Path
    host: str = "127.0.0.1"
    port: int = 8011
    log_level: str = "info"


def run(config: WitnessConfig) -> None:
    """Cosign with every key until SIGTERM or SIGINT, which end the process with status 0.

    Raises KeyFileError when its keys or the logs' keys cannot be used, OSError or sqlite3.Error when the memory cannot.
    """
    configure(config.log_level)
    keys, log_keys = _own_keys(config), _log_keys(config.logs_file)
    _check_names(keys, log_keys, config.logs_file)
    fresh = not config.memory_file.exists()
    memory = Memory(config.memory_file)
    if fresh:
        log.warning("memory_created")
    vkeys = [key.verifier.encode() for key in keys]
    log.info("witness_starts", vkeys=vkeys, logs=len(log_keys), host=config.host, port=config.port)
    try:
        serve(application(routes(Cosigner(keys, memory, log_keys))), config.host, config.port)
    finally:
        memory.close()


def _own_keys(config: WitnessConfig) -> list[SigningKey]:
    keys: list[SigningKey] = []
    for path in config.key_files:
        key = load(path, *sorted(COSIGNER_KINDS))
        if key.verifier.name != config.name:
            raise KeyFileError(path, f"holds the key of {key.verifier.name}, not of {config.name}")
        if key.verifier in [other.verifier for other in keys]:
            raise KeyFileError(path, "holds a key that was given before")
        keys.append(key)
    return keys


def _check_names(keys: Sequence[SigningKey], log_keys: Sequence[ListedKey], path: Path) -> None:
    """An origin that a cosigned tree cannot hold is told at the start, not at the first checkpoint."""
    if any(key.verifier.kind is KeyKind.SUBTREE for key in keys):
        for log_key, _, _ in log_keys:
            if len(log_key.name.encode()) > MAX_NAME_BYTES:
                why = f"names a log by more than {MAX_NAME_BYTES} bytes, which an ML-DSA-44 key cannot cosign"
                raise KeyFileError(path, why)


def _log_keys(path: Path) -> tuple[ListedKey, ...]:
    listed = read_key_list(path)
    keys = [each.key for each in listed]
    if not keys:
        raise KeyFileError(path, "names no log")
    if any(key.kind not in LOG_KINDS for key in keys):
        raise KeyFileError(path, "holds a key that is not a log's")
    if len({(key.name, key.key_id) for key in keys}) < len(keys):
        raise KeyFileError(path, "holds two keys with the same name and id")
    return listed
