"""A head that costs more than a request may: bytes, fields, the request line, and requests ahead of their answers.

Or one that does not say, once, which host it was sent to: whoever reads two may choose another than we would.

Neither uvicorn nor the parser below it bounds any of them, and the parser joins a field anew at every read, so that a
long one costs its square. Here a head is given up before more of it is gathered than one read brings beyond the bound.
The same holds for what stands around a chunked body: the lines of its chunks, and its trailers.
"""

import re
from collections.abc import Mapping

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD, MOST_TARGET, MOST_FIELDS = 32 * 1024, 8 * 1024, 100
"""Bytes of a head, bytes of its target, and fields: trailers count with the fields of the head."""

MOST_AHEAD = 32
"""Requests that a client may send on one connection before the first of them is answered."""

MOST_DISCARDED = 1 << 20
"""Bytes of a body that are read although its request is answered, so that the connection can be used again."""

LINGER_S = 2.0
"""Seconds for who is still sending to read why it is not read any longer; a connection closed at once would reset."""

MALFORMED = "malformed_request"
CROWDED = "too_many_connections"
STATUS = {"head_too_large": 431, "target_too_long": 414, "host_malformed": 400, MALFORMED: 400, CROWDED: 503}
_HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(:[0-9]{0,5})?")
_NEEDS_HOST = "1.1"
_ANSWER = b"HTTP/1.1 %d \r\n%bcontent-length: %d\r\nconnection: close\r\n\r\n%b"


def whole_answer(status: int, fields: Mapping[str, str], body: bytes) -> bytes:
    """An answer after which the connection is closed, as it is sent. Names and values are ASCII."""
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return _ANSWER % (status, head.encode(), len(body), body)


class Beyond(Exception):
    """What came is beyond a bound, or comes when there is no room; it ends the parser's work on it."""


class HeadProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, for which a request's fields are those of its head alone.

    Uvicorn puts the trailer of a chunked body into the same list while the request is being answered. Whoever let a
    head pass, a proxy or a gate of ours, has not seen it (RFC 9110 section 6.5.1): a credential, a condition, a key
    and everything else that comes only there was not sent. ``trailers`` counts what was dropped.
    """

    trailers = 0
    _in_head = False

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head, self.trailers = True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field of the head; drop one of a trailer."""
        if self._in_head:
            super().on_header(name, value)
        else:
            self.trailers += 1

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head = False
        super().on_headers_complete()


class BoundedProtocol(HeadProtocol):
    """Uvicorn's protocol with a bound on heads, refused in plain text."""

    _fault = MALFORMED
    _refused = _went_on = False
    _gathered = _discarded = 0
    """Bytes since the parser last came to the end of a head or to a part of a body; bytes after the answer to them."""

    def data_received(self, data: bytes) -> None:
        """Take what came, unless it is beyond a bound."""
        if self._refused:
            return
        if self._unasked_for(len(data)):
            self._refused = True
            self.loop.call_later(LINGER_S, self.transport.abort)
            return
        before, self._went_on = self._body(), False
        super().data_received(data)
        self._gathered = 0 if self._went_on or self._body() > before else self._gathered + len(data)
        fault = self._beyond() if not self._refused else None
        if fault is not None:
            self.refuse(fault)

    def _body(self) -> int:
        return 0 if self.cycle is None else len(self.cycle.body)

    def _unasked_for(self, size: int) -> bool:
        """Whether too much comes of a body whose request is answered: there is no use in telling it apart."""
        if self.cycle is None or not self.cycle.response_complete or not self.cycle.more_body:
            self._discarded = 0
            return False
        self._discarded += size
        self._gathered = 0
        return self._discarded > MOST_DISCARDED

    def on_headers_complete(self) -> None:
        """The head is whole: it may have come in one read and be too large all the same."""
        fault = self._beyond() or _too_large(self.headers) or self._of_no_host()
        if fault is not None:
            self._fault = fault
            raise Beyond
        if len(self.pipeline) >= MOST_AHEAD:
            self._refused = True
            self.transport.close()
            raise Beyond
        self._went_on = True
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words are not ours
        """Refuse what cannot be read, or what was found to be beyond a bound while it was read."""
        self.refuse(self._fault)

    def refuse(self, code: str) -> None:
        """Say why, if there is nobody else's answer in the way, and read no more."""
        if self._refused:
            return
        self._refused = True
        self._unset_keepalive_if_required()
        if not self._answerable():
            self.transport.close()
            return
        self.transport.write(self.said(STATUS[code], code))
        self.transport.write_eof()
        self.loop.call_later(LINGER_S, self.transport.abort)

    def said(self, status: int, code: str) -> bytes:
        """A refusal in words, as it is sent."""
        return whole_answer(status, {"content-type": "text/plain; charset=utf-8"}, f"{code}\n".encode())

    def _answerable(self) -> bool:
        """Whether the next answer on the connection would be the one to what is refused."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return True
        of_it = cycle.scope is self.scope and not self.pipeline
        return of_it and not cycle.response_started

    def _of_no_host(self) -> str | None:
        """Whether it is not known whom it was sent to (RFC 9112 section 3.2): HTTP/1.1 names one host, once."""
        hosts = [value for name, value in self.headers if name == b"host"]
        if not hosts and self.parser.get_http_version() != _NEEDS_HOST:
            return None
        return None if len(hosts) == 1 and _HOST.fullmatch(hosts[0]) else "host_malformed"

    def _beyond(self) -> str | None:
        """The bound that what was gathered so far is beyond."""
        if self.headers is None:
            return "head_too_large" if self._gathered > MOST_HEAD else None
        if len(self.url) > MOST_TARGET:
            return "target_too_long"
        return (
            "head_too_large" if self._gathered > MOST_HEAD or len(self.headers) + self.trailers > MOST_FIELDS else None
        )


def _too_large(headers: list[tuple[bytes, bytes]]) -> str | None:
    size = sum(len(name) + len(value) for name, value in headers)
    return "head_too_large" if size > MOST_HEAD else None
