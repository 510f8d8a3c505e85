"""Sites with their sides: site and side terms of a sentence → findings of kinds site and laterality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from chartgap.lexicon.schema import Axis, SiteEntry
from chartgap.models import Laterality
from chartgap.pipes.draft import Draft, Term, drafts, terms, text
from chartgap.pipes.pattern import bounds
from chartgap.pipes.side_links import tie
from chartgap.pipes.sides import ADVERB_ENDS, Grammar, Sentence, Side, Site

if TYPE_CHECKING:
    from pydantic import JsonValue
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

GRAMMAR, NO_SITE, SIDE_WORD, GROUP = "side_grammar", "no_site", "side_word", "site_group"
SKIPPED_KINDS = frozenset({"disorder", "acuity", "route", "feature", "fracture"})
_AXIS: Axis = "bone"
_SIDES, _SITES = ("laterality", SIDE_WORD), ("site", GROUP)
DISORDER = "disorder"
_OPENING, _CLOSING = (" ", ", ", " - ", " ("), ("", ".", ",", ";", ")", "\n", "\r")
"""What stands between a disorder and the letter of its side, and behind that letter."""
_MARKS = (*_SITES, *_SIDES, NO_SITE)
_SENTENCE = attrgetter("sentence")


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
        for _, group in groupby(terms(doc, *_MARKS), key=_SENTENCE):
            held = list(group)
            if len(held) > 1:
                held = self._standing(note, held)
                if self._belong_together(held):
                    self._read_together(doc, note, held, found)
                    continue
            for term in held:
                if term.kind in _SITES:
                    self._add(note, term, self.places[term.rule].laterality, found)
                elif term.kind == "laterality" or (term.kind == SIDE_WORD and _touches(doc, note, term)):
                    found.append(_side_draft(term, cast("Laterality", term.value)))
        return doc

    def _belong_together(self, held: list[Term]) -> bool:
        """Whether there are both a site and a side, be it that of another site."""
        sites = [term for term in held if term.kind in _SITES]
        if len(held) < 2 or not sites:
            return False
        return len(sites) < len(held) or any([self.places[term.rule].laterality for term in sites])

    def _standing(self, note: str, held: list[Term]) -> list[Term]:
        """The sites and sides of a sentence that are no part of something else."""
        reach = 0
        for term in held:
            if term.first < reach:
                cover = _cover(held)
                held = [
                    one
                    for one in held
                    if (not _covered(one, cover) if one.kind in _SIDES else self._stands(note, one, cover))
                ]
                break
            reach = term.last
        return [term for term in held if term.kind != NO_SITE]

    def _read_together(self, doc: Doc, note: str, held: list[Term], found: list[Draft]) -> None:
        """Append the drafts of sites and sides that may belong to each other."""
        if len(held) == 2 and self._is_plain(note, *held):
            side, site = held
            told = cast("Laterality", side.value)
            found.append(_side_draft(side, told))
            self._add(note, site, self.places[site.rule].laterality or told, found)
            return
        pairs = [(_side(term) if term.kind in _SIDES else self._site(term), term) for term in held]
        pairs.sort(key=lambda pair: (pair[0].start, isinstance(pair[0], Side)))
        end = bounds(doc, held[0].sentence)[1]
        skip = partial(_skipped, doc, held)
        sentence = Sentence(note, end, [mark for mark, _ in pairs], skip, self.grammar)
        tie(sentence)
        joined = {part: side for side in sentence.marks if isinstance(side, Side) for part in side.parts}
        for mark, term in pairs:
            if isinstance(mark, Site):
                self._add(note, term, mark.laterality, found)
            elif term.kind == "laterality" or joined.get(mark, mark).tied or _touches(doc, note, term):
                found.append(_side_draft(term, mark.laterality))

    def _is_plain(self, note: str, side: Term, site: Term) -> bool:
        """Whether the two are a side and its site, with a space between them: "left knee"."""
        return (
            side.kind == "laterality"
            and site.kind in _SITES
            and note[side.end : site.start] == " "
            and not note[side.start : side.end].lower().endswith(ADVERB_ENDS)
            and "before" in self.grammar.spaced
        )

    def _stands(self, note: str, term: Term, cover: Cover) -> bool:
        """Whether a site term is one: not part of a larger site term, nor of an idiom, nor a measure."""
        around = [other for other in cover[term.first] if other is not term and other.last >= term.last]
        return not any(
            (other.kind == NO_SITE and (other.value is None or self._measure(note, other)))
            or (other.kind in _SITES and other.last - other.first > term.last - term.first)
            or (other.kind == GROUP and term.kind == "site")
            for other in around
        )

    def _measure(self, note: str, term: Term) -> bool:
        """Whether a number stands before the term: "80 feet"."""
        return self.grammar["number"].search(note[max(0, term.start - 16) : term.start].lower()) is not None

    def _site(self, term: Term) -> Site:
        place = self.places[term.rule]
        return Site(term.start, term.end, place.names, place.sided, place.within, place.kin, place.laterality)

    def _add(self, note: str, term: Term, side: Laterality | None, found: list[Draft]) -> None:
        """Append the drafts of a site, with the side that belongs to it."""
        place = self.places[term.rule]
        plural = side is None and place.sided and self.grammar.plural(note[term.start : term.end])
        for name in place.names:
            value: dict[str, JsonValue] = {"site": name, "laterality": side}
            if plural:
                value["plural"] = True
            found.append(Draft("site", term.start, term.end, value, term.rule, term.index))
        if place.laterality is not None:
            found.append(_side_draft(term, place.laterality))


def _side_draft(term: Term, side: Laterality) -> Draft:
    return Draft("laterality", term.start, term.end, side, term.rule, term.index)


def _side(term: Term) -> Side:
    return Side(term.start, term.end, cast("Laterality", term.value), term.kind == SIDE_WORD)


def _beside(doc: Doc, term: Term) -> list[Term]:
    """The terms of the sentence that holds a term."""
    named, sentence = terms(doc), term.sentence
    first = last = term.index
    while first and named[first - 1].sentence == sentence:
        first -= 1
    while last < len(named) and named[last].sentence == sentence:
        last += 1
    return named[first:last]


def _skipped(doc: Doc, held: list[Term]) -> list[tuple[int, int]]:
    """The findings that stand between the sites and sides of their sentence, as offsets."""
    named, place, sentence = terms(doc), held[0].index, held[0].sentence
    found: list[Term] = []
    while place < len(named) and named[place].sentence == sentence:
        if named[place].kind in SKIPPED_KINDS:
            found.append(named[place])
        place += 1
    taken = {token for term in held for token in range(term.first, term.last)} if found else set[int]()
    return [(term.start, term.end) for term in found if taken.isdisjoint(range(term.first, term.last))]


def _touches(doc: Doc, note: str, side: Term) -> bool:
    """Whether a capital letter of side stands right before or behind a disorder: "L sciatica"."""
    word = note[side.start : side.end]
    if side.value == "bilateral" or not word[0].isupper() or note[side.start - 1 : side.start] == "/":
        return False
    closed = note[side.end : side.end + 1] in _CLOSING
    return any(
        note[side.end : term.start].isspace() or (closed and note[term.end : side.start] in _OPENING)
        for term in _beside(doc, side)
        if term.kind == DISORDER
    )


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
        other.last >= term.last and other.last - other.first > size and other.kind in (*_SIDES, *_SITES)
        for other in cover[term.first]
    )


def _places(lexicon: Lexicon) -> Iterator[tuple[str, _Place]]:
    """Rule id → place, of every entry of kinds site and site_group."""
    defined = lexicon.sites
    for entry in lexicon.terms:
        if entry.kind == "site" and isinstance(entry.value, str):
            site = defined[entry.value]
            side = getattr(entry, "laterality", None)
            meant = (f"{_AXIS} {_value_of(name, defined)}" for name in site.ambiguous.get(_AXIS, ()))
            within = frozenset((*site.within, *meant))
            kin = frozenset((entry.value, f"{_AXIS} {site.on(_AXIS)}"))
            yield entry.id, _Place((entry.value,), side, bool(site.sided), within, kin)
        elif entry.kind == GROUP and isinstance(entry.value, dict):
            names = tuple(str(name) for name in cast("list[str]", entry.value["sites"]))
            group_side = cast("Laterality | None", entry.value.get("laterality"))
            sided = any(defined[name].sided for name in names)
            yield entry.id, _Place(names, group_side, sided, frozenset(), frozenset(names))


def _value_of(name: str, defined: Mapping[str, SiteEntry]) -> str | None:
    """The value on the axis of what an ambiguous name may mean: it is one, or a site has it."""
    return defined[name].on(_AXIS) if name in defined else name
