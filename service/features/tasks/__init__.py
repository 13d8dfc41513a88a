"""Tasks: the work queue and what an agency does with its tasks."""
