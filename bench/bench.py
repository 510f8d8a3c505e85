"""How fast the analyzer is, beside the plain assembly of the same parts that a competent user makes.

One process, one run, the same texts and terms: ``medspacy.load()`` with PyRuSH, TargetMatcher, ConText and
Sectionizer, then negspaCy, against ``Analyzer.analyze``; beside both, the tokenizer of ``spacy.blank("en")``
alone. Each is given the texts once as they are, then in rounds with other numbers in them, so that what
remembers whole texts gains nothing. Start-up is measured in a fresh process.

    python bench/bench.py [TEXTS] [--plain N] [--rounds N] [--require]

TEXTS is a JSONL file with a ``text`` in each record, or a folder of ``.txt``; default fixtures/notes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

RATIO, TOKENIZER, START_S, PEAK_MB = 40.0, 1.0, 2.0, 400.0
ROUNDS = 6
FIRST = "import chartgap; chartgap.Analyzer().analyze('Chronic osteomyelitis of the left tibia.')"


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


def rates(runs: list[Callable[[str], Any]], texts: list[str], rounds: int) -> list[float]:
    """Notes per second of processor time of each run: its best round, for other work only slows one down.

    The runs take turns round by round, so that what else the machine does meets all of them. The first round,
    on the texts as they are, is not counted.
    """
    best = [float("inf")] * len(runs)
    for number in range(rounds + 1):
        given = [renumber(text, number) for text in texts] if number else texts
        for place, run in enumerate(runs):
            begin = time.process_time()
            for text in given:
                run(text)
            if number:
                best[place] = min(best[place], time.process_time() - begin)
    return [len(texts) / seconds for seconds in best]


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
    options.add_argument("--plain", type=int, default=40, help="how many notes the plain assembly runs on")
    options.add_argument("--rounds", type=int, default=ROUNDS, help="how often the notes are gone through")
    options.add_argument("--require", action="store_true", help="fail where a requirement is missed")
    given = options.parse_args()
    texts = read_texts(given.texts)
    words = sum(len(text.split()) for text in texts) / len(texts)
    start, start_mb = min(first_analysis() for _ in range(3))

    import spacy

    from chartgap.analyzer import Analyzer

    analyze, tokenize = Analyzer().analyze, spacy.blank("en")
    full, bare = rates([analyze, tokenize], texts, given.rounds)
    peak = max(start_mb, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    some = texts[: given.plain]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fast, slow = rates([analyze, plain_assembly()], some, 1)
    ratio, share = fast / slow, full / bare
    print(f"{len(texts)} notes of {words:.0f} words on average, {given.rounds} times with other numbers")
    print(f"plain medspaCy + negspaCy   {slow:8.1f} notes/s   ({len(some)} notes, once)")
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
