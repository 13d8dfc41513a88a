"""A signer as it runs in production: a process of its own, with its own key and memory."""

import os
import shutil
import time
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from service.trail.cosigning.client import open_http
from service.trail.tlog.publisher import Publisher, SignerAddress
from tests.commands import Command, tindak
from tests.operations.run.running import free_port


class Signer:
    """A signer process, and a publisher that asks it."""

    def __init__(self, home: Path) -> None:
        self._environment = {
            **os.environ,
            "TINDAK_EMBEDDED": "true",
            "TINDAK_HOME": str(home),
            "TINDAK_SIGNER_SECRET": "x" * 40,
            "TINDAK_LOG_LEVEL": "error",
        }
        self._move()
        self.home = home
        self._process: Command | None = None

    def _move(self) -> None:
        """Take another port: somebody else may take one that was free a moment ago."""
        port = free_port()
        self.address = SignerAddress(
            f"http://127.0.0.1:{port}", self._environment["TINDAK_SIGNER_SECRET"], "tindak.local"
        )
        self._environment["TINDAK_SIGNER_PORT"] = str(port)

    def command(self, *arguments: str) -> str:
        """What a `tindak` command prints in the same environment."""
        done = tindak(*arguments, env=self._environment)
        done.check_returncode()
        return done.stdout

    @cached_property
    def key(self) -> str:
        """The verifier key of its first region's log, as `tindak audit key` prints it; it never rotates one itself."""
        return self.command("audit", "key").strip()

    def like(self, home: Path) -> "Signer":
        """Another with the same key, in ``home``, that remembers nothing: a process less than to make a key."""
        shutil.copytree(self.home, home)
        made = Signer(home)
        made.__dict__["key"] = self.key
        return made

    def start(self) -> None:
        for _ in range(3):
            self._process = Command("signer", env=self._environment, out=self.home / "signer.log")
            if self._comes_up(self._process):
                return
            self.kill()
            self._move()
        msg = "the signer does not answer"
        raise RuntimeError(msg)

    def _comes_up(self, process: Command) -> bool:
        for _ in range(400):
            if process.poll() is not None:
                return False
            try:
                httpx.get(f"{self.address.url}/vkey").raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return True
        return False

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """Start anew without its memory, as if that had been put back too."""
        self.kill()
        for file in Path(self._environment["TINDAK_HOME"]).glob("signer.sqlite*"):
            file.unlink()
        self.start()

    async def publish(self, connection: Any) -> int:
        async with open_http() as http:
            return await Publisher(http, self.address).publish_all(connection)
