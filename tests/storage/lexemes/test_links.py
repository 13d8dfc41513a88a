"""A link is one, whichever host of a platform it names, whoever shared it, however its parameters are ordered."""

from tests.storage.lexemes.reading import Cases, found, missed, parted

ALIKE: Cases = {
    "hosts of one platform": (
        "Lihat https://web.facebook.com/a/posts/1, ya",
        (
            "https://www.facebook.com/a/posts/1",
            "https://mbasic.facebook.com/a/posts/1",
            "https://id-id.facebook.com/a/posts/1",
            "https://l.facebook.com/a/posts/1",
            "https://m.facebook.com/a/posts/1",
            "fb.com/a/posts/1",
        ),
    ),
    "a platform that was renamed": (
        "Di https://mobile.twitter.com/a/status/1?s=20&t=AbC",
        ("https://x.com/a/status/1", "twitter.com/a/status/1", "https://X.com/A/status/1?ref_src=twsrc"),
    ),
    "a short name of a film": (
        "https://youtu.be/dQw4w9?si=xyz&t=12",
        (
            "https://www.youtube.com/watch?v=dQw4w9",
            "https://youtu.be/dQw4w9",
            "https://m.youtube.com/watch?v=dQw4w9&feature=shared",
            "youtube.com/watch?ab_channel=Kanal&v=dQw4w9&t=1m2s",
        ),
    ),
    "who shared it": (
        "https://www.facebook.com/watch/?v=12&ref=sharing",
        (
            "https://www.facebook.com/watch/?v=12",
            "https://www.facebook.com/watch?v=12&rdid=xyz&mibextid=ww",
            "https://www.facebook.com/watch?utm_source=a&utm_medium=b&v=12&fbclid=IwAR",
            "https://www.facebook.com/watch?__cft__[0]=AZ&__tn__=-R&igsh=MzRl&amp;v=12",
        ),
    ),
    "parameters in another order": (
        "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
        (
            "https://m.facebook.com/permalink.php?id=2&story_fbid=1",
            "facebook.com/permalink.php?story_fbid=1&id=2&ref=a",
        ),
    ),
    "a host's last point": (
        "https://kabar.id./a",
        ("kabar.id/a", "https://kabar.id/a", "kabar.id./a", "kabar.id.:443/a"),
    ),
    "another scheme": (
        "ftp://kabar.id/a",
        ("kabar.id/a", "ftps://kabar.id/a", "ftp://kabar.id:21/a", "http://kabar.id/a"),
    ),
    "who signs in": ("ftp://tamu@www.kabar.id/a", ("kabar.id/a", "ftp://warga:x@kabar.id/a")),
    "a usual port and slashes": (
        "https://contoh.com:443/a//b/",
        ("https://contoh.com/a/b", "http://contoh.com:80/a/b", "contoh.com/a/b//"),
    ),
}
MORE: Cases = {
    "a platform under two names": ("https://www.threads.net/@a/post/1", ("threads.com/@a/post/1?xmt=a",)),
    "a messenger under two names": ("https://t.me/kanal/12", ("telegram.me/kanal/12", "telegram.me/kanal/12?_t=1")),
    "a short film": (
        "https://www.instagram.com/reel/abc/",
        ("instagram.com/reels/abc", "instagram.com/reel/abc?igsh=1"),
    ),
    "a short film elsewhere": ("https://youtube.com/shorts/abc", ("youtube.com/watch?v=abc", "youtube.com/live/abc")),
    "signs as they are": ("https://contoh.id/a%20b/%C3%A9", ("https://contoh.id/a%20B/%c3%a9",)),
    "a host in letters": ("https://xn--mnchen-3ya.id/a", ("https://m\u00fcnchen.id/a",)),
    "which advertisement it was": ("https://contoh.id/a", ("contoh.id/a?gad_source=1&wbraid=2&gbraid=3",)),
    "a chat": ("wa.me/6281234567890", ("0812-3456-7890", "https://api.whatsapp.com/send?text=a&phone=6281234567890")),
}
PARTS: Cases = {
    "a host without its port": (
        "Lihat http://kabar.id:8080/berita?x=1&y=2.",
        (
            "kabar.id",
            "kabar.id:8080",
            "kabar.id/berita",
            "kabar.id:8080/berita",
            "https://kabar.id/berita?y=2&x=1",
            "http://kabar.id:8080/berita?x=1&y=2",
        ),
    ),
    "a host without its last point": ("Di kabar.id.:8080/a", ("kabar.id", "kabar.id.", "kabar.id/a", "kabar.id:8080")),
    "a file's host": ("Ada di ftp://kabar.id/a/b", ("kabar.id", "kabar.id/a", "ftp://kabar.id", "ftp://kabar.id/a/b")),
}
APART: Cases = {
    "another chat": ("wa.me/6281234567890", ("wa.me/6281234567891", "0812-3456-7891")),
    "a host that cannot be read": ("https://xn--99999.id/a", ("https://xn--99998.id/a",)),
    "another post": ("https://web.facebook.com/a/posts/1", ("https://facebook.com/a/posts/2", "facebook.com/b")),
    "another film": ("https://youtu.be/abc", ("https://youtu.be/abd", "youtube.com/watch?v=abd")),
    "a host that only ends alike": ("https://bukanfacebook.com/a", ("facebook.com/a", "facebook.com")),
    "one that only begins alike": ("https://l.facebook.com.contoh.id/a", ("facebook.com/a", "facebook.com")),
    "another port": ("https://contoh.com:8080/a", ("https://contoh.com:8081/a", "contoh.com:8081")),
    "a port that was not written": ("https://contoh.com/a", ("https://contoh.com:8080/a", "contoh.com:8080")),
    "a topic of a forum": ("https://forum.contoh.id/topik?t=12", ("https://forum.contoh.id/topik?t=13",)),
    "another value": ("https://contoh.id/a?id=1&x=2", ("https://contoh.id/a?id=2&x=1",)),
}


def test_a_link_is_found_however_it_was_shared() -> None:
    assert (missed(ALIKE), parted(ALIKE)) == ([], [])


def test_a_link_is_found_by_less_of_it() -> None:
    assert missed(PARTS) == []


def test_another_link_is_not_found() -> None:
    assert found(APART) == []


def test_a_link_that_platforms_write_in_more_ways_is_one() -> None:
    assert (missed(MORE), parted(MORE)) == ([], [])
