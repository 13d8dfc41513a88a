"""What the members of an answer mean, in the words of their codes or of the command that has them too."""

from enum import StrEnum

from msgspec import Meta

from workflows.decisions.command_members import Command


def one_of(codes: type[StrEnum]) -> Meta:
    """Declare the codes of a text that the facts keep as text, with what they mean."""
    return Meta(description=_first_line(codes), extra_json_schema={"enum": [code.value for code in codes]})


def as_in(command: type[Command], member: str) -> Meta:
    """What a member means, in the words of the command that has it by the same name."""
    return Meta(description=command.model_fields[member].description)


def _first_line(codes: type[StrEnum]) -> str:
    return str(codes.__doc__).partition("\n")[0]
