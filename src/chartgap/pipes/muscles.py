"""What stands around strength grades: targets with their sides, and the other events of a unit."""

from __future__ import annotations

from msgspec import Struct

from chartgap.pipes.grades import Grade

CLOSED = frozenset(("muscle", "move", "limb", "whole"))


class Target(Struct, frozen=True):
    """Something whose strength is tested. ``kinds`` are the roles of its words."""

    start: int
    end: int
    name: str
    side: str | None
    kinds: frozenset[str]
    strong: bool
    """Names a muscle, a movement or a limb's abbreviation: enough to know a grade for one of strength."""
    central: bool = False
    """A part of the middle of the body."""

    @property
    def whole(self) -> bool:
        """Everything at once: it takes no side from its surroundings."""
        return "whole" in self.kinds

    @property
    def limb(self) -> bool:
        """A limb and nothing more special."""
        return "limb" in self.kinds and "muscle" not in self.kinds and "move" not in self.kinds

    @property
    def midline(self) -> bool:
        """In the middle of the body, without sides."""
        return self.central and self.side is None

    @property
    def plural(self) -> bool:
        """Several limbs or groups: it takes no side from its surroundings."""
        return bool(self.kinds & {"limb", "head"}) and self.name[-1:] in "sS"

    @property
    def partial(self) -> bool:
        """A part or a quality that waits for its movement: "hip" in "hip and knee flexors"."""
        return not self.kinds & CLOSED


class Event(Struct, frozen=True):
    """A grade, a target or another word in a unit. ``roles`` are the lexicon's; ``text`` is in lower case."""

    start: int
    end: int
    roles: frozenset[str]
    text: str
    grade: Grade | None = None
    target: Target | None = None
    side: str | None = None
    scope: str = ""
    rule: str = ""

    def has(self, role: str) -> bool:
        """Whether the words can play this role."""
        return role in self.roles
