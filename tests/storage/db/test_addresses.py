"""Every address is read once, and what cannot be done is refused in words that hold nothing of it."""

from pathlib import Path

import pytest

from service.edge.settings import Settings, SettingsError
from service.storage.db.address_parameters import AS_EVER, CHOICES, FILES, REFUSED, SESSIONS, TLS_MODES, WHOLE
from service.storage.db.database_addresses import AddressError, address_of, parse_address

SECRET = "Rahasia"
PLAIN = f"postgresql://petugas:{SECRET}@h/db"
OWN_NEEDS = {
    ("sslnegotiation", "direct"): "&sslmode=require",
    **{("sslmode", mode): "&sslrootcert={file}" for mode in TLS_MODES[4:]},
}
"""What a value needs beside it."""


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the account that runs the tests."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PGSSLROOTCERT", raising=False)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_both_schemes_are_one(scheme: str) -> None:
    assert parse_address(f"{scheme}://a:b@h:6000/db") == parse_address("postgresql://a:b@h:6000/db")


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("postgresql://h/db", (("h", 5432),)),
        ("postgresql://h1:5432,h2:5433/db", (("h1", 5432), ("h2", 5433))),
        ("postgresql://h1,h2:5433,h3/db", (("h1", 5432), ("h2", 5433), ("h3", 5432))),
        ("postgresql://[::1]:5433/db", (("::1", 5433),)),
        ("postgresql://[::1],10.0.0.2:1/db", (("::1", 5432), ("10.0.0.2", 1))),
        ("postgresql:///db?host=h1,h2&port=1,2", (("h1", 1), ("h2", 2))),
        ("postgresql:///db?host=h1,h2&port=7", (("h1", 7), ("h2", 7))),
        ("postgresql:///db?host=/run/postgresql", (("/run/postgresql", 5432),)),
        ("postgresql://%2Frun%2Fpostgresql/db", (("/run/postgresql", 5432),)),
        ("postgresql:///db", ()),
    ],
)
def test_hosts_are_read_as_libpq_reads_them(url: str, hosts: tuple[tuple[str, int], ...]) -> None:
    assert parse_address(url).hosts == hosts


def test_who_and_where_are_unquoted_and_what_a_parameter_says_stands_first() -> None:
    read = parse_address("postgresql://p%40tugas:%2Frahasia%3F@h/d%20b")
    assert (read.user, read.password, read.database) == ("p@tugas", "/rahasia?", "d b")
    read = parse_address("postgresql://a:b@h/c?user=d&password=e&database=f")
    assert (read.user, read.password, read.database) == ("d", "e", "f")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in CHOICES for value in CHOICES[name]])
def test_every_choice_is_taken_and_no_other(name: str, value: str, tmp_path: Path) -> None:
    file = tmp_path / "roots"
    file.touch()
    beside = OWN_NEEDS.get((name, value), "").format(file=file)
    read = parse_address(f"{PLAIN}?{name}={value}{beside}")
    if name == "target_session_attrs":
        assert read.sessions == SESSIONS[value]
    elif name == "keepalives":
        assert read.numbers[name] == int(value)
    else:
        assert read.driver[name] == value
    with pytest.raises(AddressError, match=name):
        parse_address(f"{PLAIN}?{name}={value}x")


@pytest.mark.parametrize(
    ("said", "mode"),
    [("true", "require"), ("1", "require"), ("False", "disable"), ("require", "require"), ("prefer", "prefer")],
)
def test_ssl_is_sslmode_as_others_write_it(said: str, mode: str) -> None:
    assert parse_address(f"{PLAIN}?ssl={said}").driver["sslmode"] == mode
    assert parse_address(f"{PLAIN}?ssl={said}&sslmode={mode}").driver["sslmode"] == mode
    with pytest.raises(AddressError, match="sslmode"):
        parse_address(f"{PLAIN}?ssl={said}&sslmode=allow")


@pytest.mark.parametrize("name", [*REFUSED, "sslmod", "statement_timeout", "search_path"])
def test_what_the_driver_cannot_take_is_refused_by_name(name: str) -> None:
    with pytest.raises(AddressError, match=name):
        parse_address(f"{PLAIN}?{name}=random")


@pytest.mark.parametrize(("name", "value"), [(name, (AS_EVER[name] or ("x",))[0]) for name in AS_EVER])
def test_what_is_done_anyway_is_taken_and_said_to_nobody(name: str, value: str) -> None:
    read = parse_address(f"{PLAIN}?{name}={value}")
    assert read == parse_address(PLAIN)
    if AS_EVER[name]:
        with pytest.raises(AddressError, match=name):
            parse_address(f"{PLAIN}?{name}=require")


@pytest.mark.parametrize("name", WHOLE)
def test_numbers_are_whole(name: str) -> None:
    assert parse_address(f"{PLAIN}?{name}=7").numbers[name] == 7
    for wrong in ("-1", "1.5", "x", "1s"):
        with pytest.raises(AddressError, match=name):
            parse_address(f"{PLAIN}?{name}={wrong}")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_there_is_refused_before_anything_is_tried(name: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match=name):
        parse_address(f"{PLAIN}?{name}={tmp_path}/none")


@pytest.mark.parametrize(
    "query",
    [
        "sslmode=verify-ca",
        "sslmode=verify-full",
        "sslrootcert=system&sslmode=require",
        "sslnegotiation=direct",
        "sslnegotiation=direct&sslmode=prefer",
        "sslmode=require&host=/run/postgresql",
        "port=1,2",
        "port=0",
        "port=65536",
        "host=h1,,h2",
        "host=h1:x",
        "nothing",
    ],
)
def test_what_does_not_go_together_is_refused(query: str) -> None:
    with pytest.raises(AddressError):
        parse_address(f"{PLAIN}?{query}")


def test_the_roots_of_the_system_verify_name_and_chain() -> None:
    read = parse_address(f"{PLAIN}?sslrootcert=system")
    assert read.tls is not None
    assert read.tls.check_hostname
    assert "sslrootcert" not in read.driver


@pytest.mark.parametrize("scheme", ["postgresql+asyncpg", "jdbc:postgresql", "mysql", "http", ""])
def test_another_scheme_is_refused(scheme: str) -> None:
    with pytest.raises(AddressError, match="postgresql://"):
        parse_address(f"{scheme}://petugas:{SECRET}@h/db")


@pytest.mark.parametrize("sign", [*"@#?/[]", "?a=", "?sslmode=", "?port=", "@h?host=", ":@", "?connect_timeout="])
def test_no_refusal_holds_a_piece_of_a_password(sign: str) -> None:
    url = f"postgresql://petugas:{SECRET}{sign}{SECRET}@h:1/db?sslmode=never"
    with pytest.raises(AddressError) as refused:
        parse_address(url)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\t", "\0", "%0A", "%00", "\x7f", "\x85"])
@pytest.mark.parametrize("place", [f"{PLAIN}{{}}", "postgresql://h{}/db", f"{PLAIN}?options=a{{}}"])
def test_a_sign_that_is_not_seen_is_refused_wherever_it_stands(place: str, sign: str) -> None:
    """As a secret in a file ends with the line, which would be the end of the database's name."""
    with pytest.raises(AddressError, match="not seen"):
        parse_address(place.format(sign))


LIBPQ_18 = (
    *("max_protocol_version", "min_protocol_version", "sslkeylogfile", "servicefile", "scram_client_key"),
    *("scram_server_key", "oauth_issuer", "oauth_client_id", "oauth_client_secret", "oauth_scope", "sslcertmode"),
    *("load_balance_hosts", "require_auth", "gssdelegation"),
)


@pytest.mark.parametrize("name", LIBPQ_18)
def test_what_libpq_18_knows_is_not_said_to_be_no_parameter(name: str) -> None:
    with pytest.raises(AddressError, match=f"^{name} (cannot be had|must be)"):
        parse_address(f"{PLAIN}?{name}=never")


@pytest.mark.parametrize("said", ["load_balance_hosts=disable", "max_protocol_version=3.2"])
def test_what_is_so_without_being_said_may_be_said(said: str) -> None:
    assert parse_address(f"{PLAIN}?{said}") == parse_address(PLAIN)


def test_the_setting_is_named() -> None:
    settings = Settings(embedded=True, database_url=f"{PLAIN}?load_balance_hosts=random")
    with pytest.raises(SettingsError, match=r"TINDAK_DATABASE_URL: load_balance_hosts .* server"):
        address_of(settings, "database_url")
    assert address_of(settings, "admin_database_url") is None
