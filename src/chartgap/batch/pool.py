"""A supervised pool of worker processes: a note that kills or hangs a worker costs only itself.

Of the standard pools one death loses everything. Here each worker has its own socket and a file with the
position of the note in hand, so after a death the guilty note is known. It is tried once more alone: if that
works its analysis is taken, else it becomes an error row. The rest of its shard is done again in small
pieces, so that the work goes on even where workers are killed all the time. Where workers die with no note in
hand, each note is tried alone, encoding included.
"""

from __future__ import annotations

import os
import selectors
import signal
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from chartgap.batch.attempt import note_error
from chartgap.batch.children import TemplateProcess, WorkerProcess
from chartgap.batch.frames import receive
from chartgap.batch.plan import Plan
from chartgap.batch.shards import Item, Shard
from chartgap.batch.workers import Done
from chartgap.errors import RunError
from chartgap.models import Note
from chartgap.report.jsonl import json_line

_GUILTY_KEPT = 1_000
_PIECE = 10
_LOSSES = 4
"""So many workers in turn may die over a task, none with a note in hand, before its notes are tried alone."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Worker processes on this machine. Use it as a context manager; leaving it ends them.

    Args:
        plan: what the workers do.
        workers: how many there are at most; they are started as they are needed.
    """

    def __init__(self, plan: Plan, workers: int) -> None:
        self._plan = plan
        self._workers = workers
        self._selector = selectors.DefaultSelector()
        self._idle: list[WorkerProcess] = []
        self._busy: dict[WorkerProcess, _Task] = {}
        self._guilty: dict[str, tuple[str, str]] = {}
        self._stopping = False
        self._template: TemplateProcess | None = TemplateProcess(plan)

    def identity(self) -> dict[str, Any]:
        """What must be equal for two analyses to be comparable; waits until the analyzer is built.

        Raises:
            ChartgapError: it cannot be built.
        """
        return self._live_template().identity()

    def run(self, shards: Iterator[Shard]) -> Iterator[Done]:
        """Work on shards, as they come; they are done in any order. Only a few are held at a time.

        Raises:
            RunError: the workers die without a note to blame, or an output cannot be encoded.
        """
        again: deque[_Task] = deque()
        ready: deque[_Task] = deque()
        while True:
            self._fill(again, ready, shards)
            if not self._busy:
                return
            for key, _ in self._selector.select():
                worker: WorkerProcess = key.data
                done = self._collect(worker, again)
                self._dispatch(again, ready)
                if done:
                    yield done

    def stop(self) -> None:
        """Begin no further shard; those in hand are still done."""
        self._stopping = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in (*self._idle, *self._busy):
            worker.kill()
            self._reap(worker)
        if self._template:
            self._template.end()
        self._selector.close()

    def _fill(self, again: deque[_Task], ready: deque[_Task], shards: Iterator[Shard]) -> None:
        """Give each worker something to do, and keep as much at hand again, so that none waits for us."""
        self._dispatch(again, ready)
        while not self._stopping and len(ready) < self._workers:
            shard = next(shards, None)
            if shard is None:
                break
            ready.append(_Task(shard, self._plan.formats))
            self._dispatch(again, ready)

    def _dispatch(self, again: deque[_Task], ready: deque[_Task]) -> None:
        while not self._stopping and len(self._busy) < self._workers and (again or ready):
            task = (again or ready).popleft()
            for item in task.shard.items:
                if item.key in self._guilty and not item.settled:
                    _settle(item, *self._guilty[item.key])
            worker = self._idle.pop() if self._idle else self._start()
            try:
                worker.give(task.shard.items, task.formats)
            except OSError:
                self._reap(worker)
                again.appendleft(task)
                continue
            self._busy[worker] = task
            self._selector.register(worker.socket, selectors.EVENT_READ, worker)

    def _collect(self, worker: WorkerProcess, again: deque[_Task]) -> Done | None:
        """Take a worker's answer, or find that it died."""
        task = self._busy.pop(worker)
        self._selector.unregister(worker.socket)
        try:
            head, parts = receive(worker.socket)
        except OSError:
            again.extendleft(self._after_death(task, worker))
            return None
        if head["leaves"]:
            self._reap(worker)
        else:
            self._idle.append(worker)
        if "failed" in head:
            raise RunError(f"{task.name()} cannot be written: {head['failed']}; please report it")
        if task.whole:
            for item, line in zip(task.shard.items, parts[0].splitlines(keepends=True), strict=True):
                item.settled = line
            again.extendleft(task.whole.without_piece())
            return None
        return Done(task.shard, tuple(parts), head["errors"])

    def _after_death(self, task: _Task, worker: WorkerProcess) -> list[_Task]:
        position = worker.position()
        error, reason = _cause(self._reap(worker), self._plan.limits.seconds)
        items = task.shard.items
        in_hand = position < len(items)
        if not in_hand:
            task.losses += 1
            if task.losses < _LOSSES:
                return [task]
        if task.whole and len(items) == 1:
            _settle(items[0], error, reason)
            if len(self._guilty) < _GUILTY_KEPT:
                self._guilty[items[0].key] = (error, reason)
            return task.whole.without_piece()
        if in_hand:
            return task.split(position)
        if all(item.settled for item in items):
            raise RunError(f"{task.name()} cannot be written: {reason}")
        return task.part()

    def _start(self) -> WorkerProcess:
        try:
            return WorkerProcess(self._live_template())
        except OSError:
            self._template = None
            return WorkerProcess(self._live_template())

    def _reap(self, worker: WorkerProcess) -> int | None:
        worker.close()
        try:
            return self._template.reap(worker.pid) if self._template else None
        except OSError:
            self._template = None
            return None

    def _live_template(self) -> TemplateProcess:
        if not self._template:
            self._template = TemplateProcess(self._plan)
        return self._template


@dataclass(eq=False, slots=True)
class _Task:
    """A shard on its way; with ``whole`` a piece of that task, whose notes are settled before it is done."""

    shard: Shard
    formats: tuple[str, ...]
    whole: _Task | None = None
    pieces: int = 0
    """How many pieces of it are on their way."""
    losses: int = 0
    """How many workers died over it with no note in hand: before the first, or while all were encoded."""

    def split(self, position: int) -> list[_Task]:
        """Its notes in pieces, that at a position alone and last: the last is tried first."""
        items = self.shard.items
        others = [item for place, item in enumerate(items) if place != position and not item.settled]
        groups = [others[first : first + _PIECE] for first in range(0, len(others), _PIECE)]
        return self._pieces([*groups, [items[position]]], ("jsonl",))

    def part(self) -> list[_Task]:
        """Each of its notes alone, encoded in all formats: one of them may be what cannot be encoded."""
        self.losses = 0
        formats = (self.whole or self).formats
        return self._pieces([[item] for item in self.shard.items if not item.settled], ("jsonl", *formats))

    def _pieces(self, groups: list[list[Item]], formats: tuple[str, ...]) -> list[_Task]:
        whole = self.whole or self
        whole.pieces += len(groups) - bool(self.whole)
        return [_Task(Shard(self.shard.number, tuple(group)), formats, whole) for group in groups]

    def without_piece(self) -> list[_Task]:
        """Itself if this was the last of its pieces, else nothing."""
        self.pieces -= 1
        return [] if self.pieces else [self]

    def name(self) -> str:
        items = self.shard.items
        return f"records {items[0].record.number} to {items[-1].record.number}"


def _settle(item: Item, error: str, reason: str) -> None:
    note = item.record.outcome
    assert isinstance(note, Note)
    item.settled = json_line(note_error(note, item.record.number, error, reason))


def _cause(status: int | None, seconds: float) -> tuple[str, str]:
    """Why a worker died, as the error and the message of an error row."""
    code = None if status is None else os.waitstatus_to_exitcode(status)
    alone = "also when read alone"
    if code == -signal.SIGALRM:
        return "timed_out", f"not fully analysed: it took longer than {seconds:g} seconds, {alone}"
    ended = "not fully analysed: the process that read it"
    if code is not None and code < 0:
        return "worker_died", f"{ended} was ended by {signal.Signals(-code).name}, {alone}"
    return "worker_died", f"{ended} ended, {alone}"
