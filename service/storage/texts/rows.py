"""The row of a text."""

from service.storage.db.write import Insert

INSERT_TEXT = Insert(
    "report_text",
    ("region", "id", "report_id", "task_id", "event_id", "field", "content", "salt", "created_at"),
)
