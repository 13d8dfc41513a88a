"""Walls that are put up later, around an agency that nobody accuses."""
