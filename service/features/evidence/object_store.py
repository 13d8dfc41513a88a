"""Where originals are kept: local files or any S3 store, by one interface.

What ``put`` was given is durable when it returns. An object is written once under a name of its own and never again.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from service.edge.private_files import private_folder
from service.edge.service_errors import Unavailable
from service.edge.settings import Settings

CONNECT_WITHIN, ANSWER_WITHIN, RETRY_WITHIN = "5s", "30s", timedelta(seconds=20)
LISTED = 500


class Missing(Exception):
    """The store has no object of that name."""


class Store:
    """Objects by name. ``folder`` is where they are when they are files."""

    def __init__(self, objects: Any, folder: Path | None) -> None:
        self._objects = objects
        self._folder = folder

    async def put(self, name: str, content: bytes) -> None:
        """Write an object; it is durable then. Raises Unavailable ``store_unavailable``."""
        try:
            await obstore.put_async(self._objects, name, content, use_multipart=False)
            if self._folder is not None:
                await asyncio.to_thread(_sync, self._folder, self._folder / name)
        except (BaseError, OSError) as error:
            raise Unavailable("store_unavailable") from error

    async def get(self, name: str) -> bytes:
        """An object whole. Raises Missing, or Unavailable ``store_unavailable``."""
        try:
            found = await obstore.get_async(self._objects, name)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            raise Missing from None
        except (BaseError, OSError) as error:
            raise Unavailable("store_unavailable") from error

    async def names(self, prefix: str) -> AsyncIterator[str]:
        """The names below a prefix. Raises Unavailable ``store_unavailable``."""
        try:
            async for page in obstore.list(self._objects, prefix, chunk_size=LISTED):
                for found in page:
                    yield found["path"]
        except (BaseError, OSError) as error:
            raise Unavailable("store_unavailable") from error

    async def delete(self, names: Iterable[str]) -> None:
        """Take objects away; one that is not there is no fault. Raises Unavailable ``store_unavailable``."""
        try:
            for name in names:
                await _delete(self._objects, name)
        except (BaseError, OSError) as error:
            raise Unavailable("store_unavailable") from error


def open_store(settings: Settings) -> Store:
    """The store of the settings. Nothing is asked of it yet."""
    folder = settings.evidence_folder()
    if folder is None:
        return Store(_s3(settings), None)
    folder = folder.absolute()
    private_folder(folder)
    return Store(LocalStore(folder, automatic_cleanup=True), folder)


def _s3(settings: Settings) -> S3Store:
    endpoint = settings.evidence_s3_endpoint
    given = {
        "endpoint": endpoint,
        "access_key_id": _shown(settings.evidence_s3_access_key),
        "secret_access_key": _shown(settings.evidence_s3_secret_key),
    }
    return S3Store.from_url(
        str(settings.evidence_store),
        region=settings.evidence_s3_region,
        client_options={
            "allow_http": endpoint is not None and endpoint.startswith("http://"),
            "connect_timeout": CONNECT_WITHIN,
            "timeout": ANSWER_WITHIN,
        },
        retry_config={"max_retries": 3, "retry_timeout": RETRY_WITHIN},
        **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
    )


def _shown(secret: Any) -> str | None:
    return None if secret is None else str(secret.get_secret_value())


async def _delete(objects: Any, name: str) -> None:
    try:
        await obstore.delete_async(objects, name)
    except FileNotFoundError:
        return


def _sync(folder: Path, file: Path) -> None:
    """Make a file durable, and the names that lead to it."""
    _fsync(file)
    for parent in file.parents:
        _fsync(parent)
        if parent == folder:
            return


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
