"""What a story did and found, in words and in numbers."""

import json
from collections.abc import Iterable

from tests.stories.answers import Answer
from tests.stories.contract import P
from tests.stories.facts import Truth
from tests.stories.findings import Finding, Met
from tests.stories.scene import Act

WIDTH = 700


class Notebook:
    """Kept by a story as it goes. Of each fault the first finding is kept."""

    def __init__(self, met: Met) -> None:
        self.met = met
        self._lines: list[str] = []
        self._acts = 0
        self._found: set[str] = set()

    @property
    def script(self) -> str:
        return "\n".join(self._lines)

    def count(self, answer: Answer) -> None:
        self.met.requests += 1
        if answer.done:
            self.met.routes[answer.route] += 1
        elif isinstance(answer.json, dict):
            self.met.refusals[str(answer.json.get("code"))] += 1

    def find(self, found: Iterable[Finding]) -> None:
        for one in found:
            if one.key not in self._found:
                self._found.add(one.key)
                self.met.findings.append(one)
                self._lines.append(f"      !! {one}")

    def tell(self, act: Act, answer: Answer, refused: str | None, truth: Truth) -> None:
        """One act in a line: reports are called by their number, tasks by report and agency."""
        self._acts += 1
        body = json.dumps(act.body, ensure_ascii=False) if act.body is not None else ""
        said = f"{act.kind}{' (queued)' if act.queued else ''} by {act.office}: {act.path.removeprefix(P)} {body}"
        for number, report in enumerate(truth.values(), start=1):
            said = said.replace(report.id, f"R{number}")
            for task in report.tasks:
                said = said.replace(task.id, f"R{number}.{task.agency}")
        self._lines.append(f"{self._acts:3} {answer.status} {refused or ''} {said[:WIDTH]}")

    def say(self, words: str) -> None:
        self._lines.append(f"    {words}")
