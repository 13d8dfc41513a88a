"""The parameters that an address may have, and what becomes of each.

Source: https://www.postgresql.org/docs/18/libpq-connect.html, section 32.1.2.
"""

from collections.abc import Mapping
from types import MappingProxyType

TLS_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
VERIFYING = TLS_MODES[4:]
_ENDS = ("postgres", "direct")
_VERSIONS = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_SWITCH = ("0", "1")
SESSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{name: (name,) for name in ("any", "read-write", "read-only", "primary", "standby")},
        "prefer-standby": ("standby", "any"),
    }
)
"""What ``target_session_attrs`` may be, and what of the hosts is asked for, one round through all after another."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sslmode": TLS_MODES,
        "sslnegotiation": _ENDS,
        "ssl_min_protocol_version": _VERSIONS,
        "ssl_max_protocol_version": _VERSIONS,
        "target_session_attrs": tuple(SESSIONS),
        "gsslib": ("gssapi", "sspi"),
        "keepalives": _SWITCH,
    }
)
"""Parameters that are taken with one of these values."""

FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile")
FREE = ("sslpassword", "krbsrvname", "service")
"""What asyncpg itself takes out of an address, beside the choices."""

SERVER = ("application_name", "options")
"""What is said to the server. The name stands in the place of ours."""

WHOLE = ("connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")
"""Parameters that are whole numbers; 0 stands for what is done where there is none."""

AS_EVER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "channel_binding": ("prefer", "disable"),
        "client_encoding": ("auto", "utf8", "utf-8", "unicode"),
        "fallback_application_name": (),
        "gssencmode": ("prefer", "disable"),
        "load_balance_hosts": ("disable",),
        "max_protocol_version": ("3.0", "3.2", "latest"),
        "min_protocol_version": ("3.0",),
        "replication": ("false", "off", "no", "0"),
        "sslcertmode": ("allow",),
        "sslcompression": ("0",),
        "sslsni": ("1",),
    }
)
"""What is done anyway: taken with these values (any, where there are none) and said to nobody."""

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "load_balance_hosts": "the hosts are tried in their order; the driver would send it to the server, which "
        "refuses it",
        "hostaddr": "write the number as the host",
        "require_auth": "let the server's pg_hba.conf say how one signs in",
        "requirepeer": "a Unix socket is guarded by its folder",
        "requiressl": "write sslmode=require",
        "servicefile": "set PGSERVICEFILE",
        "sslcrldir": "write sslcrl, one file",
        "gssdelegation": "credentials are not handed on",
        "sslkeylogfile": "the secrets of a line are written nowhere",
        **dict.fromkeys(("scram_client_key", "scram_server_key"), "give the password"),
        **dict.fromkeys(
            ("oauth_issuer", "oauth_client_id", "oauth_client_secret", "oauth_scope"),
            "nobody is there to sign in; give the password or a certificate",
        ),
    }
)
"""What libpq takes and we do not, but for a value of ``AS_EVER``, with what to do instead."""

ALIASES: Mapping[str, str] = MappingProxyType({"database": "dbname"})
PLACES = ("host", "port", "user", "password", "dbname")
OF_SSL: Mapping[str, str] = MappingProxyType(
    {
        **{mode: mode for mode in TLS_MODES},
        **dict.fromkeys(("true", "on", "yes", "1"), "require"),
        **dict.fromkeys(("false", "off", "no", "0"), "disable"),
    }
)
"""``ssl`` as JDBC, node and SQLAlchemy write it."""

KNOWN = frozenset((*PLACES, "ssl", *CHOICES, *FILES, *FREE, *SERVER, *WHOLE, *AS_EVER))
