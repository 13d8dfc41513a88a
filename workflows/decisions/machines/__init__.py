"""Keys for machines, and endpoints that are told."""
