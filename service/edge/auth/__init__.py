"""Sign-in: access tokens are checked here and become a Principal. Sources: RFC 9068, 8725, 8414, 7517."""
