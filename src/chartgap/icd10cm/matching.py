"""Matches a condition's facts with the codes under a stem: site, side, seventh character."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from chartgap.icd10cm.coder import Coder
from chartgap.icd10cm.facts import Facts
from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.placing import Located, locate
from chartgap.icd10cm.stem import MULTIPLE, NO_SITE, OTHER, UNSPECIFIED, Choice, StemTable, side_cost
from chartgap.models import Element


class Match(Struct, frozen=True):
    """A code that fits, the sites it stands for, and the axes that fell back for want of documentation."""

    frame: Frame
    sites: tuple[Located, ...]
    fallback: tuple[Element, ...] = ()
    vague: bool = False
    read_as: str = ""
    """What an ambiguous or disputed site is taken for, in words."""

    @property
    def code(self) -> str:
        """The code."""
        return self.frame.code


class Fit(Struct, frozen=True):
    """How a condition fits a stem: its rank-1 codes, and the other readings of its sites."""

    matches: tuple[Match, ...]
    located: tuple[Located, ...]
    readings: tuple[Match, ...] = ()


def fit(coder: Coder, stem: str, family: str, facts: Facts) -> Fit:
    """Match the facts with the codes under ``stem``."""
    table = coder.stem(stem)
    located = locate(coder, table, family, facts.sites)
    seventh = choose_seventh(coder, table, facts)
    if not table.sited:
        value = next(iter(table.cells))
        sides = frozenset(side for one in located for side in one.sides) or _side_alone(facts)
        matches = _at(table, value, sides, seventh, facts, located)
        return Fit(tuple(matches), located)
    placed = [one for one in located if one.placement.value is not None or one.placement.readings]
    if facts.vague or not placed:
        return Fit(_open_site(table, seventh, facts, located), located)
    if len(located) == 1:
        return _single(table, located[0], seventh, facts)
    if table.multiple is not None:
        return Fit(tuple(_at(table, table.multiple, frozenset(), seventh, facts, located)), located)
    each = [
        _single(table, one, seventh, facts)
        for one in located
        if one.placement.value or one.placement.readings
    ]
    matches = list({match.code: match for single in each for match in single.matches}.values())
    return Fit(tuple(matches), located, tuple(match for single in each for match in single.readings))


def _side_alone(facts: Facts) -> frozenset[str]:
    """The side that is told of a disorder without a site."""
    side = facts.get("side")
    return frozenset(("right", "left")) if side == "bilateral" else frozenset(filter(None, [str(side or "")]))


def choose_seventh(coder: Coder, table: StemTable, facts: Facts) -> str | None:
    """The seventh character: the one told, else the one that the conventions take."""
    if not table.sevenths:
        return None
    told = facts.get("encounter") or facts.get("fracture.encounter")
    if isinstance(told, str) and told in table.sevenths:
        return told
    usual = (default.character for default in coder.sevenths if default.character in table.sevenths)
    return next(usual, min(table.sevenths))


def _single(table: StemTable, one: Located, seventh: str | None, facts: Facts) -> Fit:
    if one.placement.value is None:
        readings = tuple(
            replace(match, read_as=describe_site(name))
            for value, name in zip(one.placement.readings, one.placement.names, strict=True)
            for match in _at(table, value, one.sides, seventh, facts, (one,))
        )
        return Fit(_open_site(table, seventh, facts, (one,)), (one,), readings)
    matches = _at(table, one.placement.value, one.sides, seventh, facts, (one,))
    disputed = one.placement.disputed
    others = _at(table, disputed, one.sides, seventh, facts, (one,)) if disputed else []
    readings = tuple(replace(match, read_as=describe_site(match.frame.site or "")) for match in others)
    return Fit(tuple(matches), (one,), readings)


def _open_site(
    table: StemTable, seventh: str | None, facts: Facts, located: tuple[Located, ...]
) -> tuple[Match, ...]:
    sides = frozenset(side for one in located for side in one.sides)
    found = _at(table, table.unspecified, sides, seventh, facts, located)
    return tuple(Match(one.frame, one.sites, ("site", *one.fallback), facts.vague) for one in found)


def _at(
    table: StemTable,
    value: str,
    sides: frozenset[str],
    seventh: str | None,
    facts: Facts,
    sites: tuple[Located, ...],
) -> list[Match]:
    """The codes of one site value for these sides: two where both sides have none in common.

    Where no side is told and every code of the site names one, the code for a site not told is left.
    """
    if not sides and value != table.unspecified and value in table.always_sided:
        found = _at(table, table.unspecified, sides, seventh, facts, sites)
        return [replace(one, fallback=("laterality", *one.fallback)) for one in found]
    choice = table.choices[value, seventh]
    if not choice.frames:
        return []
    if len(sides) > 1 and "bilateral" not in choice.sides:
        wanted: tuple[str, ...] = tuple(side for side in ("right", "left") if side in choice.sides)
        wanted = wanted or (UNSPECIFIED,)
    else:
        wanted = ("bilateral",) if len(sides) > 1 else (*sides, UNSPECIFIED)[:1]
    fallback: tuple[Element, ...] = ("laterality",) if not sides and choice.sides != {None} else ()
    fallback += ("encounter",) if table.sevenths and not told_seventh(table, facts) else ()
    return [Match(_choose(choice, side, facts), sites, fallback) for side in wanted]


def told_seventh(table: StemTable, facts: Facts) -> bool:
    """Whether the facts tell the seventh character."""
    return any(facts.get(name) in table.sevenths for name in ("encounter", "fracture.encounter"))


def _choose(choice: Choice, side: str, facts: Facts) -> Frame:
    """The frame of this side; of several the one whose qualifiers are stated, else the least specific."""
    if side in choice.by_side:
        return choice.by_side[side]
    stated = _stated(facts)

    def cost(frame: Frame) -> tuple[int, int, int, bool]:
        unstated = [word for word in frame.qualifiers if word not in stated]
        unsure = len(unstated) - unstated.count(UNSPECIFIED)
        return unsure, side_cost(frame, side), -len(frame.qualifiers) + len(unstated), frame.other

    return min(choice.frames, key=cost)


def _stated(facts: Facts) -> frozenset[str]:
    """The words of the facts, and those of the sites' names."""
    words = {word for site in facts.sites for word in site.site.split()}
    for value in facts.given.values():
        if isinstance(value, str):
            words.add(value)
        elif isinstance(value, list):
            words.update([one for one in value if isinstance(one, str)])
    return frozenset(words)


def describe_site(value: str) -> str:
    """A site value in words."""
    if value == NO_SITE:
        return "no site of its own"
    if value.startswith((MULTIPLE, UNSPECIFIED)) and " " not in value:
        return f"{value} site" if value == UNSPECIFIED else f"{value} sites"
    return f"{OTHER} site" if value == OTHER else value
