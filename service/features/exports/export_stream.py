"""An export while it is sent: its digest, its length and its tree stand before its first byte."""

from typing import Any

from litestar.types import Message

from service.edge.web.streaming import Streaming


class ExportStreaming(Streaming):
    """A file with the headers that were reckoned for it, which say what it is called and of what media type."""

    def start(self, source: Any) -> Message:
        """How the answer begins."""
        return {"type": "http.response.start", "status": 200, "headers": list(source.headers)}
