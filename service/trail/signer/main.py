"""The signer's process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from service.edge.logs import configure
from service.trail.cosigning.keyfile import KeyFileError, load
from service.trail.cosigning.memory import Memory
from service.trail.cosigning.serving import application, serve
from service.trail.signer.log_signer import HeldKey, LogSigner
from service.trail.signer.published import read_published
from service.trail.signer.routes import routes
from service.trail.signer.second_key import second_key_file
from workflows.trail.tlog.note_keys import KeyKind

MIN_SECRET = 32
NOT_TAKEN_UP = "holds a key that was not made here by --new-key --algorithm ml-dsa-44, which says when it begins"
GONE = "is not there, and nothing may be signed without it: put it back, or use --rotate-key --algorithm ml-dsa-44"
ROTATED_OUT = "holds a key that was rotated out; if --rotate-key was interrupted, repeat it"
log = structlog.get_logger("tindak.signer")


@dataclass(frozen=True, slots=True)
class SignerConfig:
    """What a signer needs: a log's key file, its memory, the secret of ``POST /sign``, whom it signs for, and where.

    A second key may lie beside the first (``second_key``).
    ``origin_prefix`` is what every origin must begin with; a slash at its end keeps it from meaning longer names.
    Raises ValueError for a secret below 32 characters or outside ASCII, or an empty prefix.
    """

    key_file: Path
    memory_file: Path
    secret: str = field(repr=False)
    origin_prefix: str
    host: str = "127.0.0.1"
    port: int = 8010
    log_level: str = "info"

    def __post_init__(self) -> None:
        if len(self.secret) < MIN_SECRET or not self.secret.isascii():
            msg = f"the signer's secret needs at least {MIN_SECRET} ASCII characters"
            raise ValueError(msg)
        if not self.origin_prefix:
            msg = "the signer needs the prefix of the origins it signs for"
            raise ValueError(msg)


def run(config: SignerConfig) -> None:
    """Sign until SIGTERM or SIGINT, which end the process with status 0.

    Raises KeyFileError when a key cannot be used or is missing, OSError or sqlite3.Error when the memory cannot.
    """
    configure(config.log_level)
    second = second_key_file(config.key_file)
    held = {config.key_file: _held(config.key_file, KeyKind.LOG)}
    if second.exists():
        held[second] = _held(second, KeyKind.SUBTREE)
    fresh = not config.memory_file.exists()
    memory = Memory(config.memory_file)
    if fresh:
        log.warning("memory_created")
    try:
        _check(held, memory, second)
        vkeys = [each.key.verifier.encode() for each in held.values()]
        log.info("signer_starts", vkey=vkeys[0], further=vkeys[1:], host=config.host, port=config.port)
        signer = LogSigner([*held.values()], memory, config.origin_prefix)
        serve(application(routes(signer, config.secret)), config.host, config.port)
    finally:
        memory.close()


def _held(path: Path, kind: KeyKind) -> HeldKey:
    """The key in a file and its list, in which it must stand last."""
    key = load(path, kind)
    published = read_published(path, key.verifier)
    if published.newest != key.verifier:
        raise KeyFileError(path, ROTATED_OUT)
    return HeldKey(key, published)


def _check(held: Mapping[Path, HeldKey], memory: Memory, second: Path) -> None:
    """That no key was rotated out, and that the memory and the folder agree on whether there is a second one."""
    for path, each in held.items():
        if memory.is_retired(each.key.verifier):
            raise KeyFileError(path, ROTATED_OUT)
    if second not in held and memory.required():
        raise KeyFileError(second, GONE)
    if second in held and not memory.required():
        if memory.origins():
            raise KeyFileError(second, NOT_TAKEN_UP)
        memory.require(KeyKind.SUBTREE)
