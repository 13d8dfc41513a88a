"""Notices of status: what was told to whom, and what must still be told."""
