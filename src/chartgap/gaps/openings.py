"""What of a condition is open: conflicts of statements, open axes of the code tree, gap rules that fire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, get_args

from msgspec import Struct

from chartgap.gaps.answers import Resolve, capitalised, closings, mentioned, offered, sides_of
from chartgap.gaps.predicates import concerns, evidence, holds
from chartgap.gaps.scene import Scene
from chartgap.lexicon.gap import Answer, AxisRule, AxisWording, GapBook, GapRule, Wording
from chartgap.models import (
    Authority,
    Closing,
    Condition,
    Conflict,
    Element,
    Finding,
    GapKind,
    Severity,
    trusted,
)

SEVERITIES: tuple[str, ...] = get_args(Severity)
"""Most severe first."""


class OpenAxis(Protocol):
    """An axis over which the codes that still match a condition differ, as the code tree tells it."""

    @property
    def element(self) -> Element:
        """What the axis is about."""
        ...

    @property
    def kind(self) -> GapKind:
        """Whether it is missing, ambiguous or vague."""
        ...

    @property
    def closings(self) -> tuple[Closing, ...]:
        """The code that each value of the axis would lead to."""
        ...

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites it is about; empty for all of the condition's."""
        ...

    @property
    def site_axis(self) -> str | None:
        """The axis of sites along which the codes differ (``spine``, ``joint`` ...), if they do."""
        ...

    @property
    def finding_ids(self) -> tuple[str, ...]:
        """The findings it rests on, beside those of the condition."""
        ...

    @property
    def authority(self) -> Authority:
        """Who says that the codes differ here."""
        ...

    @property
    def source(self) -> str:
        """Where that is said; empty where the wording's own source serves."""
        ...


OpenAxes = Callable[[Condition], Sequence[OpenAxis]]


class Opening(Struct, frozen=True):
    """A gap before it has an id and a query."""

    kind: GapKind
    element: Element
    severity: Severity
    rule: AxisRule | GapRule
    wording: Wording
    closings: tuple[Closing, ...]
    options: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    """What the gap rests on, beside what the wording quotes."""
    said: tuple[str, str] = ("", "")
    """The two statements of a conflict."""
    sites: tuple[str, ...] = ()
    """The sites it is about, if not all of the condition's."""
    authority: Authority | None = None
    source: str = ""


def openings(scene: Scene, book: GapBook, open_axes: OpenAxes, resolve: Resolve) -> Iterator[Opening]:
    """Everything that is open, as often as it is found: see ``settled``."""
    for conflict in scene.condition.conflicts:
        yield from _of_conflict(scene, conflict, book, resolve)
    for axis in open_axes(scene.condition):
        yield from _of_axis(scene, axis, book)
    for rule in book.rules_for(scene.condition.concept):
        if concerns(rule.when, scene):
            yield from _of_rule(scene, rule, resolve)


def _of_conflict(scene: Scene, conflict: Conflict, book: GapBook, resolve: Resolve) -> Iterator[Opening]:
    rule, wording = _worded(scene, book, conflict.element, "conflict")
    if rule is not None and wording is not None:
        answers = sides_of(conflict, scene.condition)
        yield Opening(
            kind="conflict",
            element=conflict.element,
            severity=rule.severity,
            rule=rule,
            wording=wording,
            closings=closings(scene, answers, resolve),
            options=tuple(answer.answer for answer in answers),
            findings=scene.known(conflict.finding_ids),
            said=(str(conflict.value), str(conflict.other)),
        )


def _of_axis(scene: Scene, axis: OpenAxis, book: GapBook) -> Iterator[Opening]:
    rule, wording = _worded(scene, book, axis.element, axis.kind, axis.site_axis)
    if rule is not None and wording is not None:
        named = tuple(
            [trusted(Closing, answer=capitalised(one.answer), code=one.code) for one in axis.closings]
        )
        listed = offered(scene, wording.options)
        if wording.offer == "answers":
            listed = (*(closing.answer for closing in named), *listed)
        yield Opening(
            kind=axis.kind,
            element=axis.element,
            severity=rule.severity,
            rule=rule,
            wording=wording,
            closings=named,
            options=listed,
            findings=scene.known(axis.finding_ids),
            sites=axis.sites,
            authority=axis.authority,
            source=axis.source,
        )


def _of_rule(scene: Scene, rule: GapRule, resolve: Resolve) -> Iterator[Opening]:
    if not all(holds(test, scene) for test in rule.requires):
        return
    if any(holds(test, scene) for test in rule.unless):
        return
    answers: tuple[Answer, ...] = rule.options
    if rule.mentioned is not None:
        answers = (*answers, *mentioned(scene, rule.mentioned))
    yield Opening(
        kind=rule.kind,
        element=rule.element,
        severity=rule.severity,
        rule=rule,
        wording=rule,
        closings=closings(scene, answers, resolve),
        options=offered(scene, answers),
        findings=tuple(finding for test in rule.requires for finding in evidence(test, scene)),
    )


def _worded(
    scene: Scene, book: GapBook, element: Element, kind: GapKind, site_axis: str | None = None
) -> tuple[AxisRule | None, AxisWording | None]:
    """The wording for an element; an axis that no file words is no gap, for nobody could be asked."""
    rule = book.axes.get(element)
    for wording in rule.wordings if rule is not None else ():
        if kind in wording.kinds and _fits(wording, scene, site_axis):
            return rule, wording
    return None, None


def _fits(wording: AxisWording, scene: Scene, site_axis: str | None) -> bool:
    if wording.concepts and scene.condition.concept not in wording.concepts:
        return False
    if wording.unsited and not _names_its_sites(scene.condition):
        return False
    return not wording.axes or site_axis in wording.axes


def _names_its_sites(condition: Condition) -> bool:
    """Whether each site shares a word with the disorder's name, as the knee in a loose body in knee."""
    said = condition.concept.split()
    return all(
        any(word.startswith(part) for word in said for part in site.site.split()) for site in condition.sites
    )


def settled(found: Iterable[Opening]) -> Iterator[Opening]:
    """One opening for each kind and element, the most severe; what is in conflict is not missing."""
    kept: dict[tuple[str, str], Opening] = {}
    for opening in found:
        key = (opening.kind, opening.element)
        other = kept.get(key)
        if other is None or SEVERITIES.index(opening.severity) < SEVERITIES.index(other.severity):
            kept[key] = opening
    for kind, element in kept:
        if kind != "missing" or ("conflict", element) not in kept:
            yield kept[kind, element]
