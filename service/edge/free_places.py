"""Whether a process can listen where its settings say, asked before it begins: a server's own words name no setting."""

import errno
import socket
from typing import Any, NamedTuple

from service.edge.settings import SettingsError


class Place(NamedTuple):
    """Where something is to listen, and by which names an operator sets that."""

    host: str
    port: int
    host_named: str = "TINDAK_HOST"
    port_named: str = "TINDAK_PORT"


def require_free(place: Place) -> None:
    """Raise SettingsError, with the reason and what to set, when nothing could listen there."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise SettingsError(_why_not(0, place)) from None
    met = {_bind(family, address) for family, _, _, _, address in found}
    if errno.EADDRINUSE in met or None not in met:
        raise SettingsError(_why_not(max(number or 0 for number in met), place))


def _bind(family: int, address: Any) -> int | None:
    """The number of the fault that is met in listening there; None for none."""
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.errno or 0
    return None


def _why_not(number: int, place: Place) -> str:
    """Why nothing can listen there."""
    if number == errno.EADDRINUSE:
        return f"port {place.port} of {place.host} is taken; set {place.port_named} to another one"
    if number == errno.EACCES:
        return f"port {place.port} needs rights that this account has not; set {place.port_named} to one from 1024 on"
    return f"{place.host_named}: {place.host} is no address of this machine; 127.0.0.1 and ::1 are its own"
