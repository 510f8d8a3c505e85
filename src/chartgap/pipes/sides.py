"""Which side belongs to which site in one sentence: the grammar of "left", "L", "bilaterally", "of the right ...".

The words between two marks decide. They are read in a reduced form: modifiers ("distal", "4th", "side of the")
become ``~``, other findings (a disorder, an acuity) become ``¤``; the patterns of kind ``side_grammar`` in the
lexicon are tried on what is left. Nothing here knows spaCy: marks carry offsets into the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chartgap.models import Laterality

MODIFIED, SKIPPED = "~", "¤"
_PREFIX = "side_grammar."


@dataclass(eq=False, slots=True)
class Site:
    """A site term. ``laterality`` is filled in by ``tie``; the term itself may say it ("RUE")."""

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


@dataclass(eq=False, slots=True)
class Side:
    """A side word, or two of them joined ("right and left"), which together are bilateral.

    ``weak`` words are a side only beside a site (``L``, ``both``).
    """

    start: int
    end: int
    laterality: Laterality
    weak: bool = False
    parts: tuple[Side, ...] = field(default=())
    tied: bool = False


Mark = Site | Side


@dataclass(frozen=True)
class Grammar:
    """The patterns by the last part of their ids."""

    patterns: Mapping[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]

    @staticmethod
    def compile(patterns: Iterable[tuple[str, str, str]]) -> Grammar:
        """From (id, pattern, flags) of the lexicon's ``side_grammar`` patterns.

        Raises:
            KeyError: a pattern that the grammar needs is not there.
        """
        held = {
            key.removeprefix(_PREFIX): re.compile(pattern, sum(_FLAGS[flag] for flag in set(flags)))
            for key, pattern, flags in patterns
        }
        missing = sorted(_NEEDED - held.keys())
        if missing:
            raise KeyError(", ".join(_PREFIX + name for name in missing))
        return Grammar(held)


_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_NEEDED = frozenset(
    "modifier before both front loose through after close adverb on_side adverbial and comma of pair respectively "
    "number plural".split()
)


class Sentence:
    """The marks of one sentence in text order, and the words between them."""

    def __init__(
        self, text: str, end: int, marks: Sequence[Mark], skipped: Sequence[tuple[int, int]], grammar: Grammar
    ) -> None:
        self.text = text
        self.end = end
        self.skipped = skipped
        self.grammar = grammar
        self._gaps: dict[tuple[int, int], str] = {}
        self.marks = self._joined(marks)

    def gap(self, low: int, high: int) -> str:
        """The text of ``low:high`` in reduced form."""
        held = self._gaps.get((low, high))
        if held is not None:
            return held
        pieces: list[str] = []
        place = low
        for start, stop in self.skipped:
            if place <= start and stop <= high:
                pieces += (self.text[place:start], SKIPPED)
                place = stop
        pieces.append(self.text[place:high])
        gap = "".join(pieces)
        if gap.strip():
            gap = self.grammar["modifier"].sub(MODIFIED, gap)
        self._gaps[low, high] = gap
        return gap

    def fits(self, name: str, low: int, high: int) -> bool:
        """Whether the gap ``low:high`` is one of the pattern ``name``."""
        return high - low <= _FARTHEST and self.grammar[name].search(self.gap(low, high)) is not None

    def plural(self, site: Site) -> bool:
        """Whether the term is the plural of a site that each side has once ("hips")."""
        return self.grammar["plural"].search(self.text[site.start : site.end].lower()) is not None

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


def tie(sentence: Sentence) -> None:
    """Give every site of the sentence its side, and mark the sides that belong to one."""
    marks = sentence.marks
    for one, two in zip(marks, marks[1:], strict=False):
        if isinstance(one, Side) and isinstance(two, Site) and _before(sentence, one, two):
            _give(two, one)
    for step in (_through, _after, _adverb):
        for place, mark in enumerate(marks):
            if isinstance(mark, Side) and not mark.tied:
                step(sentence, place, mark)
    _carry_on(sentence)
    _carry_back(sentence)
    _respectively(sentence)


def _give(site: Site, side: Side, *, after: bool = False) -> None:
    side.tied = True
    if site.laterality is None:
        site.laterality = side.laterality
        site.after = after


def _before(sentence: Sentence, side: Side, site: Site) -> bool:
    """Side before site: "left distal femur", "(R) hip", "both of her knees"."""
    word = sentence.text[side.start : side.end]
    gap = sentence.text[side.end : site.start]
    if sentence.grammar["adverbial"].search(word.lower()) and word.lower().endswith(("ly", "s")):
        return False
    if side.weak and side.laterality == "bilateral" and not side.parts:
        return sentence.fits("both", side.end, site.start) and not _conjunction(sentence, side, site)
    if not sentence.fits("before", side.end, site.start):
        return not side.weak and (_fronted(sentence, side, site) or sentence.fits("loose", side.end, site.start))
    if side.weak and word.islower() and len(word) == 1 and gap.strip(" ~"):
        return False
    if side.weak and sentence.grammar["number"].search(sentence.text[max(0, side.start - 12) : side.start]):
        return False
    return not (gap.startswith((")", "]")) and _trails(sentence, side))


def _fronted(sentence: Sentence, side: Side, site: Site) -> bool:
    """ "On the left the femur is normal": a side set before its clause."""
    before = sentence.text[max(0, side.start - 12) : side.start]
    return sentence.fits("front", side.end, site.start) and sentence.grammar["on_side"].search(before) is not None


def _trails(sentence: Sentence, side: Side) -> bool:
    """Whether a bracketed side stands right behind a site that has none: "tibia (L) femur (R)"."""
    place = sentence.marks.index(side)
    prior = sentence.marks[place - 1] if place else None
    if not isinstance(prior, Site) or prior.laterality is not None:
        return False
    return sentence.text[prior.end : side.start].strip() in ("(", "[")


def _conjunction(sentence: Sentence, side: Side, site: Site) -> bool:
    """Whether "both" joins two singular sites ("both femur and tibia") and says no side."""
    place = sentence.marks.index(site)
    following = sentence.marks[place + 1] if place + 1 < len(sentence.marks) else None
    if following is None or sentence.plural(site):
        return False
    return sentence.fits("and", site.end, following.start)


def _through(sentence: Sentence, place: int, side: Side) -> None:
    """Side before the disorder before the site: "left-sided osteomyelitis of the clavicle"."""
    following = sentence.marks[place + 1] if place + 1 < len(sentence.marks) else None
    if side.weak or not isinstance(following, Site) or following.laterality is not None:
        return
    if sentence.fits("through", side.end, following.start):
        _give(following, side)


def _after(sentence: Sentence, place: int, side: Side) -> None:
    """Side behind the site: "clavicle, left", "tibia (L)", "femur on the left"."""
    prior = sentence.marks[place - 1] if place else None
    if not isinstance(prior, Site) or prior.laterality is not None:
        return
    if side.weak and side.laterality == "bilateral" and not side.parts:
        return
    if not sentence.fits("after", prior.end, side.start):
        return
    behind = sentence.gap(side.end, min(sentence.end, side.end + 40))
    if sentence.grammar["close"].search(behind):
        _give(prior, side, after=True)


def _adverb(sentence: Sentence, place: int, side: Side) -> None:
    """An adverb of side further behind: "deltoids 4-/5 bilaterally", "knee is worse on the left"."""
    prior = sentence.marks[place - 1] if place else None
    if not isinstance(prior, Site) or prior.laterality is not None or side.weak:
        return
    word = sentence.text[side.start : side.end].lower()
    gap = sentence.text[prior.end : side.start]
    adverbial = sentence.grammar["adverbial"].search(word) or sentence.grammar["on_side"].search(gap)
    if adverbial and sentence.fits("adverb", prior.end, side.start):
        _give(prior, side, after=True)


def _related(one: Site, two: Site) -> bool:
    """Whether one is part of the other."""
    return not (one.within.isdisjoint(two.kin) and two.within.isdisjoint(one.kin)) or one.names == two.names


def _carry_on(sentence: Sentence) -> None:
    """A side holds for the bare sites joined to its site: "left femur and tibia", "left foot, fifth metatarsal"."""
    marks = sentence.marks
    for place in range(len(marks) - 1):
        one, two = marks[place], marks[place + 1]
        if not (isinstance(one, Site) and isinstance(two, Site)):
            continue
        if one.laterality is None or two.laterality is not None or not two.sided:
            continue
        related = _related(one, two)
        if one.laterality != "bilateral" and sentence.plural(two) and not related:
            continue
        if (
            (sentence.fits("comma", one.end, two.start) and (related or _list_goes_on(sentence, place + 1)))
            or sentence.fits("and", one.end, two.start)
            or sentence.fits("before", one.end, two.start)
            or (sentence.fits("of", one.end, two.start) and related)
        ):
            two.laterality = one.laterality


def _list_goes_on(sentence: Sentence, place: int) -> bool:
    """Whether the comma list of bare sites that runs through ``place`` ends in "and" and a bare site."""
    marks = sentence.marks
    for one, two in zip(marks[place:], marks[place + 1 :], strict=False):
        if not (isinstance(one, Site) and isinstance(two, Site)) or two.laterality is not None:
            return False
        if sentence.fits("and", one.end, two.start):
            return True
        if not sentence.fits("comma", one.end, two.start):
            return False
    return False


def _carry_back(sentence: Sentence) -> None:
    """A side behind a list holds for all of it; a side of the whole holds for its part before it."""
    marks = sentence.marks
    for place in range(len(marks) - 1, 0, -1):
        two = marks[place]
        if not isinstance(two, Site) or two.laterality is None:
            continue
        one = marks[place - 1]
        if isinstance(one, Site) and two.after and one.laterality is None and one.sided:
            if sentence.fits("and", one.end, two.start) or (
                sentence.fits("comma", one.end, two.start) and (_related(one, two) or _list_goes_on_back(sentence, place))
            ):
                one.laterality, one.after = two.laterality, True
        elif isinstance(one, Side) and one.tied and place > 1:
            _to_part(sentence, marks[place - 2], one, two)


def _list_goes_on_back(sentence: Sentence, place: int) -> bool:
    """Whether the site at ``place`` is inside a list that ends in "and"."""
    marks = sentence.marks
    following = marks[place + 1] if place + 1 < len(marks) else None
    two = marks[place]
    return isinstance(following, Site) and following.after and (
        sentence.fits("and", two.end, following.start) or sentence.fits("comma", two.end, following.start)
    )


def _to_part(sentence: Sentence, part: Mark, side: Side, whole: Site) -> None:
    """ "distal phalanx of the right great toe", "first metatarsal head, left foot"."""
    if not isinstance(part, Site) or part.laterality is not None or not part.sided or part.after:
        return
    if side.start >= whole.start:
        return
    if sentence.fits("of", part.end, side.start) or (_related(part, whole) and sentence.fits("comma", part.end, side.start)):
        part.laterality = side.laterality


def _respectively(sentence: Sentence) -> None:
    """ "femur and tibia on the left and right, respectively"."""
    marks = sentence.marks
    for place in range(2, len(marks)):
        side, two, one = marks[place], marks[place - 1], marks[place - 2]
        if not (isinstance(side, Side) and side.parts and isinstance(two, Site) and isinstance(one, Site)):
            continue
        behind = sentence.text[side.end : side.end + 24].lower()
        if side.tied and two.after and sentence.grammar["respectively"].search(behind):
            one.laterality, two.laterality = side.parts[0].laterality, side.parts[1].laterality
