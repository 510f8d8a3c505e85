"""Which mentions speak of the same condition, and which statement about it stands.

Requirements, section 1: a better-ranked section beats a worse one, a later conclusion beats an earlier
impression, and two disorders of one concept are two conditions only where the note keeps them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from chartgap.conditions.mentions import Mention
from chartgap.models import Status

Related = Callable[[str, str], bool]

OVERRULING: tuple[Status, ...] = ("absent", "possible", "historical")
PLAIN = frozenset(("site", "side", "category", "choices", "qualifiers", "needs", "lay"))
"""Attributes of a mention that make its disorder none of a narrower kind."""


class Cluster(Struct):
    """Mentions of one condition. ``current`` make it; ``beside`` only add attributes."""

    current: list[Mention]
    beside: list[Mention]
    status: Status
    lead: Mention
    """The statement that names the condition: best rank, most specific, pinned by a title, last."""
    reported: bool = False
    """A symptom that the note reports and nobody assesses."""

    @property
    def rank(self) -> int:
        """Rank of its best statement."""
        return self.lead.rank


def form_cluster(
    current: list[Mention], beside: list[Mention], status: Status, *, reported: bool = False
) -> Cluster:
    """The cluster of these mentions, led by the statement that names the condition."""
    lead = current[0] if len(current) == 1 else max(current, key=_precedence)
    return Cluster(current, beside, status, lead, reported)


def _precedence(mention: Mention) -> tuple[int, int, bool, int]:
    concept = mention.concept
    return -mention.rank, concept.specificity, mention.category is not None, mention.start


def same_place(a: Mention, b: Mention, related: Related) -> bool:
    """Whether two mentions may speak of one place: sites and sides that agree, or none told."""
    if a.part and b.part and a.part != b.part:
        return False
    if not a.places or not b.places:
        return True
    for x in a.places:
        for y in b.places:
            sides = {x.laterality, y.laterality} - {None, "bilateral"}
            numbered = x.number and y.number and x.number != y.number
            parted = x.site == y.site and x.end and y.end and x.end != y.end
            if related(x.site, y.site) and len(sides) < 2 and not numbered and not parted:
                return True
    return False


def _told(mention: Mention) -> tuple[frozenset[str], str | None, str | None]:
    acuity = frozenset(str(f.value) for f in mention.acuities)
    form, etiology = mention.attributes.get("form"), mention.attributes.get("etiology")
    return acuity, str(form) if form else None, str(etiology) if etiology else None


def kept_apart(a: Mention, b: Mention, related: Related) -> bool:
    """Whether the note keeps two mentions apart: another place and another acuity, form or cause."""
    if a.rank != b.rank or same_place(a, b, related):
        return False
    return any(x and y and x != y for x, y in zip(_told(a), _told(b), strict=True))


def _overrules(other: Mention, cluster: Sequence[Mention], related: Related) -> bool:
    """Whether a statement that the disorder is absent, possible or past beats every current one."""
    same = other.concept.id in {m.concept.id for m in cluster}
    if other.status not in OVERRULING or other.of_edge or not other.creates or not same:
        return False
    near = [m for m in cluster if same_place(other, m, related)]
    if len(near) < len(cluster) or (other.status == "absent" and _is_narrower(other, cluster)):
        return False
    best = min(m.rank for m in cluster)
    if other.rank < best:
        return True
    last = max(m.start for m in cluster if m.rank == best)
    return other.rank == best and other.status == "absent" and other.start > last


def _is_narrower(denied: Mention, cluster: Sequence[Mention]) -> bool:
    """Whether more is denied than the disorder: an acuity, a kind or a side that no current statement tells.

    "No acute ..." does not deny a chronic one, nor "no osteoporotic fracture" the osteoporosis.
    """
    if denied.attributes.get("adjective"):
        return True
    if {f.value for f in denied.acuities} - {f.value for m in cluster for f in m.acuities}:
        return True
    sides = {p.laterality for m in cluster for p in m.places if p.laterality}
    side = denied.attributes.get("side")
    if side and sides and side not in sides:
        return True
    return _is_of_kind(denied, cluster)


def _is_of_kind(other: Mention, cluster: Sequence[Mention]) -> bool:
    """Whether a statement names a kind of the disorder that no current statement does."""
    kinds = {key: value for key, value in other.attributes.items() if key not in PLAIN}
    return any(all(m.attributes.get(key) != value for m in cluster) for key, value in kinds.items())


def fold_repeats(mentions: Sequence[Mention]) -> list[Mention]:
    """The first and the last of each run of equal statements; the first holds the ids of those between.

    A copied-forward note says one thing hundreds of times, and clusters compare every pair.
    """
    alike: dict[tuple[str, Status, int], list[Mention]] = {}
    for mention in mentions:
        alike.setdefault((mention.concept.id, mention.status, mention.rank), []).append(mention)
    between: set[str] = set()
    for often in alike.values():
        if len(often) > 2:
            _fold(often, between)
    return [m for m in mentions if m.finding.id not in between] if between else list(mentions)


def _fold(mentions: Sequence[Mention], between: set[str]) -> None:
    """Gives the first of each run of equal statements the ids of those ``between`` it and the last."""
    equal: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        equal.setdefault(_statement(mention), []).append(mention)
    for held in equal.values():
        ids = [m.finding.id for m in held[1:-1]]
        held[0].echoes.extend(ids)
        between.update(ids)


def _statement(mention: Mention) -> tuple[object, ...]:
    """What a mention says beside its concept, status and rank, without where it says it."""
    places = tuple((p.site, p.laterality, p.strong, p.number) for p in mention.places)
    told = tuple(str(f.value) for f in (*mention.acuities, *mention.routes))
    attributes = str(sorted(mention.attributes.items(), key=str))
    flags = (mention.creates, mention.reported, mention.reports, mention.of_edge, mention.part)
    return flags, places, told, attributes


def _gather(mentions: Sequence[Mention], related: Related) -> list[list[Mention]]:
    if len(mentions) < 2:
        return [[mention] for mention in mentions]
    ordered = sorted(mentions, key=lambda m: (m.rank, m.start))
    clusters: list[list[Mention]] = []
    for mention in ordered:
        for cluster in clusters:
            if not any(kept_apart(mention, m, related) for m in cluster):
                cluster.append(mention)
                break
        else:
            clusters.append([mention])
    return clusters


def _others(mentions: Sequence[Mention], related: Related) -> list[Cluster]:
    """Conditions that are not present: one for each concept, status and place."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        for group in groups:
            head = group[0]
            same = head.concept.id == mention.concept.id and head.status == mention.status
            if same and same_place(head, mention, related):
                group.append(mention)
                break
        else:
            groups.append([mention])
    return [form_cluster(group, [], group[0].status) for group in groups]


def _settle(group: Sequence[Mention], related: Related) -> list[Cluster]:
    """The conditions of one group of concepts."""
    makers = [m for m in group if m.status == "present" and m.creates]
    rest = [m for m in group if m.status != "present"]
    helpers = [m for m in group if m.status == "present" and not m.creates]
    clusters: list[Cluster] = []
    taken: set[str] = set()
    for current in _gather(makers, related):
        against = [m for m in rest if _overrules(m, current, related)]
        if against:
            last = min(against, key=lambda m: (m.rank, -m.start))
            current_status: Status = last.status
            clusters.append(form_cluster([last], current, current_status))
            taken.add(last.finding.id)
        else:
            clusters.append(form_cluster(current, [], "present"))
    told = [m for m in helpers if m.reported]
    if not clusters and told and not any(m.places for m in helpers):
        return [form_cluster(told, [], "present", reported=True), *_others(rest, related)]
    for cluster in clusters:
        for helper in helpers + [
            m
            for m in rest
            if m.finding.id not in taken
            and (m.status == "historical" or (m.status == "possible" and not _is_of_kind(m, cluster.current)))
        ]:
            if helper.concept.id == cluster.lead.concept.id and same_place(helper, cluster.lead, related):
                cluster.beside.append(helper)
    present = any(c.status == "present" for c in clusters)
    loose = [
        m
        for m in rest
        if m.finding.id not in taken
        and not (present and (m.status == "possible" or m.of_edge) and _covered(m, clusters, related))
        and not any(_excludes(other, m, related) for other in rest)
    ]
    return clusters + _others(loose, related)


def _settle_one(mention: Mention) -> list[Cluster]:
    """The condition of the only mention of its group, if it makes one."""
    if mention.status != "present" or mention.creates:
        return [form_cluster([mention], [], mention.status)]
    if mention.reported and not mention.places:
        return [form_cluster([mention], [], "present", reported=True)]
    return []


def _excludes(other: Mention, mention: Mention, related: Related) -> bool:
    """Whether a better-ranked or a later statement excludes what was only possible."""
    if mention.status != "possible" or other.status != "absent" or other.concept.id != mention.concept.id:
        return False
    after = other.rank == mention.rank and other.start > mention.start
    return (other.rank < mention.rank or after) and same_place(other, mention, related)


def _covered(mention: Mention, clusters: Sequence[Cluster], related: Related) -> bool:
    """Whether a possible disorder is already there as a present one of its concept."""
    return any(
        c.lead.concept.id == mention.concept.id and same_place(mention, c.lead, related) for c in clusters
    )


def cluster(mentions: Sequence[Mention], related: Related) -> list[Cluster]:
    """All conditions of the note as clusters of mentions, in the order of their first mention."""
    groups: dict[str, list[Mention]] = {}
    for mention in fold_repeats([m for m in mentions if m.told]):
        groups.setdefault(mention.group, []).append(mention)
    found: list[Cluster] = []
    for group in groups.values():
        found += _settle(group, related) if len(group) > 1 else _settle_one(group[0])
    return sorted(found, key=_first) if len(found) > 1 else found


def _first(cluster: Cluster) -> int:
    return min([mention.start for mention in cluster.current])
