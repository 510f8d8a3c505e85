"""The compiled search for figures against patterns that say what they are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.figures import find_behind, find_figures, find_grades, shows_score

SLASHED = re.compile(r"(?=([0-5](?:\s?[^\w\s]{1,4}\s?|\s?plus\s?|\s?minus\s?)?\s?/\s?[0-5](?!\d|/\d)))")
ALONE = re.compile(r"(?<![\w./])[0-5](?:[+−–-]|\b)(?![\w/%]|[.,]\d|\s\w{0,4}\s?/)")
SIGNED = re.compile(r"[-−–﹣+](?:\s?\d|\s)?\.\d|(?<!\w)[TZtz]\s?[=:]\s?[-−–﹣]?\s?\d")
SIGNS = (*"/547٣ \n+-–−(.,Vxé%", "plus", "minus")
FIGURES = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)


@given(FIGURES)
def test_figures_are_what_the_patterns_match(text: str) -> None:
    slashed, alone, roman = find_grades(text)
    assert slashed == [match.start() for match in SLASHED.finditer(text)]
    assert alone == [match.start() for match in ALONE.finditer(text)]
    assert roman == bool(re.search(r"/ ?V", text))


@given(st.text("TtZz=:-−﹣+ .1٣\nax,_", max_size=8))
def test_a_score_is_signed_or_set_equal_to_a_letter(text: str) -> None:
    assert shows_score(text) == (SIGNED.search(text) is not None)


@given(FIGURES, st.integers(0, 20), st.text("x%3", max_size=2))
def test_figures_begin_where_runs_of_digits_do(text: str, end: int, behind: str) -> None:
    assert find_figures(text, end, behind) == [
        match.start()
        for match in re.finditer(r"(?<![0-9])[0-9]+[\s-]*", text)
        if match.start() < end and match.end() < len(text) and text[match.end()] in behind
    ]


@given(st.text("01dhé٣\x00💊 ", max_size=12), st.sets(st.sampled_from("dhé0")))
def test_signs_behind_a_figure(text: str, letters: set[str]) -> None:
    wanted = bytes(chr(code) in letters for code in range(256))
    places = [at for at in range(1, len(text)) if text[at - 1] in "0123456789" and text[at] in letters]
    assert find_behind(text, wanted) == places
