"""The embedded run: PostgreSQL, API and worker from one command, on a machine with nothing but Python."""
