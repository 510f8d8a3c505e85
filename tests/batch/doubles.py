"""A stand-in for the worker processes."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from chartgap.batch.plan import Plan
from chartgap.batch.shards import Shard, pack
from chartgap.batch.sinks import make_sink
from chartgap.batch.work import Bench
from chartgap.batch.workers import Done


class InProcess:
    """Does the work of the pool in this process, one shard after the other."""

    def __init__(self, plan: Plan, workers: int) -> None:
        self._plan = plan
        self._stopping = False

    def identity(self) -> dict[str, Any]:
        return {"version": "1"}

    def run(self, shards: Iterator[Shard]) -> Iterator[Done]:
        import chartgap.analyzer

        analyzer = chartgap.analyzer.Analyzer(**self._plan.options)
        sinks = {name: make_sink(name) for name in self._plan.formats}
        bench = Bench(analyzer.analyze, sinks, lambda _: None)
        for shard in shards:
            if self._stopping:
                return
            parts, errors = bench.work(pack(shard.items), self._plan.formats)
            yield Done(shard, tuple(parts), errors)

    def stop(self) -> None:
        self._stopping = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return
