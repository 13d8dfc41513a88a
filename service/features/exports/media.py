"""What a file is sent as, known without the library that makes it: that is read with the first file of its kind."""

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def about(media: str) -> dict[str, str]:
    """The headers of its own, by which no program guesses what it is."""
    return {"content-type": media, "x-content-type-options": "nosniff"}
