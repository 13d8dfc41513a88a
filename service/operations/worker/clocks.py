"""The worker's eye on the clocks: beside the trail, with a connection of its own as the application's role."""

import asyncio
from datetime import UTC, datetime
from itertools import count

from service.edge.background import Beat, nothing
from service.edge.policy_files import Policies
from service.edge.service_errors import DatabaseUnavailable
from service.features.calendar.copies import CalendarCopies
from service.features.calendar.marking import Marks
from service.features.ladder.service import LadderService
from service.storage.db.pool import Database

LOOK_S = 1.0
AGAIN_S = 2.0
CALENDAR_EVERY = 5
"""After how many looks the days that regions keep are read again."""

APPLICATION = "tindak-clocks"


async def keep_time(url: str, policies: Policies, beat: Beat = nothing) -> None:
    """Look after every region's clocks, until cancelled. What fell due while nobody looked is done first."""
    while True:
        database = Database(url, size=1, application=APPLICATION)
        ladder, copies = LadderService(database, policies), CalendarCopies(database, policies)
        marks = Marks(database, policies)
        try:
            await database.open()
            for look in count():
                if look % CALENDAR_EVERY == 0:
                    await copies.refresh()
                    await marks.follow(datetime.now(UTC))
                await ladder.sweep(datetime.now(UTC))
                beat()
                await asyncio.sleep(LOOK_S)
        except DatabaseUnavailable as error:
            database.interrupted(error)
            await asyncio.sleep(AGAIN_S)
        finally:
            await database.close()
