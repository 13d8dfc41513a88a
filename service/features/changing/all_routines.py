"""All routines that this version keeps in the database."""

from service.features.reports.lookups import ROUTINES as OF_REPORTS
from service.features.tasks.transition_routines import ROUTINES as OF_TASKS

ALL = (OF_REPORTS, OF_TASKS)
