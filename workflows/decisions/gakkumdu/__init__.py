"""The path of an election crime at the joint desk."""
