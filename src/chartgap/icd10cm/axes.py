"""The axes that a note leaves open and over which the codes still matching differ, with their closings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace
from pydantic import JsonValue

from chartgap.icd10cm.coder import Coder
from chartgap.icd10cm.deciding import (
    Decision,
    View,
    family_of,
    primary_codes,
    primary_frames,
    view_of,
    view_under,
)
from chartgap.icd10cm.facts import Facts
from chartgap.icd10cm.matching import Fit, describe_site, fit
from chartgap.icd10cm.placing import place
from chartgap.lexicon.family import OpenFact
from chartgap.lexicon.schema import Axis
from chartgap.models import (
    Authority,
    Closing,
    Condition,
    ConditionSite,
    Element,
    GapKind,
    Laterality,
    revised,
    trusted,
)

MOST_CLOSINGS = 48
_SIDES: tuple[Laterality, ...] = ("right", "left", "bilateral")


class OpenAxis(Struct, frozen=True):
    """An axis the note leaves open. ``closings`` has, for each answer, every code that it may lead to."""

    element: Element
    kind: GapKind
    closings: tuple[Closing, ...]
    sites: tuple[str, ...] = ()
    """The sites it is about: the ambiguous ones, or those whose side is missing."""
    finding_ids: tuple[str, ...] = ()
    site_axis: Axis | None = None
    """The axis of sites along which the codes differ, for a site."""
    authority: Authority = "tabular"
    source: str = ""


def open_axes(coder: Coder, condition: Condition, view: View | None = None) -> tuple[OpenAxis, ...]:
    """The open axes of a condition, facts such as acuity first, then site, side and seventh character.

    While a fact is open whose answers elicit other axes (a code without site because the acuity is
    missing), those are looked for under its answers too.
    """
    view = view or view_of(coder, condition)
    if not view.fits:
        return ()
    facts, views = view.facts, [view]
    found: list[OpenAxis] = []
    for fact in coder.open_facts.get(condition.concept, ()):
        if facts.get(fact.attribute or fact.element) is not None:
            continue
        axis = _fact_axis(coder, fact, views)
        if axis is None:
            continue
        found.append(axis)
        for answer in fact.elicits:
            told = facts.changed(**{fact.attribute or fact.element: fact.values[answer]})
            views.append(view_under(coder, told))
    for look in (_site_axis, _side_axis, _seventh_axis):
        axis = look(coder, views)
        if axis is not None:
            found.append(axis)
    return tuple(found)


def _close(
    coder: Coder, views: Iterable[View], answers: Iterable[tuple[str, Callable[[Facts], Facts]]]
) -> tuple[Closing, ...]:
    """The codes that each answer leads to in each view; none where no view's codes vary with the answer."""
    answers = list(answers)
    found: dict[tuple[str, str], None] = {}
    for view in views:
        led = [(answer, primary_codes(coder, change(view.facts))) for answer, change in answers]
        same = set(led[0][1]).intersection(*(codes for _, codes in led))
        if all(codes == led[0][1] for _, codes in led):
            continue
        for answer, codes in led:
            for code in codes:
                if code not in same:
                    found[answer, code] = None
    return _closings(found)


def _fact_axis(coder: Coder, fact: OpenFact, views: list[View]) -> OpenAxis | None:
    name = fact.attribute or fact.element
    answers = [(answer, _telling(name, value)) for answer, value in fact.values.items()]
    closings = _close(coder, views, answers)
    if not closings:
        return None
    authority: Authority = fact.authority or "tabular"
    return OpenAxis(fact.element, "missing", closings, authority=authority, source=fact.source)


def _telling(name: str, value: JsonValue) -> Callable[[Facts], Facts]:
    return lambda facts: facts.changed(**{name: value})


def _at(sites: tuple[ConditionSite, ...]) -> Callable[[Facts], Facts]:
    return lambda facts: facts.at(*sites)


def _site_axis(coder: Coder, views: list[View]) -> OpenAxis | None:
    """The site where it is missing, vague or ambiguous; the first view that has it open decides."""
    for view in views:
        for decision, stem, held in view.fits:
            kind = _site_kind(decision, held)
            table = coder.stem(decision.rule.site_axis or stem)
            if kind is None or not table.sited:
                continue
            one = held.located[0] if kind == "ambiguous" else None
            closings = _read_closings(views) if one else _site_closings(coder, views)
            source = f"ICD-10-CM tabular {table.stem}"
            names, ids = ((one.name,), one.finding_ids) if one else ((), ())
            return OpenAxis("site", kind, closings, names, ids, table.axis, source=source)
    return None


def _site_kind(decision: Decision, held: Fit) -> GapKind | None:
    facts = decision.facts
    if decision.rule.site_axis:
        fallen = facts.vague or not facts.sites
    else:
        if len(held.located) == 1 and held.located[0].placement.readings and not facts.vague:
            return "ambiguous"
        fallen = any("site" in match.fallback for match in held.matches)
    if not fallen:
        return None
    return "vague" if facts.vague else "missing"


def _read_closings(views: list[View]) -> tuple[Closing, ...]:
    """The codes of an ambiguous site's readings."""
    return _closings(
        (match.read_as, match.code) for view in views for _, _, held in view.fits for match in held.readings
    )


def _site_closings(coder: Coder, views: list[View]) -> tuple[Closing, ...]:
    """A code for each site value of the stems, and for the sites that the rules send elsewhere."""
    led: list[tuple[str, str]] = []
    redirects = list(_redirects(coder, views[0].facts))
    for view in views:
        for decision, stem, held in view.fits:
            if _site_kind(decision, held) not in ("missing", "vague"):
                continue
            if len(views) > 1 and decision.rule.site_axis:
                continue  # the views that answer the open fact say it better
            led.extend(_by_value(coder, decision, decision.rule.site_axis or stem, redirects))
    led.extend((sites[0], code) for sites in redirects for code in _codes_at(coder, views[0].facts, sites[0]))
    return _closings(led)


def _by_value(
    coder: Coder, decision: Decision, stem: str, redirects: Collection[tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """A code for each site value of a stem, by the rules where one sends the site elsewhere."""
    facts, family, table = decision.facts, family_of(coder, decision.facts), coder.stem(stem)
    sent = {place(coder, table, family, site).value: site for sites in redirects for site in sites[::-1]}
    firsts = {sites[0] for sites in redirects}  # these are told by their own names
    open_codes = {frame.code for frame in table.cells[table.unspecified]}
    side = facts.sites[0].laterality if len(facts.sites) == 1 else None
    for value in table.named():
        if value in sent:
            if sent[value] not in firsts:
                yield from ((describe_site(value), code) for code in _codes_at(coder, facts, sent[value]))
            continue
        at = facts.at(trusted(ConditionSite, site=value, laterality=side, finding_ids=()))
        for match in fit(coder, stem, family, at).matches:
            if match.code not in open_codes:  # only a side as well leads on from it
                yield describe_site(value), match.code


def _redirects(coder: Coder, facts: Facts) -> Iterator[tuple[str, ...]]:
    """The sites of each rule that would decide the condition there, where no site is told."""
    if facts.sites or facts.pinned:
        return
    for one in coder.rules.get(facts.condition.concept, ()):
        if one.rule.sites and one.holds(facts):
            yield one.rule.sites


def _codes_at(coder: Coder, facts: Facts, site: str) -> tuple[str, ...]:
    return primary_codes(coder, facts.at(trusted(ConditionSite, site=site, laterality=None, finding_ids=())))


def _closings(led: Iterable[tuple[str, str]]) -> tuple[Closing, ...]:
    found = islice(dict.fromkeys(led), MOST_CLOSINGS)
    return tuple(trusted(Closing, answer=answer, code=code) for answer, code in found)


def _side_axis(coder: Coder, views: list[View]) -> OpenAxis | None:
    """The side, once the site is known, and only where the code of that site has one."""
    open_sites: dict[str, tuple[str, ...]] = {}
    for view in views:
        for _, _, held in view.fits:
            for match in held.matches:
                if "laterality" in match.fallback and "site" not in match.fallback:
                    open_sites.update((one.name, one.finding_ids) for one in match.sites if not one.sides)
                    if not match.sites:
                        open_sites.setdefault("", ())
    if not open_sites:
        return None
    closings = _close(coder, views, [(side, _sided(side, open_sites)) for side in _SIDES])
    if not closings:
        return None
    ids = tuple(key for held in open_sites.values() for key in held)
    return OpenAxis("laterality", "missing", closings, tuple(filter(None, open_sites)), ids)


def _sided(side: Laterality, open_sites: Mapping[str, tuple[str, ...]]) -> Callable[[Facts], Facts]:
    """Fills in the side of these sites. A rule may read a site as a wider one: its findings tell it then."""
    named = frozenset(open_sites)
    told = frozenset(key for held in open_sites.values() for key in held)

    def change(facts: Facts) -> Facts:
        sites = tuple(
            revised(one, laterality=side)
            if one.laterality is None and (one.site in named or not told.isdisjoint(one.finding_ids))
            else one
            for one in facts.sites
        )
        given = {**facts.given, **{key: _with_side(value, side) for key, value in facts.given.items()}}
        if not facts.sites and "" in named:
            sites = (trusted(ConditionSite, site="", laterality=side, finding_ids=()),)
        return replace(facts, sites=sites, given=given)

    return change


def _with_side(value: JsonValue, side: Laterality) -> JsonValue:
    """A fact that carries a site of its own, with its side filled in where it had none."""
    if isinstance(value, dict) and value.get("site") and not value.get("laterality"):
        return {**value, "laterality": side}
    return value


def _seventh_axis(coder: Coder, views: list[View]) -> OpenAxis | None:
    """The seventh character where neither it nor the encounter is told."""
    characters = sorted(
        {
            character
            for view in views
            for _, stem, held in view.fits
            if any("encounter" in match.fallback for match in held.matches)
            for character in coder.stem(stem).sevenths
        }
    )
    if not characters:
        return None
    closings = tuple(_seventh_closings(coder, views, characters))
    return OpenAxis("encounter", "missing", closings)


def _seventh_closings(coder: Coder, views: list[View], characters: Iterable[str]) -> Iterator[Closing]:
    for character in characters:
        for view in views:
            for code, frame in primary_frames(coder, view.facts.changed(encounter=character)).items():
                if frame.seventh == character:
                    yield trusted(Closing, answer=coder.seventh_words(frame), code=code)
