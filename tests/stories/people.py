"""The people of the stories: the same person in several offices, and machines."""

import time
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

from joserfc import jwt

from service.edge.auth.local_keys import LOCAL_ALGORITHMS, LOCAL_AUDIENCE, LOCAL_ISSUER, ensure_key
from tests.stories.contract import REGION, SCOPES

HOURS = 12


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody in one office: what a token, or an API key, says of its bearer.

    ``scopes`` is None but for machines; ``maker`` is in which office somebody made the key that this is.
    """

    name: str
    role: str
    agency: str
    subject: str
    scopes: frozenset[str] | None = None
    maker: "Office | None" = None
    regions: tuple[str, ...] = (REGION,)
    credential: str = ""

    def __str__(self) -> str:
        kind = f"key of {self.maker}" if self.maker else f"{self.role} {self.agency} {self.name}"
        return f"{kind} {sorted(self.scopes)}" if self.maker and self.scopes is not None else kind

    @property
    def answers_for(self) -> str:
        """The human subject behind it: a key's maker."""
        return self.maker.answers_for if self.maker else self.subject


def _subject(name: str, home: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{LOCAL_ISSUER}/{home}/{name}"))


def _person(name: str, *offices: str, scopes: tuple[str, ...] | None = None) -> list[Office]:
    """A person with offices as `role agency`; the first agency is what the subject is named by."""
    home = offices[0].split()[1]
    held = frozenset(scopes) if scopes is not None else None
    return [Office(name, role, agency, _subject(name, home), held) for role, agency in map(str.split, offices)]


CAST: tuple[Office, ...] = tuple(
    office
    for person in (
        _person("Budi", "officer polres", "supervisor polres"),
        _person("Eko", "officer polres"),
        _person("Rini", "supervisor polres"),
        _person("Agus", "officer kodim"),
        _person("Bayu", "supervisor kodim"),
        _person("Rina", "officer kejari"),
        _person("Gita", "supervisor kejari", "officer kejari"),
        _person("Dewi", "officer kpu", "supervisor kpu"),
        _person("Oki", "supervisor kpu"),
        _person("Sari", "officer bawaslu"),
        _person("Tono", "officer bawaslu", "supervisor bawaslu"),
        _person("Wati", "supervisor bawaslu"),
        _person("Hadi", "coordinator kesbangpol"),
        _person("Ratna", "coordinator kesbangpol", "supervisor kesbangpol", "officer kesbangpol"),
        _person("Joko", "supervisor kesbangpol"),
        _person("Putri", "officer diskominfo", "supervisor diskominfo"),
        _person("Operator", "admin diskominfo", "supervisor diskominfo"),
        _person("Surya", "admin diskominfo"),
        _person("Yusuf", "officer bpbd", "supervisor bpbd"),
        _person("Tri", "officer satpolpp"),
        _person("Lestari", "auditor inspektorat"),
        _person("Fajar", "auditor inspektorat", "officer inspektorat"),
        # People who changed their office: the subject of the provider stays, the claims are new.
        _person("Wulan", "supervisor bawaslu", "coordinator kesbangpol"),
        _person("Indra", "supervisor polres", "officer kodim", "supervisor kodim"),
        _person("Mesin", "integrator diskominfo", scopes=SCOPES),
        _person("Jembatan", "integrator bawaslu", scopes=("report:create", "report:read", "event:read")),
    )
    for office in person
)
STRANGER = Office("Asing", "officer", "polres", _subject("Asing", "polres"), regions=("33.04",))
"""Somebody of a neighbouring regency."""

MOVED = tuple(office for office in CAST if office.name in {"Wulan", "Indra"})
PEOPLE = tuple(office for office in CAST if office.role != "integrator")
SUBJECTS = tuple(dict.fromkeys(office.subject for office in PEOPLE))


def token(home: Path, office: Office) -> str:
    """An access token of the local issuer: signed here, since the same subject may come under any claims."""
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": LOCAL_ISSUER, "aud": LOCAL_AUDIENCE, "sub": office.subject, "client_id": "tindak-stories",
        "jti": str(uuid4()), "iat": now, "exp": now + HOURS * 3600, "agency": office.agency, "role": office.role,
        "name": office.name, "regions": list(office.regions),
    }  # fmt: skip
    if office.scopes is not None:
        claims["scope"] = " ".join(sorted(office.scopes))
    key = ensure_key(home)
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": key.kid}, claims, key, algorithms=LOCAL_ALGORITHMS)
