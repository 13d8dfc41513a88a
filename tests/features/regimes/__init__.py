"""A regime that no code knows: local elections under a law of 2031, read from a file beside these tests."""
