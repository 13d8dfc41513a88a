"""What may be told of a report, with its bounds, and who received it."""

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion
from workflows.decisions.command_members import AgencyCode, Command, Line, Moment, Reason, Text


class Notice(Command):
    """The status notice to the reporter: its exact text, or why there is none."""

    sent: bool = Field(description="Whether the reporter was told.", examples=[True])
    text: Text | None = Field(
        None, description="Required when sent, else absent.", examples=["Laporan ditindaklanjuti"]
    )
    reason: Text | None = Field(None, description="Required when not sent, else absent.")
    channel: NoticeChannel | None = Field(None, description="How it was sent, when that is said.")
    language: NoticeLanguage = Field(NoticeLanguage.INDONESIAN, description="The language it is written in.")

    @field_validator("text", "reason")
    @classmethod
    def _belongs(cls, words: str | None, given: ValidationInfo) -> str | None:
        """Raise ValueError for words that would be dropped: a text of what was not sent, a reason for what was."""
        if words is not None and given.data.get("sent") is (given.field_name == "reason"):
            msg = "a notice holds its text when it was sent, and its reason when it was not"
            raise ValueError(msg)
        return words


class Recipient(Command):
    """Who received a notice. Sealed on arrival, as a reporter is: shown by no answer but an audited unsealing."""

    name: Line = Field(description="Name of the person or body.", examples=["Pelapor Rahasia"])
    address: Line | None = Field(None, description="Where it was sent: an address, a number, an account.")


TEMPLATE_PATTERN = r"^[a-z][a-z0-9_]{1,39}$"
TemplateCode = Annotated[str, StringConstraints(pattern=TEMPLATE_PATTERN)]


class FieldWords(Command):
    """What one field of a template is to say."""

    name: TemplateCode = Field(description="The field, as the template names it.", examples=["reason"])
    words: Line = Field(description="What stands in its place.", examples=["Bukan pelanggaran pemilihan"])


class SendNotice(Command):
    """A notice of status that was sent: its exact text, or the template that it is made from."""

    audience: Audience = Field(description="Who was told.", examples=["reporter"])
    channel: NoticeChannel = Field(description="How it was sent.", examples=["letter"])
    language: NoticeLanguage = Field(NoticeLanguage.INDONESIAN, description="The language it is written in.")
    text: Text | None = Field(
        None, description="The exact words; absent with a template.", examples=["Laporan Saudara telah diregistrasi."]
    )
    template: TemplateCode | None = Field(
        None, description="A template of `/notice-templates`; absent with a text.", examples=["registered_reporter"]
    )
    fields: tuple[FieldWords, ...] | None = Field(
        None, max_length=20, description="What the template's own fields are to say; absent with a text."
    )
    occasion: Occasion | None = Field(
        None, description="What it tells of; settles what is owed of it. A template says it of itself."
    )
    recipient: Recipient | None = Field(
        None, description="Who received it; never for the public. Without one, the reporter as sealed with the report."
    )
    agency: AgencyCode | None = Field(None, description="Which agency was told; required for `agency`, else absent.")
    sent_at: Moment | None = Field(None, description="When it was sent. Default: now.")


class UnsealRecipient(Command):
    """Ask who received a notice."""

    reason: Reason
