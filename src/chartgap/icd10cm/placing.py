"""Where the sites of a condition fall among the site values of a stem, and which of them are distinct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from chartgap.icd10cm.coder import AXES, Coder
from chartgap.icd10cm.facts import lies_within
from chartgap.icd10cm.stem import OTHER, StemTable
from chartgap.lexicon.schema import Axis, SiteEntry
from chartgap.models import ConditionSite


class Placement(Struct, frozen=True):
    """A site's value among those of a stem. Without a value it is nowhere, or more than one ``readings``."""

    value: str | None = None
    readings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """What the readings are called: a residual value by the site that the lexicon gives for it."""
    disputed: str | None = None
    """The value by the other authority, where the two differ."""


class Located(Struct, frozen=True):
    """One distinct site: where it falls, what the note calls it, its sides and evidence."""

    placement: Placement
    name: str
    sides: frozenset[str]
    finding_ids: tuple[str, ...]


def locate(
    coder: Coder, table: StemTable, family: str, sites: Iterable[ConditionSite]
) -> tuple[Located, ...]:
    """Place the sites and merge those that are one, in the order of the note.

    Sites of one value are one, but in the residual value differently named structures are distinct. A wider
    site gives way to one within it, an ambiguous one to one of its readings, an unplaced one to any other.
    """
    found = [_located(coder, table, family, site) for site in sites]
    if len(found) < 2:
        return tuple(found)
    kept: list[Located] = []
    for one in found:
        narrower = next(
            (other for other in found if other is not one and _gives_way(coder, one, other)), None
        )
        if narrower is None:
            kept.append(one)
    merged: dict[tuple[object, ...], Located] = {}
    for one in kept:
        key = _structure(coder, one)
        held = merged.get(key)
        merged[key] = one if held is None else _join(held, one)
    return tuple(_inherit(coder, one, found) for one in merged.values())


def place(coder: Coder, table: StemTable, family: str, name: str) -> Placement:
    """The placement of a canonical site among the values of ``table``; kept once made."""
    key = (table.stem, family, name)
    held = coder.placements.get(key)
    if held is None:
        held = coder.placements[key] = _place(coder, table, family, name)
    return cast("Placement", held)


def _located(coder: Coder, table: StemTable, family: str, site: ConditionSite) -> Located:
    side = site.laterality
    sides = frozenset(("right", "left")) if side == "bilateral" else frozenset((side,) if side else ())
    return Located(place(coder, table, family, site.site), site.site, sides, site.finding_ids)


def _place(coder: Coder, table: StemTable, family: str, name: str) -> Placement:
    direct = _held(coder, table, name) or table.inclusion.get(name)
    if direct:
        return Placement(direct)
    entry, axis = coder.sites.get(name), table.axis
    if entry is None or axis is None:
        return Placement(OTHER if OTHER in table.cells and entry is None else None)
    readings = _readings(coder, table, entry, axis)
    if len(readings) > 1:
        return Placement(None, tuple(readings), tuple(readings.values()))
    if readings:
        return Placement(next(iter(readings)))
    value = _by_axis(coder, table, family, entry, coder.authority)
    other = _by_axis(coder, table, family, entry, "index" if coder.authority == "page" else "page")
    return Placement(value, disputed=other if other != value else None)


def _by_axis(coder: Coder, table: StemTable, family: str, entry: SiteEntry, authority: str) -> str | None:
    axis = cast("Axis", table.axis)
    primary = entry.on(axis, family, authority)
    for wider in entry.within:
        value, held = _held(coder, table, wider), coder.sites.get(wider)
        # A wider site is a finer value than the axis has (finger in hand), never a way round it.
        if value and (primary is None or (held is not None and held.on(axis, family, authority) == primary)):
            return value
    named = [entry.on(one, family, authority) for one in _axis_first(axis)]
    for value in named:
        found = _held(coder, table, value) if value else None
        if found:
            return found
    return OTHER if OTHER in table.cells and any(named) else None


def _readings(coder: Coder, table: StemTable, entry: SiteEntry, axis: Axis) -> dict[str, str]:
    """The values that an ambiguous site may have in the table, each with its name."""
    found: dict[str, str] = {}
    for meant in entry.ambiguous.get(axis, ()):
        value = _reading(coder, table, meant, axis)
        if value:
            found.setdefault(value, meant if value == OTHER else value)
    return found


def _reading(coder: Coder, table: StemTable, meant: str, axis: Axis) -> str | None:
    direct = _held(coder, table, meant)
    if direct:
        return direct
    entry = coder.sites.get(meant)
    names = (entry.on(one) for one in _axis_first(axis)) if entry else ()
    found = next((held for name in names if name and (held := _held(coder, table, name))), None)
    return found or (OTHER if OTHER in table.cells else None)


def _axis_first(axis: Axis) -> tuple[Axis, ...]:
    return (axis, *(other for other in AXES if other != axis))


def _held(coder: Coder, table: StemTable, name: str) -> str | None:
    """The table's value of this name, or of one of the tabular's names for it."""
    if name in table.cells:
        return name
    return next((value for value in coder.aliases.get(name, ()) if value in table.cells), None)


def _gives_way(coder: Coder, one: Located, other: Located) -> bool:
    if one.sides and other.sides and not one.sides <= other.sides:
        return False
    if other.placement.value is None and not other.placement.readings:
        return False
    if one.placement.value is None and not one.placement.readings:
        return True
    if one.placement.readings and other.placement.value in one.placement.readings:
        return True
    entry = coder.sites.get(other.name)
    return entry is not None and one.name in entry.within


def _structure(coder: Coder, one: Located) -> tuple[object, ...]:
    """What makes a site distinct from another."""
    if one.placement.value not in (OTHER, None):
        return (one.placement.value,)
    for structure in coder.structures:
        if lies_within(one.name, (structure.site,), coder.sites):
            return (one.placement.value, structure.site)
    return (one.placement.value, one.name)


def _join(held: Located, one: Located) -> Located:
    return replace(held, sides=held.sides | one.sides, finding_ids=held.finding_ids + one.finding_ids)


def _inherit(coder: Coder, one: Located, found: list[Located]) -> Located:
    """Take up the side and evidence of the wider sites that gave way to this one."""
    for wider in found:
        if wider.name != one.name and _gives_way(coder, wider, one):
            ids = tuple(key for key in wider.finding_ids if key not in one.finding_ids)
            one = replace(one, sides=one.sides or wider.sides, finding_ids=one.finding_ids + ids)
    return one
