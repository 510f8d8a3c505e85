"""Age and sex of the patient, from the phrases that introduce him or her."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from chartgap.pipes.draft import Draft, drafts, folded, text, words
from chartgap.pipes.numbers import read_number
from chartgap.pipes.pattern import Pattern, compile_patterns

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

OLDEST = 115
_AGES = ("demographic.age.years", "demographic.age.label", "demographic.age.letter", "demographic.age.slash")
_SPELLED = "demographic.age.words"
_YEAR = "year"
_REACH = {"demographic.age.slash": 800, "demographic.sex.label": 2000}
"""How far into the note the forms of registration lines are looked for, in characters."""
_INTRODUCTION = 4_000
"""An age told later in the note is not the patient's introduction, in characters."""
_OPENING = 2_000
"""A sex told this early counts alone, in characters."""
_SEXES = ("demographic.sex.noun", "demographic.sex.title", "demographic.sex.pronoun")
_LABEL = "demographic.sex.label"
_NOT_AGE, _RELATIVE = "demographic.not_age", "demographic.relative"
_PER_YEAR = {"d": 365.25, "w": 52.18, "m": 12.0}
_MEN = frozenset(("man", "male", "males", "gentleman", "boy"))


class _Held:
    """The patterns that may match in a note, by rule; whether one may is asked when it is needed, once."""

    def __init__(self, patterns: Mapping[str, Pattern], said: frozenset[str], low: str) -> None:
        self._patterns = patterns
        self._said = said
        self._low = low
        self._told: dict[str, re.Pattern[str] | None] = {}

    def get(self, rule: str) -> re.Pattern[str] | None:
        """The pattern of that rule; None where the note lacks what it needs."""
        if rule not in self._told:
            pattern = self._patterns.get(rule)
            may = pattern is not None and not pattern.lacks(self._said, self._low)
            self._told[rule] = pattern.regex if pattern is not None and may else None
        return self._told[rule]


class ChartDemographics:
    """The component ``chartgap_demographics``: drafts ``{age}`` in years and ``{sex}`` F or M.

    Each distinct age is told once, the first being the patient's introduction; the sex is told once. Ages and
    words beside a relative ("her 8-year-old son") are not the patient's.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.patterns = {
            pattern.entry.id: pattern
            for pattern in compile_patterns(p for p in lexicon.patterns if p.kind == "demographic")
        }

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found, note, low = drafts(doc), text(doc), folded(doc)
        held = _Held(self.patterns, words(doc), low)
        told = sorted(_introductions(note, low, held), key=attrgetter("start"))
        ages: set[float] = set()
        sexed = False
        for draft in told:
            value = draft.value
            if isinstance(value, dict) and "age" in value:
                age = float(str(value["age"]))
                if age not in ages:
                    ages.add(age)
                    found.append(draft)
            elif not sexed:
                sexed = True
                found.append(draft)
        if not sexed:
            found.extend(_sex(note, held))
        return doc


def _introductions(note: str, low: str, held: _Held) -> Iterator[Draft]:
    """Ages, with the sex told beside them, and labelled sexes."""
    taken: list[tuple[int, int]] = []
    for rule in (*_AGES, _SPELLED):
        regex = held.get(rule)
        if regex is None or (rule == _SPELLED and (taken or _YEAR not in low)):
            continue
        for match in regex.finditer(note, 0, _REACH.get(rule, _INTRODUCTION)):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            read = _groups(match)
            if read is None or _is_other(note, match, read[1], held):
                continue
            taken.append(match.span())
            age, group, sex = read
            yield Draft("demographic", *match.span(group), {"age": age}, rule)
            if sex is not None:
                yield Draft("demographic", *match.span(sex), {"sex": _sex_of(match.group(sex))}, rule)
    label = held.get(_LABEL)
    if label is not None:
        for match in label.finditer(note, 0, _REACH[_LABEL]):
            yield Draft("demographic", *match.span("sex"), {"sex": _sex_of(match.group("sex"))}, _LABEL)


def _is_other(note: str, match: re.Match[str], group: str, held: _Held) -> bool:
    """Whether the number is a relative's age, or no age."""
    start = match.start(group)
    not_age = held.get(_NOT_AGE)
    if not_age is not None and not_age.search(note[max(0, start - 16) : start]):
        return True
    before = re.split(r"[.;:\n]", note[max(0, start - 30) : start])[-1]
    after = re.split(r"[.;:,\n]", note[match.end() : match.end() + 16])[0]
    return _is_beside(before, held) or _is_beside(after, held)


def _is_beside(words: str, held: _Held) -> bool:
    """Whether the words beside an age or a sex name a relative."""
    relative = held.get(_RELATIVE)
    return relative is not None and relative.search(words) is not None


def _sex(note: str, held: _Held) -> Iterator[Draft]:
    """The sex from nouns, titles or, last, from the greater number of pronouns."""
    for rule in _SEXES:
        regex = held.get(rule)
        if regex is None:
            continue
        told = [*regex.finditer(note, 0, _OPENING)] or [*regex.finditer(note)]
        matches = [match for match in told if not _is_beside(note[match.end() : match.end() + 12], held)]
        if matches:
            most = Counter(str(match.lastgroup) for match in matches).most_common(1)[0][0]
            first = next(match for match in matches if match.lastgroup == most)
            yield Draft("demographic", *first.span(), {"sex": most.upper()}, rule)
            return


def _groups(match: re.Match[str]) -> tuple[float | int, str, str | None] | None:
    """Age in years, the name of its group, the name of the sex group if it is told; None if it is no age."""
    held = {name: value for name, value in match.groupdict().items() if value}
    group = "age" if "age" in held else "age2"
    age = read_number(held[group])
    if age is None:
        return None
    per_year = _PER_YEAR.get(held.get("unit", "")[:1].lower())
    years = round(age / per_year, 2) if per_year else age
    sex = next((name for name in ("sex", "sex2") if name in held), None)
    return (years, group, sex) if years <= OLDEST else None


def _sex_of(word: str) -> str:
    """F or M: of ``RHF`` and ``wm`` the last letter tells, of words the first ones."""
    low = word.lower()
    if low in _MEN:
        return "M"
    return low[-1].upper() if len(low) <= 3 else "F"
