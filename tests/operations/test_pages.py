"""What the pages of ``docs/`` say of tables, wings, rooms and one another is so."""

import re
from pathlib import Path

import pytest

from tests.operations.pages import DOCS, MADE, MARK, ROOT, written
from tests.operations.wings import layers, wings
from tests.walking import walked

DECISIONS = DOCS / "decisions" / "README.md"
RECORDS = walked(sorted(DECISIONS.parent.glob("0*.md")))
HOW_TO = walked(sorted((DOCS / "how-to").glob("*.md")))
FILES = (
    *sorted(DOCS.glob("*.md")),
    *HOW_TO,
    *RECORDS,
    DECISIONS,
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
)
PAGES = {str(file.relative_to(ROOT)): file.read_text() for file in FILES}
PLACES = sorted(
    {
        (page, place)
        for page, text in PAGES.items()
        for place in re.findall(r"`((?:service|workflows|tests|migrations|openapi|docs)/[\w./-]*\w)/?`", text)
    }
)
LINKS = sorted(
    {(page, link) for page, text in PAGES.items() for link in re.findall(r"\]\(([^)#:]*(?:#[^)]*)?)\)", text) if link}
)
READERS = ("staff", "integrators", "auditors", "operators")
SAMPLE = """
[[tool.importlinter.contracts]]
name = "wings of service"
type = "layers"
containers = ["service"]
layers = ["cli | app", "(storage)"]
[[tool.importlinter.contracts]]
name = "wings of workflows"
type = "layers"
layers = ["workflows.engine"]
"""


def test_each_reader_has_a_page_that_readme_leads_to() -> None:
    for reader in READERS:
        assert f"(docs/{reader}.md)" in PAGES["README.md"]


def test_readme_is_short() -> None:
    assert len(PAGES["README.md"].splitlines()) <= 150


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_each_how_to_is_short_says_what_tells_of_a_step_forgotten_and_is_led_to(page: Path) -> None:
    text = page.read_text()
    assert len(text.splitlines()) <= 50
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[-2:] == ["Commands", "What tells you"]
    assert f"(docs/how-to/{page.name})" in PAGES["CONTRIBUTING.md"]
    assert f"(how-to/{page.name})" in PAGES["docs/architecture.md"]


def test_every_made_table_stands_on_a_page() -> None:
    assert sorted(found[1] for text in PAGES.values() for found in MARK.finditer(text)) == sorted(MADE)


@pytest.mark.parametrize("page", PAGES)
def test_every_made_table_is_what_make_docs_writes(page: str) -> None:
    assert PAGES[page] == written(PAGES[page])


def test_the_pages_name_rooms_and_link_to_one_another() -> None:
    assert len(PLACES) > 12
    assert len(LINKS) > 20


@pytest.mark.parametrize(("page", "place"), PLACES)
def test_each_room_that_a_page_names_is_there(page: str, place: str) -> None:
    assert (ROOT / place).exists(), page


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_each_link_between_pages_leads_somewhere(page: str, link: str) -> None:
    file, _, anchor = link.partition("#")
    target = (ROOT / page).parent / file if file else ROOT / page
    assert target.exists()
    assert not anchor or anchor in _anchors(target)


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_each_decision_is_short(record: Path) -> None:
    lines = record.read_text().splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 145


def test_the_list_of_decisions_has_each_record_by_its_title() -> None:
    listed = re.findall(r"^\| (\d{4}) \| \[(.+)\]\((.+)\) \|$", DECISIONS.read_text(), re.MULTILINE)
    titles = [(file.name, _title(file)) for file in sorted(DECISIONS.parent.glob("0*.md"))]
    assert [(name, title) for _, title, name in listed] == titles
    assert all(name.startswith(f"{number}-") for number, _, name in listed)


def test_every_number_that_no_decision_has_is_explained() -> None:
    numbers = {int(file.name[:4]) for file in DECISIONS.parent.glob("0*.md")}
    explained = {int(number) for number in re.findall(r"\b(\d{4}) was ", DECISIONS.read_text())}
    assert explained == set(range(1, max(numbers))) - numbers


def _title(file: Path) -> str:
    """A record's heading, without the number that some begin with."""
    return re.sub(r"^# (?:\d{4} )?", "", file.read_text().partition("\n")[0])


def test_wings_are_read_from_the_contracts_top_first() -> None:
    contract = {"containers": ["service"], "layers": ["cli | app", "(storage)"]}
    assert layers(contract) == [["service.cli", "service.app"], ["service.storage"]]


def test_wings_are_drawn_with_what_they_say_of_themselves(tmp_path: Path) -> None:
    files = {
        "service/cli.py": "The command line.",
        "service/app.py": "The one place\nwhere parts meet: all of them.",
        "service/storage/__init__.py": "What is kept, and how. More.",
        "service/storage/__main__.py": "How it is started, which is no room.",
        "service/storage/db/__init__.py": "The database.",
        "service/storage/texts.py": "Texts.",
        "workflows/engine.py": "The machine.",
    }
    for name, says in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f'"""{says}"""\n')
    assert wings(SAMPLE, tmp_path).splitlines() == [
        "**`service/`**, each may import what stands below it:",
        "",
        "- `service/cli.py`: The command line.",
        "- `service/app.py`: The one place where parts meet.",
        "- `service/storage/`: What is kept, and how. Rooms: db, texts.",
        "",
        "**`workflows/`**, each may import what stands below it:",
        "",
        "- `workflows/engine.py`: The machine.",
        "",
        "Kept by `lint-imports`:",
        "",
        "- wings of service",
        "- wings of workflows",
    ]


def test_a_part_without_layers_names_its_rooms_side_by_side(tmp_path: Path) -> None:
    for name in ("service/storage/__init__.py", "service/cli.py", "service/__init__.py", "service/notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows" / "engine.py").write_text('"""The machine."""\n')
    contract = SAMPLE.partition("[[tool")[2].rpartition("[[tool")[2]
    drawn = wings(f"[[tool{contract}", tmp_path).splitlines()
    assert drawn[0] == "**`service/`**, side by side: cli, storage."
    assert drawn[-1] == "- wings of workflows"


def test_a_wing_that_says_nothing_of_itself_is_not_drawn(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="says what it is for"):
        wings(SAMPLE, tmp_path)
