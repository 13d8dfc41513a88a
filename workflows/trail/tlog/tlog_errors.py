"""What the transparency log raises. ``reason`` is a stable code, for programs and for messages alike.

TlogError
├── Malformed           bytes or text that are not of the format
├── ProofRejected       a Merkle proof that does not prove what it should
└── SignatureRejected   a note that a known key did not sign as it stands
"""


class TlogError(Exception):
    """Base of all. ``reason`` is a code such as ``root_mismatch``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Malformed(TlogError, ValueError):
    """The input is not of its format."""


class ProofRejected(TlogError):
    """A Merkle proof does not lead to the root."""


class SignatureRejected(TlogError):
    """A signature is missing or does not verify."""
