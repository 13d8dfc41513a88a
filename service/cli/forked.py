"""The ``tindak`` command as a fork of a process that has read all of it."""

from service.operations.embedded import forking

_READ = ("service.cli", "service.server", "service.operations.worker.main", "service.trail.signer.main")


def read_ahead() -> None:
    """Begin to read what the parts of an embedded run are made of, beside this process."""
    forking.read_ahead(_READ)


def tindak(*arguments: str) -> None:
    """Be the command. Raises SystemExit, as it does."""
    from service.cli import main  # noqa: PLC0415 - which imports this

    main(arguments)
