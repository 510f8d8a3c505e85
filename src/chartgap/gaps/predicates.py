"""Whether the tests of a gap rule hold for a condition in its note, and on which findings that rests."""

from __future__ import annotations

from collections.abc import Sequence

from chartgap.gaps.scene import Scene, given, part
from chartgap.lexicon.gap import When
from chartgap.lexicon.predicate import (
    AllTest,
    AnyTest,
    Bounds,
    FindingTest,
    Match,
    NotTest,
    SlotTest,
    Test,
    UncoveredTest,
)
from chartgap.models import ConditionSite, Finding

_ELSEWHERE = "other"
"""The region that gathers what no other holds: two sites in it may be far apart."""


def concerns(when: When, scene: Scene) -> bool:
    """Whether a rule is about this condition."""
    if when.concepts and scene.condition.concept not in when.concepts:
        return False
    if when.codes and not _begin(scene.primary, when.codes):
        return False
    return not (when.not_codes and _begin(scene.primary, when.not_codes))


def _begin(codes: Sequence[str], heads: tuple[str, ...]) -> bool:
    """Whether one of the codes begins with one of the heads."""
    for code in codes:
        if code.startswith(heads):
            return True
    return False


def holds(test: Test, scene: Scene) -> bool:
    """Whether a test holds."""
    match test:
        case FindingTest():
            return bool(witnesses(test, scene))
        case SlotTest(value=None):
            return any(given(scene.slot(name)) for name in test.names)
        case SlotTest(value=wanted):
            return wanted is not None and _slot_fits(wanted, test.names, scene)
        case UncoveredTest():
            return _uncovered(test, scene)
        case AllTest():
            return all(holds(inner, scene) for inner in test.all)
        case AnyTest():
            return any(holds(inner, scene) for inner in test.any)
        case NotTest():
            return not holds(test.no, scene)


def witnesses(test: FindingTest, scene: Scene) -> list[Finding]:
    """The findings that make a finding test hold; none if it does not."""
    found: Sequence[Finding] = [
        finding for finding in scene.findings(test.finding, test.scope) if counts(finding, test.allow)
    ]
    if test.listed is not None:
        ids = scene.slot(test.listed)
        listed = set(ids) if isinstance(ids, (list, tuple)) else set()
        found = [finding for finding in found if finding.id in listed]
    fitting = [finding for finding in found if _value_fits(test.where, finding)]
    return [] if test.every and len(fitting) < len(found) else fitting


def evidence(test: Test, scene: Scene) -> list[Finding]:
    """Every finding a test looked for and found, through all, any and not at their own depth."""
    match test:
        case FindingTest():
            return witnesses(test, scene)
        case AllTest():
            return [finding for inner in test.all for finding in evidence(inner, scene)]
        case AnyTest():
            return [finding for inner in test.any for finding in evidence(inner, scene)]
    return []


def counts(finding: Finding, allow: Sequence[str]) -> bool:
    """Whether every assertion flag that a finding carries is allowed."""
    said = finding.assertion
    return not (
        (said.negated and "negated" not in allow)
        or (said.uncertain and "uncertain" not in allow)
        or (said.historical and "historical" not in allow)
        or (said.hypothetical and "hypothetical" not in allow)
        or (said.family and "family" not in allow)
    )


def fits(wanted: Match, value: object) -> bool:
    """Whether a value meets a comparison; text without regard to case."""
    if isinstance(wanted, Bounds):
        return _within(wanted, value)
    if isinstance(wanted, tuple):
        return any(_same(one, value) for one in wanted)
    return _same(wanted, value)


def _value_fits(where: dict[str, Match], finding: Finding) -> bool:
    return all(fits(wanted, part(finding.value, path)) for path, wanted in where.items())


def _slot_fits(wanted: Match, names: tuple[str, ...], scene: Scene) -> bool:
    if isinstance(wanted, Bounds) and wanted.size is not None:
        return _within(wanted.size, len(scene.slot_values(names)))
    return any(fits(wanted, scene.slot(name)) for name in names)


def _same(wanted: object, value: object) -> bool:
    if isinstance(wanted, str) and isinstance(value, str):
        return wanted.casefold() == value.casefold()
    return isinstance(wanted, bool) is isinstance(value, bool) and wanted == value


def _within(bounds: Bounds, value: object) -> bool:
    checks: list[bool] = []
    if bounds.given is not None:
        checks.append(given(value) == bounds.given)
    if bounds.has is not None:
        checks.append(isinstance(value, (list, tuple)) and any(_same(bounds.has, item) for item in value))
    if bounds.but:
        checks.append(given(value) and not any(_same(one, value) for one in bounds.but))
    if bounds.size is not None:
        held = len(value) if isinstance(value, (list, tuple, dict)) else int(given(value))
        checks.append(_within(bounds.size, held))
    limits = (bounds.below, bounds.above, bounds.at_least, bounds.at_most)
    if any(limit is not None for limit in limits):
        checks.append(
            isinstance(value, (int, float)) and not isinstance(value, bool) and _between(bounds, value)
        )
    return all(checks)


def _between(bounds: Bounds, value: float) -> bool:
    return (
        (bounds.below is None or value < bounds.below)
        and (bounds.above is None or value > bounds.above)
        and (bounds.at_least is None or value >= bounds.at_least)
        and (bounds.at_most is None or value <= bounds.at_most)
    )


def _uncovered(test: UncoveredTest, scene: Scene) -> bool:
    found = [finding for finding in scene.findings(test.uncovered, "note") if counts(finding, test.allow)]
    sites = scene.condition.sites
    alone = len(sites) == 1
    return any(not any(_covers(finding, site, scene, alone=alone) for finding in found) for site in sites)


def _covers(finding: Finding, site: ConditionSite, scene: Scene, *, alone: bool) -> bool:
    """Whether a finding is of this site. One that names no site is of the only site there is."""
    named = part(finding.value, "site")
    if not isinstance(named, str):
        return alone
    return not opposed(finding, site) and same_place(named, site.site, scene)


def opposed(finding: Finding, site: ConditionSite) -> bool:
    """Whether a finding is told of the other side than the site."""
    return {part(finding.value, "laterality"), site.laterality} == {"right", "left"}


def same_place(one: str, other: str, scene: Scene) -> bool:
    """Whether two sites are one, one within the other, or of one region of the body."""
    if one == other:
        return True
    facts, others = scene.note.sites.get(one), scene.note.sites.get(other)
    if facts is None or others is None:
        return False
    if one in others.within or other in facts.within:
        return True
    region = _region(facts.region)
    return region == _region(others.region) and region not in (None, _ELSEWHERE)


def _region(value: str | dict[str, str] | None) -> str | None:
    return value.get("default") if isinstance(value, dict) else value
