"""What a lexicon file may hold: the generic tables (terms, patterns, sites, concepts) as strict models.

A **table** is a folder of ``lexicons/`` or a file at its top; every file of it has the shape of one
``TableFile`` subclass, registered in ``tables.py``. Schemas of single topics live in modules of
their own beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chartgap.models import Authority

Loc = tuple[str | int, ...]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]*$", max_length=120)]
Kind = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Axis = Literal["region", "bone", "joint", "spine"]
Role = Literal["diagnosis", "symptom", "sign"]


class LexiconModel(BaseModel):
    """Base of everything read from a lexicon: frozen, no unknown keys, no coercion (1 is not ``true``)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TableFile(LexiconModel):
    """Base of a file's shape. A subclass lists its items in fields of models that have an ``id``.

    ``disable`` removes items, by id, that a lexicon below this one brought; it is meant for overlays.
    """

    disable: tuple[Id, ...] = ()

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """Every item with its id and where in the file it stands.

        A model with an ``id`` of its own is itself the one item of its file.
        """
        own = getattr(self, "id", None)
        if isinstance(own, str):
            yield own, self, ()
            return
        for name in type(self).model_fields:
            held = getattr(self, name)
            if isinstance(held, tuple):
                for index, item in enumerate(held):
                    if isinstance(item, LexiconModel) and hasattr(item, "id"):
                        yield item.id, item, (name, index)


class Examples(LexiconModel):
    """Short texts that must make the rule fire, and texts that must not."""

    fires: tuple[Text, ...] = ()
    silent: tuple[Text, ...] = ()


class Matching(Examples):
    """What a term matches. Words are compared as the tokenizer normalises them.

    ``{a|b}`` in a term stands for each alternative (``{a|}`` may be absent); the loader writes them out.
    """

    terms: tuple[Text, ...] = ()
    cased: tuple[Text, ...] = ()
    """Matched only with exactly this capitalisation."""
    beside: tuple[Text, ...] = ()
    """One of these must stand in the same sentence."""
    not_beside: tuple[Text, ...] = ()
    """None of these may stand in the same sentence."""
    not_before: tuple[Text, ...] = ()
    """The term is refused when one of these follows it directly."""
    not_after: tuple[Text, ...] = ()
    """The term is refused when one of these stands directly before it."""
    alone: bool = False
    """Only at the head of an item of diagnoses, with nothing beside it but sites, sides and other findings:
    for abbreviations of disorders that mean something else in prose."""


class TermEntry(Matching):
    """Terms that give a finding of ``kind`` with ``value``.

    ``kind``, ``source`` and ``authority`` are the file's unless given here.
    """

    id: Id
    value: JsonValue
    kind: str = ""
    source: str = ""
    authority: Authority = "index"


class SiteEntry(TermEntry):
    """Terms of a canonical site; ``value`` is its name.

    The entry that defines the site gives ``sided`` and its place on the axes; further entries of the same
    value only add terms (with conditions or a side of their own). On an axis a value may differ by code
    family: ``{default: other, muscle: thigh}``.
    """

    value: Annotated[str, Field(min_length=1)]
    laterality: Literal["right", "left", "bilateral"] | None = None
    """The side that these very terms say (``RUE``)."""
    sided: bool | None = None
    region: str | dict[str, str] | None = None
    bone: str | dict[str, str] | None = None
    joint: str | dict[str, str] | None = None
    spine: str | None = None
    within: tuple[str, ...] = ()
    """Broader canonical sites, nearest first."""
    ambiguous: dict[Axis, tuple[str, ...]] = {}
    """What an ambiguous name may mean on an axis: its values, or the sites that are ``other`` there."""
    index: dict[Axis, str] = {}
    """The axis value under ``authority="index"``, where the page's differs."""
    body_region: str | None = None
    """The region that counts for the distribution of weakness."""
    structure: Literal["bone", "joint", "muscle", "region", "organ"] | None = None

    @property
    def defines(self) -> bool:
        """Whether this entry defines its site, rather than adding terms to it."""
        return self.sided is not None

    def on(self, axis: Axis, family: str | None = None, authority: str = "page") -> str | None:
        """The site's value on ``axis`` for a code family, or None if the axis does not hold it."""
        if authority == "index" and axis in self.index:
            return self.index[axis]
        value: str | dict[str, str] | None = getattr(self, axis)
        if isinstance(value, dict):
            return value.get(family or "default", value.get("default"))
        return value


class PatternEntry(Examples):
    """A regular expression that gives a finding of ``kind``. Named groups are what its reader takes up.

    ``words`` are words of letters, in lower case, and ``pieces`` parts of words, one of all of which is in
    whatever the pattern finds: a note without them is not searched. A pattern with ``figure`` begins with a
    number in the digits 0 to 9, behind which, past white space and hyphens, one of these signs stands.
    """

    id: Id
    pattern: Annotated[str, Field(min_length=1, max_length=4000)]
    words: tuple[Annotated[str, Field(pattern=r"^[a-z]+$")], ...] = ()
    pieces: tuple[Annotated[str, Field(pattern=r"^[^\sA-Z]+$")], ...] = ()
    figure: Annotated[str, Field(pattern=r"^[^\s-]*$")] = ""
    flags: Annotated[str, Field(pattern=r"^[imsx]*$")] = "i"
    value: JsonValue = None
    kind: str = ""
    source: str = ""
    authority: Authority = "index"


class TermFile(TableFile):
    """A file of terms, patterns or both, of one kind."""

    kind: Kind
    source: Text
    authority: Authority = "index"
    entries: tuple[TermEntry, ...] = ()
    patterns: tuple[PatternEntry, ...] = ()

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """The entries and patterns, each with the file's kind, source and authority where it gives none."""
        defaults = {"kind": self.kind, "source": self.source, "authority": self.authority}
        for name in ("entries", "patterns"):
            for index, item in enumerate(getattr(self, name)):
                given = item.model_fields_set
                update = {key: value for key, value in defaults.items() if key not in given}
                yield item.id, item.model_copy(update=update), (name, index)


class SiteFile(TermFile):
    """A file of sites."""

    kind: Literal["site"]
    entries: tuple[SiteEntry, ...] = ()


class ConceptTerm(Matching):
    """Terms of a concept. ``implies`` is what the words say besides it: ``{acuity: chronic}``."""

    id: Id
    implies: dict[str, JsonValue] = {}
    source: str = ""


class Outside(LexiconModel):
    """Where a disorder belongs that is not coded: it is told as a condition without codes and gaps."""

    codes: Text
    """The codes in words for a reader (``G56.0-``, ``S00-T14``)."""
    at: dict[str, Text] = {}
    """Site → codes, where the disorder's place decides; the narrowest site that is named here counts."""
    when: dict[str, tuple[JsonValue, ...]] = {}
    """Attribute → values under which the disorder is outside; else its code rules decide."""
    why: Text


class Concept(LexiconModel):
    """A disorder concept; ``id`` is its name in the output.

    A concept without ``family`` and ``role`` adds terms to the concept of that id in a lexicon below.
    """

    id: Annotated[str, Field(pattern=r"^[\p{Ll}\d][\p{Ll}\d ,()/'.:-]*$")]
    family: str | None = None
    role: Role | None = None
    chronic: bool = False
    """A past-history list alone makes it historical, unless it is treated now."""
    infection: bool = False
    """Organisms are tied to it."""
    group: str | None = None
    """Concepts of one group that are current in one note are one condition."""
    specificity: int = 0
    """Within a group and a section rank, the most specific name stands."""
    outside: Outside | None = None
    """Its codes lie outside what is coded; with the family ``other`` it is a condition all the same."""
    terms: tuple[ConceptTerm, ...] = ()

    @property
    def defines(self) -> bool:
        """Whether this defines its concept, rather than adding terms to it."""
        return self.family is not None


class ConceptFile(TableFile):
    """A file of disorder concepts."""

    source: Text
    concepts: tuple[Concept, ...] = ()

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """The defined concepts without their terms, then every term as an entry of kind ``disorder``."""
        for index, concept in enumerate(self.concepts):
            if concept.defines:
                yield concept.id, concept.model_copy(update={"terms": ()}), ("concepts", index)
            for place, term in enumerate(concept.terms):
                yield term.id, self._entry(concept, term), ("concepts", index, "terms", place)

    def _entry(self, concept: Concept, term: ConceptTerm) -> TermEntry:
        held = {name: getattr(term, name) for name in Matching.model_fields}
        value: dict[str, JsonValue] = {"concept": concept.id, **term.implies}
        source = term.source or self.source
        return TermEntry(id=term.id, value=value, kind="disorder", source=source, authority="tabular", **held)


class RawFile(TableFile):
    """A file that its reader understands by itself; kept as it is, under its path."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)
