"""Requests to end a run: the first lets what is in hand be finished, the second ends it at once."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """While entered, takes SIGINT and SIGTERM. ``asked`` is the first one that came.

    Args:
        stop: called when the first one comes.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self.asked: int | None = None
        self._stop = stop
        self._waiting = False
        self._before: dict[signal.Signals, Any] = {}

    def each(self, source: Iterator[T]) -> Iterator[T]:
        """What a source gives, until the first request: it is not waited for after that."""
        while True:
            self._waiting = True
            try:
                if self.asked:
                    return
                item = next(source)
            except (StopIteration, _Asked):
                return
            finally:
                self._waiting = False
            yield item

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        return kind is _Asked

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if self.asked:
            sys.exit(128 + number)
        self.asked = number
        self._stop()
        if self._waiting:
            raise _Asked


class _Asked(BaseException):
    """Leaves a read that may never end."""
