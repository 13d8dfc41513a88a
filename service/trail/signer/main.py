"""The signer's process."""

from dataclasses import dataclass, field
from pathlib import Path

import structlog

from service.edge.logs import configure
from service.trail.cosigning.keyfile import KeyFileError, load
from service.trail.cosigning.memory import Memory
from service.trail.cosigning.serving import application, serve
from service.trail.signer.log_signer import LogSigner
from service.trail.signer.published import Published, read_published
from service.trail.signer.routes import routes
from workflows.trail.tlog.note_keys import KeyKind, SigningKey

MIN_SECRET = 32
ROTATED_OUT = "holds a key that was rotated out; if --rotate-key was interrupted, repeat it"
log = structlog.get_logger("tindak.signer")


@dataclass(frozen=True, slots=True)
class SignerConfig:
    """What a signer needs: a log's key file, its memory, the secret of ``POST /sign``, whom it signs for, and where.

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

    Raises KeyFileError when the key cannot be used, OSError or sqlite3.Error when the memory cannot.
    """
    configure(config.log_level)
    key = load(config.key_file, KeyKind.LOG)
    published = _published(config.key_file, key)
    fresh = not config.memory_file.exists()
    memory = Memory(config.memory_file)
    if fresh:
        log.warning("memory_created")
    try:
        if memory.is_retired(key.verifier.public_key):
            raise KeyFileError(config.key_file, ROTATED_OUT)
        log.info("signer_starts", vkey=key.verifier.encode(), host=config.host, port=config.port)
        signer = LogSigner(key, published, memory, config.origin_prefix)
        serve(application(routes(signer, config.secret)), config.host, config.port)
    finally:
        memory.close()


def _published(path: Path, key: SigningKey) -> Published:
    """The list of the key, in which it must stand last."""
    published = read_published(path, key.verifier)
    if published.newest != key.verifier:
        raise KeyFileError(path, ROTATED_OUT)
    return published
