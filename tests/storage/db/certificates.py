"""Certificates that a test makes for itself."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "localhost"
"""The only name that the certificate has; the address 127.0.0.1 is none of its."""

WAYS: Mapping[str, bool] = MappingProxyType(
    {
        "": True,
        "sslmode=disable": False,
        "sslmode=allow": False,
        "sslmode=prefer": True,
        "sslmode=require": True,
        "sslmode=require&sslrootcert={roots}": True,
        "sslmode=verify-ca&sslrootcert={roots}": True,
        "sslmode=verify-full&sslrootcert={roots}": True,
        "ssl=true": True,
        "ssl=verify-full&sslrootcert={roots}": True,
        "ssl=false": False,
        "sslmode=require&ssl_min_protocol_version=TLSv1.3": True,
    }
)
"""What an address may say of TLS, and whether a server that has it is then spoken to by it."""

UNVOUCHED = (
    ("sslmode=verify-full&sslrootcert={roots}", "127.0.0.1"),
    ("sslmode=verify-full&sslrootcert={strangers}", HOST),
    ("sslmode=verify-ca&sslrootcert={strangers}", HOST),
    ("sslmode=require&sslrootcert={strangers}", HOST),
    ("sslrootcert=system", HOST),
)
"""What an address asks for, and the host that it names: nobody whom it takes vouches for the server."""

_DAY = timedelta(days=1)


class Certificates(NamedTuple):
    """What a server shows, the file of the roots that vouch for it, and one of others."""

    shown: ssl.SSLContext
    roots: Path
    strangers: Path


def certificates(folder: Path) -> Certificates:
    """Make them in a folder."""
    roots, strangers, own = folder / "roots.crt", folder / "strangers.crt", folder / "server.pem"
    own.write_bytes(b"".join(_certified(roots)))
    _certified(strangers)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(own)
    return Certificates(shown, roots, strangers)


def _certified(roots: Path) -> tuple[bytes, bytes]:
    """A certificate for the host by a root of its own, which is written to a file, and its key."""
    above, below = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _signed("roots of a test", above, above.public_key(), "roots of a test", is_root=True)
    roots.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    roots.chmod(0o644)
    leaf = _signed("roots of a test", above, below.public_key(), HOST, is_root=False)
    key = below.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return leaf.public_bytes(serialization.Encoding.PEM), key


def _signed(
    issuer: str, signs: ec.EllipticCurvePrivateKey, of: ec.EllipticCurvePublicKey, subject: str, *, is_root: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(of)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
    )
    if not is_root:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    return made.sign(signs, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
