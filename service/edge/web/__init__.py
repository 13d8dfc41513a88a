"""The HTTP edge: strict JSON, preconditions, sign-in, access log, problems and the route tables."""
