"""``tindak calendar``: keep, list and withdraw days of a region's calendar, and say which clocks run by one of before.

Each act goes through the API with a person's token, so that the trail says who did it (``calendar.day_kept``,
``calendar.day_withdrawn``): the database's own role is nobody. Nothing is done behind the API's back.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from service.edge.settings import SettingsError

_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST_PAGES = 1000
"""A list that does not end by then is none of ours."""


class Api(NamedTuple):
    """Where the API answers, in whose name, and for which region."""

    url: str
    token: str
    region: str


def api_at(url: str, token_file: Path, region: str) -> Api:
    """The API at an address, with the token in a file.

    Raises SettingsError for an address that would send the token in the clear, and for a file without a token.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        msg = "--url: needs the address of the API, such as https://tindak.example.go.id"
        raise SettingsError(msg)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        msg = "--url: needs https, or the token would be sent in the clear"
        raise SettingsError(msg)
    try:
        token = token_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"--token-file: {token_file}: {getattr(error, 'strerror', None) or 'holds no text'}"
        raise SettingsError(msg) from None
    if not token.isascii() or not token or any(sign.isspace() for sign in token):
        msg = f"--token-file: {token_file}: holds no token"
        raise SettingsError(msg)
    return Api(url.rstrip("/"), token, region)


def keep(api: Api, day: Mapping[str, Any]) -> int:
    """Keep a day. Raises SettingsError with what the API says against it."""
    kept = _ask(api, "POST", "/calendar/days", day)
    sys.stdout.write(f"kept {_line(kept)}\n")
    return 0


def withdraw(api: Api, kept: str, reason: str) -> int:
    """Withdraw a kept day by its identifier. Raises SettingsError with what the API says against it."""
    found = _ask(api, "POST", f"/calendar/days/{kept}/withdrawal", {"reason": reason})
    sys.stdout.write(f"withdrawn {_line(found)}\n")
    return 0


def listing(api: Api, *, as_json: bool) -> int:
    """Print every day that the region keeps or kept, newest first."""
    return _print(_all(api, "/calendar/days"), _line, as_json=as_json)


def changed(api: Api, *, as_json: bool) -> int:
    """Print every legal clock whose calendar has changed since it was counted, due first.

    Exit 1 when there is one, so that a script that looks now and then notices.
    """
    found = list(_all(api, "/clocks/changed"))
    _print(iter(found), _clock, as_json=as_json)
    return 1 if found else 0


def _print(items: Iterator[Any], line: Any, *, as_json: bool) -> int:
    for item in items:
        sys.stdout.write(f"{json.dumps(item, ensure_ascii=False) if as_json else line(item)}\n")
    return 0


def _line(day: Mapping[str, Any]) -> str:
    what = "worked" if day["working_day"] else "off"
    since = "" if day["withdrawn_at"] is None else f"; withdrawn {day['withdrawn_at']}: {day['withdrawal_reason']}"
    names = f"{day['name']['en']} / {day['name']['id']}"
    kept = f"kept {day['kept_at']} by {day['kept_by']}: {day['reason']} ({day['source']})"
    return f"{day['day']} {what} {day['id']} {names}; {kept}{since}"


def _clock(clock: Mapping[str, Any]) -> str:
    ends = f"{clock['due_at']} -> {clock['recounted_due_at']}"
    if clock["counter_end"] != clock["recounted_counter_end"]:
        ends += f", at the counter {clock['counter_end']} -> {clock['recounted_counter_end']}"
    return f"{clock['kind']} {clock['id']} of {clock['whose']}, report {clock['report']}: {ends}"


def _all(api: Api, path: str) -> Iterator[Any]:
    asked = f"{path}?limit=100"
    for _ in range(_MOST_PAGES):
        page = _ask(api, "GET", asked)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        asked = f"{path}?limit=100&cursor={page['next_cursor']}"
    msg = f"--url: the list at {path} does not end"
    raise SettingsError(msg)


def _ask(api: Api, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    """What the API answers. Neither redirects nor the environment's proxies get to see the token."""
    sent = {"Authorization": f"Bearer {api.token}", "Accept": "application/json", "Accept-Language": "en"}
    address = f"{api.url}/v1/regions/{api.region}{path}"
    try:
        with httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as http:
            answer = http.request(method, address, headers=sent, json=body)
        found = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        msg = f"--url: {api.url} does not answer ({type(error).__name__})"
        raise SettingsError(msg) from None
    except ValueError:
        msg = f"--url: {api.url} answers {answer.status_code}, and not as this API does"
        raise SettingsError(msg) from None
    if not answer.is_success:
        raise SettingsError(_refusal(found, answer.status_code))
    return found


def _refusal(problem: Any, status: int) -> str:
    """What a problem says, in one line; of its fields which are wrong."""
    if not isinstance(problem, dict):
        return f"the API answers {status}"
    faults = [f"{one.get('pointer') or one.get('parameter')}: {one.get('detail')}" for one in problem.get("errors", ())]
    said = f"{problem.get('code')}: {problem.get('title')}. {problem.get('detail') or ''}".strip()
    return f"{said} ({'; '.join(faults)})" if faults else said
