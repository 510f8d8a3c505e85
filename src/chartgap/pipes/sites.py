"""Sites with their sides: site and side terms of a sentence → findings of kinds site and laterality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, cast

from chartgap.lexicon.schema import Axis
from chartgap.models import Laterality
from chartgap.pipes.draft import Draft, Term, drafts, terms, text
from chartgap.pipes.pattern import bounds
from chartgap.pipes.side_links import tie
from chartgap.pipes.sides import Grammar, Mark, Sentence, Side, Site

if TYPE_CHECKING:
    from pydantic import JsonValue
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

GRAMMAR, NO_SITE, SIDE_WORD, GROUP = "side_grammar", "no_site", "side_word", "site_group"
SKIPPED_KINDS = frozenset({"disorder", "acuity", "route", "feature", "fracture"})
_AXIS: Axis = "bone"
_SIDES = ("laterality", SIDE_WORD)
DISORDER = "disorder"
_OPENING, _CLOSING = (" ", ", ", " - ", " ("), ("", ".", ",", ";", ")", "\n", "\r")
"""What stands between a disorder and the letter of its side, and behind that letter."""
_KINDS = ("site", "laterality", NO_SITE, SIDE_WORD, GROUP, *sorted(SKIPPED_KINDS))


Cover = dict[int, list[Term]]


@dataclass(frozen=True)
class _Place:
    """What the lexicon says of a site term: canonical names, the side in the term, whether it has sides."""

    names: tuple[str, ...]
    laterality: Laterality | None
    sided: bool
    within: frozenset[str]
    kin: frozenset[str]


class ChartSites:
    """The component ``chartgap_sites``: site and laterality drafts from the terms that the targets left.

    A site's value is ``{site, laterality}``, with ``plural: true`` where the term is a bare plural of paired
    sites ("hips"): not bilateral by itself, but for a reader of distributions to know.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = (p for p in lexicon.patterns if p.kind == GRAMMAR)
        self.grammar = Grammar.compile((p.id, p.pattern, p.flags) for p in grammar)
        self.places: Mapping[str, _Place] = dict(_places(lexicon))

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts of every sentence that has a site or a side."""
        found = drafts(doc)
        note = text(doc)
        for sentence, held in groupby(terms(doc, *_KINDS), key=lambda term: term.sentence):
            self._read(note, bounds(doc, sentence)[1], list(held), found)
        return doc

    def _read(self, note: str, end: int, held: list[Term], found: list[Draft]) -> None:
        cover = _cover(term for term in held if term.kind not in SKIPPED_KINDS)
        sites = [term for term in held if term.kind in ("site", GROUP) and self._stands(note, term, cover)]
        sides = [term for term in held if term.kind in _SIDES and not _covered(term, cover)]
        if not sites and not sides:
            return
        pairs: list[tuple[Mark, Term]] = [(self._site(term), term) for term in sites]
        pairs += [(_side(term), term) for term in sides]
        pairs.sort(key=lambda pair: pair[0].start)
        marks = [mark for mark, _ in pairs]
        marked = {token for _, term in pairs for token in range(term.first, term.last)}
        others = [term for term in held if term.kind in SKIPPED_KINDS]
        skipped = [(t.start, t.end) for t in others if marked.isdisjoint(range(t.first, t.last))]
        sentence = Sentence(note, end, marks, skipped, self.grammar)
        if sides or any(isinstance(mark, Site) and mark.laterality for mark in marks):
            tie(sentence)
        named = [(t.start, t.end) for t in others if t.kind == DISORDER]
        joined = {part: side for side in sentence.marks if isinstance(side, Side) for part in side.parts}
        for mark, term in pairs:
            if isinstance(mark, Site):
                found.extend(self._site_drafts(mark, term, sentence))
            elif term.kind == "laterality" or joined.get(mark, mark).tied or _touches(note, mark, named):
                said = mark.laterality
                found.append(Draft("laterality", term.start, term.end, said, term.rule, term.index))

    def _stands(self, note: str, term: Term, cover: Cover) -> bool:
        """Whether a site term is one: not part of a larger site term, nor of an idiom, nor a measure."""
        around = [other for other in cover[term.first] if other is not term and other.last >= term.last]
        return not any(
            (other.kind == NO_SITE and (other.value is None or self._measure(note, other)))
            or (other.kind in ("site", GROUP) and other.last - other.first > term.last - term.first)
            or (other.kind == GROUP and term.kind == "site")
            for other in around
        )

    def _measure(self, note: str, term: Term) -> bool:
        """Whether a number stands before the term: "80 feet"."""
        return self.grammar["number"].search(note[max(0, term.start - 16) : term.start].lower()) is not None

    def _site(self, term: Term) -> Site:
        place = self.places[term.rule]
        return Site(term.start, term.end, place.names, place.sided, place.within, place.kin, place.laterality)

    def _site_drafts(self, site: Site, term: Term, sentence: Sentence) -> Iterator[Draft]:
        plural = site.laterality is None and site.sided and sentence.plural(site)
        for name in site.names:
            value: dict[str, JsonValue] = {"site": name, "laterality": site.laterality}
            if plural:
                value["plural"] = True
            yield Draft("site", term.start, term.end, value, term.rule, term.index)
        own = self.places[term.rule].laterality
        if own is not None:
            yield Draft("laterality", term.start, term.end, own, term.rule, term.index)


def _side(term: Term) -> Side:
    return Side(term.start, term.end, cast("Laterality", term.value), term.kind == SIDE_WORD)


def _touches(note: str, side: Side, named: Sequence[tuple[int, int]]) -> bool:
    """Whether a capital letter of side stands right before or behind a disorder: "L sciatica"."""
    word = note[side.start : side.end]
    if side.laterality == "bilateral" or not word[0].isupper() or note[side.start - 1 : side.start] == "/":
        return False
    if any(note[side.end : start].isspace() for start, _ in named):
        return True
    closed = note[side.end : side.end + 1] in _CLOSING
    return closed and any(note[end : side.start] in _OPENING for _, end in named)


def _cover(held: Iterable[Term]) -> Cover:
    """Which terms cover each token."""
    cover: Cover = {}
    for term in held:
        for token in range(term.first, term.last):
            cover.setdefault(token, []).append(term)
    return cover


def _covered(term: Term, cover: Cover) -> bool:
    """Whether a side word is part of a longer side word or of a site term ("RUE", "all four limbs")."""
    size = term.last - term.first
    return any(
        other.last >= term.last and other.last - other.first > size and other.kind in (*_SIDES, "site", GROUP)
        for other in cover[term.first]
    )


def _places(lexicon: Lexicon) -> Iterator[tuple[str, _Place]]:
    """Rule id → place, of every entry of kinds site and site_group."""
    defined = lexicon.sites
    for entry in lexicon.terms:
        if entry.kind == "site" and isinstance(entry.value, str):
            site = defined[entry.value]
            side = getattr(entry, "laterality", None)
            meant = (f"{_AXIS} {value}" for value in site.ambiguous.get(_AXIS, ()))
            within = frozenset((*site.within, *meant))
            kin = frozenset((entry.value, f"{_AXIS} {site.on(_AXIS)}"))
            yield entry.id, _Place((entry.value,), side, bool(site.sided), within, kin)
        elif entry.kind == GROUP and isinstance(entry.value, dict):
            names = tuple(str(name) for name in cast("list[str]", entry.value["sites"]))
            group_side = cast("Laterality | None", entry.value.get("laterality"))
            sided = any(defined[name].sided for name in names)
            yield entry.id, _Place(names, group_side, sided, frozenset(), frozenset(names))
