"""chartgap on Apache Spark, for notebooks and jobs. Extra ``spark``; Spark needs Java 17 and more."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from chartgap.batch.core import DONE, RESULT, analyze_batch, import_arrow, work_batch
from chartgap.batch.plan import Limits, Plan
from chartgap.batch.pool import Pool
from chartgap.batch.shards import Shard, pack
from chartgap.batch.workers import Done
from chartgap.errors import MissingExtraError, RunError
from chartgap.models import Setting

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

_SHARDS_A_PROCESSOR = 4
_JOB_BYTES = 64 * 1024 * 1024


def analyze(
    notes: DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    setting: Setting = "outpatient",
    authority: Literal["page", "index"] = "page",
    lexicons: Sequence[str] = (),
    timeout: float = Limits().seconds,
) -> DataFrame:
    """The analyses of a data frame of notes: a data frame with the text columns of ``batch.core.RESULT``.

    Args:
        notes: a row a note, with the columns of a batch (``note_id``, ``text``, ``setting``, ``age`` ...) or
            those of a known layout such as OMOP's ``NOTE``. Other columns are passed over: join the result by
            ``note_id``.
        columns: your names of columns, by field.
        setting: as for ``Analyzer``.
        authority: as for ``Analyzer``.
        lexicons: folders that are there on each executor.
        timeout: seconds after which a note is given up; it becomes a row with an error.

    Raises:
        MissingExtraError: a part of the extra ``spark`` is not installed.
    """
    plan = Plan(
        {"setting": setting, "authority": authority, "lexicons": list(lexicons)}, limits=Limits(timeout)
    )
    run = partial(_analyze_batches, plan=plan, columns=dict(columns or {}))
    return _map(notes, run, ", ".join(f"{name} string" for name in RESULT))


class SparkWorkers:
    """Workers of a batch that are tasks of Spark. The driver reads the input and writes the outputs.

    Args:
        plan: what the workers do.
        master: Spark's master; None is what Spark is set up for.
    """

    def __init__(self, plan: Plan, master: str | None) -> None:
        self._plan = plan
        self._stopping = False
        try:
            self._arrow = import_arrow()
        except MissingExtraError:
            raise _missing() from None
        self._session = _start(master)
        self._parallel = self._session.sparkContext.defaultParallelism

    def identity(self) -> dict[str, Any]:
        """What must be equal for two analyses to be comparable."""
        with Pool(self._plan, 1) as pool:
            return pool.identity()

    def run(self, shards: Iterator[Shard]) -> Iterator[Done]:
        """Work on shards, some of them in each job.

        Raises:
            RunError: a job failed.
        """
        while not self._stopping:
            held = {shard.number: shard for shard in self._some(shards)}
            if not held or self._stopping:
                return
            yield from self._job(held)

    def stop(self) -> None:
        """Begin no further job; that in hand is still done."""
        self._stopping = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.stop()

    def _some(self, shards: Iterator[Shard]) -> Iterator[Shard]:
        """As many shards as keep all tasks busy, and fit into the memory of this process."""
        size = 0
        for shard in islice(shards, self._parallel * _SHARDS_A_PROCESSOR):
            yield shard
            size += sum(len(getattr(item.record.outcome, "text", "")) for item in shard.items)
            if size > _JOB_BYTES:
                return

    def _job(self, held: dict[int, Shard]) -> Iterator[Done]:
        from pyspark.errors import PySparkException

        packed = [pack(shard.items) for shard in held.values()]
        arrow = self._arrow
        numbers = arrow.array(list(held), arrow.int64())
        table = arrow.table({"number": numbers, "items": arrow.array(packed, arrow.binary())})
        frame = self._session.createDataFrame(table)
        schema = "number bigint, errors bigint, parts array<binary>"
        try:
            done = _map(frame, partial(_work_batches, plan=self._plan), schema).toArrow()
        except PySparkException:
            raise RunError("a job of Spark failed; its log says where. What is done so far is kept") from None
        for number, errors, parts in zip(*(done[name].to_pylist() for name, _ in DONE), strict=True):
            yield Done(held[number], tuple(parts), errors)


def _analyze_batches(
    batches: Iterable[RecordBatch], plan: Plan, columns: Mapping[str, str]
) -> Iterator[RecordBatch]:
    for batch in batches:
        yield analyze_batch(batch, plan, columns)


def _work_batches(batches: Iterable[RecordBatch], plan: Plan) -> Iterator[RecordBatch]:
    for batch in batches:
        yield work_batch(batch, plan)


def _map(frame: DataFrame, run: Any, schema: str) -> DataFrame:
    try:
        return frame.mapInArrow(run, schema)
    except ImportError:
        raise _missing() from None


def _start(master: str | None) -> Any:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise _missing() from None
    # The tasks must run in this Python: another one need not have chartgap.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("chartgap").config("spark.ui.showConsoleProgress", "false")
    if master:
        builder = builder.master(master)
    try:
        session = builder.getOrCreate()
    except PySparkException:
        raise RunError("Spark does not start; it needs Java 17 or later, and a master it can reach") from None
    session.sparkContext.setLogLevel("ERROR")
    # A data frame made of an Arrow table has a partition for so many rows: here, a task for each shard.
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
    return session


def _missing() -> MissingExtraError:
    return MissingExtraError("Spark needs the extra 'spark': pip install 'chartgap[spark]'")
