"""Commands that were queued without a connection."""
