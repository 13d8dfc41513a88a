"""Where `tindak run` listens: an address of this machine of either family, or it says what is wrong with it."""

import socket

import pytest

from service.edge.free_places import Place, require_free
from service.edge.settings import Settings, SettingsError
from service.operations.embedded import run as embedded
from tests.operations.run.running import free_port


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"])
def test_a_free_port_of_an_address_of_this_machine_is_taken_for_free(host: str) -> None:
    require_free(Place(host, free_port()))


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_that_is_taken_is_told(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as other:
        other.bind((host, 0))
        other.listen()
        settings = Settings(host=host, port=other.getsockname()[1])
        with pytest.raises(SettingsError, match=f"port {settings.port} of {host} is taken"):
            require_free(Place(settings.host, settings.port))


@pytest.mark.parametrize("host", ["203.0.113.7", "2001:db8::7", "a..b", "127.0.0.1:8000", "http://127.0.0.1", "[::1]"])
def test_a_host_that_is_none_of_this_machine_is_told_as_such_and_no_port_as_taken(host: str) -> None:
    with pytest.raises(SettingsError, match="TINDAK_HOST") as refused:
        require_free(Place(host, free_port()))
    assert "taken" not in str(refused.value)


@pytest.mark.parametrize(("host", "address"), [("::1", "http://[::1]:8000"), ("127.0.0.1", "http://127.0.0.1:8000")])
def test_the_address_that_is_shown_and_asked_is_one(host: str, address: str) -> None:
    assert embedded.listens_at(Settings(host=host, port=8000)) == address
