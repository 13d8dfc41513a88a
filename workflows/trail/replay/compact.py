"""A report's standing in a few hundred bytes, so that millions of reports fit into memory at once.

What repeats between reports (codes, agencies, areas, persons) is kept once and numbered; the rest is packed.
"""

import struct
from collections.abc import Iterator, MutableMapping
from operator import attrgetter
from typing import Any

from workflows.codes.tasks import TaskKind, TaskRole, TaskState
from workflows.trail.replay.standing import Limit, Report, Task, Watched

_REPORT = struct.Struct("<32s16sqq13I?")
_TASK = struct.Struct("<16sI4B7I")
_LIMIT = struct.Struct("<16sI2q3B")
_NUMBER = struct.Struct("<I")
_WATCHED = struct.Struct("<16sI16sBBq")
_NO_TASK = bytes(16)
_NO_LEAF = -1
_RARE = (
    "erasures", "walls", "merges", "case", "election", "review", "evidence", "contents", "reported_for", "named",
    "lead_moved_by", "lead_filled_by", "proposals", "administrative",
)  # fmt: skip
"""What most reports have none of; together one number, and that only where there is any."""

_TOGETHER = ("severity", "classification", "outcome", "accused", "story")
"""What is the same for many reports, all of it together: one number instead of five."""

_rare, _together = attrgetter(*_RARE), attrgetter(*_TOGETHER)
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
            number(report.area),
            number(report.lead),
            number(report.person),
            number(report.reported_by),
            number(_together(report)),
            len(report.tasks),
            len(register),
            len(report.clocks),
            report.beside,
        )
        rare = _rare(report)
        more = _NUMBER.pack(number(rare)) if any(rare) or report.watched else b""
        tasks, clocks = map(self._pack_task, report.tasks), map(self._pack_clock, report.clocks)
        watched = map(self._pack_watched, report.watched)
        self._packed[report_id] = b"".join((head, *tasks, register, *clocks, more, *watched))

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
            state, category, area, lead, person, reported_by, together, tasks, register, clocks,
            report.beside,
        ) = _REPORT.unpack_from(packed)  # fmt: skip
        report.leaf_index = None if leaf_index == _NO_LEAF else leaf_index
        report.state, report.category, report.area = value[state], value[category], value[area]
        report.lead = value[lead]
        report.person, report.reported_by = value[person], value[reported_by]
        for name, one in zip(_TOGETHER, value[together], strict=True):
            setattr(report, name, one)
        end = _REPORT.size + tasks * _TASK.size
        report.tasks = [self._unpack_task(packed, at) for at in range(_REPORT.size, end, _TASK.size)]
        if register:
            report.register_number = packed[end + 1 : end + register].decode()
        end += register
        last = end + clocks * _LIMIT.size
        report.clocks = tuple(self._unpack_clock(packed, at) for at in range(end, last, _LIMIT.size))
        if len(packed) > last:
            for name, rare in zip(_RARE, value[_NUMBER.unpack_from(packed, last)[0]], strict=True):
                setattr(report, name, rare)
            watched = range(last + _NUMBER.size, len(packed), _WATCHED.size)
            report.watched = tuple(self._unpack_watched(packed, at) for at in watched)
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
            number(task.handed_to),
            number(task.recommendation),
            number(task.worked_by),
        )

    def _unpack_task(self, packed: bytes, at: int) -> Task:
        value = self._values
        (
            task_id, agency, role, kind, state, obligatory, number, version, assignee, by, handed_to, recommendation,
            worked_by,
        ) = _TASK.unpack_from(packed, at)  # fmt: skip
        task = Task(task_id, value[agency], _ROLES[role], _KINDS[kind], obligatory == 1, number)
        task.state, task.version = _STATES[state], version
        task.assignee, task.completed_by, task.handed_to = value[assignee], value[by], value[handed_to]
        task.recommendation, task.worked_by = value[recommendation], value[worked_by]
        return task

    def _pack_clock(self, clock: Limit) -> bytes:
        told = self._number((clock.whose, clock.ground, clock.counter_end))
        return _LIMIT.pack(clock.id, told, clock.since, clock.due, clock.extended, clock.paused, clock.met)

    def _unpack_clock(self, packed: bytes, at: int) -> Limit:
        clock_id, told, since, due, extended, paused, met = _LIMIT.unpack_from(packed, at)
        whose, ground, counter_end = self._values[told]
        return Limit(clock_id, whose, since, due, extended == 1, paused == 1, ground, counter_end, met == 1)

    def _pack_watched(self, clock: Watched) -> bytes:
        kind, task = self._number(clock.kind), clock.task or _NO_TASK
        return _WATCHED.pack(clock.id, kind, task, clock.percent, clock.rung, clock.moment)

    def _unpack_watched(self, packed: bytes, at: int) -> Watched:
        clock_id, kind, task, percent, rung, moment = _WATCHED.unpack_from(packed, at)
        return Watched(clock_id, self._values[kind], None if task == _NO_TASK else task, percent, rung, moment)

    def _number(self, value: Any) -> int:
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self._values)
            self._values.append(value)
        return number
