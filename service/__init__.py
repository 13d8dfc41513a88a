"""Everything of Tindak that does I/O: HTTP, persistence, sign-in and background work."""
