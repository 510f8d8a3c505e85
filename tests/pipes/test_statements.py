"""The compiled search for ends of sentences against patterns that say what they are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.statements import find_ends

STOP = re.compile(r"[.!?][\"')\]]*(?:,\s*|\s+|(?=[A-Z][a-z]))")
SHORT = re.compile(r"(?:^|[\s(/,])(?:no|pt|lt|r)\Z", re.IGNORECASE)
GRADED = re.compile(r"[0-5][+-]?\s*(?:lt|r)\Z", re.IGNORECASE)
SIGNS = (". ", ".", "!", "?,", ",", " ", "\n", "(", "/", '"', ")")
WORDS = ("R", "Lt", "no", "pt", " PT", "4", "5/5", "3+", "Aa", "words", "é")
TEXTS = st.lists(st.sampled_from(SIGNS + WORDS), max_size=14).map("".join)


def ends_of(text: str, start: int, end: int) -> list[int]:
    found = []
    begin = start
    for match in STOP.finditer(text, start, end):
        stop = match.start()
        short = SHORT.search(text, max(begin - 1, stop - 8, 0), stop) and not text.endswith(
            " PT", begin, stop
        )
        if match.end() == end or (short and not GRADED.search(text, max(begin, stop - 14), stop)):
            continue
        begin = match.end()
        found.append(begin)
    return [*found, end] if begin < end else found


@given(TEXTS, st.integers(0, 5), st.integers(0, 5))
def test_sentences_end_where_the_patterns_say(text: str, ahead: int, behind: int) -> None:
    start = min(ahead, len(text))
    end = max(start, len(text) - behind)
    found = find_ends(text, start, end, frozenset(("no", "pt", "lt", "r")), frozenset(("lt", "r")))
    assert found == ends_of(text, start, end)
