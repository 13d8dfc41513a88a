"""The database: schema, row-security context, the pool and the one write function."""
