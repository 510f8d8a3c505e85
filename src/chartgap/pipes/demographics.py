"""Age and sex of the patient, from the phrases that introduce him or her."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from chartgap.pipes.draft import Draft, drafts, folded, text, words, words_of
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
_CLAUSE_END, _PART_END = re.compile(r"[.;:\n]"), re.compile(r"[.;:,\n]")
_NOT_AGE, _RELATIVE = "demographic.not_age", "demographic.relative"
_PER_YEAR = {"d": 365.25, "w": 52.18, "m": 12.0}
_MEN = frozenset(("man", "male", "males", "gentleman", "boy"))


class _Held(NamedTuple):
    """The patterns by rule, and of a note its words and its case-folded text."""

    patterns: Mapping[str, Pattern]
    said: frozenset[str]
    low: str

    def get(self, rule: str) -> Pattern | None:
        """The pattern of that rule; None where the note lacks what it needs."""
        pattern = self.patterns.get(rule)
        return None if pattern is None or pattern.lacks(self.said, self.low) else pattern


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
        found, note = drafts(doc), text(doc)
        held = _Held(self.patterns, words(doc), folded(doc))
        told = sorted(_introductions(note, held), key=attrgetter("start"))
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


def _introductions(note: str, held: _Held) -> Iterator[Draft]:
    """Ages, with the sex told beside them, and labelled sexes."""
    taken: list[tuple[int, int]] = []
    for rule in (*_AGES, _SPELLED):
        pattern = None if rule == _SPELLED and (taken or _YEAR not in held.low) else held.get(rule)
        if pattern is None:
            continue
        for match in pattern.find(note, _REACH.get(rule, _INTRODUCTION)):
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
        for match in label.find(note, _REACH[_LABEL]):
            yield Draft("demographic", *match.span("sex"), {"sex": _sex_of(match.group("sex"))}, _LABEL)


def _is_other(note: str, match: re.Match[str], group: str, held: _Held) -> bool:
    """Whether the number is a relative's age, or no age."""
    start, end = match.start(group), match.end()
    if _told(_NOT_AGE, note[max(0, start - 16) : start], held):
        return True
    before = _CLAUSE_END.split(note[max(0, start - 30) : start])[-1]
    after = _PART_END.split(note[end : end + 16], 1)[0]
    return _told(_RELATIVE, before, held) or _told(_RELATIVE, after, held)


def _told(rule: str, part: str, held: _Held) -> bool:
    """Whether a part of the note says what a rule looks for."""
    pattern = held.patterns.get(rule)
    if pattern is None or pattern.lacks(words_of(part), part.casefold()):
        return False
    return pattern.regex.search(part) is not None


def _sex(note: str, held: _Held) -> Iterator[Draft]:
    """The sex from nouns, titles or, last, from the greater number of pronouns."""
    for rule in _SEXES:
        pattern = held.get(rule)
        if pattern is None:
            continue
        matches = [*pattern.find(note, _OPENING)] or [*pattern.find(note, len(note))]
        if held.get(_RELATIVE) is not None:
            behind = [note[match.end() : match.end() + 12] for match in matches]
            matches = [
                match for match, part in zip(matches, behind, strict=True) if not _told(_RELATIVE, part, held)
            ]
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
