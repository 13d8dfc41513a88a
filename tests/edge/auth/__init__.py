"""Sign-in, against real keys and a real key server."""
