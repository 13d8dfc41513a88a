"""What can be wrong, by subject: ``table`` gathers every problem, ``body`` and ``from_errors`` tell one of a case."""
