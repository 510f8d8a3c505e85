"""The codes under one stem, laid out by site: what a condition is matched with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chartgap.icd10cm.frame import Frame, Side
from chartgap.icd10cm.tree import CodeTree
from chartgap.lexicon.schema import Axis

UNSPECIFIED = "unspecified"
OTHER = "other"
MULTIPLE = "multiple"
NO_SITE = ""
_TOLD: tuple[Side, ...] = ("right", "left", "bilateral")
_SIDES: tuple[Side, ...] = (*_TOLD, "unspecified")


@dataclass(frozen=True, slots=True)
class Choice:
    """The frames of one site value and one seventh character."""

    frames: tuple[Frame, ...]
    sides: frozenset[Side | None]
    by_side: Mapping[str, Frame]
    """Side → the frame for it, where the frames differ by nothing else but the side; else empty."""


@dataclass(frozen=True, slots=True)
class StemTable:
    """The frames under a stem. ``cells`` are keyed by site value, ``NO_SITE`` for codes without a site."""

    stem: str
    cells: Mapping[str, tuple[Frame, ...]]
    choices: Mapping[tuple[str, str | None], Choice]
    """Site value and seventh character (None where the codes take none) → what a side chooses among."""
    always_sided: frozenset[str]
    """The site values whose codes all name a side."""
    sevenths: frozenset[str]
    """The characters that tell the encounter; a digit tells something of the disorder, a qualifier."""
    axis: Axis | None
    """The axis of the site lexicon that most of the site values lie on."""
    inclusion: Mapping[str, str]
    """Site named by an inclusion term → the site value of the code it stands at."""
    unspecified: str
    """The cell for a site not told: the unspecified site if there is one, else the residual one."""
    multiple: str | None
    """The cell for several sites, if there is one."""

    @property
    def sited(self) -> bool:
        """Whether the codes differ by site."""
        return len(self.cells) > 1

    def named(self) -> Iterable[str]:
        """The site values that name a site, but for the one that stands for a site not told."""
        named = (value for value in self.cells if value not in (NO_SITE, OTHER) and not _special(value))
        return (value for value in named if value != self.unspecified or not self.sited)

    def sides(self, value: str) -> frozenset[Side]:
        """The sides that codes of this site value name; empty where its codes have none."""
        return frozenset(frame.laterality for frame in self.cells[value] if frame.laterality is not None)


def _special(value: str) -> bool:
    return value.startswith((MULTIPLE, UNSPECIFIED))


def build_stem(
    tree: CodeTree,
    stem: str,
    axes: Mapping[Axis, frozenset[str]],
    inclusion: Mapping[str, str],
) -> StemTable:
    """Lay out the billable codes of ``stem``. ``axes`` are the values that each site axis knows."""
    frames = tree.laid_out(stem) or tuple(_bare(tree, code) for code in tree.descendants(stem))
    cells: dict[str, list[Frame]] = {}
    for frame in frames:
        cells.setdefault(frame.site or NO_SITE, []).append(frame)
    values = frozenset(cells)
    sevenths = frozenset(frame.seventh for frame in frames if frame.seventh and frame.seventh.isalpha())
    return StemTable(
        stem=stem,
        cells={value: tuple(held) for value, held in cells.items()},
        choices={
            (value, seventh): _choice(held, seventh)
            for value, held in cells.items()
            for seventh in sevenths or (None,)
        },
        always_sided=frozenset(
            value
            for value, held in cells.items()
            if all(frame.laterality in ("right", "left") for frame in held)
        ),
        sevenths=sevenths,
        axis=_axis(axes, values) if len(values) > 1 else None,
        inclusion={site: value for site, value in inclusion.items() if value in values},
        unspecified=_fallback(cells),
        multiple=next((value for value in cells if value.startswith(MULTIPLE)), None),
    )


def _choice(cell: Sequence[Frame], seventh: str | None) -> Choice:
    frames = [frame for frame in cell if frame.seventh == seventh]
    frames = frames or [frame for frame in cell if seventh is None or frame.seventh]
    by_side: dict[str, Frame] = {}
    if frames and not any(frame.qualifiers for frame in frames):
        by_side = {side: min(frames, key=lambda one: (side_cost(one, side), one.other)) for side in _SIDES}
    return Choice(tuple(frames), frozenset(frame.laterality for frame in frames), by_side)


def side_cost(frame: Frame, side: str) -> int:
    """How badly a frame stands for a side: 0 is well."""
    if frame.laterality == side or (frame.laterality is None and side == UNSPECIFIED):
        return 0
    return 1 if frame.laterality in (None, UNSPECIFIED) else 2


def _axis(axes: Mapping[Axis, frozenset[str]], values: frozenset[str]) -> Axis:
    return max(axes, key=lambda axis: len(axes[axis] & values))


def _fallback(cells: Mapping[str, list[Frame]]) -> str:
    """The cell of a site not told. A code without a site among codes with one is the unspecified one."""
    for value in cells:
        if value.startswith(UNSPECIFIED):
            return value
    return next((value for value in (NO_SITE, OTHER) if value in cells), next(iter(cells), NO_SITE))


def _bare(tree: CodeTree, code: str) -> Frame:
    """The frame of a code outside chapter XIII: only its side, which its title names.

    "Unspecified" is a side only beside codes that name one: that of "Myopathy, unspecified" is none.
    """
    title = tree.title(code)
    side = _side_in(title)
    if side == UNSPECIFIED:
        siblings = tree.children(tree.parent(code) or code)
        side = side if any(_side_in(tree.title(one)) in _TOLD for one in siblings) else None
    return Frame(
        code=code, title=title, stem=code, disorder=title.lower(), site=None, laterality=side, seventh=None
    )


def _side_in(title: str) -> Side | None:
    words = title.lower().replace(",", " ").split()
    return next((side for side in _SIDES if side in words[1:]), None)
