"""An OIDC provider's public side on 127.0.0.1: discovery and key set, real HTTP, in a thread of the test."""

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OIDC_DISCOVERY = "/.well-known/openid-configuration"
RFC8414_DISCOVERY = "/.well-known/oauth-authorization-server"
JWKS = "/jwks"


@dataclass(frozen=True)
class Answer:
    """What one path answers. ``delay_s`` passes before the body is sent."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0


class KeyServer:
    """A server that can be stopped and started again on its port, and counts what it was asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self._port = 0
        self.start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def publish(self, keys: Sequence[Mapping[str, Any]], **headers: str) -> None:
        """Serve a key set and the discovery document that leads to it."""
        self.discover(issuer=self.issuer, jwks_uri=f"{self.issuer}{JWKS}")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[JWKS] = Answer(json.dumps({"keys": list(keys)}).encode(), headers=named)

    def discover(self, path: str = OIDC_DISCOVERY, **document: str) -> None:
        self.answers[path] = Answer(json.dumps(document).encode())

    def count(self, path: str) -> int:
        return self.asked.count(path)

    def start(self) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                answer = server.answers.get(self.path, Answer(b"{}", 404))
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                time.sleep(answer.delay_s)
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
                """Stay silent."""

        self._http = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        self._port = self._http.server_port
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
