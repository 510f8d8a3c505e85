"""Which side belongs to which site in one sentence: "left", "L", "bilaterally", "of the right ...".

The words between two marks decide. They are read in a reduced form: modifiers ("distal", "4th", "side of
the") become ``~``, other findings (a disorder, an acuity) become ``¤``; the patterns of kind ``side_grammar``
in the lexicon are tried on what is left. Nothing here knows spaCy: marks carry offsets into the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from chartgap.models import Laterality

MODIFIED, SKIPPED = "~", "¤"
_PREFIX = "side_grammar."
ADVERB_ENDS = ("ly", "s")
"""How a side word ends that may be an adverb: the others need not be asked."""


class Site(Struct, eq=False):
    """A site term. ``laterality`` is filled in by ``side_links.tie``; the term itself may say it ("RUE")."""

    start: int
    end: int
    names: tuple[str, ...]
    sided: bool
    within: frozenset[str] = frozenset()
    """The broader sites, and the axis values that an ambiguous name may mean."""
    kin: frozenset[str] = frozenset()
    """The site's own names and axis values."""
    laterality: Laterality | None = None
    after: bool = False
    """The side stands behind the site: it may hold for the sites listed before this one."""


class Side(Struct, eq=False):
    """A side word, or two of them joined ("right and left"), which together are bilateral.

    ``weak`` words are a side only beside a site (``L``, ``both``).
    """

    start: int
    end: int
    laterality: Laterality
    weak: bool = False
    parts: tuple[Side, ...] = ()
    tied: bool = False


Mark = Site | Side


@dataclass(frozen=True)
class Grammar:
    """The patterns by the last part of their ids."""

    patterns: Mapping[str, re.Pattern[str]]
    lower: re.Pattern[str]
    """The modifiers in lower case: four times as quick to search, and most gaps have none."""
    spaced: frozenset[str]
    """The patterns that a single space fits, as most gaps are one."""
    search: Mapping[str, Callable[[str], re.Match[str] | None]]
    """How each pattern is searched for."""

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]

    def plural(self, word: str) -> bool:
        """Whether a term is written as a plural."""
        return self.patterns["plural"].search(word.lower()) is not None

    def reduce(self, gap: str) -> str:
        """The gap with a sign for every modifier."""
        if gap.isspace():
            return gap
        low = gap.lower()
        if len(low) != len(gap):
            return self.patterns["modifier"].sub(MODIFIED, gap)
        pieces: list[str] = []
        place = 0
        for match in self.lower.finditer(low):
            pieces += (gap[place : match.start()], MODIFIED)
            place = match.end()
        return "".join((*pieces, gap[place:])) if pieces else gap

    @staticmethod
    def compile(patterns: Iterable[tuple[str, str, str]]) -> Grammar:
        """From (id, pattern, flags) of the lexicon's ``side_grammar`` patterns.

        Raises:
            KeyError: a pattern that the grammar needs is not there.
        """
        given = {key.removeprefix(_PREFIX): (pattern, set(flags)) for key, pattern, flags in patterns}
        held = {name: _compiled(pattern, flags) for name, (pattern, flags) in given.items()}
        missing = sorted(_NEEDED - held.keys())
        if missing:
            raise KeyError(", ".join(_PREFIX + name for name in missing))
        pattern, flags = given["modifier"]
        lower = _compiled(pattern, flags - {"i"} if pattern.islower() else flags)
        spaced = frozenset(name for name, regex in held.items() if regex.search(" "))
        return Grammar(held, lower, spaced, {name: regex.search for name, regex in held.items()})


def _compiled(pattern: str, flags: set[str]) -> re.Pattern[str]:
    return re.compile(pattern, sum(_FLAGS[flag] for flag in flags))


_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_NEEDED = frozenset(
    "modifier before both front loose through after close adverb on_side adverbial and comma of pair "
    "respectively number plural litres part".split()
)


class Sentence:
    """The marks of one sentence in text order, and the words between them.

    ``skip`` tells the other findings of the sentence; it is asked when there are words between marks.
    """

    def __init__(
        self,
        text: str,
        end: int,
        marks: Sequence[Mark],
        skip: Callable[[], Sequence[tuple[int, int]]],
        grammar: Grammar,
    ) -> None:
        self.text = text
        self.end = end
        self._skip = skip
        self.grammar = grammar
        self._gaps: dict[tuple[int, int], str] = {}
        self.marks = self._joined(marks)

    @cached_property
    def skipped(self) -> Sequence[tuple[int, int]]:
        """Where the other findings of the sentence stand."""
        return self._skip()

    def gap(self, low: int, high: int) -> str:
        """The text of ``low:high`` in reduced form."""
        gap = self._gaps.get((low, high))
        if gap is None:
            given = self._without_skipped(low, high) if self.skipped else self.text[low:high]
            gap = self._gaps[low, high] = self.grammar.reduce(given)
        return gap

    def _without_skipped(self, low: int, high: int) -> str:
        pieces: list[str] = []
        place = low
        first = bisect_left(self.skipped, (low, low))
        for start, stop in self.skipped[first : first + _MOST]:
            if start >= high:
                break
            if place <= start and stop <= high:
                pieces += (self.text[place:start], SKIPPED)
                place = stop
        pieces.append(self.text[place:high])
        return "".join(pieces)

    def fits(self, name: str, low: int, high: int) -> bool:
        """Whether the gap ``low:high`` is one of the pattern ``name``."""
        if high == low + 1 and self.text[low] == " ":
            return name in self.grammar.spaced
        return high - low <= _FARTHEST and self.grammar.search[name](self.gap(low, high)) is not None

    def plural(self, site: Site) -> bool:
        """Whether the term is the plural of a site that each side has once ("hips")."""
        return self.grammar.plural(self.text[site.start : site.end])

    def _joined(self, marks: Sequence[Mark]) -> list[Mark]:
        """The marks with "right and left", "R > L" made one bilateral side."""
        joined: list[Mark] = []
        for mark in marks:
            last = joined[-1] if joined else None
            if isinstance(mark, Side) and isinstance(last, Side) and self._pair(last, mark):
                parts = (last, mark)
                joined[-1] = Side(last.start, mark.end, "bilateral", last.weak and mark.weak, parts)
            else:
                joined.append(mark)
        return joined

    def _pair(self, one: Side, two: Side) -> bool:
        if one.parts or {one.laterality, two.laterality} != {"left", "right"}:
            return False
        return self.fits("pair", one.end, two.start)


_FARTHEST = 160
_MOST = 40
