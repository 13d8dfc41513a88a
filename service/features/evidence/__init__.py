"""Evidence: taken in pieces that may break off, kept sealed, shown against a reason, checked for what it was."""
