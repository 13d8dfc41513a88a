"""A witness, c2sp.org/tlog-witness: cosigns the checkpoints of the logs it knows, as long as each only grows."""
