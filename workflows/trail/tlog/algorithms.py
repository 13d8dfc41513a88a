"""The signature algorithms that notes' keys use, each made from a seed of 32 bytes: Ed25519 and ML-DSA-44.

ML-DSA-44 (FIPS 204) is used pure, with an empty context. Its signatures hold against quantum computers.
"""

from collections.abc import Callable
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

SEED_BYTES = 32
"""Of every private key: RFC 8032 for Ed25519, FIPS 204 for ML-DSA-44."""

Private = Ed25519PrivateKey | MLDSA44PrivateKey
Public = Ed25519PublicKey | MLDSA44PublicKey


class Algorithm(NamedTuple):
    """Its name, the sizes of a public key and of a signature in bytes, and how keys are made of bytes."""

    name: str
    key_bytes: int
    signature_bytes: int
    private: Callable[[bytes], Private]
    public: Callable[[bytes], Public]


ED25519 = Algorithm("ed25519", 32, 64, Ed25519PrivateKey.from_private_bytes, Ed25519PublicKey.from_public_bytes)
ML_DSA_44 = Algorithm("ml-dsa-44", 1312, 2420, MLDSA44PrivateKey.from_seed_bytes, MLDSA44PublicKey.from_public_bytes)
