"""What the logins may do with a database as a whole.

These grants stand with the database and not in it: a copy, a template or a restored dump does not carry them. Every
`tindak migrate` therefore makes them anew, whether or not there was a migration to apply.
"""

from typing import Any

LOGINS = ("tindak_app", "tindak_worker")

PLACE = "SELECT quote_ident(current_database())"


def shut(database: str) -> tuple[str, ...]:
    """The statements that close a database to what its logins have no use for; ``database`` is quoted where needed.

    A temporary table could stand in for one of ours, a function in ``public`` for one that a statement of ours names.
    """
    everybody = ", ".join(("PUBLIC", *LOGINS))
    return (
        f"REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM {everybody}",
        f"REVOKE CREATE ON SCHEMA public FROM {everybody}",
    )


async def shut_here(connection: Any) -> None:
    """Close the database that a superuser is connected to."""
    for statement in shut(await connection.fetchval(PLACE)):
        await connection.execute(statement)
