"""Clocks that start, are extended, run out and go up the ladder."""
