"""What a command does: one pure decision each, from facts to facts and events."""
