"""What the strength readers hand to each other: grades in the making, and the statements they become."""

from __future__ import annotations

from msgspec import Struct

from chartgap.pipes.grades import Grade
from chartgap.pipes.muscles import Target
from chartgap.pipes.units import Unit


class Strength(Struct, frozen=True):
    """A grade of one target on one side. ``rule`` names the form it was written in."""

    start: int
    end: int
    low: str
    high: str | None
    target: str | None
    side: str | None
    prior: bool = False
    rule: str = "strength.prose"


class Setting(Struct, frozen=True):
    """What the text above a unit settles: the headings it stands under."""

    side: str | None = None
    part: str | None = None
    strength: bool = False
    bare: bool = False
    blocked: bool = False
    goal: bool = False
    prior: bool = False
    before: tuple[Unit, ...] = ()
    """Sentences without grades just before: the side that they tell of a limb holds here too."""
    swapped: bool = False
    """Pairs are written left before right."""


class Slot(Struct):
    """A grade with what was found for it."""

    place: int
    grade: Grade
    group: list[Target]
    side: str | None = None
    own: bool = False
    """The side stands beside the grade itself."""
    before: bool = False
    shared: bool = False
    spread: bool = False
    """Said of each of several: no side is meant."""


JOINING = frozenset(
    (
        ",",
        "/",
        "and",
        "the",
        "(",
        ")",
        "|",
        "-",
        ";",
        ":",
        "but",
        "&",
        "while",
        "compared",
        "versus",
        "vs",
        "than",
        ".",
        "as",
        "\n",
    )
)
