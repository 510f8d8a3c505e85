"""Documentation gaps of one note: open axes of the code tree, conflicts and gap rules, with their queries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import get_args

from chartgap.gaps.answers import Resolve, capitalised
from chartgap.gaps.context import context
from chartgap.gaps.openings import SEVERITIES, OpenAxes, Opening, openings, settled
from chartgap.gaps.query import build_query
from chartgap.gaps.scene import NoteScene, Scene, SiteFacts
from chartgap.lexicon.gap import GapBook, QueryPolicy
from chartgap.models import CandidateCode, Condition, Element, Finding, Gap, GapKind, Reading, trusted

_ELEMENTS: tuple[str, ...] = get_args(Element)
_KINDS: tuple[str, ...] = get_args(GapKind)


def find_gaps(
    reading: Reading,
    conditions: Sequence[Condition],
    codes: Iterable[CandidateCode],
    *,
    book: GapBook,
    open_axes: OpenAxes,
    resolve: Resolve,
    sites: Mapping[str, SiteFacts],
) -> tuple[Gap, ...]:
    """The documentation gaps of these conditions, most severe first, then by condition and element.

    A condition without a rank-1 code has none: there is nothing that documentation could sharpen or hold up.

    Args:
        reading: What was read from the note.
        conditions: The conditions that are to be coded: the caller leaves out what is absent, historical ...
        codes: The candidate codes of all of them.
        book: Gap rules, wording and query policy.
        open_axes: The axes that a condition leaves open.
        resolve: A condition → its candidate codes, for what an answer would change.
        sites: Canonical site → its place in the body.
    """
    if not conditions:
        return ()
    note = NoteScene(reading, sites, frozenset(key for one in conditions for key in one.finding_ids))
    held: dict[str, list[CandidateCode]] = {}
    for code in codes:
        held.setdefault(code.condition_id, []).append(code)
    found: list[tuple[tuple[int, int, int, int], Gap]] = []
    for place, condition in enumerate(conditions):
        scene = Scene(note, condition, tuple(held.get(condition.id, ())))
        if scene.primary:
            for opening in settled(openings(scene, book, open_axes, resolve)):
                gap = _gap(scene, opening, book.policy)
                found.append((_order(gap, place), gap))
    return tuple(gap for _, gap in sorted(found, key=lambda pair: pair[0]))


def gap_id(condition_id: str, kind: str, element: str) -> str:
    """The id of a gap: equal for the same gap of the same condition, whatever the rest of the note says."""
    body = "\x1f".join((condition_id, kind, element))
    return "gap-" + hashlib.blake2b(body.encode(), digest_size=6).hexdigest()


def _order(gap: Gap, place: int) -> tuple[int, int, int, int]:
    severity, element = SEVERITIES.index(gap.severity), _ELEMENTS.index(gap.element)
    return severity, place, element, _KINDS.index(gap.kind)


def _gap(scene: Scene, opening: Opening, policy: QueryPolicy) -> Gap:
    condition, rule = scene.condition, opening.rule
    places = {
        "concept": _spelt(condition.concept.removeprefix("other "), policy.names),
        "site": _spelt(_sites(condition, opening.sites), policy.names),
        "value": opening.said[0],
        "other": opening.said[1],
    }
    rests_on = _evidence(scene, opening, policy)
    return trusted(
        Gap,
        id=gap_id(condition.id, opening.kind, opening.element),
        kind=opening.kind,
        element=opening.element,
        severity=opening.severity,
        condition_id=condition.id,
        message=capitalised(opening.wording.message.format_map(places)),
        finding_ids=tuple(finding.id for finding in rests_on),
        codes_now=scene.codes_now,
        codes_if_closed=opening.closings,
        query=build_query(
            scene.note,
            rests_on,
            capitalised(opening.wording.question.format_map(places)),
            opening.options,
            policy,
        ),
        rule=rule.id,
        authority=opening.authority or rule.authority,
        source=opening.source or rule.source,
    )


def _evidence(scene: Scene, opening: Opening, policy: QueryPolicy) -> tuple[Finding, ...]:
    """What a gap rests on: what its tests found, then the kinds its wording names, the assessment's first."""
    found = list(opening.findings)
    for kind in opening.wording.evidence:
        found.extend(_assessed_first(scene, scene.findings(kind, "condition"), policy))
    for kind in opening.wording.context:
        found.extend(context(scene, kind, policy))
    if not found:
        found.extend(scene.known(scene.condition.finding_ids))
    return tuple({finding.id: finding for finding in found}.values())


def _assessed_first(scene: Scene, findings: Sequence[Finding], policy: QueryPolicy) -> list[Finding]:
    if len(findings) < 2:
        return list(findings)
    sections, first = scene.note.reading.layout.sections, policy.first_sections

    def late(finding: Finding) -> bool:
        place = scene.note.section_at(finding.start)
        return place < 0 or sections[place].category not in first

    return sorted(findings, key=late)


def _spelt(text: str, names: tuple[str, ...]) -> str:
    """The text with the capitals of proper names."""
    known = _by_word(names)
    return " ".join([known.get(word.casefold(), word) for word in text.split(" ")])


@lru_cache(maxsize=8)
def _by_word(names: tuple[str, ...]) -> dict[str, str]:
    return {name.casefold(): name for name in names}


def _sites(condition: Condition, only: tuple[str, ...]) -> str:
    """The sites in words, all or only these; the bare word where none is named."""
    about = [site for site in condition.sites if not only or site.site in only]
    named = [f"{site.laterality or ''} {site.site}".strip() for site in about] or ["site"]
    return ", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else "".join(named)
