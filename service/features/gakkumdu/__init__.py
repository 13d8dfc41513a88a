"""Gakkumdu cases: the path of an election crime at the joint desk and in court."""
