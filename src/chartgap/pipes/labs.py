"""Reads laboratory results: muscle enzymes, inflammation, bone and autoantibodies.

A finding's value is ``{analyte, value, unit, interpretation}``; the last is ``normal``, ``high``, ``low``,
``negative``, ``positive``, ``pending`` or ``ordered``; a test that is only ordered or pending has no value.
Doses are no results. Source of the names: lexicons/measurements/labs.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from chartgap.pipes.draft import Draft, drafts, in_lower_case, lowered, words, words_of
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.phrases import Hit, PhraseBook, measure_entries

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

READER = "labs"
_REACH = 260
_NUMBER = re.compile(
    r"[<>≥≤~]?\s?(?P<value>\d{1,3}(?:,\d{3})+|\d{1,6})(?P<rest>\.\d{1,3})?(?![\d/]|\.\d|:\d|-\d{1,2}[-/])"
    r"(?:\s?(?P<unit>(?:[KkMm]\s?/|x\s?10\^?3/?|[un]?[gG]/|mg/|mcg/|[mμu]?IU?/|U/|mm/|mmol/|pmol/|ng/|pg/|cells/|g/)[A-Za-zμ]{1,4}|K\b|IU\b|U\b|mg\b|mcg\b|units?\b|%))?"
)
_TITER = re.compile(r"\s?(?P<value>1:\d{2,5})")
_DOSE = re.compile(r"\s?(?:mg|mcg|iu|i\.u\.|units?|u|g|tab\w*|capsule\w*|[kK])\b(?!\s?/)", re.IGNORECASE)
_DAY = re.compile(r"(?:0?[1-9]|1[0-2])/(?:[12]\d|3[01]|0?[1-9])(?:/\d{2,4})?(?![\d/])")
"""A day between a test and its result: "CK 2/20 880", "CK (3/14): 1,240"."""
_MORE = re.compile(
    r"\s*(?:,|;|\band\b|\bthen\b|\bto\b|→|->)\s*(?:(?:and|then|now|to|down to|up to)\s+)?(?=\d)"
)
_STOP = re.compile(r"[.!?;\n](?:(?<=;)|(?<=\n)\s*\n|(?<=[.!?])(?=\s|,|$))")
_ROLES = frozenset(("analyte", "antibody"))


class LabReader:
    """The spaCy component. Built from a lexicon; holds nothing of a note."""

    def __init__(self, lexicon: Lexicon) -> None:
        entries = measure_entries(lexicon, READER)
        self.book = PhraseBook(entries)
        self.heads = analyte_heads(self.book)

    def __call__(self, doc: Doc) -> Doc:
        """Append the note's laboratory results to the Doc's drafts."""
        found = read_labs(note_text(doc), self.book, self.heads, words(doc), in_lower_case(doc))
        if found:
            drafts(doc).extend(found)
        return doc


class Heads(NamedTuple):
    """The first words of all analytes, in lower case: those of letters only, and the others."""

    plain: frozenset[str]
    other: tuple[str, ...]
    phrases: dict[str, tuple[frozenset[str], ...]]
    """The words of letters a-z of each phrase that a first word begins."""

    def within(self, low: str, words: frozenset[str]) -> list[str]:
        """The first words of the analytes that a note's words could make."""
        first = (*self.plain.intersection(words), *self.other)
        held = [word for word in first if any(asked <= words for asked in self.phrases[word])]
        return [word for word in held if word in self.plain or word in low]


def analyte_heads(book: PhraseBook) -> Heads:
    """The first words of the book's analytes."""
    held: dict[str, set[frozenset[str]]] = {}
    for pieces in book.phrases(*_ROLES):
        held.setdefault(pieces[0], set()).add(words_of(" ".join(pieces)))
    plain = frozenset(word for word in held if words_of(word) == {word})
    phrases = {word: tuple(sorted(asked, key=sorted)) for word, asked in held.items()}
    return Heads(plain, tuple(sorted(held.keys() - plain)), phrases)


def analyte_places(text: str, low: str, book: PhraseBook, words: Iterable[str]) -> list[int]:
    """Where analytes are named, in order: at few of the words that may begin one."""
    found: list[int] = []
    for word in words:
        letter = word[-1:].isalpha()
        for match in _apart(word).finditer(low):
            at, after = match.start(), low[match.end() : match.end() + 1]
            if not (letter and after.isalpha()) and book.role_at(text, at) in _ROLES:
                found.append(at)
    found.sort()
    return found


@cache
def _apart(word: str) -> re.Pattern[str]:
    """A word that no other letter or figure stands before; most of those that go on are left out here."""
    given = re.escape(word)
    return re.compile(rf"{given}(?<!\w{given}){'(?![a-z])' if word[-1:].isalpha() else ''}")


def read_labs(
    text: str,
    book: PhraseBook,
    heads: Heads,
    held: frozenset[str] | None = None,
    low: str | None = None,
) -> list[Draft]:
    """Every laboratory statement of a note, in text order, as drafts of kind ``lab``.

    ``held`` are the note's words and ``low`` is the note in lower case, if they are known.
    """
    found: list[Draft] = []
    done = 0
    low = lowered(text) if low is None else low
    named = heads.within(low, words_of(text) if held is None else held)
    if not named:
        return found
    for place in analyte_places(text, low, book, named):
        if place < done:
            continue
        start, end = _sentence(text, place)
        found.extend(_read(text, book.scan(text, start, end)))
        done = end
    return found


def _sentence(text: str, place: int) -> tuple[int, int]:
    start = max(0, place - 80)
    for match in _STOP.finditer(text, start, place):
        start = match.end()
    stop = _STOP.search(text, place, place + _REACH)
    end = stop.start() if stop else min(len(text), place + _REACH)
    return start, max(end, place + 1)


def _read(text: str, hits: list[Hit]) -> list[Draft]:
    found: list[Draft] = []
    open_names: list[Hit] = []
    ordered = False
    place = 0
    while place < len(hits):
        hit = hits[place]
        if hit.role == "order":
            ordered = True
        if hit.role not in _ROLES:
            if open_names and hit.role == "state":
                found.extend(_draft(text, name, hit.end, None, None, str(hit.value)) for name in open_names)
                open_names = []
            elif (
                open_names
                and hit.role == ""
                and hit.value
                not in (",", "/", "and", "&", "(", ")", "antibodies", "antibody", ":", "\n", "or")
            ):
                open_names = _unstated(text, open_names, ordered, found)
            place += 1
            continue
        results, place = _results(text, hits, place)
        if results:
            open_names = _unstated(text, open_names, ordered, found) if results[0][3] is None else open_names
            if results[0][3] is not None and results[0][1] is None:
                found.extend(
                    _draft(text, name, results[0][0], None, None, results[0][3]) for name in open_names
                )
                open_names = []
            found.extend(_draft(text, hit, end, value, unit, state) for end, value, unit, state in results)
        else:
            open_names.append(hit)
    _unstated(text, open_names, ordered, found)
    found.sort(key=lambda draft: draft.start)
    return found


def _unstated(text: str, names: list[Hit], ordered: bool, found: list[Draft]) -> list[Hit]:
    """Tests named without a result: ordered ones are findings, the rest is dropped."""
    if ordered:
        found.extend(_draft(text, name, name.end, None, None, "ordered") for name in names)
    return []


Result = tuple[int, "float | str | None", "str | None", "str | None"]


def _results(text: str, hits: list[Hit], place: int) -> tuple[list[Result], int]:
    """What is said of the analyte at ``place``: (end, value, unit, interpretation); and the next place."""
    name = hits[place]
    state: tuple[int, str] | None = None
    at = place + 1
    while at < len(hits) and hits[at].start - name.end < 40:
        hit = hits[at]
        if hit.role == "state":
            state = hit.end, str(hit.value)
            at += 1
            if str(hit.value) not in ("high", "low"):
                break
            continue
        if isinstance(hit.value, str) and hit.role == "" and hit.value[0].isdigit():
            found = _numbers(text, hit.start, state[1] if state else None, name)
            if found:
                return found, _past(hits, at, found[-1][0])
            day = _DAY.match(text, hit.start)
            if day is None:
                return [], at
            at = _past(hits, at, day.end())
            continue
        if "passing" not in hit.roles:
            break
        at += 1
    if state is not None:
        return [(state[0], None, None, state[1])], at
    return [], place + 1


def _past(hits: list[Hit], place: int, end: int) -> int:
    """The place of the first hit that begins behind ``end``."""
    while place < len(hits) and hits[place].start < end:
        place += 1
    return place


def _numbers(text: str, start: int, state: str | None, name: Hit) -> list[Result]:
    titer = _TITER.match(text, start)
    if titer:
        tail = re.match(r"\s*(?:\(?(?P<state>negative|positive))?", text[titer.end() : titer.end() + 12])
        said = tail["state"] if tail else None
        return [(titer.end(), titer["value"], None, said or state or "positive")]
    found: list[Result] = []
    at = start
    while True:
        match = _NUMBER.match(text, at)
        if match is None or (match["unit"] is None and _DOSE.match(text, match.end())):
            break
        if (match["unit"] or "").lower() in ("iu", "mg", "mcg", "unit", "units", "k") and (
            match["unit"] or ""
        ).upper() != "K":
            break
        if name.role == "antibody" and match["unit"] is None and not match["rest"]:
            break
        value = float(match["value"].replace(",", "") + (match["rest"] or ""))
        said = re.match(
            r"\s*\(?\s*(?:(?P<high>high|elevated|H\b)|(?P<low>low\b|L\b)|(?P<normal>normal|wnl))",
            text[match.end() : match.end() + 14],
        )
        found.append((match.end(), value, match["unit"], (said.lastgroup if said else None) or state))
        if not (match["unit"] or len(match["value"]) > 2):
            break
        between = re.match(
            r"(?:\s+(?:at|on|in|last|this|today|yesterday|initially|peak|admission|presentation|week|month|year|the))*",
            text[match.end() : match.end() + 40],
        )
        more = _MORE.match(text, match.end() + (between.end() if between else 0))
        if more is None:
            break
        at = more.end()
        follow = _NUMBER.match(text, at)
        if follow is None or (
            re.match(r"\s?(?:[A-Za-z]{4,})", text[follow.end() : follow.end() + 8])
            and not re.match(
                r"\s?(?:last|this|today|yesterday|initial|week|on|at)", text[follow.end() : follow.end() + 12]
            )
        ):
            break
    return found


def _draft(
    text: str, name: Hit, end: int, value: float | str | None, unit: str | None, interpretation: str | None
) -> Draft:
    return Draft(
        kind="lab",
        start=name.start,
        end=max(end, name.end),
        value={"analyte": str(name.value), "value": value, "unit": unit, "interpretation": interpretation},
        rule=name.rule,
    )
