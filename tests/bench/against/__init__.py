"""`python -m tests.bench against COMMIT`: this checkout beside another commit of it, in one run."""

from tests.bench.against.comparing import main

__all__ = ["main"]
