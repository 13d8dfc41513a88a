"""What the words of a text are, for whoever seeks them: one reading of texts and of questions."""
