"""Shape of ``lexicons/linking.yaml``: how findings are tied to disorders, and which statement stands."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue, PlainSerializer

from chartgap.lexicon.schema import Id, LexiconModel, TableFile, Text

FormKind = Literal["site", "laterality", "acuity", "route", "cause"]

Names = Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])]
"""Names to look up; the digest of the lexicon has them in order."""


class Evidence(LexiconModel):
    """Words of a report that describe a family's disorder without naming it."""

    family: str
    words: tuple[str, ...]


class Derivation(LexiconModel):
    """An attribute that a finding gives to a condition of these families.

    ``scope`` says how near it must stand: ``mention`` (the disorder's own sentence or item), ``note``
    (anywhere, where the condition is the only current one of its family).
    """

    families: tuple[str, ...]
    kind: str
    match: dict[str, JsonValue] = Field(default_factory=dict)
    attribute: str
    value: JsonValue = None
    take: str | None = None
    """Take this key of the finding's value instead of ``value``; ``*`` takes the whole value."""
    scope: Literal["mention", "note"] = "note"
    sections: tuple[str, ...] = ()
    """It must stand in one of these sections, or in none that is known."""
    links: tuple[str, ...] = ()
    """One of these must stand in the sentence between the finding and a mention of the disorder."""
    leads: tuple[str, ...] = ()
    """The same, where the finding must come first: what it "led to"."""
    beside: tuple[str, ...] = ()
    """One of these must stand in the sentence."""
    not_beside: tuple[str, ...] = ()


class Companion(LexiconModel):
    """What the status of another disorder of the note says of a condition of this family."""

    family: str
    concept: str
    attribute: str
    values: dict[str, str]
    """Status of the other disorder → the attribute's value."""
    assessed: bool = False
    """Only where the other disorder is assessed."""
    areas: tuple[tuple[str, ...], ...] = ()
    """Groups of sites: both must lie in one of them, or one of the two in none. No groups: anywhere."""


class ScoreRange(LexiconModel):
    """Reading of a measured score for a family: which values tie a site, and to whom the score applies."""

    family: str
    kind: str
    concept: str
    above: float
    """Values above this and below ``below`` lie in the disorder's range."""
    below: float
    """The upper end of the range, itself outside."""
    adult_age: float
    """Under this age the score does not apply."""
    male_age: float
    """Under this age it does not apply to men, nor to women before the menopause."""
    menopause_age: float
    """Under this age a woman is before the menopause, unless the note says otherwise."""


class LinkingFile(TableFile):
    """The rules of linking; one file, which an overlay replaces whole."""

    id: Id
    source: Text
    tiers: tuple[tuple[str, ...], ...]
    """Section categories by precedence, best first. A category that is not named ranks with the second."""
    symptom_sections: Names
    """Sections where a symptom is assessed and makes a condition, as it does in a note without sections."""
    asking_sections: Names = frozenset()
    """Those of them that only ask: a symptom there makes no condition where the note explains it."""
    reported_sections: Names = frozenset()
    """Sections where a symptom is only reported: it is a condition without a rank-1 code."""
    studied_sections: Names = frozenset()
    """Sections whose sentences about a study tell its report: that supports a diagnosis and makes none."""
    reported_families: Names = frozenset()
    """The families whose symptoms are told where they are only reported."""
    routed_families: Names = frozenset()
    """The families whose codes turn on the route of an infection: no other disorder is told a route."""
    explaining: tuple[str, ...] = ()
    """Features of the note that explain a reported symptom: it then stays a finding."""
    examining: tuple[str, ...] = ()
    """Kinds of finding that examine a reported symptom: it then stays a finding."""
    imaging_sections: Names
    """Sections of results: in a note that is no report, what they show only supports a diagnosis."""
    pointers: tuple[str, ...] = ()
    """Words of a report's impression that point to its findings, which then stand as its conclusion."""
    edges: tuple[str, ...] = ()
    """Words for the edge of what was cut out, for what is left, for another place and an earlier time."""
    report_sections: Names
    """Sections whose words of evidence place a disorder that the provider names."""
    past_sections: Names
    """Sections that tell the past: a disorder there is historical unless the words say otherwise."""
    past_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Family → words of a sentence that make its disorders past."""
    family_sections: Names
    """Sections about relatives, where a disorder is not the patient's."""
    general_sections: Names
    """Sections of general advice, where a disorder is hypothetical."""
    silent_sections: Names = frozenset()
    """Sections that never make a condition (allergies, technique)."""
    connectors: tuple[str, ...]
    """Words that leave a disorder and what belongs to it tied when they stand between the two."""
    modifiers: tuple[str, ...]
    """The same, of words that describe either."""
    breaks: tuple[str, ...]
    """Words that part what stands before them from what stands behind."""
    anaphors: dict[str, tuple[str, ...]]
    """Family → phrases that stand for its disorder."""
    evidence: tuple[Evidence, ...] = ()
    """Descriptions in reports that place a disorder which they do not name."""
    derivations: tuple[Derivation, ...] = ()
    """Attributes that findings give to conditions."""
    companions: tuple[Companion, ...] = ()
    """Attributes that other disorders of the note give to conditions."""
    shorthand: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Link word → how clinicians abbreviate it; wherever the word links, so do these."""
    cause_links: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Family → words that must tie a cause to its disorder; a family that is not here needs none."""
    forms: dict[FormKind, tuple[str, ...]] = Field(default_factory=dict)
    """Kind of finding → titles of a line that tells it of the disorder named last before: "Site: tibia"."""
    cause_families: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Family → further families whose causes it shares."""
    scores: tuple[ScoreRange, ...] = ()
    denials: tuple[str, ...]
    """Words before a description that deny it."""
    still: tuple[str, ...]
    """Words of a treatment that goes on."""
    withheld: tuple[str, ...]
    """Words before a treatment that is not given."""
    specimens: tuple[str, ...]
    """Words of a culture from the infected place."""
    foreign_specimens: tuple[str, ...]
    """Words of a culture, a screen or an infection from elsewhere."""
    dismissals: tuple[str, ...]
    """Words behind an organism that the provider does not hold responsible."""
    general_organisms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Name of a kind of organism → codes of the ones it gives way to, as heads of codes."""
    carriers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Concepts of lesions that lend their site to a disorder beneath them → its families; none: any."""
    movements: dict[str, str]
    """Words of a tested movement → body region."""
    fractures: Names = frozenset()
    """Concepts of fractures that a disorder of weak bone may explain."""
    fracture_links: Names = frozenset()
    """Words between the two that tie them."""
    absorbs: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """A current concept takes these concepts' conditions into itself."""
    told_by: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """A disorder outside → concepts beside which it is not told at the same place, or without a place."""
