"""The frame of a billable code: its title taken apart into disorder, site, side and seventh character.

Frames are parsed once, when the code table is built, and are read off it afterwards. A condition has the
same shape with some slots open, so resolving is matching and a gap is an open slot over which the
frames that still match differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["right", "left", "bilateral", "unspecified"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What one billable code says. No two codes of a stem share everything but ``code`` and ``title``.

    ``None`` always means that this code does not have that axis, never that a value is unknown: a title
    that says so has the value ``"unspecified"``.
    """

    code: str
    """The billable code with its dot and all characters, e.g. ``M80.00XA``."""
    title: str
    """The official title in full, with the seventh character's text."""
    stem: str
    """The code of the disorder: the nearest level above all its sites and sides, ``M86.5``, ``M86.8X``."""
    disorder: str
    """The disorder phrase in lower case, without site, side and qualifiers."""
    site: str | None
    """Canonical site value, shared by all families: ``thigh``, ``other``, ``multiple``, ``unspecified``."""
    laterality: Side | None
    """The side the title names; ``None`` where this code has no side axis."""
    seventh: str | None
    """The seventh character (``A``, ``D`` ...), ``None`` for a code that takes none."""
    qualifiers: tuple[str, ...] = ()
    """What else tells it from its siblings, in title order (``complete``, ``proximal`` ...)."""
    acuity: str | None = None
    """``acute``, ``subacute`` or ``chronic`` where the disorder phrase says so."""
    route: str | None = None
    """``hematogenous`` where the disorder phrase says so."""
    other: bool = False
    """The disorder phrase begins with "other": a residual class among its siblings."""


def lay_out(
    stem: str, frames_under: Callable[[str], tuple[Frame, ...]], joins: Mapping[str, Sequence[str]]
) -> tuple[Frame, ...]:
    """The frames that a condition of this stem is matched with.

    They are those of the stem itself, where it is one (``M92.5`` is, and lies above other disorders), else
    all below, and those of the stems that it is joined with for other sites.
    """
    below = frames_under(stem)
    own = tuple(frame for frame in below if frame.stem == stem) or below
    known = {frame.code for frame in own}
    return own + tuple(
        frame
        for other in joins.get(stem, ())
        for frame in lay_out(other, frames_under, joins)
        if frame.code not in known
    )
