"""Ties sites, sides, acuity and route to the mention they belong to.

A finding belongs to a mention by grammar ("infection of the left shin", "left shin: ...", "..., chronic"),
else by nearness within the clause. Every disorder of the sentence competes, so that a neighbour's
site does not leak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import get_args

from msgspec import Struct

from chartgap.conditions.mentions import Mention, Place, mentions_in
from chartgap.conditions.scope import Scope
from chartgap.models import Finding, Laterality

TRANSPARENT = frozenset(
    (
        "site",
        "laterality",
        "acuity",
        "route",
        "organism",
        "encounter",
        "duration",
        "t_score",
        "z_score",
    )
)
TIED = frozenset(("site", "acuity", "route", "laterality"))
SIDES = get_args(Laterality)
REACH = 14
ADJECTIVES = 1


class Link(Struct, frozen=True):
    """How a finding stands to an owner: fewer foreign words are closer; ``before``: it precedes the owner."""

    owner: Mention
    foreign: int
    crossed: int
    before: bool
    adjacent: bool
    broken: bool

    @property
    def strong(self) -> bool:
        """Tied by grammar alone."""
        return not self.foreign and not self.crossed and not self.broken


def _measure(scope: Scope, item: Finding, owner: Mention, owners: Sequence[Mention],
             clear: Sequence[Finding]) -> Link:  # fmt: skip
    span = owner.finding
    if item.start < span.end and span.start < item.end:
        return Link(owner, 0, 0, before=True, adjacent=True, broken=False)
    before = item.end <= span.start
    start, end = (item.end, span.start) if before else (span.end, item.start)
    if not scope.text[start:end].strip():
        return Link(owner, 0, 0, before, adjacent=True, broken=False)
    between = scope.rules.between
    foreign = len([word for word in scope.words(start, end, clear) if word not in between])
    crossed = len([other for other in owners if other is not owner and start <= other.finding.start < end])
    broken = scope.rules.breaks.search(scope.text, start, end) is not None
    return Link(owner, foreign, crossed, before, adjacent=False, broken=broken)


def _cost(link: Link) -> tuple[bool, int, bool]:
    """Order of preference among owners, the best first."""
    return link.broken, link.foreign + 4 * link.crossed, not (link.before and link.adjacent)


def _links(scope: Scope, item: Finding, owners: Sequence[Mention], clear: Sequence[Finding]) -> list[Link]:
    found = [_measure(scope, item, owner, owners, clear) for owner in owners]
    return sorted(found, key=_cost) if len(found) > 1 else found


def place_of(finding: Finding, *, strong: bool = True) -> Place:
    """The site finding as a place of a mention."""
    value = finding.value if isinstance(finding.value, dict) else {}
    said = value.get("laterality")
    side: Laterality | None = said if said in SIDES else None  # type: ignore[assignment]
    number = finding.text.lower() if any(map(str.isdigit, finding.text)) else ""
    return Place(str(value.get("site")), side, (finding.id,), strong, number)


class Sentence(Struct, frozen=True):
    """One sentence with its owners and what is to be tied to them."""

    owners: Sequence[Mention]
    findings: Sequence[Finding]


def split_sentences(scope: Scope, mentions: Sequence[Mention]) -> list[Sentence]:
    """The sentences with something to tie to a disorder that is to become a condition, or to a lesion."""
    lesions = scope.rules.file.carriers
    sentences = []
    end = 0
    for mention in mentions:
        start = mention.finding.start
        if start < end or not (mention.told or mention.concept.id in lesions):
            continue
        extent = scope.sentence(start)
        end = extent.end
        findings = scope.findings_in(extent)
        if not TIED.isdisjoint([finding.kind for finding in findings]):
            sentences.append(Sentence(mentions_in(mentions, extent), findings))
    return sentences


def _tie_site(scope: Scope, sentence: Sentence, site: Finding, clear: Sequence[Finding]) -> None:
    links = _links(scope, site, sentence.owners, clear)
    best = links[0]
    if site.assertion.negated and not best.strong and not best.owner.finding.assertion.negated:
        return
    if best.strong:
        best.owner.places.append(place_of(site))
    elif not best.broken and best.foreign + 4 * best.crossed <= REACH:
        best.owner.places.append(place_of(site, strong=False))


def _tie_words(scope: Scope, sentence: Sentence, item: Finding, clear: Sequence[Finding],
               take: Callable[[Mention, Finding], None], reach: int) -> None:  # fmt: skip
    links = _links(scope, item, sentence.owners, clear)
    if item.kind == "route":
        links = [link for link in links if link.owner.concept.family in scope.rules.file.routed_families]
    if not links:
        return
    best = links[0]
    near = best.before and best.foreign <= ADJECTIVES and not best.crossed
    if (
        best.strong
        or (near and not _listed(scope, item, best))
        or (not best.broken and best.foreign + 4 * best.crossed <= reach)
    ):
        take(best.owner, item)


def _listed(scope: Scope, item: Finding, link: Link) -> bool:
    """Whether a comma or a conjunction parts an adjective from the disorder that follows it."""
    words = scope.words(item.end, link.owner.finding.start)
    return "and" in words or "," in words


def _take_acuity(mention: Mention, finding: Finding) -> None:
    mention.acuities.append(finding)


def _take_route(mention: Mention, finding: Finding) -> None:
    mention.routes.append(finding)


def _take_side(mention: Mention, finding: Finding) -> None:
    if isinstance(finding.value, str):
        mention.attributes.setdefault("side", finding.value)


def _heads(scope: Scope, side: Finding, sentence: Sentence) -> bool:
    """Whether a side stands right before a disorder, and so is its own whatever site has the same."""
    starts = (owner.finding.start for owner in sentence.owners)
    return any(side.end < start and scope.text[side.end : start].isspace() for start in starts)


_BEHIND = re.compile(r"\s?[,(:-]?\s?")
_STOP = re.compile(r"\s*(?:[;.,)]|\Z)")


def _closes(scope: Scope, side: Finding, sentence: Sentence) -> bool:
    """Whether a side stands right behind a disorder and ends what is said of it: "hallux valgus, left;"."""
    if not _STOP.match(scope.text, side.end):
        return False
    ends = (owner.finding.end for owner in sentence.owners)
    return any(_BEHIND.fullmatch(scope.text, end, side.start) for end in ends if end <= side.start)


def _affirmed(finding: Finding) -> bool:
    said = finding.assertion
    return not (said.negated or said.hypothetical or said.family)


def tie(scope: Scope, mentions: Sequence[Mention]) -> None:
    """Ties what stands in the sentence of each mention to it. Changes the mentions."""
    for sentence in split_sentences(scope, mentions):
        clear = [f for f in sentence.findings if f.kind in TRANSPARENT]
        sided = {f.value.get("laterality") for f in clear if f.kind == "site" and isinstance(f.value, dict)}
        for finding in sentence.findings:
            if finding.kind == "site":
                _tie_site(scope, sentence, finding, clear)
            elif finding.kind == "acuity" and _affirmed(finding):
                _tie_words(scope, sentence, finding, clear, _take_acuity, 0)
            elif finding.kind == "route" and _affirmed(finding):
                _tie_words(scope, sentence, finding, clear, _take_route, REACH)
            elif finding.kind == "laterality" and (
                finding.value not in sided
                or _heads(scope, finding, sentence)
                or _closes(scope, finding, sentence)
            ):
                _tie_words(scope, sentence, finding, clear, _take_side, 0)
