"""Variables of the environment that look like settings and are not read: misspelt, or replaced by ``tindak run``."""

from collections.abc import Iterable

from service.edge.settings import Settings
from workflows.codes.near import nearest

PREFIX = "TINDAK_"
OTHERS = frozenset(
    {
        *("TINDAK_APP_PASSWORD", "TINDAK_WORKER_PASSWORD", "TINDAK_POSTGRES_PASSWORD", "TINDAK_KEYCLOAK_PASSWORD"),
        *("TINDAK_DEMO_PASSWORD", "TINDAK_STORE_ACCESS_KEY", "TINDAK_STORE_SECRET_KEY"),
        *("TINDAK_URL", "TINDAK_TOKEN", "TINDAK_COMMAND"),
    }
)
"""Read by compose.yaml, the examples and the generated clients, and by no process of ours."""

REPLACED_BY_RUN = {
    "TINDAK_ADMIN_DATABASE_URL": "it has a database of its own",
    "TINDAK_DATABASE_URL": "it has a database of its own",
    "TINDAK_WORKER_DATABASE_URL": "it has a database of its own",
    "TINDAK_EMBEDDED": "it sets it for its processes",
    "TINDAK_LOG_ORIGIN": "its log is always tindak.local",
    "TINDAK_OIDC_ALGORITHMS": "its tokens come from itself",
    "TINDAK_OIDC_AUDIENCE": "its tokens come from itself",
    "TINDAK_OIDC_JWKS_URL": "its tokens come from itself",
    "TINDAK_SEALING_KEY": "its key lies in the home",
    "TINDAK_SIGNER_HOST": "its signer listens on 127.0.0.1",
    "TINDAK_SIGNER_PORT": "its signer takes a free port",
    "TINDAK_SIGNER_SECRET": "it makes a new one each time",
    "TINDAK_SIGNER_URL": "it has a signer of its own",
}
"""What `tindak run` uses its own value of, and which."""


def unread(names: Iterable[str]) -> list[str]:
    """A line for each variable of ours that no process reads, with what may have been meant."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    ours = sorted(name for name in names if name.upper().startswith(PREFIX))
    return [_line(name, known) for name in ours if name.upper() not in known | OTHERS]


def replaced(names: Iterable[str]) -> list[str]:
    """A line for each variable that `tindak run` does not use, and why."""
    given = sorted(name for name in names if name.upper() in REPLACED_BY_RUN)
    return [f"{name} is not used by `tindak run`: {REPLACED_BY_RUN[name.upper()]}" for name in given]


def _line(name: str, known: Iterable[str]) -> str:
    shown = "".join(one if one.isascii() and one.isprintable() else "?" for one in name[:80])
    meant = nearest(name.upper().removeprefix(PREFIX).lower(), (one.removeprefix(PREFIX).lower() for one in known))
    also = f"; did you mean {' or '.join(PREFIX + one.upper() for one in meant)}?" if meant else ""
    return f"{shown} is no setting and is not read{also}"
