"""Settings: read once from the environment into one frozen object, refused with a clear message when wrong."""

import base64
import binascii
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.edge.origins import is_origin
from service.edge.public_address import public_address
from service.edge.setting_paths import require_file, require_folder
from service.edge.targets import Allowed, networks_of, ports_of

ALLOWED_ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "EdDSA", "Ed25519"})
SEALING_KEY_BYTES = 32
_NOT_OURS = "Value error, "
"""What pydantic puts before the words of our own rules."""


class SettingsError(Exception):
    """The environment cannot be used; the message names each variable and what is wrong with it."""


class Settings(BaseSettings):
    """What an operator may set. Every name is prefixed with ``TINDAK_`` in the environment; an empty value is none.

    Compose and systemd set a variable that nobody gave to nothing.
    """

    model_config = SettingsConfigDict(env_prefix="TINDAK_", env_ignore_empty=True, frozen=True, extra="forbid")

    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL 15-18 as the role tindak_app, for API and worker; unset means the embedded run.",
    )
    worker_database_url: SecretStr | None = Field(None, description="The same database as the role tindak_worker.")
    admin_database_url: SecretStr | None = Field(
        None,
        description="The same database as a superuser; only `migrate` and `seed` use it.",
    )
    embedded: bool = Field(
        False, description="Set by `tindak run` for the processes it starts: local issuer, local keys."
    )
    home: Path = Field(Path(".tindak"), description="Where the embedded run keeps its data and keys.")
    host: str = Field("127.0.0.1", description="Address the API listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the API listens on.")
    public_url: str | None = Field(
        None,
        description="The address that clients see, with the path that a proxy serves the API below, if any; every "
        "address that an answer tells begins with it.",
    )
    allowed_origins: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="Origins, comma-separated, whose pages in browsers may call the API (CORS).",
    )
    pool_size: int = Field(12, ge=1, le=200, description="Database connections per API process.")
    oidc_issuer: str | None = Field(
        None, description="Issuer URL of the OIDC provider; unset only in the embedded run."
    )
    oidc_audience: str = Field("tindak", description="The audience an access token must carry (RFC 9068).")
    oidc_jwks_url: str | None = Field(None, description="Key set address; unset means discovery at the issuer.")
    oidc_algorithms: Annotated[frozenset[str], NoDecode] = Field(
        frozenset({"RS256", "PS256", "ES256", "EdDSA"}),
        description="Accepted signature algorithms, comma-separated.",
    )
    sealing_key: SecretStr | None = Field(
        None,
        description="Base64 of 32 random bytes; wraps the key of every report that has one. After a change, the new "
        "key and then the former ones, with commas.",
    )
    log_origin: str = Field(
        "tindak.local",
        pattern="^[a-z0-9.-]+(/[a-z0-9.-]+)*$",
        description="Names the log: every region's origin is this, a slash and the region.",
    )
    signer_url: str | None = Field(None, description="Address of `tindak signer`; unset means no checkpoints.")
    signer_secret: SecretStr | None = Field(
        None, min_length=32, description="What the worker shows the signer, 32 characters or more."
    )
    witness_policy: Path | None = Field(
        None, description="Policy file (c2sp.org/tlog-policy) with the witnesses to ask; unset means none is asked."
    )
    borders: Path | None = Field(None, description="GeoJSON with the borders of areas; for the API's area summary.")
    receipt_key: Path | None = Field(
        None, description="The API's key file for receipts; unset means keys/receipts.key in the home."
    )
    signer_key: Path | None = Field(None, description="The signer's key file; unset means keys/log.key in the home.")
    signer_memory: Path | None = Field(
        None, description="What the signer signed last; unset means signer.sqlite in the home."
    )
    signer_host: str = Field("127.0.0.1", description="Address the signer listens on.")
    signer_port: int = Field(8010, ge=1, le=65535, description="Port the signer listens on.")
    webhook_allow: str | None = Field(
        None,
        description="Networks (CIDR, comma-separated) that webhooks may be posted to although they are not public.",
    )
    webhook_ports: str | None = Field(
        None, description="Ports, comma-separated, or from-to, that webhooks may be posted to beside 443."
    )
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="Lowest level that is logged.")
    max_merge_delay_s: int = Field(60, ge=1, le=86400, description="Promise in receipts: seconds until sequenced.")
    idempotency_hours: int = Field(48, ge=24, le=720, description="How long an Idempotency-Key is remembered.")
    rate_read: int = Field(60_000, ge=0, description="Reads that one principal has in a minute; 0 for no limit.")
    rate_write: int = Field(
        30_000, ge=0, description="Writes that one principal has in a minute, each queued command one; 0 for no limit."
    )
    rate_export: int = Field(120, ge=0, description="Bundles and files of /exports that one principal has in a minute.")
    rate_anonymous: int = Field(
        3_000, ge=0, description="Requests without a good credential that one address has in a minute and process."
    )
    connections: int = Field(8192, ge=10, le=100_000, description="Connections that one API process holds at most.")
    request_within_s: int = Field(
        30, ge=1, le=600, description="Seconds within which a request's head, and then its body, has to be there."
    )

    evidence_store: str | None = Field(
        None,
        pattern="^(file:///|s3://).+$",
        description="Where originals are kept, `file:///folder` or `s3://bucket/prefix`; unset means the home.",
    )
    evidence_s3_endpoint: str | None = Field(None, description="Address of the S3 store; unset means Amazon's.")
    evidence_s3_region: str = Field("us-east-1", description="Region of the S3 store.")
    evidence_s3_access_key: SecretStr | None = Field(None, description="Access key of the S3 store.")
    evidence_s3_secret_key: SecretStr | None = Field(None, description="Secret key of the S3 store.")
    evidence_max_bytes: int = Field(
        2 << 30, ge=1, le=1 << 40, description="The largest original that is taken, in bytes."
    )
    evidence_upload_hours: int = Field(
        24, ge=1, le=720, description="How long an upload that stands still may be resumed."
    )
    evidence_link_s: int = Field(60, ge=5, le=3600, description="How long a link to evidence may be used.")
    evidence_check_days: int = Field(
        30, ge=1, le=366, description="Every original is read and hashed again within so many days."
    )

    def evidence_folder(self) -> Path | None:
        """The folder that holds originals; None when an S3 store does."""
        if self.evidence_store is None:
            return self.home / "evidence"
        scheme, _, path = self.evidence_store.partition("://")
        return Path(path) if scheme == "file" else None

    def signer_files(self) -> tuple[Path, Path]:
        """The signer's key file and its memory."""
        return self.signer_key or self.home / "keys" / "log.key", self.signer_memory or self.home / "signer.sqlite"

    def receipt_key_file(self) -> Path:
        """The API's key file for receipts."""
        return self.receipt_key or self.home / "keys" / "receipts.key"

    def webhook_targets(self) -> Allowed:
        """Where webhooks may be posted to beside public addresses and port 443."""
        return Allowed(networks_of(self.webhook_allow), ports_of(self.webhook_ports))

    @field_validator("home")
    @classmethod
    def _a_folder(cls, value: Path) -> Path:
        require_folder(value)
        return value

    @field_validator("witness_policy", "borders", "receipt_key", "signer_key", "signer_memory")
    @classmethod
    def _a_file(cls, value: Path | None) -> Path | None:
        if value is not None:
            require_file(value)
        return value

    @field_validator("evidence_store")
    @classmethod
    def _a_store(cls, value: str | None) -> str | None:
        if value is not None and value.startswith("file://"):
            require_folder(Path(value.removeprefix("file://")))
        return value

    @field_validator("oidc_issuer", "oidc_jwks_url", "public_url", "signer_url", "evidence_s3_endpoint")
    @classmethod
    def _no_credentials(cls, value: str | None) -> str | None:
        # Such an address is written to logs and answers.
        if value is not None and "@" in urlsplit(value).netloc:
            msg = "must hold neither user nor password"
            raise ValueError(msg)
        return value

    @field_validator("public_url")
    @classmethod
    def _before_paths(cls, value: str | None) -> str | None:
        try:
            return public_address(value) or None
        except ValueError:
            msg = "must be such as https://tindak.example.go.id or https://example.go.id/tindak, without ? and #"
            raise ValueError(msg) from None

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, value: frozenset[str]) -> frozenset[str]:
        for origin in value:
            if not is_origin(origin):
                msg = "must be origins such as https://konsol.example.go.id, in lower case and without a path; no *"
                raise ValueError(msg)
        return value

    @field_validator("oidc_algorithms", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return frozenset(part.strip() for part in value.split(",") if part.strip())

    @field_validator("oidc_algorithms")
    @classmethod
    def _known_algorithms(cls, value: frozenset[str]) -> frozenset[str]:
        unknown = value - ALLOWED_ALGORITHMS
        if unknown or not value:
            msg = f"only {', '.join(sorted(ALLOWED_ALGORITHMS))} may be allowed"
            raise ValueError(msg)
        return value

    @field_validator("webhook_allow")
    @classmethod
    def _networks(cls, value: str | None) -> str | None:
        try:
            networks_of(value)
        except ValueError:
            msg = "must be networks such as 10.20.0.0/16, comma-separated"
            raise ValueError(msg) from None
        return value

    @field_validator("webhook_ports")
    @classmethod
    def _ports(cls, value: str | None) -> str | None:
        try:
            ports_of(value)
        except ValueError:
            msg = "must be ports such as 8443 or 9000-9100, comma-separated"
            raise ValueError(msg) from None
        return value

    @field_validator("sealing_key")
    @classmethod
    def _whole_keys(cls, value: SecretStr | None) -> SecretStr | None:
        for key in value.get_secret_value().split(",") if value else ():
            try:
                raw = base64.b64decode(key, validate=True)
            except binascii.Error:
                raw = b""
            if len(raw) != SEALING_KEY_BYTES:
                msg = "must be the base64 of exactly 32 bytes, or several with commas"
                raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _production_is_whole(self) -> Self:
        if self.embedded and self.oidc_issuer is not None:
            msg = "the embedded run has its own issuer and refuses to start beside a real one"
            raise ValueError(msg)
        if self.database_url is not None and not self.embedded:
            missing = [name for name in ("oidc_issuer", "sealing_key") if getattr(self, name) is None]
            if missing:
                names = ", ".join(f"TINDAK_{name.upper()}" for name in missing)
                msg = f"with TINDAK_DATABASE_URL set, {names} must be set too"
                raise ValueError(msg)
        return self


def load_settings(**overrides: Any) -> Settings:
    """Build the one settings object.

    Raises SettingsError naming every variable that is wrong, without repeating a secret's value.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = [
            f"TINDAK_{'_'.join(map(str, e['loc'])).upper() or '*'}: {e['msg'].removeprefix(_NOT_OURS)}"
            for e in error.errors(include_input=False)
        ]
        raise SettingsError("; ".join(lines)) from None
