"""The row of an event, and the one that says that it waits for its number in the region."""

from service.storage.db.write import Insert

EVENT_COLUMNS = [
    "region",
    "id",
    "report_id",
    "seq",
    "prev_seq",
    "version",
    "action",
    "task_id",
    "agency",
    "actor_person",
    "actor_agency",
    "actor_role",
    "before",
    "after",
    "at",
    "prev",
    "leaf",
    "leaf_hash",
    "report_state",
    "category",
    "severity",
    "area",
    "lead_agency",
    "election",
]
INSERT_EVENT = Insert("audit_event", tuple(EVENT_COLUMNS))
INSERT_PENDING = Insert("audit_pending", ("region", "event_id", "report_id", "seq", "leaf_hash"))
