"""Pictures, memos and documents that packages of others make are told by their content.

What `ffmpeg` makes is in `test_recordings`.
"""

import ctypes
import io
from collections.abc import Callable
from email.message import EmailMessage
from importlib import import_module as made_by  # what `make interop` alone installs
from typing import Any

import openpyxl
import pytest
from fpdf import FPDF
from PIL import Image

from service.features.evidence.media_types.by_content import media_type_of
from workflows.codes.evidence import MediaType

pytestmark = pytest.mark.interop

BIT_RATES = (4_750, 5_150, 5_900, 6_700, 7_400, 7_950, 10_200, 12_200)
WIDE_MODES = range(9)
"""6.6 to 23.85 kbit/s (3GPP TS 26.201)."""
WORDS = "Rekapitulasi TPS 7"


def _noise(size: tuple[int, int] = (96, 64)) -> Image.Image:
    return Image.effect_noise(size, 80).convert("RGB")


def _heif(pictures: int = 1, **how: Any) -> bytes:
    """As a phone's camera writes it; a burst, or a photo with its small copy, has several."""
    made, file = made_by("pillow_heif").from_pillow(_noise()), io.BytesIO()
    for _ in range(pictures - 1):
        made.add_from_pillow(_noise((32, 32)))
    made.save(file, **how)
    return file.getvalue()


def _memo(container: str, rate: int) -> bytes:
    """A second of silence, as a dictating telephone writes it."""
    file = io.BytesIO()
    with made_by("av").open(file, "w", format=container) as out:
        stream = out.add_stream("libopencore_amrnb", rate=8000, layout="mono")
        stream.bit_rate = rate
        for at in range(50):
            frame = made_by("av").AudioFrame(format="s16", layout="mono", samples=160)
            frame.planes[0].update(bytes(320))
            frame.sample_rate, frame.pts = 8000, at * 160
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return file.getvalue()


def _wide_memo(mode: int) -> bytes:
    """The same by a telephone that records wideband: VisualOn's encoder, which `ffmpeg` of Debian is built without."""
    encoder = ctypes.CDLL("libvo-amrwbenc.so.0")
    encoder.E_IF_init.restype = ctypes.c_void_p
    state = ctypes.c_void_p(encoder.E_IF_init())
    silence, frame, made = (ctypes.c_short * 320)(), ctypes.create_string_buffer(64), b"#!AMR-WB\n"
    for _ in range(50):
        length = encoder.E_IF_encode(state, mode, silence, frame, 0)
        made += frame.raw[:length]
    encoder.E_IF_exit(state)
    return made


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _word(*, picture: bool = False) -> bytes:
    document = made_by("docx").Document()
    document.add_heading(WORDS)
    if picture:
        photo = io.BytesIO()
        _noise().save(photo, "JPEG")
        document.add_picture(photo)
    return _saved(document)


def _slides() -> bytes:
    slides = made_by("pptx").Presentation()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = WORDS
    return _saved(slides)


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = WORDS
    return _saved(book)


def _old_sheet() -> bytes:
    book = made_by("xlwt").Workbook()
    book.add_sheet("TPS").write(0, 0, WORDS)
    return _saved(book)


def _open_text() -> bytes:
    document = made_by("odf.opendocument").OpenDocumentText()
    document.text.addElement(made_by("odf.text").P(text=WORDS))
    return _saved(document)


def _picture(form: str) -> bytes:
    file = io.BytesIO()
    _noise().save(file, form)
    return file.getvalue()


def _page() -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica")
    page.cell(text=WORDS)
    return bytes(page.output())


def _message() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Warga <warga@example.id>", "pengaduan@example.id"
    message["Subject"], message["Date"] = WORDS, "Mon, 25 Nov 2024 08:00:00 +0700"
    message.set_content(WORDS)
    message.add_attachment(_picture("JPEG"), maintype="image", subtype="jpeg", filename="foto.jpg")
    return message.as_bytes()


MADE: dict[str, tuple[Callable[[], bytes], MediaType]] = {
    **{f"photo.{one}": (lambda one=one: _picture(one), MediaType[one]) for one in ("JPEG", "PNG", "WEBP", "GIF")},
    "photo.heic": (_heif, MediaType.HEIF),
    "lossless.heic": (lambda: _heif(quality=-1, chroma=444), MediaType.HEIF),
    "burst.heic": (lambda: _heif(3), MediaType.HEIF),
    **{f"memo of {rate}.amr": (lambda rate=rate: _memo("amr", rate), MediaType.AMR) for rate in BIT_RATES},
    **{f"wide memo {mode}.awb": (lambda mode=mode: _wide_memo(mode), MediaType.AMR_WB) for mode in WIDE_MODES},
    "memo.3gp": (lambda: _memo("3gp", 12_200), MediaType.THREE_GPP_SOUND),
    "letter.docx": (_word, MediaType.DOCX),
    "letter with a photo.docx": (lambda: _word(picture=True), MediaType.DOCX),
    "letter.pdf": (_page, MediaType.PDF),
    "letter.eml": (_message, MediaType.EML),
    "slides.pptx": (_slides, MediaType.PPTX),
    "sheet.xlsx": (_sheet, MediaType.XLSX),
    "sheet.xls": (_old_sheet, MediaType.XLS),
    "letter.odt": (_open_text, MediaType.ODT),
    "sheet.ods": (lambda: _saved(made_by("odf.opendocument").OpenDocumentSpreadsheet()), MediaType.ODS),
    "slides.odp": (lambda: _saved(made_by("odf.opendocument").OpenDocumentPresentation()), MediaType.ODP),
}


@pytest.mark.parametrize("name", MADE)
async def test_what_others_make_is_told_by_its_content(name: str) -> None:
    make, media = MADE[name]
    content = make()

    async def fetch(first: int, last: int) -> bytes:
        return content[first : last + 1]

    assert await media_type_of(len(content), fetch) == media
