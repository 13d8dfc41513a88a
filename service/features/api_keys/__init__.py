"""Keys for machines: made, listed, revoked, and shown with a request in place of an access token."""
