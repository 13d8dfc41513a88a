"""Stored texts: how they are kept plain, sealed or erased, and how they are shown again."""
