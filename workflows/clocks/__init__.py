"""Days, calendars, and the laws that set times."""
