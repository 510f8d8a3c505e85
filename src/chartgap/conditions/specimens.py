"""Parts of a pathology report: each lettered part speaks of its own specimen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from chartgap.conditions.attach import place_of
from chartgap.conditions.gather import Sites
from chartgap.conditions.mentions import Mention, Place, mentions_in
from chartgap.conditions.scope import Scope
from chartgap.models import Extent

REPORT = "pathology report"
_PART = re.compile(
    r"(?:(?<=\n)|(?<=[.;:,]\s)|(?<=\s\s)|^)[ \t]*(?:part\s|specimen\s|#)?"
    r"\(?(?P<letter>[A-H]|\d{1,2})[.):]\s+(?=\S)",
    re.IGNORECASE,
)
"""Where a part begins: "A. ", "(B) ", "Part C: ", "2) "."""


def read_parts(scope: Scope) -> list[tuple[str, Extent]]:
    """The letter and the extent of every part of a pathology report, in text order."""
    if scope.reading.layout.document != REPORT:
        return []
    found: list[tuple[str, Extent]] = []
    for section in scope.reading.layout.sections:
        marks = list(_PART.finditer(scope.text, section.body, section.end))
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else section.end
            found.append((mark["letter"].upper(), Extent(start=mark.start(), end=end)))
    return found


def place_parts(scope: Scope, mentions: Sequence[Mention], sites: Sites) -> None:
    """Gives each statement its part, and the site and side of the part's specimen. Changes the mentions.

    The specimen is named in the part's own heading, or else where a part of this letter first names a site.
    """
    named: dict[str, list[Place]] = {}
    for letter, part in read_parts(scope):
        inside = mentions_in(mentions, part)
        first = inside[0].start if inside else part.end
        label = [
            place_of(finding)
            for finding in scope.findings_in(part)
            if finding.kind == "site" and finding.end <= first and not finding.assertion.negated
        ]
        if label:
            named.setdefault(letter, label)
        specimen = label or named.get(letter, [])
        for mention in inside:
            mention.part = letter
            if specimen:
                mention.places = _at_specimen(mention.places, specimen, sites)


def _at_specimen(places: Sequence[Place], specimen: list[Place], sites: Sites) -> list[Place]:
    """The places of the statement that lie in its specimen, with its side; the specimen where none does."""
    sides = {place.laterality for place in specimen if place.laterality}
    side = next(iter(sides)) if len(sides) == 1 else None
    inside = [p for p in places if any(sites.overlap(p.site, one.site) for one in specimen)]
    return [replace(p, laterality=p.laterality or side) for p in inside] or specimen
