"""The witness's process."""

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
from workflows.trail.tlog.note_keys import KeyKind, SigningKey

log = structlog.get_logger("tindak.witness")


@dataclass(frozen=True, slots=True)
class WitnessConfig:
    """What a witness needs: its name, its key file, its memory, the logs' verifier keys one a line, and where."""

    name: str
    key_file: Path
    memory_file: Path
    logs_file: Path
    host: str = "127.0.0.1"
    port: int = 8011
    log_level: str = "info"


def run(config: WitnessConfig) -> None:
    """Cosign until SIGTERM or SIGINT, which end the process with status 0.

    Raises KeyFileError when its key or the logs' keys cannot be used, OSError or sqlite3.Error when the memory cannot.
    """
    configure(config.log_level)
    key, log_keys = _own_key(config), _log_keys(config.logs_file)
    fresh = not config.memory_file.exists()
    memory = Memory(config.memory_file)
    if fresh:
        log.warning("memory_created")
    log.info("witness_starts", vkey=key.verifier.encode(), logs=len(log_keys), host=config.host, port=config.port)
    try:
        serve(application(routes(Cosigner(key, memory, log_keys))), config.host, config.port)
    finally:
        memory.close()


def _own_key(config: WitnessConfig) -> SigningKey:
    key = load(config.key_file, KeyKind.COSIGNATURE)
    if key.verifier.name != config.name:
        raise KeyFileError(config.key_file, f"holds the key of {key.verifier.name}, not of {config.name}")
    return key


def _log_keys(path: Path) -> tuple[ListedKey, ...]:
    listed = read_key_list(path)
    keys = [each.key for each in listed]
    if not keys:
        raise KeyFileError(path, "names no log")
    if any(key.kind is not KeyKind.LOG for key in keys):
        raise KeyFileError(path, "holds a key that is not a log's")
    if len({(key.name, key.key_id) for key in keys}) < len(keys):
        raise KeyFileError(path, "holds two keys with the same name and id")
    return listed
