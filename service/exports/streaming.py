"""An export while it is sent: its digest, its length and its tree stand before its first byte."""

from typing import Any

from litestar.types import Message

from service.web.streaming import Streaming


class ExportStreaming(Streaming):
    """A file with the headers that were reckoned for it."""

    def start(self, source: Any) -> Message:
        """How the answer begins."""
        begun = super().start(source)
        return {**begun, "headers": [*begun["headers"], *source.headers]}  # type: ignore[misc,typeddict-item]
