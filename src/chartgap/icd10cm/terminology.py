"""The words of a release, compiled with its table: disorder phrases, and what they tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chartgap.icd10cm.frame import Side
from chartgap.icd10cm.table import unpack_row


@dataclass(frozen=True, slots=True)
class DisorderTerm:
    """A phrase of the tabular that pins a stem.

    ``term`` is the phrase without NOS/NEC, site, side and seventh character. ``category`` is the stem it
    pins (``M86.8X``), not always billable. ``site`` and ``laterality`` are what the phrase itself said of
    them ("Stress fracture, hip" is term "Stress fracture", category ``M84.3``, site ``hip``), a canonical
    value or, where titles do not use it, its own words. ``origin`` is the code where the phrase stands;
    ``inclusion`` tells an inclusion term from a title. ``qualifiers`` are those of the frames it pins
    ("Complete physeal arrest"). A term all in capitals ("IBM") is an abbreviation.
    """

    term: str
    category: str
    origin: str
    inclusion: bool
    site: str | None = None
    laterality: Side | None = None
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terminology:
    """The part ``terms`` of a code table."""

    part: Mapping[str, Any]

    def disorder_terms(self, prefixes: Iterable[str] | None = None) -> tuple[DisorderTerm, ...]:
        """The disorder phrases of titles and inclusion terms: the generated vocabulary for notes.

        Of chapter XIII and the categories it redirects to, or of ``prefixes`` alone.
        """
        wanted = tuple(self.part["families"] if prefixes is None else prefixes)
        return tuple(unpack_row(DisorderTerm, row) for row in self.part["rows"] if row[1].startswith(wanted))

    def told_by(self, category: str) -> tuple[str | None, tuple[str, ...]]:
        """What a disorder term tells by its category: the one site of its codes, and their qualifiers."""
        site, qualifiers = self.part["told"].get(category, (None, ()))
        return site, tuple(qualifiers)

    def said(self) -> dict[str, tuple[str, ...]]:
        """Qualifiers that notes say in words of their own, with these words."""
        return {name: tuple(phrases) for name, phrases in self.part["said"].items()}

    def joins(self) -> Mapping[str, list[str]]:
        """Stems whose disorder has codes of other sites or sides under other stems, with these."""
        joins: Mapping[str, list[str]] = self.part["joins"]
        return joins

    def searched(self) -> tuple[str, ...]:
        """The prefixes of the codes that words are looked up in: chapter XIII and what goes with it."""
        return tuple(self.part["searched"])

    def symptoms(self) -> tuple[str, ...]:
        """The prefixes of the codes that are of a symptom or sign rather than of a disorder."""
        return tuple(self.part["symptoms"])
