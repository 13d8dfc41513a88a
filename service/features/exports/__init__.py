"""Exports: reports, tasks and events as files, as they stood at a leaf of the log."""
