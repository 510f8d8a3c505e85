"""The place of a code in the tree: what stands above it, what governs it, and what its siblings differ by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.tree import CodeTree, InstructionalNote

NONE_TOLD = "none told"
"""The value of a code that has none of the qualifiers which its siblings have."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level above a code: its id (code, block or chapter) and title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class AxisValue:
    """A value of an axis and the code it leads to, all else being equal; ``""``: no single one."""

    value: str
    code: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis over which a code's siblings vary: ``site``, ``side``, ``qualifiers`` or ``seventh character``.

    ``value`` is the code's own; ``None`` where the code is silent on it. ``others`` are the siblings that
    differ in this axis alone, or, for a site, in the side that goes with it.
    """

    name: str
    value: str | None
    others: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What there is to know of a code: nearest level first, every inherited note, the open axes.

    ``disorder`` is its title without site and side. ``stem`` is the level at which its disorder stands, if it
    is of chapter XIII; ``siblings`` are the disorders beside that level, or beside the code itself.
    """

    code: str
    title: str
    billable: bool
    levels: tuple[Level, ...]
    notes: tuple[InstructionalNote, ...]
    children: tuple[Level, ...]
    axes: tuple[Axis, ...]
    disorder: str
    stem: str | None
    siblings: tuple[Level, ...]


def describe(code: str, tree: CodeTree) -> Place:
    """Gather the place of a code in the tree.

    Raises:
        CodeSetError: the release has no such code.
    """
    name = tree.normalise(code)
    frame = tree.frame(name)
    return Place(
        code=name,
        title=tree.title(name),
        billable=tree.billable(name),
        levels=tuple(Level(level, tree.title(level)) for level in tree.ancestors(name)),
        notes=tree.notes(name),
        children=tuple(Level(child, tree.title(child)) for child in tree.children(name)),
        axes=_find_axes(frame, tree) if frame else _axes_below(name, tree),
        disorder=frame.disorder if frame else _lowered(tree.title(name)),
        stem=frame.stem if frame else None,
        siblings=_find_siblings(frame.stem if frame else name, tree),
    )


def _lowered(title: str) -> str:
    """A title within a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _find_siblings(name: str, tree: CodeTree) -> tuple[Level, ...]:
    parent = tree.parent(name)
    beside = tree.children(parent) if parent and tree.valid(parent) else ()
    return tuple(Level(one, tree.title(one)) for one in beside if one != name)


def _axes_below(name: str, tree: CodeTree) -> tuple[Axis, ...]:
    """The axes over which the codes under a header of chapter XIII vary, each value with the level it has."""
    frames = tree.frames(name)
    parts: tuple[tuple[str, Callable[[Frame], str | None]], ...] = (
        ("site", lambda frame: frame.site),
        ("side", lambda frame: frame.laterality),
        ("qualifiers", lambda frame: " ".join(frame.qualifiers) or None),
        ("seventh character", _seventh_words),
    )
    axes = []
    for axis, part in parts:
        held: dict[str, list[str]] = {}
        for frame in frames:
            value = part(frame)
            if value is not None:
                held.setdefault(value, []).append(frame.code)
        if len(held) > 1:
            values = (AxisValue(value, _shared(codes, name, tree)) for value, codes in held.items())
            axes.append(Axis(axis, None, tuple(values)))
    return tuple(axes)


def _shared(codes: list[str], name: str, tree: CodeTree) -> str:
    """The level below ``name`` that holds these codes and nothing else; ``""`` if there is none."""
    prefix = codes[0]
    while len(prefix) > len(name):
        if tree.valid(prefix) and set(tree.descendants(prefix)) == set(codes):
            return tree.normalise(prefix)
        prefix = prefix[:-1]
    return ""


def _encounter(frame: Frame) -> str | None:
    """The seventh character that tells the encounter; a digit tells a qualifier of the disorder."""
    return frame.seventh if frame.seventh and frame.seventh.isalpha() else None


def _seventh_words(frame: Frame) -> str | None:
    return f"{frame.seventh} {frame.title.rsplit(', ', 1)[1]}" if _encounter(frame) else None


def _find_axes(frame: Frame, tree: CodeTree) -> tuple[Axis, ...]:
    family = tree.laid_out(frame.stem)
    axes = (
        Axis("site", frame.site, _other_sites(frame, family)),
        Axis(
            "side",
            frame.laterality,
            tuple(
                AxisValue(other.laterality, other.code)
                for other in family
                if other.laterality not in (None, frame.laterality)
                and (other.site, other.qualifiers, other.seventh)
                == (frame.site, frame.qualifiers, frame.seventh)
            ),
        ),
        Axis(
            "qualifiers",
            " ".join(frame.qualifiers) or None,
            tuple(
                AxisValue(" ".join(other.qualifiers) or NONE_TOLD, other.code)
                for other in family
                if other.qualifiers != frame.qualifiers
                and (other.site, other.laterality, _encounter(other))
                == (frame.site, frame.laterality, _encounter(frame))
            ),
        ),
        Axis(
            "seventh character",
            _encounter(frame),
            tuple(
                AxisValue(str(_seventh_words(other)), other.code)
                for other in family
                if _encounter(other) not in (None, frame.seventh)
                and (other.site, other.laterality, other.qualifiers)
                == (frame.site, frame.laterality, frame.qualifiers)
            ),
        ),
    )
    return tuple(axis for axis in axes if axis.value or axis.others)


def _other_sites(frame: Frame, family: tuple[Frame, ...]) -> tuple[AxisValue, ...]:
    """One code for each other site: of the same side if it has one, else the one that leaves it open."""
    found: dict[str, str] = {}
    for other in family:
        if other.site is None or other.site == frame.site or other.seventh != frame.seventh:
            continue
        if other.laterality == frame.laterality or other.site not in found:
            found[other.site] = other.code
        elif other.laterality == "unspecified" and frame.laterality is None:
            found[other.site] = other.code
    return tuple(AxisValue(site, code) for site, code in found.items())
