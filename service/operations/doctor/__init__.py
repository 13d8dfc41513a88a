"""``tindak doctor``: whether this deployment can serve, and whether the database still holds what it promises."""

from service.operations.doctor.examination import examine

__all__ = ["examine"]
