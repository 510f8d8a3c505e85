"""Ties what a form tells line by line ("Site: calcaneus", "Acuity: chronic") to the disorder above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from chartgap.conditions.attach import place_of, take_acuity, take_route, take_side
from chartgap.conditions.context import CURRENT
from chartgap.conditions.gather import affirmed
from chartgap.conditions.mentions import OTHER, Mention
from chartgap.conditions.scope import FormLine, Scope
from chartgap.lexicon.linking import FormKind
from chartgap.models import Extent, Finding


def tie_forms(scope: Scope, mentions: Sequence[Mention]) -> None:
    """Gives each line's site, side, acuity, route or cause to its disorder. Changes the mentions."""
    forms = scope.rules.file.forms
    for owner, line in _owned_lines(scope, mentions):
        for finding in scope.findings_in(Extent(start=line.start, end=line.end)):
            kind = KINDS.get(finding.kind)
            if kind is not None and line.title in forms.get(kind, ()) and affirmed(finding):
                TAKERS[kind](owner, finding)


def _owned_lines(scope: Scope, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, FormLine]]:
    """The lines behind each current disorder of ours, up to the next one or to an empty line."""
    ours = [mention for mention in mentions if mention.concept.family != OTHER]
    stops = [*(mention.end for mention in ours[1:]), len(scope.text)]
    for owner, stop in zip(ours, stops, strict=False):
        if owner.status in CURRENT:
            gap = scope.text.find("\n\n", owner.end, stop)
            for line in scope.form_lines(owner.end, stop if gap < 0 else gap):
                yield owner, line


def _take_site(mention: Mention, finding: Finding) -> None:
    mention.places.append(place_of(finding))


def _take_cause(mention: Mention, finding: Finding) -> None:
    mention.causes.append(finding)


KINDS: Mapping[str, FormKind] = {
    "site": "site",
    "laterality": "laterality",
    "acuity": "acuity",
    "route": "route",
    "cause": "cause",
    "trauma": "cause",
    "fracture": "cause",
}
"""Kind of finding → kind of line that tells it."""
TAKERS: Mapping[FormKind, Callable[[Mention, Finding], None]] = {
    "site": _take_site,
    "laterality": take_side,
    "acuity": take_acuity,
    "route": take_route,
    "cause": _take_cause,
}
