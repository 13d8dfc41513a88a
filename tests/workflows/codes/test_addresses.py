"""Which addresses of content are taken: http and https with a host, and nothing that hides where it leads."""

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from workflows.codes.addresses import ADDRESS_PATTERN, WebAddress, is_address

ADDRESS = TypeAdapter(WebAddress)
REFUSED = (
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "\tjava\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript://example.org/%0aalert(1)", "data:text/html,<script>", "DATA:text/html;base64,PHA+", "file:///etc/passwd",
    "vbscript:msgbox", "blob:https://example.org/1", "about:blank", "ftp://example.org/", "ws://example.org/",
    "mailto:a@example.org", "tel:+62", "intent://x#Intent;end", "view-source:https://example.org/", "https:example.org",
    "https:/example.org", "https://", "https:///path", "https://?q=1", "https://#a", "http://:80/", "example.org",
    "//example.org/", "/path", "https://user@example.org/", "https://user:secret@example.org/", "https://example.org@evil.example/",
    "https://:@example.org/", "https://example.org\\@evil.example/", "https:\\\\example.org", "https://exa mple.org/",
    "https://example.org/a b", "https://example.org/\u202egpj.exe", "https://example.org/\u200b", "https://exam\u00adple.org/",
    "https://example.org:99999/", "https://example.org:0/", "https://example.org:a/", "https://[::1", "https://[fe80::1%25lo]/",
    "https://[evil]/", "https://-a.example/", "https://a..example/", "https://.example/",
    "https://ex%61mple.org/", "https://example.org/\x00", "https://example.org/\x1b[2J", "https://example.org/<b>",
    'https://example.org/"onclick=', "https://example.org\uff0fevil.example/", "https://evil.example\uff20example.org/",
    "https://\u3164.example/", "https://\u2800/", f"https://{'a' * 64}.example/", f"https://{'a.' * 130}example/",
    "jAvAsCrIpT\u200b:alert(1)", "\u0000javascript:alert(1)", "\ufeffjavascript:alert(1)", "https\uff1a//example.org/",
    "",
)  # fmt: skip
TAKEN = (
    "https://contoh.example/video/123", "http://contoh.example", "HTTPS://Contoh.Example/A?b=c#d", "https://8.8.8.8:8443/",
    "https://[2606:4700::1111]/", "https://münchen.example/straße", "https://例え.example/パス", "https://xn--mnchen-3ya.example/",
    "https://हिन्दी.example/", "https://t.me/kanal/12?single", "https://example.org/a@b?x=@y", "https://example.org./",
    "https://example.org/a%20b", "https://localhost/", "https://a_b.example/", "https://example.org?q=1", "https://example.org/\U0001f6a8",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_address_of_the_web_is_refused(text: str) -> None:
    for around in (text, f" {text}", f"{text}\n"):
        with pytest.raises(ValidationError):
            ADDRESS.validate_python(around)
    assert not is_address(text)


@pytest.mark.parametrize("text", TAKEN)
def test_an_address_of_the_web_is_kept_as_sent(text: str) -> None:
    assert ADDRESS.validate_python(text) == ADDRESS.validate_python(f" {text}\n") == text
    assert re.search(ADDRESS_PATTERN, text)
