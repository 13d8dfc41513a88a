"""A report's standing in a few hundred bytes, so that millions of reports fit into memory at once.

What repeats between reports (codes, agencies, areas, persons) is kept once and numbered; the rest is packed.
"""

import struct
from collections.abc import Iterator, MutableMapping
from typing import Any

from workflows.codes import TaskKind, TaskRole, TaskState
from workflows.replay.standing import Report, Task

_REPORT = struct.Struct("<32s16sqq15I")
_TASK = struct.Struct("<16sI4B5I")
_NUMBER = struct.Struct("<I")
_NO_LEAF = -1
_ROLES, _KINDS, _STATES = ([each.value for each in codes] for codes in (TaskRole, TaskKind, TaskState))
_ROLE, _KIND, _STATE = ({code: at for at, code in enumerate(codes)} for codes in (_ROLES, _KINDS, _STATES))


class Shelf:
    """The standings of all reports, by the 16 bytes of the report's identifier, packed into ``packed``."""

    def __init__(self, packed: MutableMapping[bytes, bytes]) -> None:
        self._packed = packed
        self._values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._packed)

    def put(self, report_id: bytes, report: Report) -> None:
        """Keep a standing."""
        number = self._number
        register = b"" if report.register_number is None else b"=" + report.register_number.encode()
        head = _REPORT.pack(
            report.head,
            report.event,
            _NO_LEAF if report.leaf_index is None else report.leaf_index,
            report.at,
            report.seq,
            report.version,
            report.round,
            number(report.state),
            number(report.category),
            number(report.severity),
            number(report.classification),
            number(report.area),
            number(report.lead),
            number(report.outcome),
            number(report.accused),
            number(report.person),
            number(report.reported_by),
            len(report.tasks),
            len(register),
        )
        more = (report.election, report.erasures, report.review)
        rest = _NUMBER.pack(number(more)) if any(more) else b""
        self._packed[report_id] = b"".join((head, *map(self._pack_task, report.tasks), register, rest))

    def get(self, report_id: bytes) -> Report | None:
        """The standing that was kept last; None when there is none."""
        packed = self._packed.get(report_id)
        return None if packed is None else self._unpack(packed)

    def take(self, report_id: bytes) -> Report | None:
        """The standing that was kept last, which is forgotten; None when there is none."""
        packed = self._packed.pop(report_id, None)
        return None if packed is None else self._unpack(packed)

    def _unpack(self, packed: bytes) -> Report:
        report, value = Report(), self._values
        (
            report.head, report.event, leaf_index, report.at, report.seq, report.version, report.round,
            state, category, severity, classification, area, lead, outcome, accused, person, reported_by,
            tasks, register,
        ) = _REPORT.unpack_from(packed)  # fmt: skip
        report.leaf_index = None if leaf_index == _NO_LEAF else leaf_index
        report.state, report.category, report.severity = value[state], value[category], value[severity]
        report.classification, report.area, report.lead = value[classification], value[area], value[lead]
        report.outcome, report.accused = value[outcome], value[accused]
        report.person, report.reported_by = value[person], value[reported_by]
        end = _REPORT.size + tasks * _TASK.size
        report.tasks = [self._unpack_task(packed, at) for at in range(_REPORT.size, end, _TASK.size)]
        if register:
            report.register_number = packed[end + 1 : end + register].decode()
        if len(packed) > end + register:
            report.election, report.erasures, report.review = value[_NUMBER.unpack_from(packed, end + register)[0]]
        return report

    def _pack_task(self, task: Task) -> bytes:
        number = self._number
        return _TASK.pack(
            task.id,
            number(task.agency),
            _ROLE[task.role],
            _KIND[task.kind],
            _STATE[task.state],
            task.obligatory,
            task.round,
            task.version,
            number(task.assignee),
            number(task.completed_by),
            number(task.recommendation),
        )

    def _unpack_task(self, packed: bytes, at: int) -> Task:
        value = self._values
        (
            task_id, agency, role, kind, state, obligatory, number, version, assignee, by, recommendation,
        ) = _TASK.unpack_from(packed, at)  # fmt: skip
        task = Task(task_id, value[agency], _ROLES[role], _KINDS[kind], obligatory == 1, number)
        task.state, task.version = _STATES[state], version
        task.assignee, task.completed_by, task.recommendation = value[assignee], value[by], value[recommendation]
        return task

    def _number(self, value: Any) -> int:
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self._values)
            self._values.append(value)
        return number
