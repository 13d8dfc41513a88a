"""How walls are kept: one row for each time that an agency was walled off."""

from uuid import UUID

from service.db.pool import Transaction
from service.db.write import Insert, Update

INSERT_WALL = Insert("report_wall", ("region", "id", "report_id", "agency", "raised_by", "raised_agency", "raised_at"))
LIFT_WALL = Update(
    "report_wall",
    ("lifted_by", "lifted_agency", "lifted_at"),
    ("region", "report_id", "agency"),
    (),
    "lifted_at IS NULL",
)
RAISED_BY = """SELECT raised_by FROM report_wall
WHERE region = $1 AND report_id = $2 AND agency = $3 AND lifted_at IS NULL"""


async def raised_by(transaction: Transaction, region: str, report: UUID, agency: str) -> UUID | None:
    """Who put the wall up that stands around an agency; None when there is none."""
    found: UUID | None = await transaction.fetchval(RAISED_BY, region, report, agency)
    return found
