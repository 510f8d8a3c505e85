"""Ties sites, sides, acuity and route to the mention they belong to.

A finding belongs to a mention by grammar ("infection of the left shin", "left shin: ...", "..., chronic"),
else by nearness within the clause. Every disorder of the sentence competes, so that a neighbour's
site does not leak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import get_args

from msgspec import Struct
from pydantic import JsonValue

from chartgap.compiled import splitting
from chartgap.conditions.mentions import Mention, Place, mentions_in
from chartgap.conditions.scope import Scope, Stretch
from chartgap.models import Extent, Finding, Laterality

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
ENDS = frozenset(("proximal", "middle", "distal"))
REACH = 14
ADJECTIVES = 1
LISTED = 3
"""So many foreign words and marks may stand between a disorder and a word that stands alone in its list."""


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

    @property
    def distance(self) -> int:
        """Words between, of which a disorder counts as more."""
        return self.foreign + 4 * self.crossed


class Sentence(Struct, frozen=True):
    """One sentence with its owners and what is to be tied to them."""

    extent: Extent
    owners: Sequence[Mention]
    findings: Sequence[Finding]
    clear: list[Stretch]
    """Where its findings stand that part nothing."""
    sided: Collection[JsonValue]
    """The sides that its sites have; empty where no side stands alone."""


def _measure(scope: Scope, item: Finding, owner: Mention, sentence: Sentence) -> Link:
    start, end = item.start, item.end
    if start < owner.end and owner.start < end:
        return Link(owner, 0, 0, before=True, adjacent=True, broken=False)
    before = end <= owner.start
    start, end = (end, owner.start) if before else (owner.end, start)
    if start == end or scope.text[start:end].isspace():
        return Link(owner, 0, 0, before, adjacent=True, broken=False)
    foreign, crossed, broken = scope.count_foreign(start, end, sentence.clear), 0, False
    for other in sentence.owners:
        if other is not owner and start <= other.start < end:
            crossed += 1
    for first, last in scope.breaks(sentence.extent):
        if start <= first and last <= end:
            broken = True
    return Link(owner, foreign, crossed, before, adjacent=False, broken=broken)


def _cost(link: Link) -> tuple[bool, int, bool]:
    """Order of preference among owners, the best first."""
    return link.broken, link.distance, not (link.before and link.adjacent)


def _link(scope: Scope, item: Finding, sentence: Sentence, owners: Sequence[Mention]) -> Link:
    """The best link of a finding to one of these owners."""
    if len(owners) == 1:
        return _measure(scope, item, owners[0], sentence)
    return min([_measure(scope, item, owner, sentence) for owner in owners], key=_cost)


def place_of(finding: Finding, *, strong: bool = True) -> Place:
    """The site finding as a place of a mention."""
    value = finding.value if isinstance(finding.value, dict) else {}
    said = value.get("laterality")
    side: Laterality | None = said if said in SIDES else None  # type: ignore[assignment]
    number = finding.text.lower() if splitting.has_digit(finding.text) else ""
    first = finding.text.partition(" ")[0].lower()
    end = first if first in ENDS else ""
    return Place(str(value.get("site")), side, (finding.id,), strong, number, end)


def split_sentences(scope: Scope, mentions: Sequence[Mention]) -> list[Sentence]:
    """The sentences with something to tie to a disorder that is to become a condition, or to a lesion."""
    lesions = scope.rules.file.carriers
    sentences = []
    end = 0
    for mention in mentions:
        start = mention.start
        if start < end or not (mention.told or mention.concept.id in lesions):
            continue
        extent = scope.sentence(start)
        end = extent.end
        findings = scope.findings_in(extent)
        kinds = [finding.kind for finding in findings]
        if not TIED.isdisjoint(kinds):
            clear = [(one.start, one.end) for one in findings if one.kind in TRANSPARENT]
            sided = _sides_of(findings) if "laterality" in kinds else ()
            sentences.append(Sentence(extent, mentions_in(mentions, extent), findings, clear, sided))
    return sentences


def _sides_of(findings: Sequence[Finding]) -> set[JsonValue]:
    return {f.value.get("laterality") for f in findings if f.kind == "site" and isinstance(f.value, dict)}


def _tie_site(scope: Scope, sentence: Sentence, site: Finding) -> None:
    best = _link(scope, site, sentence, sentence.owners)
    strong = best.strong
    if site.assertion.negated and not strong and not best.owner.finding.assertion.negated:
        return
    if strong or (not best.broken and best.distance <= REACH):
        best.owner.places.append(place_of(site, strong=strong))


def _tie_words(
    scope: Scope, sentence: Sentence, item: Finding, take: Callable[[Mention, Finding], None], reach: int
) -> None:
    owners = sentence.owners
    if item.kind == "route":
        routed = scope.rules.file.routed_families
        owners = [owner for owner in owners if owner.concept.family in routed]
        if not owners:
            return
    best = _link(scope, item, sentence, owners)
    near = best.before and best.foreign <= ADJECTIVES and not best.crossed
    if (
        best.strong
        or (near and not _listed(scope, item, best))
        or (not best.broken and best.distance <= reach)
        or (not best.before and best.distance <= LISTED and _is_alone(scope, item))
    ):
        take(best.owner, item)


def _is_alone(scope: Scope, item: Finding) -> bool:
    """Whether semicolons part a word from all else: "infection of the foot; chronic; draining"."""
    before = scope.text[max(0, item.start - 2) : item.start].strip()
    return before == ";" and scope.text[item.end : item.end + 2].strip()[:1] in ("", ";", ".")


def _listed(scope: Scope, item: Finding, link: Link) -> bool:
    """Whether a comma or a conjunction parts an adjective from the disorder that follows it."""
    words = scope.words(item.end, link.owner.start)
    return "and" in words or "," in words


def take_acuity(mention: Mention, finding: Finding) -> None:
    """Ties an acuity to a disorder."""
    mention.acuities.append(finding)


def take_route(mention: Mention, finding: Finding) -> None:
    """Ties a route of infection to a disorder."""
    mention.routes.append(finding)


def take_side(mention: Mention, finding: Finding) -> None:
    """Ties a side to a disorder that has none yet."""
    if isinstance(finding.value, str):
        mention.attributes.setdefault("side", finding.value)


def _heads(scope: Scope, side: Finding, sentence: Sentence) -> bool:
    """Whether a side stands right before a disorder, and so is its own whatever site has the same."""
    starts = (owner.start for owner in sentence.owners)
    return any(side.end < start and scope.text[side.end : start].isspace() for start in starts)


_BEHIND = re.compile(r"\s?[,(:-]?\s?")
_STOP = re.compile(r"\s*(?:[;.,)]|\Z)")


def _closes(scope: Scope, side: Finding, sentence: Sentence) -> bool:
    """Whether a side stands right behind a disorder and ends what is said of it: "hallux valgus, left;"."""
    if not _STOP.match(scope.text, side.end):
        return False
    ends = (owner.end for owner in sentence.owners)
    return any(_BEHIND.fullmatch(scope.text, end, side.start) for end in ends if end <= side.start)


def _affirmed(finding: Finding) -> bool:
    said = finding.assertion
    return not (said.negated or said.hypothetical or said.family)


def _is_denied_with(acuity: Finding, sentence: Sentence) -> bool:
    """Whether an acuity is denied with the disorder right behind it: "no acute infection"."""
    after = (owner for owner in sentence.owners if 0 <= owner.start - acuity.end <= 1)
    return acuity.assertion.negated and any(owner.finding.assertion.negated for owner in after)


def tie(scope: Scope, mentions: Sequence[Mention]) -> None:
    """Ties what stands in the sentence of each mention to it. Changes the mentions."""
    for sentence in split_sentences(scope, mentions):
        for finding in sentence.findings:
            kind = finding.kind
            if kind == "site":
                _tie_site(scope, sentence, finding)
            elif kind == "acuity" and (_affirmed(finding) or _is_denied_with(finding, sentence)):
                _tie_words(scope, sentence, finding, take_acuity, 0)
            elif kind == "route" and _affirmed(finding):
                _tie_words(scope, sentence, finding, take_route, REACH)
            elif kind == "laterality" and (
                finding.value not in sentence.sided
                or _heads(scope, finding, sentence)
                or _closes(scope, finding, sentence)
            ):
                _tie_words(scope, sentence, finding, take_side, 0)
