"""Schema of the tests of gap rules: what must hold of the note's findings or of a slot of the condition.

What the words mean stands in the data alone. ``lexicons/README.md`` describes the format.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from chartgap.lexicon.schema import LexiconModel
from chartgap.models import FindingKind

Scalar = str | int | float | bool
Flag = Literal["negated", "uncertain", "historical", "hypothetical", "family"]
Scope = Literal["note", "condition", "section"]


class Bounds(LexiconModel):
    """A comparison. All the members that are given must hold; text is compared without regard to case.

    ``below`` and ``above`` leave the bound itself out, ``at_least`` and ``at_most`` take it in.
    """

    below: float | None = None
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    given: bool | None = None
    """The value is there and says something (not null, empty or false)."""
    has: Scalar | None = None
    """A list that holds this value."""
    but: tuple[Scalar, ...] = ()
    """Anything except these; an absent value is no match."""
    size: Bounds | None = None
    """The number of different values in a list."""

    @model_validator(mode="after")
    def _compares_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a comparison must compare something")
        return self


Match = Scalar | tuple[Scalar, ...] | Bounds
"""A value, a list of which one must be met, or a comparison."""


class FindingTest(LexiconModel):
    """A finding of this kind exists (with ``every``: one exists, and all of them fit).

    ``where`` compares parts of its value by dotted path (``.`` is the value itself). ``allow`` names the
    assertion flags a finding may carry and still count. ``scope`` says where it is looked for. ``listed``
    takes only findings whose ids that slot of the condition holds.
    """

    finding: FindingKind
    where: dict[str, Match] = Field(default={})
    allow: tuple[Flag, ...] = ("uncertain",)
    scope: Scope = "note"
    listed: str | None = None
    every: bool = False


class SlotTest(LexiconModel):
    """A slot of the condition fits ``is``; without ``is``, it says something.

    A slot is a field of the condition (``acuity``, ``organisms``, ``sites`` ...) or an attribute, by dotted
    path. Several names stand for the values of all of them together.
    """

    slot: str | tuple[str, ...]
    value: Match | None = Field(default=None, alias="is")

    @property
    def names(self) -> tuple[str, ...]:
        """The slots that are read."""
        return (self.slot,) if isinstance(self.slot, str) else self.slot


class UncoveredTest(LexiconModel):
    """A site of the condition has no finding of this kind, ``uncovered``, that names it.

    ``allow`` is as in ``FindingTest``.
    """

    uncovered: FindingKind
    allow: tuple[Flag, ...] = ("uncertain",)


def _at_least_one(tests: tuple[Test, ...]) -> tuple[Test, ...]:
    if not tests:
        raise ValueError("name at least one test")
    return tests


class AllTest(LexiconModel):
    """All of these hold."""

    all: tuple[Test, ...]

    _some = field_validator("all")(_at_least_one)


class AnyTest(LexiconModel):
    """One of these holds."""

    any: tuple[Test, ...]

    _some = field_validator("any")(_at_least_one)


class NotTest(LexiconModel):
    """This does not hold."""

    no: Test = Field(alias="not")


_SHAPES: dict[str, type[LexiconModel]] = {
    "finding": FindingTest,
    "slot": SlotTest,
    "uncovered": UncoveredTest,
    "all": AllTest,
    "any": AnyTest,
    "not": NotTest,
}


def _shape(data: object) -> str | None:
    """Which test this is, by the first key that names one: so that a fault is told of that test alone."""
    if isinstance(data, dict):
        return next((name for name in _SHAPES if name in data), None)
    return next((name for name, shape in _SHAPES.items() if isinstance(data, shape)), None)


Test = Annotated[
    Annotated[FindingTest, Tag("finding")]
    | Annotated[SlotTest, Tag("slot")]
    | Annotated[UncoveredTest, Tag("uncovered")]
    | Annotated[AllTest, Tag("all")]
    | Annotated[AnyTest, Tag("any")]
    | Annotated[NotTest, Tag("not")],
    Discriminator(
        _shape,
        custom_error_type="test",
        custom_error_message="a test is a mapping with one of: " + ", ".join(_SHAPES),
    ),
]


for _model in (AllTest, AnyTest, NotTest):
    _model.model_rebuild()
