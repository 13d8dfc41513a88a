"""Everything that is done beside a report, each through the operation, or the part of the worker, that does it.

Each waits at its ``yield``: what stands above is there before an officer reads the report, what stands below is done
while the officer has it open.
"""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from service.edge.settings import Settings
from tests.edge.api.bodies import reviewed
from tests.edge.api.story import ADMIN, DESK, POLRES, SARI, TONO, VERIFY, P, fire, headers
from tests.features.content_checks.test_desk import BODIES, WAY, opened
from tests.features.disagreeing.test_going_on import hand
from tests.features.evidence.conftest import caring
from tests.features.evidence.sending import begin, follow, link, photo, put, send
from tests.features.ladder.looking import let_pass, watching
from tests.features.notices.telling import RECIPIENT, sent, unseal

MONTH = timedelta(days=31)
LACKING = {"finding": "incomplete", "missing": ["material"], "text": "Belum ada saksi"}


class Scene:
    """A report at its first version, and who does things to it."""

    def __init__(self, client: Any, settings: Settings, admin: Any, made: dict[str, Any]) -> None:
        self.client, self.settings, self.admin = client, settings, admin
        self.made, self.id = made, str(made["id"])

    @property
    def path(self) -> str:
        return f"{P}/reports/{self.id}"

    async def post(self, where: str, who: Any, body: Any, **match: int) -> Any:
        path = where if where.startswith("/") else f"{self.path}/{where}"
        answer = await self.client.post(path, json=body, headers=headers(self.settings, who, **match))
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def verified(self) -> None:
        answer = await fire(self.client, self.settings, SARI, f"/reports/{self.id}", 1, VERIFY)
        assert answer.status_code == 200, answer.text

    async def review(self) -> dict[str, Any]:
        """A review that it carries."""
        await self.verified()
        return await reviewed(self.client, self.settings, self.id)

    async def photo(self) -> str:
        return await send(self.client, self.settings, POLRES, self.id, photo(), filename="foto.jpg")

    async def shown(self) -> Any:
        answer = await self.client.get(self.path, headers=headers(self.settings, DESK))
        assert answer.status_code == 200, answer.text
        return answer

    async def actions(self) -> list[str]:
        answer = await self.client.get(f"{self.path}/history?limit=100", headers=headers(self.settings, DESK))
        return [event["action"] for event in answer.json()["items"]]


Steps = AsyncIterator[None]
Act = Callable[[Scene], Steps]


async def note(at: Scene) -> Steps:
    yield
    await at.post("notes", POLRES, {"text": "Catatan"})


async def unseal_the_reporter(at: Scene) -> Steps:
    yield
    await at.post("reporter/unseal", TONO, {"reason": "Klarifikasi"})


async def tell_somebody(at: Scene) -> Steps:
    yield
    await sent(at.client, at.settings, at.made)


async def unseal_whom_was_told(at: Scene) -> Steps:
    notice = await sent(at.client, at.settings, at.made, recipient=RECIPIENT)
    yield
    answer = await unseal(at.client, at.settings, at.made, notice["id"])
    assert answer.status_code == 200, answer.text


async def note_a_withdrawal(at: Scene) -> Steps:
    await at.verified()
    yield
    await at.post("withdrawals", SARI, {"reason": "Surat pencabutan"})


async def find_it_incomplete(at: Scene) -> Steps:
    yield
    await at.post("completeness", SARI, LACKING)


async def find_it_complete(at: Scene) -> Steps:
    await at.post("completeness", SARI, LACKING)
    yield
    await at.post("completeness", SARI, {"finding": "complete"})


async def write_its_review(at: Scene) -> Steps:
    review = await at.review()
    where = f"{P}/reviews/{review['id']}"
    yield
    body = {"section": "planned", "text": "Kata lain"}
    await at.post(f"{where}/sections", DESK, body, match=review["version"])


async def add_a_lesson(at: Scene) -> Steps:
    review = await at.review()
    yield
    await at.post(f"{P}/reviews/{review['id']}/lessons", DESK, {"kind": "change", "text": "Pelajaran"})


async def ask_to_erase_and_refuse(at: Scene) -> Steps:
    yield
    asked = await at.post("erasures", ADMIN, {"target": "reporter", "reason": "Hak pelapor"})
    await at.post(f"erasures/{asked['id']}/decision", TONO, {"approve": False})


async def propose_and_refuse(at: Scene) -> Steps:
    yield
    amended = {"kind": "amendment", "amendment": {"classification": "ordinary"}, "reason": "Keadaan berubah"}
    asked = await at.post("proposals", DESK, amended)
    await at.post(f"proposals/{asked['id']}/decision", TONO, {"approve": False})


async def check_content(at: Scene) -> Steps:
    yield
    check = await opened(at.client, at.settings, at.id)
    for step in WAY["takedown_answered"]:
        await at.post(f"content-checks/{check['id']}/{step}", TONO, BODIES[step])


async def send_evidence(at: Scene) -> Steps:
    yield
    await at.photo()


async def begin_to_send(at: Scene) -> Steps:
    yield
    begun = await begin(at.client, at.settings, POLRES, at.id, len(photo()))
    half = await put(at.client, at.settings, POLRES, begun.headers["Location"], 0, photo()[:100])
    assert half.status_code == 204, half.text


async def look(at: Scene) -> Steps:
    one = await at.photo()
    async with caring(at.settings) as care:
        await care.previews.make(care.policy.region)
    yield
    asked = await link(at.client, at.settings, SARI, at.id, one, "view")
    assert (await follow(at.client, at.settings, SARI, asked.json()["url"])).status_code == 200


async def make_a_link(at: Scene) -> Steps:
    one = await at.photo()
    yield
    assert (await link(at.client, at.settings, SARI, at.id, one)).status_code == 201


async def follow_a_link(at: Scene) -> Steps:
    one = await at.photo()
    asked = await link(at.client, at.settings, SARI, at.id, one)
    yield
    assert (await follow(at.client, at.settings, SARI, asked.json()["url"])).status_code == 200


async def hand_it_over(at: Scene) -> Steps:
    one = await at.photo()
    yield
    answer = await hand(at.client, at.settings, TONO, at.id, one, agency="kejari")
    assert answer.status_code == 201, answer.text


async def lose_and_find(at: Scene) -> Steps:
    await at.photo()
    (path,) = [path for path in (at.settings.home / "evidence").rglob("*") if path.is_file()]
    yield
    away = path.rename(at.settings.home / "away")
    async with caring(at.settings) as care:
        assert await care.checker.check(care.policy, datetime.now(UTC) + MONTH) == 1
        path.parent.mkdir(parents=True, exist_ok=True)
        away.rename(path)
        assert await care.checker.check(care.policy, datetime.now(UTC) + 2 * MONTH) == 1


async def let_time_pass(at: Scene) -> Steps:
    yield
    async with watching(at.settings) as ladder:
        for passed in (timedelta(minutes=20), timedelta(hours=3), timedelta(days=7)):
            await let_pass(at.admin, passed)
            await ladder.sweep(datetime.now(UTC))


_CONTENT = ("content.opened", "content.judged", "content.takedown_requested", "content.takedown_answered")

DONE_BESIDE: dict[Act, tuple[str, ...]] = {
    note: ("report.noted",),
    unseal_the_reporter: ("reporter.unsealed",),
    tell_somebody: ("notice.sent",),
    unseal_whom_was_told: ("recipient.unsealed",),
    note_a_withdrawal: ("report.withdrawal_noted",),
    find_it_incomplete: ("report.found_incomplete",),
    find_it_complete: ("report.completed",),
    write_its_review: ("review.recorded",),
    add_a_lesson: ("review.lesson_added",),
    ask_to_erase_and_refuse: ("erasure.requested", "erasure.refused"),
    propose_and_refuse: ("proposal.made", "proposal.refused"),
    check_content: _CONTENT,
    send_evidence: ("evidence.added",),
    begin_to_send: (),
    look: ("evidence.viewed",),
    make_a_link: ("evidence.downloaded",),
    follow_a_link: (),
    hand_it_over: ("evidence.transferred",),
    lose_and_find: ("evidence.altered", "evidence.restored"),
    let_time_pass: ("clock.warned", "report.escalated"),
}
"""By what is done: every event that it leaves."""
