"""Ties what stands further off: a list item's sub-items, a carrier lesion's site, an anaphor's sentence.

Nearer ties win: a mention that has a site of its own takes none from further off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from chartgap.conditions.attach import place_of
from chartgap.conditions.gather import Sites
from chartgap.conditions.mentions import OTHER, Mention, Place, mentions_in
from chartgap.conditions.scope import Scope
from chartgap.models import Extent, Finding

Carriers = Mapping[str, Sequence[str]]
"""Concepts of lesions → the families that may lie under them; none: any family."""
JOINTS = {"and", "or", "&", "/", ",", "with", "+"}
EXPLAINED = {"due", "to", "from", "secondary"}


JOINT_LENGTH = 14
"""Coordinated disorders stand no further apart, in characters."""


def inherit_site(scope: Scope, mentions: Sequence[Mention], carriers: Carriers, sites: Sites) -> None:
    """Gives a mention the site of the lesion that it lies under, in the same clause.

    "Ulcer of the heel with osteo-x" places both at the heel. So it is with a part that could be of several
    places: in "ulcer of the toe with osteo-x of the phalanx" it is the toe's.
    """
    lesion: Mention | None = None
    for mention in mentions:
        if lesion is not None and mention.concept.family != OTHER:
            if _lends(lesion, mention, carriers) and _is_before(scope, lesion, mention):
                if not mention.places:
                    mention.places.extend(lesion.places)
                elif all(sites.may_lie_at(part.site, lesion.places) for part in mention.places):
                    ids = tuple(i for part in mention.places for i in part.finding_ids)
                    mention.places = [
                        replace(place, finding_ids=(*ids, *place.finding_ids)) for place in lesion.places
                    ]
        if mention.concept.id in carriers and mention.places:
            lesion = mention


def _is_before(scope: Scope, lesion: Mention, mention: Mention) -> bool:
    """Whether a lesion stands before a disorder in its clause."""
    first, start = lesion.start, mention.start
    return scope.sentence(start).start <= first < start and scope.clause(start).start <= first


def _lends(one: Mention, other: Mention, carriers: Carriers) -> bool:
    """Whether one disorder may lie where the other does: no disorder outside does, unless it is a lesion."""
    if one.concept.family != OTHER:
        return True
    families = carriers.get(one.concept.id)
    return families is not None and (not families or other.concept.family in families)


def share_site(scope: Scope, mentions: Sequence[Mention], carriers: Carriers) -> None:
    """Gives both of two coordinated disorders the site of one: "wasting and weakness of the thigh".

    So it is with a symptom and the disorder that explains it: "left knee effusion due to pseudogout". A side
    before the first is that of the second too: "left plantar fasciitis and heel spur".
    """
    for first, second in pairwise(mentions):
        if second.start - first.end > JOINT_LENGTH:
            continue
        words = scope.words(first.end, second.start)
        explained = first.concept.role != "diagnosis" and set(words) <= EXPLAINED
        if not words or len(words) > 2 or not (explained or set(words) <= JOINTS):
            continue
        if "side" in first.attributes and not any(place.laterality for place in second.places):
            second.attributes.setdefault("side", first.attributes["side"])
        if not (_lends(first, second, carriers) and _lends(second, first, carriers)):
            continue
        if first.places and not second.places:
            second.places.extend(first.places)
        elif second.places and not first.places:
            first.places.extend(second.places)


def yield_to_heading(scope: Scope, mentions: Sequence[Mention], sites: Sites) -> None:
    """Keeps a sub-item from adding a site that only names its heading's again, on the other side.

    Below "1. Osteo-x of the left heel" a "- right foot osteo-x: ..." contradicts the heading: its site is
    then tied no stronger than by nearness, and stays as what disagrees.
    """
    heads: dict[tuple[str, int], list[Place]] = {}
    for mention in mentions:
        if mention.item is None:
            continue
        above = scope.reading.layout.items[mention.item].parent
        while above is not None and (mention.concept.id, above) not in heads:
            above = scope.reading.layout.items[above].parent
        if above is None:
            heads.setdefault((mention.concept.id, mention.item), mention.places)
            continue
        head = heads[mention.concept.id, above]
        mention.places[:] = [
            replace(place, strong=False) if any(_contradicts(place, one, sites) for one in head) else place
            for place in mention.places
        ]


def _contradicts(place: Place, head: Place, sites: Sites) -> bool:
    """Whether a place is the heading's, or holds it, and lies on the other side."""
    sides = {place.laterality, head.laterality}
    return sides == {"right", "left"} and place.site in sites.broader(head.site)


def spread_item(scope: Scope, mentions: Sequence[Mention]) -> None:
    """Gives a mention the sites and the acuity of its list item that stand with no other disorder."""
    items = scope.reading.layout.items
    for mention in mentions:
        if mention.item is None or mention.concept.family == OTHER or (mention.places and mention.acuities):
            continue
        item = items[mention.item]
        extent = Extent(item.start, item.end)
        held = [m for m in mentions_in(mentions, extent) if m.concept.family != OTHER]
        if held[0].group != mention.group:
            continue
        if len({m.group for m in held}) > 1 and mention.finding.section in scope.rules.file.studied_sections:
            continue
        sited, timed = bool(mention.places), bool(mention.acuities)
        for finding in _loose_in(scope, extent, mention, mentions):
            if finding.kind == "site" and not sited:
                mention.places.append(place_of(finding, strong=False))
            elif finding.kind == "acuity" and not timed:
                mention.acuities.append(finding)


def _loose_in(
    scope: Scope, extent: Extent, mention: Mention, mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """The affirmed sites and acuities of a list item whose sentence names no other disorder."""
    for finding in scope.findings_in(extent):
        if finding.kind not in ("site", "acuity"):
            continue
        beside = mentions_in(mentions, scope.sentence(finding.start))
        if finding.kind == "acuity" and beside:
            continue
        others = [m for m in beside if m.group != mention.group]
        if not others and not finding.assertion.negated:
            yield finding


def spread_anaphors(scope: Scope, mentions: Sequence[Mention]) -> None:
    """Ties the sites, acuity and route of a sentence about "the infection" to the mention before it."""
    families = {m.concept.family for m in mentions}
    for family, pattern in scope.rules.anaphors.items():
        if family not in families:
            continue
        own = [m for m in mentions if m.concept.family == family]
        if len({m.group for m in own}) > 1:
            continue
        for start, _ in pattern.find_all(scope.text, 0, len(scope.text)):
            sentence = scope.sentence(start)
            if any(m.concept.family != OTHER for m in mentions_in(mentions, sentence)):
                continue
            _take_sentence(scope, _nearest(own, start), sentence, start, mentions)


def _nearest(own: Sequence[Mention], offset: int) -> Mention:
    before = [m for m in own if m.start < offset]
    return before[-1] if before else own[0]


def _take_sentence(
    scope: Scope, mention: Mention, sentence: Extent, offset: int, mentions: Sequence[Mention]
) -> None:
    foreign = mentions_in(mentions, sentence)
    for finding in scope.findings_in(sentence):
        if finding.assertion.negated:
            continue
        if finding.kind == "route":
            mention.routes.append(finding)
        elif finding.kind == "acuity" and abs(finding.start - offset) < 30 and not foreign:
            mention.acuities.append(finding)
        elif finding.kind == "site" and not foreign and not mention.places:
            mention.places.append(place_of(finding, strong=False))


def spread_routes(scope: Scope, mentions: Sequence[Mention]) -> None:
    """Gives a route that stands with no disorder to the only infection of the note."""
    routes = scope.of_kind("route")
    if not routes:
        return
    owned = {f.id for m in mentions for f in m.routes}
    families = scope.rules.file.routed_families
    infections = [m for m in mentions if m.concept.family in families and m.status == "present"]
    if len({m.group for m in infections}) != 1:
        return
    for route in routes:
        said = route.assertion
        if route.id in owned or said.negated or said.hypothetical or said.family or said.uncertain:
            continue
        sentence = scope.sentence(route.start)
        if not any(m.concept.family != OTHER for m in mentions_in(mentions, sentence)):
            _nearest(infections, route.start).routes.append(route)
