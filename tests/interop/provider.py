"""A certified OpenID provider as a process of its own: started, rotated, stopped and started again."""

import socket
import subprocess
import threading
from pathlib import Path
from typing import IO, cast

import httpx

from tests.interop import npm

_FOLDER = Path(__file__).parent / "oidc_provider"
SECRET = "interop"
API = "urn:tindak:api:{algorithm}"
_PATIENCE_S = 90


def install() -> Path:
    """Install the pinned provider into its git-ignored folder, and return where its program is."""
    npm.install(_FOLDER)
    return _FOLDER / "provider.mjs"


class Provider:
    """One provider on 127.0.0.1. Its address stays the same over restarts, its keys until ``rotate``."""

    def __init__(self, program: Path, keys_file: Path) -> None:
        self._program = program
        self._keys_file = keys_file
        self._port = _free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start the process and wait until it listens; one that does not is ended. Raises RuntimeError."""
        command = ["node", str(self._program), str(self._port), str(self._keys_file)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        output = cast("IO[str]", self._process.stdout)
        patience = threading.Timer(_PATIENCE_S, self._process.kill)
        patience.start()
        listening = any(line.strip() == "listening" for line in output)
        patience.cancel()
        if not listening:
            msg = f"the provider ended with {self._process.wait(_PATIENCE_S)} before it listened"
            raise RuntimeError(msg)

    def stop(self) -> None:
        """End the process; from here on connections are refused."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=_PATIENCE_S)
            self._process = None

    def rotate(self) -> None:
        """Replace every key: what was signed before is to be refused."""
        self.stop()
        self._keys_file.unlink()
        self.start()

    def token(self, client: str, resource: str | None = None, scope: str | None = None) -> str:
        """Get an access token by client credentials (RFC 6749 section 4.4).

        ``client`` is a name in ``clients.json``. Without a resource (RFC 8707) it is for our API, by ES256.
        """
        form = {"grant_type": "client_credentials", "resource": resource or API.format(algorithm="ES256")}
        return self.request_token(client, form if scope is None else form | {"scope": scope})

    def request_token(self, client: str, form: dict[str, str]) -> str:
        """Ask the token endpoint with any form, and return the access token of its answer."""
        answer = httpx.post(f"{self.issuer}/token", auth=(client, SECRET), data=form, timeout=_PATIENCE_S)
        answer.raise_for_status()
        return str(answer.json()["access_token"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
