"""How a batch scales from one worker process to two, beside the plain assembly and spaCy's tokenizer.

    python bench/batch.py [TEXTS] [--notes N] [--plain N] [--require]

The notes are the texts with changed numbers, so that no two are the same. All figures are processor time, for
the machine may be busy: one process takes as long as its worker works; two take half of all the work that the
workers and the process that feeds them do. The time on the clock is told beside it.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import PLAIN_ROUNDS, plain_assembly, rates, read_texts, renumber, spread, tokenizer
from chartgap.batch.plan import Plan
from chartgap.batch.pool import Pool
from chartgap.batch.records import Record
from chartgap.batch.seen import Seen
from chartgap.batch.shards import cut
from chartgap.models import Note

RATIO, SCALING = 40.0, 1.8


@dataclass(frozen=True)
class Spent:
    """Seconds: of the workers, of the process that feeds them, and on the clock."""

    workers: float
    feeder: float
    clock: float


def vary(texts: list[str], count: int) -> list[str]:
    """So many texts: the given ones with other numbers in each round."""
    chosen = ((texts[number % len(texts)], number // len(texts)) for number in range(count))
    return [f"{renumber(text, turn)}\nAccession {number}." for number, (text, turn) in enumerate(chosen)]


def children_s() -> float:
    """Processor time of all processes that have been waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(texts: list[str], workers: int) -> Spent:
    """Analyze and encode all texts by a pool."""

    def records() -> Iterator[Record]:
        for number, text in enumerate(texts, start=1):
            yield Record(number, Note(text=text, note_id=str(number)))

    before = children_s()
    with tempfile.TemporaryDirectory() as folder, Seen(Path(folder) / "seen") as seen:
        with Pool(Plan({}), workers) as pool:
            pool.identity()
            begin, feeder = time.perf_counter(), time.process_time()
            for done in pool.run(cut(records(), seen)):
                (Path(folder) / "part").write_bytes(done.parts[0])
            clock, feeder = time.perf_counter() - begin, time.process_time() - feeder
    return Spent(children_s() - before, feeder, clock)


def main() -> int:
    """Measure and print; with ``--require``, 1 where a requirement is missed."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("texts", nargs="?", type=Path, default=Path("fixtures/notes"))
    options.add_argument("--notes", type=int, default=2_000)
    options.add_argument(
        "--plain", type=int, default=80, help="at most how many notes the plain assembly runs on"
    )
    options.add_argument("--require", action="store_true", help="fail where a requirement is missed")
    given = options.parse_args()
    texts = vary(read_texts(given.texts), given.notes)
    build = run([], 1).workers
    one, two = run(texts, 1), run(texts, 2)
    single = len(texts) / (one.workers - build)
    double = 2 * len(texts) / (two.workers - build + two.feeder)
    some = spread(texts, given.plain)
    (blank, slow), _ = rates([tokenizer, plain_assembly], some, PLAIN_ROUNDS)
    print(f"{len(texts)} notes, analyzed and encoded as JSON lines by a batch")
    print(f"plain medspaCy + negspaCy   {slow:8.1f} notes/s   ({len(some)} notes)")
    print(f"spacy.blank('en')           {blank:8.1f} notes/s")
    print(f"one worker process          {single:8.1f} notes/s   ({len(texts) / one.clock:.0f} on the clock)")
    print(f"two worker processes        {double:8.1f} notes/s   ({len(texts) / two.clock:.0f} on the clock)")
    print(f"feeding the workers         {1000 * two.feeder / len(texts):8.3f} ms a note")
    print(f"one against plain           {single / slow:8.1f}           (at least {RATIO:.0f})")
    print(f"one against the tokenizer   {single / blank:8.2f}           (above 1)")
    print(f"two against one             {double / single:8.2f}           (at least {SCALING})")
    missed = single / slow < RATIO or single <= blank or double / single < SCALING
    return int(given.require and missed)


if __name__ == "__main__":
    raise SystemExit(main())
