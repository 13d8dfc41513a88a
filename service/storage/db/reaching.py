"""Whether a database can be reached, asked before a command begins its work."""

import asyncio

from service.edge.settings import SettingsError
from service.storage.db.database_connecting import connected
from service.storage.db.outages import CLOSED


def reach(variable: str, url: str) -> None:
    """Connect once. Raises SettingsError that says why it cannot be done, in the server's words and no secret's."""
    try:
        asyncio.run(_reach(url))
    except CLOSED as error:
        msg = f"{variable}: the database cannot be reached ({type(error).__name__}: {error})"
        raise SettingsError(msg) from None


async def _reach(url: str) -> None:
    async with connected(url, "tindak-reach"):
        pass
