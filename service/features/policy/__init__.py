"""The policy in force, for people and machines that read it."""
