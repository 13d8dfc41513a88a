"""Tasks: offered, held, handed on and done."""
