"""Ties what a form tells line by line ("Site: calcaneus", "Acuity: chronic") to the disorder above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
    for line in scope.form_lines:
        owner = _owner(scope, mentions, line)
        if owner is None:
            continue
        for finding in scope.findings_in(Extent(start=line.start, end=line.end)):
            kind = KINDS.get(finding.kind)
            if kind is not None and line.title in forms.get(kind, ()) and affirmed(finding):
                TAKERS[kind](owner, finding)


def _owner(scope: Scope, mentions: Sequence[Mention], line: FormLine) -> Mention | None:
    """The current disorder of ours that is named last before a line; none if an empty line parts them."""
    owner = None
    for mention in mentions:
        if mention.concept.family != OTHER and mention.finding.end <= line.start:
            owner = mention
    if owner is None or owner.status not in CURRENT:
        return None
    return None if "\n\n" in scope.text[owner.finding.end : line.start] else owner


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
