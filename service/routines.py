"""All routines that this version keeps in the database."""

from service.reports.lookups import ROUTINES as OF_REPORTS
from service.tasks.routines import ROUTINES as OF_TASKS

ALL = (OF_REPORTS, OF_TASKS)
