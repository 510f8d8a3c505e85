"""Spark with real processes: the same bytes as the local pool, a killed worker, a note that kills."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chartgap.batch.plan import Limits, Plan
from chartgap.batch.pool import Pool
from chartgap.batch.run import Batch, Output, run_batch
from chartgap.batch.source import SourceOptions
from chartgap.batch.workers import Workers
from chartgap.errors import MissingExtraError
from chartgap.spark import SparkWorkers, analyze

pytestmark = [
    pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java, and there is none"),
    pytest.mark.skipif(not importlib.util.find_spec("pandas"), reason="Spark needs pandas"),
    pytest.mark.filterwarnings("ignore"),
]
TESTS = Path(__file__).parent
CANARY = "ZEBRA-4711"
MASTER = "local[2,4]"


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """One Spark for all tests: it takes some seconds to start."""
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        paths = (str(TESTS / "batch"), *sys.path)
        patch.setenv("PYTHONPATH", os.pathsep.join(path for path in paths if path))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.syspath_prepend(str(TESTS / "batch"))
        session = SparkSession.builder.master(MASTER).config("spark.ui.enabled", "false").getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def spark(plan: Plan, session: Any, monkeypatch: pytest.MonkeyPatch) -> SparkWorkers:
    monkeypatch.setattr("chartgap.spark._start", lambda master: session)
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
    return SparkWorkers(plan, MASTER)


def outputs(source: Path, target: Path, plan: Plan, workers: Workers) -> dict[str, bytes]:
    """Everything that a batch writes, by name."""
    target.mkdir()
    made = tuple(Output(name, target / name) for name in plan.formats)
    batch = Batch(source, SourceOptions(), made, {}, shard=2)
    run_batch(batch, workers, resume=False, report=lambda _: None)
    return {
        path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()
    }


def test_spark_and_the_local_pool_write_the_same_bytes(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.jsonl"
    texts = ["a", f"die {CANARY}", "b", "a", "refuse", f"hang {CANARY}", "c", f"crash {CANARY}", "d"]
    rows = [{"note_id": str(number), "text": text} for number, text in enumerate(texts)]
    source.write_text("".join(json.dumps(row) + "\n" for row in [*rows, rows[0]]))
    plan = Plan({}, ("jsonl", "parquet"), factory="poison:Poison", limits=Limits(seconds=0.5))
    with Pool(plan, 2) as pool:
        local = outputs(source, tmp_path / "local", plan, pool)
    assert len(local) > 5
    assert outputs(source, tmp_path / "spark", plan, spark(plan, session, monkeypatch)) == local
    found = [json.loads(line) for line in local["jsonl"].splitlines()]
    assert [row.get("error") for row in found] == [
        None,
        "worker_died",
        None,
        None,
        "unusable_note",
        "timed_out",
        None,
        "internal_error",
        None,
        "duplicate_note_id",
    ]


def test_a_data_frame_is_analyzed_whatever_its_notes_do(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chartgap.spark.Plan", lambda options, limits: Plan({}, factory="poison:Poison"))
    rows = [("1", "a", 0), ("2", f"die {CANARY}", 0), ("3", f"leave {CANARY}", 0), ("4", "b", 0)]
    done = analyze(
        session.createDataFrame(rows, "id string, text string, more int"), columns={"note_id": "id"}
    )
    found = sorted((row.note_id, row.error, row.analysis is None) for row in done.collect())
    assert found == [
        ("1", None, False),
        ("2", "worker_died", True),
        ("3", "worker_died", True),
        ("4", None, False),
    ]


def test_a_python_worker_that_is_killed_loses_nothing(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = tmp_path / "once"

    def kill_once(batches: Iterator[Any]) -> Iterator[Any]:
        for number, batch in enumerate(batches):
            if number == 1 and not once.exists():
                once.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    monkeypatch.setattr("chartgap.spark.Plan", lambda options, limits: Plan({}, factory="poison:Poison"))
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "2")
    rows = [(str(number), f"note {number}") for number in range(8)]
    frame = session.createDataFrame(rows, "note_id string, text string").coalesce(1)
    done = analyze(frame.mapInArrow(kill_once, frame.schema)).collect()
    assert once.exists()
    assert sorted(row.note_id for row in done) == [str(number) for number in range(8)]
    assert all(row.error is None for row in done)


def test_without_pandas_the_extra_is_named(session: Any) -> None:
    class Frame:
        def mapInArrow(self, *_: object) -> None:  # noqa: N802
            raise ImportError("Pandas >= 2.2.0 must be installed")

    with pytest.raises(MissingExtraError, match=r"chartgap\[spark\]"):
        analyze(Frame())  # type: ignore[arg-type]
