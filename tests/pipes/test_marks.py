"""The compiled search for titles and marks against patterns that say what they are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.marks import find_marks, find_titles, fold, has_more_stops, past_markup

DELIMITER = re.compile(r"[.;!?)\"”]\s+|[.;:!?]\s*,\s*|\s{2,}|\t|,(?=[^\s\d])|\|\s*|[–—]\s|\s-+\s")
MARK = re.compile(
    r",(?=\s*(?P<item>(?:\(?\d{1,2}[.)]|[*•-])\s+(?P<text>\S)))|(?<=\d)[.)](?=\s+(?P<behind>[A-Za-z\"'(]))"
)
MARKUP = re.compile(r"[*_]*[\s,]*(?:(?:\*\*|__)[\s,]*)*")
SIGNS = st.sampled_from('aA1: ,.;)|*_#\t-–!"”\u00a0\u0662')


def titles(text: str, longest: int) -> list[tuple[int, str, str, bool, int]]:
    found = []
    last = 0
    for colon in (match.start() for match in re.finditer(":", text)):
        low = max(last, colon - longest)
        start, lost = (low if low == last else colon), False
        comma = text.rfind(",", low, colon - 1)
        if comma >= 0 and re.match(r"[^\s\d]", text[comma + 1]):
            start = low = comma + 1
            lost = True
        for match in DELIMITER.finditer(text, low, colon):
            start, lost = match.end(), "," in match.group()
        last = colon + 1
        title, markup = text[start:colon].strip(" \t*_#"), MARKUP.match(text, last)
        if title and (lost or title[0].isupper()):
            found.append((start, title, fold(title), lost, markup.end() if markup else last))
    return found


@given(st.text(SIGNS, max_size=40), st.integers(1, 12))
def test_titles_start_behind_the_last_delimiter(text: str, longest: int) -> None:
    assert find_titles(text, 0, len(text), longest) == titles(text, longest)


@given(st.text(SIGNS), st.text(SIGNS), st.text(SIGNS))
def test_nothing_outside_a_stretch_tells_a_title(before: str, text: str, behind: str) -> None:
    begin, end = len(before), len(before) + len(text)
    assert find_titles(before + text + behind, begin, end, 80) == [
        (start + begin, title, key, lost, body + begin) for start, title, key, lost, body in titles(text, 80)
    ]


@given(st.text(SIGNS, max_size=40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 6))
def test_stops_are_counted_but_before_digits(text: str, place: int, end: int, most: int) -> None:
    place, end = sorted((min(place, len(text)), min(end, len(text))))
    assert has_more_stops(text, place, end, most) == (
        len(re.findall(r"[.!?:;](?!\d)", text[place:end])) > most
    )


@given(st.text(st.sampled_from("a*_ ,\n\u00a0"), max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_markup_is_passed(text: str, place: int, end: int) -> None:
    place, end = sorted((min(place, len(text)), min(end, len(text))))
    match = MARKUP.match(text, place, end)
    assert match is not None
    assert past_markup(text, place, end) == match.end()


@given(st.text(st.sampled_from("aZ12.),(*-• \n\u00a0\u0662é'"), max_size=40))
def test_marks_are_what_the_pattern_matches(text: str) -> None:
    assert find_marks(text) == [
        (match.start(), match.start("text"), match.start("item"))
        if match["item"]
        else (match.start(), match.start("behind"), 0)
        for match in MARK.finditer(text)
    ]


@given(st.one_of(st.text(), st.text(st.characters(max_codepoint=127))))
def test_titles_are_compared_by_letters_and_digits(title: str) -> None:
    assert fold(title) == " ".join(re.findall("[a-z0-9]+", title.lower().replace("&", " and ")))
