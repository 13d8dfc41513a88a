"""Recordings that Debian's `ffmpeg` makes are told by their content, and what it makes beside them is not taken."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from service.features.evidence.media_types.by_content import media_type_of
from workflows.codes.evidence import MediaType

pytestmark = pytest.mark.interop

FILM = ("-f", "lavfi", "-i", "testsrc=size=176x144:rate=10:duration=1")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1")
_FRAGMENTS = ("-movflags", "frag_keyframe+empty_moov+default_base_moof")
_BARE = ("-write_xing", "0", "-id3v2_version", "0")
RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
_MPEG4 = (*FILM, "-c:v", "mpeg4")
RECORDED: dict[str, tuple[tuple[str, ...], MediaType | None]] = {
    "film and sound.mp4": ((*FILM, *SOUND, "-c:v", "mpeg4", "-c:a", "aac"), MediaType.MP4),
    "tracks first.mp4": ((*_MPEG4, "-movflags", "faststart"), MediaType.MP4),
    "fragments.mp4": ((*FILM, *SOUND, "-c:v", "mpeg4", "-c:a", "aac", *_FRAGMENTS), MediaType.MP4),
    **{f"{brand}.mp4": ((*_MPEG4, "-brand", brand), MediaType.MP4) for brand in ("iso5", "iso6", "avc1", "dash")},
    "sound alone.mp4": ((*SOUND, "-c:a", "aac"), MediaType.M4A),
    "memo.m4a": ((*SOUND, "-c:a", "aac"), MediaType.M4A),
    "film.mov": (_MPEG4, MediaType.QUICKTIME),
    "film.3gp": (_MPEG4, MediaType.THREE_GPP),
    "memo.3gp": ((*SOUND, "-c:a", "aac"), MediaType.THREE_GPP_SOUND),
    "film.3g2": (_MPEG4, MediaType.THREE_GPP2),
    "memo.3g2": ((*SOUND, "-c:a", "aac"), MediaType.THREE_GPP2_SOUND),
    "film.webm": ((*FILM, "-c:v", "libvpx"), MediaType.WEBM),
    "film as it is made.webm": ((*FILM, "-c:v", "libvpx", "-live", "1"), MediaType.WEBM),
    "memo.webm": ((*SOUND, "-c:a", "libopus"), MediaType.WEBM_SOUND),
    **{f"{rate}.mp3": ((*SOUND, "-ar", str(rate), *_BARE), MediaType.MP3) for rate in RATES},
    "tagged.mp3": ((*SOUND, "-metadata", "title=Rekaman"), MediaType.MP3),
    "memo.aac": (SOUND, MediaType.AAC),
    "memo.flac": (SOUND, MediaType.FLAC),
    "memo.wav": (SOUND, MediaType.WAV),
    "memo.opus": ((*SOUND, "-c:a", "libopus"), MediaType.OGG),
    "memo.ogg": ((*SOUND, "-c:a", "libvorbis"), MediaType.OGG),
    "film.ogv": ((*FILM, "-c:v", "libtheora"), MediaType.OGG_VIDEO),
    "still.avif": ((*FILM, "-c:v", "libaom-av1", "-frames:v", "1"), MediaType.AVIF),
    "still.tiff": ((*FILM, "-frames:v", "1"), MediaType.TIFF),
    "film.mkv": ((*FILM, *SOUND, "-c:v", "libvpx", "-c:a", "libopus"), MediaType.MATROSKA),
    "film as it is made.mkv": ((*FILM, "-c:v", "mpeg4", "-live", "1"), MediaType.MATROSKA),
    "memo.mka": ((*SOUND, "-c:a", "libopus"), MediaType.MATROSKA_SOUND),
    "film.avi": (_MPEG4, MediaType.AVI),
    "film and sound.avi": ((*FILM, *SOUND, "-c:v", "mjpeg", "-c:a", "pcm_s16le"), MediaType.AVI),
    "film.ts": (FILM, MediaType.MPEG_TS),
    "film and sound.ts": ((*SOUND, *FILM, "-c:v", "mpeg4", "-c:a", "aac"), MediaType.MPEG_TS),
    "disc.m2ts": (FILM, MediaType.MPEG_TS),
    "film.mpg": ((*FILM, "-r", "25"), MediaType.MPEG),
    "film and sound.mpg": ((*SOUND, *FILM, "-r", "25"), MediaType.MPEG),
    "disc.vob": ((*SOUND, *FILM), MediaType.MPEG),
    "film.wmv": (FILM, MediaType.WMV),
    "film and sound.wmv": ((*SOUND, *FILM), MediaType.WMV),
    "memo.wma": (SOUND, MediaType.WMA),
    "memo.aiff": (SOUND, MediaType.AIFF),
    "memo.caf": (SOUND, MediaType.CAF),
    "film.flv": (FILM, None),
    "sound.ts": ((*SOUND, "-c:a", "aac"), None),
    "sound.mpg": (SOUND, None),
    "memo.mp2": (SOUND, None),
    "memo.ac3": (SOUND, None),
    "still.jp2": ((*FILM, "-frames:v", "1"), None),
    "still.bmp": ((*FILM, "-frames:v", "1"), None),
}


@pytest.mark.parametrize("name", RECORDED)
async def test_a_recording_is_told_by_its_content(tmp_path: Path, name: str) -> None:
    options, media = RECORDED[name]
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", *options, str(tmp_path / name)]
    await asyncio.to_thread(subprocess.run, command, check=True, timeout=120)
    content = (tmp_path / name).read_bytes()

    async def fetch(first: int, last: int) -> bytes:
        return content[first : last + 1]

    assert await media_type_of(len(content), fetch) == media
