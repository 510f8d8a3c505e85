"""What a code needs to be documented: axes, facts and their sources, gaps, and what it is confused with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from chartgap.icd10cm.coder import Coder
from chartgap.icd10cm.deciding import primary_codes
from chartgap.icd10cm.facts import Facts, read_facts
from chartgap.icd10cm.matching import describe_site
from chartgap.icd10cm.place import AxisValue, Place, describe
from chartgap.lexicon.family import Alternative, CodeRule, OpenFact
from chartgap.lexicon.gap import GapBook, When
from chartgap.models import Authority, Condition, ConditionSite, Element, Laterality, Organism, Severity

_ELEMENTS: dict[str, Element] = {"site": "site", "side": "laterality", "seventh character": "encounter"}
_SIDES: dict[str, Laterality] = {"right": "right", "left": "left", "bilateral": "bilateral"}
_SEVERITIES = ("blocking", "supporting", "advisory")


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a condition takes the code, by a rule of the lexicon."""

    rule: str
    takes: tuple[str, ...]
    why: str
    authority: Authority
    source: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is to be documented. ``value`` is what this code says of it; ``None``: it is silent."""

    element: str
    value: str | None
    others: tuple[AxisValue, ...]
    authority: Authority
    source: str


@dataclass(frozen=True, slots=True)
class PossibleGap:
    """A gap that a note coded so may have. ``depends``: on more of the note than a missing element."""

    severity: Severity
    element: Element
    message: str
    depends: bool
    rule: str
    authority: Authority
    source: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """A code or stem that this one is confused with, and what tells them apart."""

    code: str
    title: str
    why: str
    disputed: bool
    authority: Authority
    source: str


@dataclass(frozen=True, slots=True)
class Needs:
    """The whole answer for one code."""

    place: Place
    concepts: tuple[str, ...]
    grounds: tuple[Ground, ...]
    elements: tuple[Need, ...]
    gaps: tuple[PossibleGap, ...]
    confused: tuple[Confusion, ...]


def find_needs(code: str, coder: Coder, book: GapBook) -> Needs:
    """Gather what a code of any chapter, billable or not, needs to be documented.

    Raises:
        CodeSetError: the release has no such code.
    """
    place = describe(code, coder.tree)
    rules = _rules_of(place.code, coder)
    concepts = tuple(dict.fromkeys(concept for rule in rules for concept in rule.concepts))
    facts = _assumed(place, rules, coder)
    elements = [*_facts_needed(place, concepts, facts, coder), *_axes_needed(place)]
    gaps = [
        *_axis_gaps(place, concepts, elements, coder, book),
        *_rule_gaps(place, concepts, book),
    ]
    return Needs(
        place=place,
        concepts=concepts,
        grounds=tuple(
            Ground(rule.id, rule.take, rule.why, rule.authority or "tabular", rule.source) for rule in rules
        ),
        elements=tuple(elements),
        gaps=tuple(sorted(gaps, key=lambda gap: _SEVERITIES.index(gap.severity))),
        confused=tuple(_confused(place.code, rules, coder)),
    )


def _all_rules(coder: Coder) -> Iterable[CodeRule]:
    return {one.rule.id: one.rule for held in coder.rules.values() for one in held}.values()


def _rules_of(code: str, coder: Coder) -> tuple[CodeRule, ...]:
    """The rules that take the code, by the longest stem that any takes; for a header, else those below it."""
    found = [(len(stem), rule) for rule in _all_rules(coder) for stem in rule.take if code.startswith(stem)]
    longest = max((length for length, _ in found), default=0)
    if not found:
        joined = [(0, rule) for rule in _all_rules(coder) if _joined(code, rule, coder)]
        named = [(0, rule) for _, rule in joined if _names(rule, coder.tree.title(code))]
        found = named or joined
    if not found and not coder.tree.billable(code):
        below = (rule for rule in _all_rules(coder) if any(stem.startswith(code) for stem in rule.take))
        return tuple(below)
    return tuple(rule for length, rule in found if length == longest)


def _names(rule: CodeRule, title: str) -> bool:
    """Whether the title has the name of one of the rule's concepts, as words of its own."""
    return any(f" {concept}" in f" {title.lower()}" for concept in rule.concepts)


def _joined(code: str, rule: CodeRule, coder: Coder) -> bool:
    """Whether a stem of the rule is joined with the code for other sites: M19.91 is, for hip and knee."""
    frames = (frame for stem in rule.take for frame in coder.tree.laid_out(stem))
    return any(frame.code.startswith(code) for frame in frames)


def _assumed(place: Place, rules: Iterable[CodeRule], coder: Coder) -> Facts | None:
    """A condition that gets this code, or the first under it: what a rule asks for, at the frame's site.

    None where no rule was found to lead there.
    """
    frame = next(iter(coder.tree.frames(place.code)), None)
    if frame is None:
        return None
    for rule in rules:
        for when in rule.when if isinstance(rule.when, tuple) else (rule.when,):
            told = {name: _first(value) for name, value in when.items()}
            named = told.pop("organism", None)
            site = frame.site or next(iter(rule.sites), None)
            side = _SIDES.get(str(frame.laterality))
            condition = Condition(
                id="code",
                concept=rule.concepts[0],
                status="present",
                organisms=(Organism(name=str(named)),) if named else (),
                sites=(ConditionSite(site=site, laterality=side),) if site else (),
            )
            facts = read_facts(condition, coder.sites).changed(**told, encounter=frame.seventh)
            for answered in (facts, *_answered(facts, coder)):
                if frame.code in primary_codes(coder, answered):
                    return answered
    return None


def _answered(facts: Facts, coder: Coder) -> Iterator[Facts]:
    """The facts with each value of each fact that a note may leave open."""
    for fact in coder.open_facts.get(facts.condition.concept, ()):
        for value in fact.values.values():
            yield facts.changed(**{fact.attribute or fact.element: value})


def _first(value: JsonValue) -> JsonValue:
    """A value that meets a test, where the test tells one."""
    if isinstance(value, list):
        return _first(value[0])
    return None if isinstance(value, dict) or value == "*" else value


def _facts_needed(
    place: Place, concepts: tuple[str, ...], facts: Facts | None, coder: Coder
) -> Iterator[Need]:
    """The facts beside site, side and seventh character over which the codes of these concepts differ."""
    open_facts = {fact.id: fact for concept in concepts for fact in coder.open_facts.get(concept, ())}
    for fact in open_facts.values():
        name = fact.attribute or fact.element
        value = facts.get(name) if facts else None
        others = tuple(_others(place, fact, name, facts, coder))
        if others:
            yield Need(
                element=fact.element,
                value=next((answer for answer, held in fact.values.items() if held == value), None),
                others=others,
                authority=fact.authority or "tabular",
                source=fact.source,
            )


def _others(
    place: Place, fact: OpenFact, name: str, facts: Facts | None, coder: Coder
) -> Iterator[AxisValue]:
    for answer, value in fact.values.items():
        codes = primary_codes(coder, facts.changed(**{name: value})) if facts else ()
        if not any(code.startswith(place.code) for code in codes):
            code = codes[0] if codes else ""
            frame = None if place.billable else coder.tree.frame(code)
            yield AxisValue(answer, frame.stem if frame else code)


def _axes_needed(place: Place) -> Iterator[Need]:
    source = f"ICD-10-CM tabular {place.stem or place.code}"
    for axis in place.axes:
        value = describe_site(axis.value) if axis.name == "site" and axis.value else axis.value
        others = tuple(
            AxisValue(describe_site(one.value) if axis.name == "site" else one.value, one.code)
            for one in axis.others
        )
        yield Need(_ELEMENTS.get(axis.name, axis.name), value, others, "tabular", source)


def _axis_gaps(
    place: Place, concepts: tuple[str, ...], elements: Iterable[Need], coder: Coder, book: GapBook
) -> Iterator[PossibleGap]:
    kind = coder.stem(place.stem).axis if place.stem else None
    for need in elements:
        rule = next((axis for name, axis in book.axes.items() if name == need.element), None)
        if rule is None or not need.others:
            continue
        wording = next(
            (
                one
                for one in rule.wordings
                if "missing" in one.kinds
                and not one.unsited
                and (not one.concepts or set(one.concepts) & set(concepts))
                and (not one.axes or kind in one.axes)
            ),
            None,
        )
        if wording is not None:
            message = _filled(wording.message, place, concepts)
            yield PossibleGap(
                rule.severity, rule.element, message, False, rule.id, need.authority, need.source
            )


def _rule_gaps(place: Place, concepts: tuple[str, ...], book: GapBook) -> Iterator[PossibleGap]:
    for rule in book.rules:
        if _concerns(rule.when, place, concepts):
            message = _filled(rule.message, place, concepts)
            depends = bool(rule.requires)
            yield PossibleGap(
                rule.severity, rule.element, message, depends, rule.id, rule.authority, rule.source
            )


def _concerns(when: When, place: Place, concepts: tuple[str, ...]) -> bool:
    code = place.code
    if when.concepts and not set(when.concepts) & set(concepts):
        return False
    if when.codes and not any(
        code.startswith(one) or (not place.billable and one.startswith(code)) for one in when.codes
    ):
        return False
    return not (when.not_codes and code.startswith(when.not_codes))


def _filled(text: str, place: Place, concepts: tuple[str, ...]) -> str:
    concept = concepts[0] if concepts else place.disorder
    site = next((axis.value for axis in place.axes if axis.name == "site" and axis.value), None)
    filled = text.replace(" ({site})", f" ({describe_site(site)})" if site else "")
    return filled.format(concept=concept, site=describe_site(site or "site"), value="one", other="another")


def _confused(code: str, rules: tuple[CodeRule, ...], coder: Coder) -> Iterator[Confusion]:
    """Both ways: what the code's own rules set it against, and the rules that set themselves against it."""
    own = max((len(stem) for rule in rules for stem in rule.take if code.startswith(stem)), default=0)
    seen = set()
    for rule in rules:
        for other in rule.confused_with:
            if other.take not in seen and not code.startswith(other.take):
                seen.add(other.take)
                yield _confusion(other.take, other, rule, coder)
    for rule in _all_rules(coder):
        for other in rule.confused_with:
            if rule in rules or not rule.take or len(other.take) < own or not code.startswith(other.take):
                continue
            take = rule.take[0]
            if take not in seen and not code.startswith(take):
                seen.add(take)
                yield _confusion(take, other, rule, coder)


def _confusion(code: str, other: Alternative, rule: CodeRule, coder: Coder) -> Confusion:
    authority = rule.authority or "tabular"
    return Confusion(code, coder.tree.title(code), other.why, other.disputed, authority, rule.source)
