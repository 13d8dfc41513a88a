"""How it is run, filled, migrated and examined."""
