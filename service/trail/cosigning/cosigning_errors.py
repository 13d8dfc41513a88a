"""What asking a signer or a witness may come to. ``code`` is stable.

CosigningError
├── Refused                  it was reached and said no; asking the same again will not help
│   ├── SignerRefused
│   └── WitnessRefused
└── Unavailable              it was not reached, or its answer is none; asking again may help
    ├── SignerUnavailable
    └── WitnessUnavailable
"""


class CosigningError(Exception):
    """Base. Only the subclasses of its subclasses are raised."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(CosigningError):
    """A no: a ``growth.RefusalCode``, ``secret_wrong`` or ``body_too_large``; ``size`` is what it last signed.

    ``old_size_mismatch`` with a size says that it is ahead of the checkpoint; ``fork`` that it has another root.
    """

    def __init__(self, code: str, size: int | None = None) -> None:
        super().__init__(code)
        self.size = size


class Unavailable(CosigningError):
    """No answer that counts: ``unreachable``, ``too_slow``, ``answer_too_long``, ``answer_malformed``, ``status_503``.

    Whether the checkpoint was remembered is not known. Asking again for the same one is always safe.
    """


class SignerRefused(Refused):
    """The log's signer said no."""


class SignerUnavailable(Unavailable):
    """The log's signer gave no answer that counts."""


class WitnessRefused(Refused):
    """A witness said no."""


class WitnessUnavailable(Unavailable):
    """A witness gave no answer that counts."""
