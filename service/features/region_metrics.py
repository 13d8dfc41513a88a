"""Metrics of every region, brought up to date when they are asked for."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

import structlog

from service.edge.policy_files import Policies
from service.edge.service_errors import DatabaseUnavailable
from service.storage.db.pool import Database
from workflows.access import visibility

Tell: TypeAlias = Callable[[Any, str], Awaitable[None]]
"""Counts something of a region, in a transaction that sees it all, and sets its metrics."""

log = structlog.get_logger("tindak.metrics")


class RegionMetrics:
    """What several features count of each region."""

    def __init__(self, database: Database, policies: Policies, counted: Sequence[Tell]) -> None:
        self._database = database
        self._policies = policies
        self._counted = counted

    async def refresh(self) -> None:
        """Bring them up to date; while the database is out of reach they stay as they were."""
        try:
            for policy in self._policies:
                async with self._database.transaction(policy.region, (visibility.SYSTEM,)) as transaction:
                    for tell in self._counted:
                        await tell(transaction, policy.region)
                    await transaction.commit()
        except DatabaseUnavailable:
            log.warning("metrics_not_counted")
