"""The live stream: what the log takes in, told to whoever listens, as server-sent events."""
