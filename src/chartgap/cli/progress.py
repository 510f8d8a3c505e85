"""How far a batch is: a bar on a terminal, plain lines now and then where standard error is a file."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chartgap.batch.run import Tally

_EVERY_S = 30.0


class BatchProgress:
    """Shows tallies as they come. The first plain line comes after half a minute: short runs are silent."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("analyzing"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[told]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=1.0, told="")
        self._begin = self._last = time.monotonic()
        self._before: int | None = None

    def show(self, tally: Tally) -> None:
        """Show how far the run is."""
        now = time.monotonic()
        if self._before is None:
            # What a resumed run found done already says nothing of how fast this one is.
            self._before = tally.records
        rate = (tally.records - self._before) / max(now - self._begin, 0.001)
        told = f"{tally.records} notes, {tally.errors} errors, {rate:.0f} notes/s"
        self._bar.update(self._task, completed=tally.share, told=told)
        if self._bar.disable and now - self._last >= _EVERY_S:
            self._last = now
            left = _left(tally, now - self._begin)
            sys.stderr.write(f"chartgap: {100 * tally.share:.0f}% read, {told}{left}\n")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()


def _left(tally: Tally, seconds: float) -> str:
    if not 0 < tally.share < 1:
        return ""
    left = seconds * (1 - tally.share) / tally.share
    return f", about {left / 60:.0f} minutes left"
