"""The lexicon in effect: every table's items, and the views that the steps read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from chartgap.lexicon.context import Spelling
from chartgap.lexicon.schema import Concept, LexiconModel, PatternEntry, SiteEntry, TermEntry
from chartgap.lexicon.spellings import all_slips

M = TypeVar("M", bound=LexiconModel)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item stands. ``layer`` is 0 for the shipped lexicon, 1 for the first overlay, and so on."""

    path: Path
    line: int
    layer: int = 0


@dataclass(frozen=True)
class Lexicon:
    """All vocabulary and rules in effect. ``origins`` tells where each item, by table and id, was written.

    Items of a later overlay stand before those of an earlier one, so that where the first of two equal terms
    wins, the user's does.
    """

    tables: Mapping[str, Mapping[str, LexiconModel]]
    origins: Mapping[tuple[str, str], Origin] = field(repr=False)
    disabled: frozenset[str] = frozenset()

    def table(self, name: str, model: type[M]) -> Mapping[str, M]:
        """The items of a table by id, in file order, all of type ``model``."""
        held = self.tables.get(name, {})
        return MappingProxyType({key: item for key, item in held.items() if isinstance(item, model)})

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the effective content: whatever file it is written in, but not whatever order."""
        content = [
            (name, [(key, item.model_dump_json()) for key, item in held.items()])
            for name, held in sorted(self.tables.items())
        ]
        body = json.dumps([content, sorted(self.disabled)], ensure_ascii=True)
        return hashlib.sha256(body.encode()).hexdigest()

    @cached_property
    def terms(self) -> tuple[TermEntry, ...]:
        """Every term entry of every table, spellings written out; concept terms are of kind ``disorder``."""
        return tuple(item for item in self._items() if isinstance(item, TermEntry))

    @cached_property
    def patterns(self) -> tuple[PatternEntry, ...]:
        """Every pattern of every table."""
        return tuple(item for item in self._items() if isinstance(item, PatternEntry))

    @cached_property
    def sites(self) -> Mapping[str, SiteEntry]:
        """Canonical site → its defining entry, with ``within`` complete: all it lies in, nearest first."""
        defining = (item for item in self.table("sites", SiteEntry).values() if item.defines)
        sites = {item.value: item for item in defining}
        return MappingProxyType(
            {name: item.model_copy(update={"within": _upward(item, sites)}) for name, item in sites.items()}
        )

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """Concept name → concept, without its terms (they are in ``terms``)."""
        return self.table("disorders", Concept)

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Misspelling → the right word, both in lower case: the usual ones, and slips in a long word."""
        held = self.table("spellings", Spelling).values()
        listed = {wrong.lower(): item.right.lower() for item in held for wrong in item.wrong}
        return MappingProxyType({**all_slips(frozenset(listed.values())), **listed})

    @property
    def families(self) -> Mapping[str, LexiconModel]:
        """The code rules and facts of the families by id."""
        return self.tables.get("families", {})

    @property
    def sections(self) -> Mapping[str, LexiconModel]:
        """The section rules by id."""
        return self.tables.get("sections", {})

    @property
    def context(self) -> Mapping[str, LexiconModel]:
        """The context rules by id."""
        return self.tables.get("context", {})

    def _items(self) -> Iterator[LexiconModel]:
        for held in self.tables.values():
            yield from held.values()


def _upward(site: SiteEntry, sites: Mapping[str, SiteEntry]) -> tuple[str, ...]:
    found = dict.fromkeys(site.within)
    level = list(site.within)
    while level:
        above = [name for near in level if near in sites for name in sites[near].within]
        level = [name for name in dict.fromkeys(above) if name not in found and name != site.value]
        found.update(dict.fromkeys(level))
    return tuple(found)


def examples(lexicon: Lexicon) -> Iterator[tuple[str, str, bool]]:
    """Every example of every rule: (rule id, text, whether the rule must fire in it)."""
    for held in lexicon.tables.values():
        for key, item in held.items():
            yield from ((key, text, True) for text in getattr(item, "fires", ()))
            yield from ((key, text, False) for text in getattr(item, "silent", ()))
