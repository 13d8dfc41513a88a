"""Versioned policy files, one a region."""
