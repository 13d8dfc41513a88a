"""Taking protection away from a report: proposed by one person, decided by another."""
