"""Attacks on a real trail by those who have the database, a stolen key, or a backup; and what tells of each."""
