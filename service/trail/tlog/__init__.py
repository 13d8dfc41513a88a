"""The transparency log of each region: its tree in the database, its checkpoints, and how both are read."""
