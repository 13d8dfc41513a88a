"""The law of Tindak: states, transitions, routing, clocks, visibility and audit encoding.

Pure and synchronous. No I/O, no clock, no logging: facts and time come in as arguments,
decisions go out as values. Everything here may be checked by a lawyer who reads Python.
"""
