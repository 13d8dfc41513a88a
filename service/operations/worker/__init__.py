"""Background work: the sequencer and the housekeeping."""
