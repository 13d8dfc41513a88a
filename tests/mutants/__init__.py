"""Small faults put into the code, one at a time: the suite has to notice each. `python -m tests.mutants`."""
