"""Evidence, and the custody of it."""
