"""The services of reports together, for whoever calls more than one of them."""

from typing import NamedTuple, Self

from service.features.changing.changes import Changes
from service.features.reports.changing import ReportChanges, Terms
from service.features.reports.intake_service import IntakeService
from service.features.reports.reading_service import ReadingService
from service.features.reports.service import ReportService
from service.features.reports.unsealing_service import UnsealingService
from service.storage.db.pool import Database
from service.storage.sealing import Sealer
from service.trail.reading.recorder import Recorder


class ReportServices(NamedTuple):
    """One service for each thing that may be done with reports."""

    intake: IntakeService
    reading: ReadingService
    changing: ReportService
    unsealing: UnsealingService

    @classmethod
    def of(cls, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> Self:
        """All of them over one database."""
        changing = ReportChanges(changes, sealer, terms)
        return cls(
            IntakeService(database, changes, sealer, changing),
            ReadingService(database, sealer, reads),
            ReportService(changes, changing),
            UnsealingService(sealer, changing),
        )
