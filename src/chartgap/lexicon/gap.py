"""Schema of the gap data: rules (``lexicons/gaps``), wording of axes (``lexicons/axes``), the query policy.

A rule is a statement about one condition: *when* the condition is of this kind, and *if* these tests hold,
and *unless* one of those does, the note has this gap. ``lexicons/README.md`` describes the formats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, field_validator, model_validator

from chartgap.errors import Fault, LexiconError
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.predicate import Test
from chartgap.lexicon.schema import Axis, LexiconModel, TableFile, Text
from chartgap.models import Authority, Element, FindingKind, GapKind, Severity

PLACES = frozenset({"concept", "site", "value", "other"})
"""What a message or question may name in braces: the disorder, its sites, the two sides of a conflict."""


class When(LexiconModel):
    """Which conditions a rule is about; every member that is given must fit.

    ``codes`` are prefixes of which a rank-1 primary code of the condition has one, ``not_codes`` prefixes
    that none has.
    """

    concepts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.concepts or self.codes):
            raise ValueError("a rule must say which concepts or codes it is about")
        return self


class Answer(LexiconModel):
    """A possible answer to the query; ``set`` is what the condition would say then, for computing its codes.

    ``offer`` decides whether the query lists it: always, never, or when one of the tests holds. Answers that
    only some notes support carry tests, so that a query never brings up what the note does not.
    """

    answer: Text
    set: dict[str, JsonValue] | None = None
    offer: bool | tuple[Test, ...] = True


class Mentioned(LexiconModel):
    """Answers taken from the note: the different ``answer`` parts of its findings of this kind."""

    finding: FindingKind
    answer: str
    into: str
    """The slot of the condition that the value would go into."""


class Wording(LexiconModel):
    """What is said to a provider. ``options`` precede the two closing ones; none makes an open question."""

    message: Text
    question: Text
    options: tuple[Answer, ...] = ()
    mentioned: Mentioned | None = None
    """Further answers, taken from the note itself."""
    evidence: tuple[FindingKind, ...] = ("disorder", "site")
    """Kinds of the condition's own findings that are quoted."""
    context: tuple[FindingKind, ...] = ()
    """Kinds that are quoted from the whole note."""

    @field_validator("message", "question")
    @classmethod
    def _known_places(cls, text: str) -> str:
        unknown = {name for _, name, _, _ in Formatter().parse(text) if name is not None} - PLACES
        if unknown:
            raise ValueError(
                f"unknown name in braces: {', '.join(sorted(unknown))}; known: {', '.join(sorted(PLACES))}"
            )
        return text

    @field_validator("question")
    @classmethod
    def _asks(cls, text: str) -> str:
        if not text.endswith("?"):
            raise ValueError("a question ends with a question mark")
        return text


class GapRule(TableFile, Wording):
    """One gap rule, one file. ``fires`` and ``silent`` are short notes, run through the whole analyzer."""

    id: Annotated[str, Field(pattern=r"^gap\.[a-z0-9_.-]+$")]
    kind: GapKind
    element: Element
    severity: Severity
    authority: Authority
    source: Text
    when: When
    requires: tuple[Test, ...] = Field(default=(), alias="if")
    unless: tuple[Test, ...] = ()
    fires: Annotated[tuple[Text, ...], Field(min_length=1)]
    silent: Annotated[tuple[Text, ...], Field(min_length=1)]


class AxisWording(Wording):
    """The wording of a gap that the code tree itself opened, for these kinds of it.

    ``offer`` says what the query lists: the answers that the tree computed, or only ``options``.
    """

    kinds: tuple[GapKind, ...]
    concepts: tuple[str, ...] = ()
    """Only for these; empty for all. The first wording that fits is taken."""
    axes: tuple[Axis, ...] = ()
    """Only for codes that differ along one of these axes of sites; empty for all."""
    unsited: bool = False
    """Only for a condition without a site, or whose name tells it: a loose body in the knee."""
    offer: Literal["answers", "options"] = "options"


class AxisRule(TableFile):
    """What is said of one element that codes vary over, or on which two statements conflict."""

    id: Annotated[str, Field(pattern=r"^axis\.[a-z_]+$")]
    element: Element
    severity: Severity
    authority: Authority
    source: Text
    wordings: Annotated[tuple[AxisWording, ...], Field(min_length=1)]
    """Tried in order; the first that fits is said."""


class QueryPolicy(TableFile):
    """What a compliant query may not say, and how it closes. Only patterns of codes regard case."""

    id: Literal["query.policy"]
    source: Text
    closing: Annotated[tuple[Text, ...], Field(min_length=2, max_length=2)]
    """The two options that close every query: another answer, and none that can be given."""
    codes: tuple[str, ...]
    """Patterns of codes in our own wording, where even a bare category is one."""
    codes_in_quotes: tuple[str, ...]
    """Patterns of codes in quoted text, where ``T12`` is a vertebra."""
    money: tuple[str, ...]
    money_in_quotes: tuple[str, ...]
    """The part of ``money`` that a note never means clinically."""
    leading: tuple[str, ...]
    """Patterns of words that lead the provider to an answer."""
    yes_no: tuple[str, ...]
    """How a question that wants yes or no begins."""
    leading_options: tuple[str, ...]
    """Patterns of words that make one option weigh more than the others."""
    names: tuple[str, ...] = ()
    """Proper names within the names of concepts and sites, as they are spelt."""
    longest_quote: Annotated[int, Field(ge=40, le=400)]
    """Most characters of one quotation; a longer sentence is shortened to whole words."""
    most_indicators: Annotated[int, Field(ge=1, le=20)]
    """Most quotations of a query."""
    most_of_a_kind: Annotated[int, Field(ge=1, le=20)]
    """Most quotations of findings of one kind."""
    first_sections: tuple[str, ...]
    """Section categories whose mentions are quoted before those of others."""
    sited_context: tuple[FindingKind, ...] = ()
    """Kinds that are quoted as context only where their sentence names the condition or a site of it."""
    local_context: tuple[FindingKind, ...] = ()
    """Kinds that are not quoted as context where all sites of their sentence are elsewhere."""

    @field_validator(
        "codes", "codes_in_quotes", "money", "money_in_quotes", "leading", "yes_no", "leading_options"
    )
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"not a pattern: {error.msg}") from None
        return patterns


@dataclass(frozen=True, slots=True)
class GapBook:
    """All gap data in effect: the rules, the wording of each element, the query policy."""

    rules: tuple[GapRule, ...]
    axes: Mapping[Element, AxisRule]
    policy: QueryPolicy
    by_concept: Mapping[str, tuple[GapRule, ...]] = field(default_factory=dict)
    """Concept that a rule names → the rules that may be about it."""
    general: tuple[GapRule, ...] = ()
    """The rules that name no concept."""

    def rules_for(self, concept: str) -> tuple[GapRule, ...]:
        """The rules that may be about a concept, in order."""
        return self.by_concept.get(concept, self.general)


def gap_book(lexicon: Lexicon) -> GapBook:
    """The gap data of a lexicon, rules in order of their ids.

    Raises:
        LexiconError: two axis files word the same element, or there is no query policy.
    """
    rules = lexicon.table("gaps", GapRule)
    axes: dict[Element, AxisRule] = {}
    for axis in lexicon.table("axes", AxisRule).values():
        if axis.element in axes:
            origin = lexicon.origins["axes", axis.id]
            message = f"{axes[axis.element].id} words {axis.element} already"
            raise LexiconError([Fault(origin.path, origin.line, axis.id, message)])
        axes[axis.element] = axis
    policies = tuple(lexicon.table("query", QueryPolicy).values())
    if not policies:
        raise LexiconError([Fault(Path("query.yaml"), 0, "", "no lexicon has the query policy")])
    ordered = tuple(rules[key] for key in sorted(rules))
    return GapBook(
        ordered,
        axes,
        policies[0],
        by_concept={
            concept: tuple(
                rule for rule in ordered if concept in rule.when.concepts or not rule.when.concepts
            )
            for concept in {name for rule in ordered for name in rule.when.concepts}
        },
        general=tuple(rule for rule in ordered if not rule.when.concepts),
    )
