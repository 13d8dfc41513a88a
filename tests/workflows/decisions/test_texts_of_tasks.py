"""Every text that the event of a task brings is kept as that task's, and no other text as any task's."""

from tests.trail.verifier.stories import LEAD, SUPPORT, everything, gakkumdu
from tests.trail.verifier.trails import BUDI, EKO, TONO, Trail
from workflows.codes.reports import TextField

OF_TASKS = {
    TextField.RESULT, TextField.REASON, TextField.LEGAL_BASIS, TextField.REFERENCE, TextField.DOCUMENT,
    TextField.HANDOVER,
}  # fmt: skip


def told() -> Trail:
    trail = Trail()
    everything(trail)
    gakkumdu(trail)
    case = trail.intake().verify().assign(LEAD, SUPPORT)
    case.work(EKO, "polres", "accept").work(
        EKO, "polres", "assign_person", assignee=str(BUDI.person), note="Temui saksi"
    )
    case.work(
        TONO, "bawaslu", "transfer", agency="panwascam", kind="handed_down", reason="Dekat", reference="1/XI/2024",
        documents=[{"kind": "study", "words": "Kajian"}, {"kind": "minutes", "words": "Notulen"}],
    )  # fmt: skip
    return trail


def test_a_text_is_of_the_task_that_its_event_is_about() -> None:
    events = [event for change in told().changes for event in change.events]
    assert {text.field for event in events if event.task for text in event.texts} == OF_TASKS
    for event in events:
        assert {text.task for text in event.texts} <= {event.task}, event.action
