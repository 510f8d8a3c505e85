"""Checks across the files of a lexicon: dead and shadowing terms, references, codes, patterns, examples.

``load`` refuses what cannot be used at all; ``check`` finds what can be loaded and is still wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chartgap.errors import Fault, LexiconError
from chartgap.lexicon.book import Lexicon, Origin
from chartgap.lexicon.context import ContextRule
from chartgap.lexicon.gap import AxisRule, QueryPolicy, Wording
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.regex import pattern_faults, patterns_of
from chartgap.lexicon.schema import Examples, LexiconModel, SiteEntry, TermEntry
from chartgap.lexicon.section import SectionEntry
from chartgap.lexicon.spellings import spellings

_WORD = re.compile(r"[^\W\d_][^\W_]*|\d+(?:[.,]\d+)*|\S")
_CODE = re.compile(r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_SIGNS = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u2019\u2018", "------''")
_CODE_KEYS = frozenset(
    {"code", "codes", "category", "take", "keep", "drop", "replaces", "not_codes", "site_axis"}
)
_CONCEPT_KEYS = frozenset({"concept", "concepts"})
_SITE_KEYS = frozenset({"within", "sites", "default_site"})
_SILENT_KEYS = frozenset({"fires", "silent"})


def check(
    *overlays: Path,
    shipped: Path | None = None,
    valid: Callable[[str], bool] | None = None,
    extra_concepts: Sequence[str] = (),
    compliance: Callable[[Wording, QueryPolicy], Sequence[str]] | None = None,
) -> list[Fault]:
    """Every fault of the shipped lexicon, or of the overlays if any are given, in file and line order.

    Args:
        overlays: folders laid on the shipped lexicon. With them, only their own faults are told.
        shipped: a folder to check in place of the shipped lexicon.
        valid: tells whether the code set has a code; without it codes are not checked.
        extra_concepts: concepts that no file defines, but that the code tree gives.
        compliance: tells what is wrong with the words of a query; without it they are not checked.
    """
    try:
        lexicon = load_lexicon(*overlays, shipped=shipped)
    except LexiconError as error:
        return list(error.faults)
    known = _Known(lexicon, frozenset(extra_concepts), valid)
    found = [*_item_faults(lexicon, known), *_term_faults(lexicon)]
    if compliance is not None:
        found.extend(_query_faults(lexicon, compliance))
    own = [fault for layer, fault in found if layer > 0 or not overlays]
    return sorted(set(own), key=lambda fault: (str(fault.path), fault.line, fault.key, fault.message))


@dataclass(frozen=True)
class _Known:
    """What items may refer to."""

    lexicon: Lexicon
    extra: frozenset[str]
    valid: Callable[[str], bool] | None

    def concept(self, name: str) -> bool:
        return name in self.lexicon.concepts or name in self.extra

    def site(self, name: str) -> bool:
        return name in self.lexicon.sites

    def code(self, name: str) -> bool:
        return self.valid is None or self.valid(name)


def _item_faults(lexicon: Lexicon, known: _Known) -> Iterator[tuple[int, Fault]]:
    """Faults of one item by itself: examples, source, references, codes, patterns."""
    for (table, key), origin in lexicon.origins.items():
        item = lexicon.tables[table].get(key)
        if item is None:
            continue
        for message in (*_examples_missing(item), *_empty(item), *_references(item, known), *_patterns(item)):
            yield origin.layer, Fault(origin.path, origin.line, key, message)


def _examples_missing(item: LexiconModel) -> Iterator[str]:
    if isinstance(item, Examples):
        # A cue that only ends or voids others shows itself in silence.
        ends = isinstance(item, ContextRule) and item.direction in ("terminate", "pseudo")
        if not item.fires and not (ends and item.silent):
            yield "has no example that fires"
        if not item.silent and not (ends and item.fires):
            yield "has no example that stays silent"
    if getattr(item, "source", None) == "":
        yield "has no source"


def _empty(item: LexiconModel) -> Iterator[str]:
    if isinstance(item, TermEntry) and not (item.terms or item.cased):
        yield "has no terms, so it can never fire"


def _patterns(item: LexiconModel) -> Iterator[str]:
    for pattern, flags in patterns_of(item):
        yield from pattern_faults(pattern, flags)


def _references(item: LexiconModel, known: _Known) -> Iterator[str]:
    for key, value in _leaves(item.model_dump(exclude_defaults=True), ""):
        if key in _CONCEPT_KEYS and not known.concept(value):
            yield f"refers to the concept {value}, which no file defines"
        elif key in _SITE_KEYS and not known.site(value):
            yield f"refers to the site {value}, which no file defines"
        elif key in _CODE_KEYS and _CODE.fullmatch(value) and not known.code(value):
            yield f"the release has no code {value}"
    if isinstance(item, SiteEntry) and item.value in item.within:
        yield "lies within itself"


def _leaves(held: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every text in nested data with the key it stands under."""
    if isinstance(held, str):
        yield key, held
    elif isinstance(held, dict):
        for name, inner in held.items():
            if name not in _SILENT_KEYS:
                yield from _leaves(inner, name)
    elif isinstance(held, list | tuple):
        for inner in held:
            pair = key in _SITE_KEYS and isinstance(inner, list | tuple)
            yield from _leaves(inner[0] if pair else inner, key)  # of (site, side) the site


def _query_faults(
    lexicon: Lexicon, compliance: Callable[[Wording, QueryPolicy], Sequence[str]]
) -> Iterator[tuple[int, Fault]]:
    """What is wrong with the words that gap rules and axes say to a provider."""
    for policy in lexicon.table("query", QueryPolicy).values():
        for (table, key), origin in lexicon.origins.items():
            item = lexicon.tables[table].get(key)
            worded = item.wordings if isinstance(item, AxisRule) else (item,)
            for one in worded:
                if isinstance(one, Wording):
                    for message in compliance(one, policy):
                        yield origin.layer, Fault(origin.path, origin.line, key, message)


@dataclass(frozen=True)
class _Claim:
    """An item's claim on one phrase. Where two claim one phrase, the first that fits has it."""

    key: str
    value: Any
    origin: Origin
    cased: str | None
    conditions: frozenset[tuple[str, str]] = frozenset()
    """What around the phrase can take it from this item."""


def _term_faults(lexicon: Lexicon) -> Iterator[tuple[int, Fault]]:
    """Phrases that two items of one kind claim, and items that never get one of theirs."""
    claims: dict[tuple[str, str], list[_Claim]] = {}
    alive: dict[str, bool] = {}
    for (kind, phrase), claim in _claims(lexicon):
        earlier = claims.setdefault((kind, phrase), [])
        winner = next((other for other in earlier if _takes_all(other, claim)), None)
        alive[claim.key] = alive.get(claim.key, False) or winner is None
        if winner is not None and winner.key != claim.key:
            yield from _collision(phrase, winner, claim)
        earlier.append(claim)
    for (table, key), origin in lexicon.origins.items():
        if key in lexicon.tables[table] and alive.get(key) is False:
            message = "is dead: other entries win all of its terms"
            yield origin.layer, Fault(origin.path, origin.line, key, message)


def _collision(phrase: str, winner: _Claim, loser: _Claim) -> Iterator[tuple[int, Fault]]:
    same = winner.value == loser.value
    if winner.origin.layer > loser.origin.layer:
        # An overlay takes the words on purpose or by accident; it should replace the entry by its id.
        if not same:
            message = f'takes "{phrase}" from {_named(loser)}, which has another value'
            yield winner.origin.layer, Fault(winner.origin.path, winner.origin.line, winner.key, message)
        return
    what = "is already a term of" if same else "has another value in"
    message = f'"{phrase}" {what} {_named(winner)}, which wins'
    yield loser.origin.layer, Fault(loser.origin.path, loser.origin.line, loser.key, message)


def _named(claim: _Claim) -> str:
    return f"{claim.key} ({claim.origin.path}:{claim.origin.line})"


def _takes_all(earlier: _Claim, later: _Claim) -> bool:
    """Whether the earlier claim holds wherever the later one does."""
    cased = earlier.cased is None or earlier.cased == later.cased
    return cased and earlier.conditions <= later.conditions


def _claims(lexicon: Lexicon) -> Iterator[tuple[tuple[str, str], _Claim]]:
    for table, held in lexicon.tables.items():
        for key, item in held.items():
            origin = lexicon.origins[table, key]
            if isinstance(item, TermEntry):
                conditions = frozenset(_conditions(item))
                value = [item.value, getattr(item, "laterality", None)]
                for term in item.terms:
                    yield (item.kind, normalized(term)), _Claim(key, value, origin, None, conditions)
                for term in item.cased:
                    cased = " ".join(term.split())
                    yield (item.kind, normalized(term)), _Claim(key, value, origin, cased, conditions)
            elif isinstance(item, SectionEntry):
                for term in (spelling for title in item.titles for spelling in spellings(title)):
                    where = f"{table} {'/'.join(item.under)}"
                    yield (where, normalized(term)), _Claim(key, item.category, origin, None)
            elif isinstance(item, ContextRule):
                # A closing cue takes its words from others where a clause ends, and nowhere else.
                about = [
                    type(item).__name__,
                    item.direction,
                    "closing" if item.closing else "",
                    *item.ends,
                    "-",
                    *item.kinds,
                    "-",
                    *item.not_kinds,
                ]
                for term in item.terms:
                    yield (" ".join(about), normalized(term)), _Claim(key, item.category, origin, None)


def _conditions(item: TermEntry) -> Iterator[tuple[str, str]]:
    if item.beside:
        yield "beside", "\n".join(sorted(item.beside))
    for name in ("not_beside", "not_before", "not_after"):
        for word in getattr(item, name):
            yield name, word
    if item.alone:
        yield "alone", ""


def normalized(term: str) -> str:
    """A term as a matcher compares it: words and signs in lower case, with one space between them."""
    text = unicodedata.normalize("NFKC", term).translate(_SIGNS).lower()
    return " ".join(_WORD.findall(text))
