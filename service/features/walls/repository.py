"""How walls are kept: one row for each time that an agency was walled off."""

from service.storage.db.write import Insert, Update

INSERT_WALL = Insert("report_wall", ("region", "id", "report_id", "agency", "raised_by", "raised_agency", "raised_at"))
LIFT_WALL = Update(
    "report_wall",
    ("lifted_by", "lifted_agency", "lifted_at"),
    ("region", "report_id", "agency"),
    (),
    "lifted_at IS NULL",
)
