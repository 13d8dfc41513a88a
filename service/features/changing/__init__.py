"""What every change of state runs through: read, decide, write, answer."""
