"""The page on which a person reads and tries the API. Everything it needs is served from here."""
