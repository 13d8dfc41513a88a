"""What is recorded: leaves, chains, receipts, the log, and the trail read back."""
