"""The run over a batch: one analysis or one error row for each record, in input order, in each output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from chartgap.batch.files import check_place, whole_place
from chartgap.batch.fingerprint import fingerprint
from chartgap.batch.manifest import WorkDirectory
from chartgap.batch.outputs.summary import sum_parts
from chartgap.batch.seen import Seen
from chartgap.batch.shards import RECORDS, cut
from chartgap.batch.sinks import make_sink
from chartgap.batch.source import Source, SourceOptions
from chartgap.batch.sources import open_source
from chartgap.batch.stopping import Stopping
from chartgap.batch.summary import Summary
from chartgap.batch.workers import Workers
from chartgap.errors import InputError

SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Output:
    """A format and the place where its file or folder appears."""

    format: str
    path: Path


@dataclass(frozen=True, slots=True)
class Batch:
    """What is read, how, and where it goes. ``settings`` are what the analyzer is made with."""

    source: Path
    options: SourceOptions
    outputs: tuple[Output, ...]
    settings: dict[str, Any]
    shard: int = RECORDS
    summarized: bool = False
    """Whether the run is summed up at its end, be a summary among its outputs or not."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that workers encode, in the order of their parts."""
        extra = (SUMMARY,) if self.summarized else ()
        return tuple(dict.fromkeys((*(output.format for output in self.outputs), *extra)))


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a run is: records done, errors among them, and how much of the input that is (0 to 1)."""

    records: int
    errors: int
    share: float


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: ``signal`` is the request that stopped it before its end, or None.

    ``passed_over`` counts what the input holds beside its records, by kind, as in ``Source``.
    """

    tally: Tally
    signal: int | None = None
    resumable: bool = True
    summary: Summary | None = None
    passed_over: Mapping[str, int] = field(default_factory=dict)


def check_outputs(outputs: Sequence[Output], source: Path) -> None:
    """See before a run that its outputs can be made and written.

    Raises:
        InputError: one cannot be written, two are in one place, or one is where the input is.
        MissingExtraError: a format needs an extra that is not installed.
    """
    if len({output.path.absolute() for output in outputs}) < len(outputs):
        raise InputError("two outputs cannot be in one place")
    if len({output.format for output in outputs}) < len(outputs):
        raise InputError("an output of one format can be given only once")
    for output in outputs:
        if output.path.exists() and output.path.samefile(source):
            raise InputError(f"{output.path}: input and output are the same file")
        make_sink(output.format)
        check_place(output.path)


def run_batch(batch: Batch, workers: Workers, *, resume: bool, report: Callable[[Tally], None]) -> Ended:
    """Analyze all records. Nothing is lost and no note stops the run: what fails becomes an error row.

    Outputs appear when all is done, each whole. Until then finished shards are in a work directory, with
    which a run that was ended, in whatever way, is resumed: what it gives is the same, byte for byte.

    Raises:
        InputError: the input cannot be read as a whole, or an output cannot be written.
        RunError: the run cannot go on.
    """
    formats = batch.formats
    resumable = batch.source.is_file() or batch.source.is_dir()
    head = {
        "analyzer": workers.identity(),
        "settings": {name: value for name, value in batch.settings.items() if name != "lexicons"},
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "input": fingerprint(batch.source) if resumable else None,
        "reading": asdict(batch.options),
        "outputs": formats,
        "shard": batch.shard,
    }
    stopped = None
    summary = None
    tally = Tally(0, 0, 0.0)
    with (
        open_source(batch.source, batch.options) as source,
        Stopping(workers.stop) as stopping,
        WorkDirectory(batch.outputs[0].path, head, resume=resume) as work,
        Seen(work.path / "seen.sqlite") as seen,
    ):
        try:
            shards = stopping.each(cut(source.records, seen, size=batch.shard))
            for done in workers.run(shard for shard in shards if shard.number not in work.finished):
                work.keep(done, formats)
                report(_tally(work, source))
            tally = _tally(work, source)
            stopped = stopping.asked
            if not stopped:
                _assemble(batch.outputs, work)
                summary = sum_parts(work.parts(SUMMARY)) if batch.summarized else None
        finally:
            if not resumable:
                work.remove()
    if not stopped:
        work.remove()
    return Ended(tally, stopped, resumable, summary, dict(source.passed_over))


def _assemble(outputs: Sequence[Output], work: WorkDirectory) -> None:
    for output in outputs:
        with whole_place(output.path) as place:
            make_sink(output.format).assemble(work.parts(output.format), place)


def _tally(work: WorkDirectory, source: Source) -> Tally:
    return Tally(work.records, work.errors, source.position() / source.size if source.size else 1.0)
