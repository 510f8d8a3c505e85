"""Shape of the family files and of the coding conventions: how the facts of a condition lead to codes.

A **code rule** says: a condition of these concepts, of which these facts hold, takes the codes under this
stem of the tabular. The rules of a concept stand in order and the first that holds decides; site, side and
seventh character are then read off the frames under the stem. A **redirect** (a rule with ``sites``) takes
only some of the condition's sites with it and leaves the rest to the rules after it.

Facts that ``when`` may test: ``acuity``, ``route``, ``organism`` (names), ``site`` (names, and what they
lie within), ``sited`` (a site or a vague site is told), ``site_count``, ``region_count``,
``weak_region_count``, and every attribute of the condition, a dot leading into it (``fracture.healed``). A
test is a value, a list of which one must hold, ``null`` (not stated, or false), ``"*"`` (stated),
``{min: 2}``, ``{max: 1}`` or ``{not: value}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chartgap.lexicon.schema import Id, LexiconModel, Loc, TableFile, Text
from chartgap.models import Acuity, Authority, Element, Laterality, Role, Route

Stem = Annotated[str, Field(pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")]
When = dict[str, JsonValue]


class Case(LexiconModel):
    """A condition, and the rank-1 codes it must get. Run as a test of the rule that holds it."""

    concept: str | None = None
    """The first concept of the rule if not given."""
    acuity: Acuity | None = None
    route: Route | None = None
    sites: tuple[tuple[str, Laterality | None], ...] = ()
    organisms: tuple[str, ...] = ()
    attributes: dict[str, JsonValue] = Field(default_factory=dict)
    codes: tuple[Stem, ...] = ()


class Alternative(LexiconModel):
    """A stem that the chosen one is confused with, or could become. Its sites follow the condition's."""

    take: Stem
    why: Text
    """What tells the two apart."""
    disputed: bool = False
    """An authority of its own stands behind it: ``conflicts`` of both candidates say so."""


class CodeRule(LexiconModel):
    """One rule from facts to a stem. ``why`` is a sentence for the reader; ``source`` its ground."""

    id: Id
    family: str = ""
    concepts: tuple[str, ...] = ()
    before: Id | None = None
    """The rule that this one goes before; by default it stands where it is written."""
    when: When | tuple[When, ...] = Field(default_factory=dict)
    """The facts that must all hold; of several sets, one."""
    under: Literal["page", "index"] | None = None
    """The rule counts only under this setting of ``authority``."""
    sites: tuple[str, ...] = ()
    """A redirect: only these sites, and sites within them, go this way."""
    replaces: tuple[Stem, ...] = ()
    """The rule overrules a stem that the note's own words pinned, if it is one of these."""
    take: tuple[Stem, ...] = ()
    """Stems or codes, best first, all of rank 1. None: the condition gets no code."""
    read_as: tuple[When, ...] = ()
    """In place of ``take``: code the condition once for each of these readings of its facts, in order."""
    sites_from: str | None = None
    """The attribute whose ``site`` and ``laterality`` stand for the condition's sites."""
    default_site: str | None = None
    """The site that the words imply; of the condition's sites only those within it count."""
    reads: dict[str, str] = Field(default_factory=dict)
    """Site → the site that it means with these concepts (the hip of a dead femoral head)."""
    site_axis: Stem | None = None
    """The stem whose sites the note leaves open, where the taken code has none of its own."""
    lacks: tuple[Element, ...] = ()
    """What the note does not say and the code falls back for: its basis is ``unspecified``."""
    organisms: Literal["additional", "included"] | None = None
    """Whether an organism gets its own code; by default the tabular's notes at the code decide."""
    why: Text
    conflict: str = ""
    """An official note that stands against the code and is shown with it."""
    confused_with: tuple[Alternative, ...] = ()
    authority: Authority | None = None
    source: str = ""
    cases: tuple[Case, ...] = ()
    not_for: tuple[Case, ...] = ()
    """Conditions that another rule decides."""


class OpenFact(LexiconModel):
    """A fact other than site, side and seventh character that a note may leave open and the codes turn on."""

    id: Id
    family: str = ""
    element: Element
    attribute: str = ""
    """The fact's name, if it is not the element's."""
    concepts: tuple[str, ...] = ()
    values: dict[str, JsonValue]
    """Answer in words → the fact's value."""
    elicits: tuple[str, ...] = ()
    """While this fact is open, the other axes are looked at under each of these answers."""
    authority: Authority | None = None
    source: str = ""


class AdditionalRule(LexiconModel):
    """A code that goes beside a coded condition of the family when these facts hold."""

    id: Id
    family: str = ""
    when: When
    code: Stem
    role: Role = "additional"
    why: Text
    authority: Authority | None = None
    source: str = ""


class Withholding(LexiconModel):
    """An additional code that is not given beside certain other codes of the condition."""

    id: Id
    family: str = ""
    code: Stem
    beside: tuple[Stem, ...]
    why: Text
    source: str = ""


class FamilyFile(TableFile):
    """A family of concepts that share code rules."""

    family: str
    source: Text
    authority: Authority = "tabular"
    concepts: tuple[str, ...]
    """The family's concepts; a rule that names none is for all of them."""
    rules: tuple[CodeRule, ...] = ()
    open_facts: tuple[OpenFact, ...] = ()
    """Facts beside sites and sides that the family's codes turn on, asked for where the note tells none."""
    additional: tuple[AdditionalRule, ...] = ()
    withhold: tuple[Withholding, ...] = ()
    """Additional codes that are left out beside others that already say so."""

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """Every item with the file's family, concepts, authority and source where it gives none."""
        held: dict[str, tuple[LexiconModel, ...]] = {
            "rules": self.rules,
            "open_facts": self.open_facts,
            "additional": self.additional,
            "withhold": self.withhold,
        }
        for name, items in held.items():
            for index, item in enumerate(items):
                fields = type(item).model_fields
                update = {"family": self.family}
                for key in ("concepts", "authority", "source"):
                    if key in fields and not getattr(item, key):
                        update[key] = getattr(self, key)
                yield str(getattr(item, "id", "")), item.model_copy(update=update), (name, index)


class Settlement(LexiconModel):
    """Between two conditions of a note: where a code of ``keep`` is coded, none of ``drop`` is."""

    id: Id
    keep: tuple[Stem, ...]
    drop: tuple[Stem, ...]
    same_place: bool = False
    """Only where both conditions have a site and a side in common, or the dropped one has no site."""
    why: Text
    authority: Authority
    source: Text


class OneStructure(LexiconModel):
    """Sites within this one count as a single structure when distinct sites are counted."""

    id: Id
    site: str
    why: Text
    source: Text


class SeventhDefault(LexiconModel):
    """The seventh character taken when the note tells none."""

    id: Id
    character: Annotated[str, Field(pattern=r"^[0-9A-Z]$")]
    why: Text
    authority: Authority
    source: Text


class DefectStem(LexiconModel):
    """The stem whose codes identify a major bone defect beside its disease."""

    id: Id
    stem: Stem
    source: Text


class SiteName(LexiconModel):
    """What a frame's site value is called in the site lexicon, where the two differ."""

    id: Id
    value: str
    sites: tuple[str, ...]
    source: Text


class ConventionsFile(TableFile):
    """Conventions that hold over all families."""

    source: Text
    settle: tuple[Settlement, ...] = ()
    """Which of two conditions of a note is coded where both may not be."""
    one_structure: tuple[OneStructure, ...] = ()
    """Sites whose parts count as one when distinct sites are counted."""
    sevenths: tuple[SeventhDefault, ...] = ()
    """The seventh character that is taken where the note tells none; a gap says so."""
    site_names: tuple[SiteName, ...] = ()
    """Site values of the tabular under the names of the site lexicon."""
    defects: tuple[DefectStem, ...] = ()
    """Stems that code an osseous defect beside another disorder."""
