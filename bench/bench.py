"""How fast the analyzer is, beside the plain assembly of the same parts that a competent user makes.

The same texts and terms, in one run: ``medspacy.load()`` with PyRuSH, TargetMatcher, ConText and Sectionizer,
then negspaCy, against ``Analyzer.analyze``; beside both, the tokenizer of ``spacy.blank("en")`` alone. Each
runs in a process of its own, so that none is slowed by another's memory and garbage, and they take turns, so
that what else the machine does meets all of them. Each is given the texts once as they are, then in rounds
with other numbers in them, so that what remembers whole texts gains nothing. Start-up is measured in a fresh
process.

    python bench/bench.py [TEXTS] [--plain N] [--rounds N] [--require]

TEXTS is a JSONL file with a ``text`` in each record, or a folder of ``.txt``; default fixtures/notes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

RATIO, TOKENIZER, START_S, PEAK_MB = 40.0, 1.0, 2.0, 400.0
ROUNDS, PLAIN_ROUNDS = 6, 2
FIRST = """
import os, chartgap
chartgap.Analyzer().analyze('Chronic osteomyelitis of the left tibia.')
os._exit(0)
"""


def read_texts(path: Path) -> list[str]:
    """The texts of a JSONL file or of a folder."""
    if path.is_dir():
        return [file.read_text(encoding="utf-8") for file in sorted(path.glob("*.txt"))]
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def renumber(text: str, seed: int) -> str:
    """The text with other digits in all its numbers."""
    digits = random.Random(seed)
    return re.sub(r"\d", lambda _: str(digits.randrange(10)), text)


def plain_assembly() -> Callable[[str], Any]:
    """The default pipeline of medSpaCy with its sectionizer, and negspaCy, over the terms of our lexicon."""
    from chartgap.icd10cm.tree import load_tree
    from chartgap.lexicon.load import load_lexicon
    from chartgap.pipes.quiet import import_medspacy
    from chartgap.vocabulary import tabular_terms

    import_medspacy()
    warnings.simplefilter("ignore")
    import medspacy
    from medspacy.target_matcher import TargetRule
    from negspacy.negation import Negex  # noqa: F401

    lexicon = load_lexicon()
    entries = (*lexicon.terms, *tabular_terms(load_tree(), lexicon))
    nlp: Language = medspacy.load()
    matcher: Any = nlp.get_pipe("medspacy_target_matcher")
    matcher.add([TargetRule(term, entry.kind) for entry in entries for term in (*entry.terms, *entry.cased)])
    nlp.add_pipe("medspacy_sectionizer")
    nlp.add_pipe("negex")
    return nlp


def analyzer() -> Callable[[str], Any]:
    """Full analyses."""
    from chartgap.analyzer import Analyzer

    return Analyzer().analyze


def tokenizer() -> Callable[[str], Any]:
    """The tokenizer that spaCy has for English."""
    import spacy

    return spacy.blank("en")


_run: list[Callable[[str], Any]] = []


def _make(maker: Callable[[], Callable[[str], Any]]) -> None:
    _run.append(maker())


def _time(texts: Sequence[str]) -> float:
    (run,) = _run
    begin = time.process_time()
    for text in texts:
        run(text)
    return time.process_time() - begin


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rates(
    makers: Sequence[Callable[[], Callable[[str], Any]]], texts: Sequence[str], rounds: int
) -> tuple[list[float], float]:
    """Notes per second of processor time of each, and the peak memory of the first in MB.

    The best round counts, for other work only slows one down. The first round, on the texts as they are, is
    not counted.
    """
    best = [float("inf")] * len(makers)
    fresh = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        places = [
            stack.enter_context(
                ProcessPoolExecutor(1, mp_context=fresh, initializer=_make, initargs=(maker,))
            )
            for maker in makers
        ]
        for number in range(rounds + 1):
            given = [renumber(text, number) for text in texts] if number else texts
            for index, place in enumerate(places):
                seconds = place.submit(_time, given).result()
                best[index] = min(best[index], seconds) if number else best[index]
        peak = places[0].submit(_peak).result()
    return [len(texts) / seconds for seconds in best], peak


def spread(texts: Sequence[str], most: int) -> Sequence[str]:
    """At most so many of the texts, from all over them."""
    return texts[:: max(1, -(-len(texts) // most))]


def first_analysis() -> tuple[float, float]:
    """Seconds from the start of a fresh process to its first analysis, and its peak memory in MB.

    It keeps its bytecode, as an installed package does; a shell may have that turned off.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", FIRST], env=kept)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("the analyzer does not start")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def main() -> int:
    """Measure and print; with ``--require``, 1 where a requirement is missed."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("texts", nargs="?", type=Path, default=Path("fixtures/notes"))
    options.add_argument(
        "--plain", type=int, default=80, help="at most how many notes the plain assembly runs on"
    )
    options.add_argument("--rounds", type=int, default=ROUNDS, help="how often the notes are gone through")
    options.add_argument("--require", action="store_true", help="fail where a requirement is missed")
    given = options.parse_args()
    texts = read_texts(given.texts)
    words = sum(len(text.split()) for text in texts) / len(texts)
    start, start_mb = min(first_analysis() for _ in range(3))

    (full, bare), peak = rates([analyzer, tokenizer], texts, given.rounds)
    some = spread(texts, given.plain)
    (fast, slow), _ = rates([analyzer, plain_assembly], some, PLAIN_ROUNDS)
    peak = max(start_mb, peak)
    ratio, share = fast / slow, full / bare
    print(f"{len(texts)} notes of {words:.0f} words on average, {given.rounds} times with other numbers")
    print(f"plain medspaCy + negspaCy   {slow:8.1f} notes/s   ({len(some)} notes)")
    print(f'spacy.blank("en"), tokens   {bare:8.1f} notes/s   ({1000 / bare:.2f} ms a note)')
    print(f"chartgap Analyzer           {full:8.1f} notes/s   ({1000 / full:.2f} ms a note)")
    print(f"times the plain assembly    {ratio:8.1f}           (at least {RATIO:.0f})")
    print(f"times the bare tokenizer    {share:8.2f}           (over {TOKENIZER:.0f})")
    print(f"start to first analysis     {start:8.2f} s         (under {START_S:.0f})")
    print(f"peak memory                 {peak:8.0f} MB        (under {PEAK_MB:.0f})")
    missed = ratio < RATIO or share <= TOKENIZER or start >= START_S or peak >= PEAK_MB
    return int(given.require and missed)


if __name__ == "__main__":
    raise SystemExit(main())
