"""What is told to whom, and what must still be told."""
