"""What is kept: the database, texts, the keys that seal them, first answers."""
