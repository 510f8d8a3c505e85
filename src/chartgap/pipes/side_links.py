"""How the sides of a sentence are given to its sites: before, behind, as adverbs, over lists and parts.

The grammar is in the lexicon (kind ``side_grammar``); here is the order in which its patterns are tried.
"""

from __future__ import annotations

from itertools import pairwise

from chartgap.pipes.sides import ADVERB_ENDS, Mark, Sentence, Side, Site

_LONGEST_LIST = 16


def tie(sentence: Sentence) -> None:
    """Give every site of the sentence its side, and mark the sides that belong to one."""
    marks = sentence.marks
    sides = [(place, mark) for place, mark in enumerate(marks) if isinstance(mark, Side)]
    for place, side in sides:
        following = marks[place + 1] if place + 1 < len(marks) else None
        if isinstance(following, Site) and _before(sentence, side, following):
            _give(following, side)
    untied = [(place, side) for place, side in sides if not side.tied]
    for step in (_through, _after, _adverb) if untied else ():
        for place, side in untied:
            if not side.tied:
                step(sentence, place, side)
    sites = [mark for mark in marks if isinstance(mark, Site)]
    if len(sites) > 1:
        bare = [site for site in sites if site.laterality is None]
        if 0 < len(bare) < len(sites):
            _carry_on(sentence)
            _carry_back(sentence)
        if any([side.parts for _, side in sides]):
            _respectively(sentence)


def _give(site: Site, side: Side, *, after: bool = False) -> None:
    side.tied = True
    if site.laterality is None:
        site.laterality = side.laterality
        site.after = after


def _before(sentence: Sentence, side: Side, site: Site) -> bool:
    """Side before site: "left distal femur", "(R) hip", "both of her knees"."""
    word = sentence.text[side.start : side.end]
    gap = sentence.text[side.end : site.start]
    if word.lower().endswith(ADVERB_ENDS) and sentence.grammar["adverbial"].search(word.lower()):
        return False
    if side.weak and side.laterality == "bilateral" and not side.parts:
        return sentence.fits("both", side.end, site.start) and not _conjunction(sentence, side, site)
    if not sentence.fits("before", side.end, site.start):
        loose = sentence.fits("loose", side.end, site.start)
        return not side.weak and (loose or _fronted(sentence, side, site))
    if side.weak and word.islower() and len(word) == 1 and gap.strip(" ~"):
        return False
    before = sentence.text[max(0, side.start - 12) : side.start]
    if side.weak and side.laterality == "left" and sentence.grammar["litres"].search(before):
        return False
    return not (gap.startswith((")", "]")) and _trails(sentence, side))


def _fronted(sentence: Sentence, side: Side, site: Site) -> bool:
    """A side set before its clause: "On the left the femur is normal"."""
    before = sentence.text[max(0, side.start - 12) : side.start]
    on_side = sentence.grammar["on_side"].search(before)
    return on_side is not None and sentence.fits("front", side.end, site.start)


def _trails(sentence: Sentence, side: Side) -> bool:
    """Whether a bracketed side stands right behind a site that has none: "tibia (L) femur (R)"."""
    place = sentence.marks.index(side)
    prior = sentence.marks[place - 1] if place else None
    if not isinstance(prior, Site) or prior.laterality is not None:
        return False
    return sentence.text[prior.end : side.start].strip() in ("(", "[")


def _conjunction(sentence: Sentence, side: Side, site: Site) -> bool:
    """Whether "both" joins two singular sites ("both femur and tibia") and says no side."""
    place = sentence.marks.index(site)
    following = sentence.marks[place + 1] if place + 1 < len(sentence.marks) else None
    if following is None or sentence.plural(site):
        return False
    return sentence.fits("and", site.end, following.start)


def _through(sentence: Sentence, place: int, side: Side) -> None:
    """Side before the disorder before the site: "left-sided osteomyelitis of the clavicle"."""
    following = sentence.marks[place + 1] if place + 1 < len(sentence.marks) else None
    if side.weak or not isinstance(following, Site) or following.laterality is not None:
        return
    if sentence.fits("through", side.end, following.start):
        _give(following, side)


def _after(sentence: Sentence, place: int, side: Side) -> None:
    """Side behind the site: "clavicle, left", "tibia (L)", "femur on the left"."""
    prior = sentence.marks[place - 1] if place else None
    if not isinstance(prior, Site) or prior.laterality is not None:
        return
    if side.weak and side.laterality == "bilateral" and not side.parts:
        return
    if not sentence.fits("after", prior.end, side.start):
        return
    behind = sentence.gap(side.end, min(sentence.end, side.end + 40))
    if sentence.grammar["close"].search(behind):
        _give(prior, side, after=True)


def _adverb(sentence: Sentence, place: int, side: Side) -> None:
    """An adverb of side further behind: "deltoids 4-/5 bilaterally", "knee is worse on the left"."""
    prior = sentence.marks[place - 1] if place else None
    if not isinstance(prior, Site) or prior.laterality is not None or side.weak:
        return
    word = sentence.text[side.start : side.end].lower()
    gap = sentence.text[prior.end : side.start]
    adverbial = sentence.grammar["adverbial"].search(word) or sentence.grammar["on_side"].search(gap)
    if adverbial and sentence.fits("adverb", prior.end, side.start):
        _give(prior, side, after=True)


def _related(one: Site, two: Site) -> bool:
    """Whether one is part of the other."""
    return not (one.within.isdisjoint(two.kin) and two.within.isdisjoint(one.kin)) or one.names == two.names


def _carry_on(sentence: Sentence) -> None:
    """A side holds for the bare sites joined to its site: "left femur and tibia"."""
    marks = sentence.marks
    for place in range(len(marks) - 1):
        one, two = marks[place], marks[place + 1]
        if not (isinstance(one, Site) and isinstance(two, Site)):
            continue
        if one.laterality is None or two.laterality is not None or not two.sided:
            continue
        related = _related(one, two)
        if one.laterality != "bilateral" and sentence.plural(two) and not related:
            continue
        if (
            (sentence.fits("comma", one.end, two.start) and (related or _list_goes_on(sentence, place + 1)))
            or sentence.fits("and", one.end, two.start)
            or sentence.fits("before", one.end, two.start)
            or (sentence.fits("of", one.end, two.start) and related)
            or (not two.within.isdisjoint(one.names) and sentence.fits("part", one.end, two.start))
        ):
            two.laterality = one.laterality


def _list_goes_on(sentence: Sentence, place: int) -> bool:
    """Whether the comma list of bare sites that runs through ``place`` ends in "and" and a bare site."""
    marks = sentence.marks
    for one, two in pairwise(marks[place : place + _LONGEST_LIST]):
        if not (isinstance(one, Site) and isinstance(two, Site)) or two.laterality is not None:
            return False
        if sentence.fits("and", one.end, two.start):
            return True
        if not sentence.fits("comma", one.end, two.start):
            return False
    return False


def _carry_back(sentence: Sentence) -> None:
    """A side behind a list holds for all of it; a side of the whole holds for its part before it."""
    marks = sentence.marks
    for place in range(len(marks) - 1, 0, -1):
        two = marks[place]
        if not isinstance(two, Site) or two.laterality is None:
            continue
        one = marks[place - 1]
        if isinstance(one, Site) and two.after and one.laterality is None and one.sided:
            comma = sentence.fits("comma", one.end, two.start)
            listed = comma and (_related(one, two) or _list_goes_on_back(sentence, place))
            if listed or sentence.fits("and", one.end, two.start):
                one.laterality, one.after = two.laterality, True
        elif isinstance(one, Side) and one.tied and place > 1:
            _to_part(sentence, marks[place - 2], one, two)


def _list_goes_on_back(sentence: Sentence, place: int) -> bool:
    """Whether the site at ``place`` is inside a list that ends in "and"."""
    marks = sentence.marks
    following = marks[place + 1] if place + 1 < len(marks) else None
    two = marks[place]
    return (
        isinstance(following, Site)
        and following.after
        and (
            sentence.fits("and", two.end, following.start) or sentence.fits("comma", two.end, following.start)
        )
    )


def _to_part(sentence: Sentence, part: Mark, side: Side, whole: Site) -> None:
    """A side of the whole holds for the part: "distal phalanx of the right great toe"."""
    if not isinstance(part, Site) or part.laterality is not None or not part.sided or part.after:
        return
    if side.start >= whole.start:
        return
    comma = _related(part, whole) and sentence.fits("comma", part.end, side.start)
    inside = not part.within.isdisjoint(whole.names) and sentence.fits("part", part.end, side.start)
    if comma or inside or sentence.fits("of", part.end, side.start):
        part.laterality = side.laterality


def _respectively(sentence: Sentence) -> None:
    """Two sites, two sides: "femur and tibia on the left and right, respectively"."""
    marks = sentence.marks
    for place in range(2, len(marks)):
        side, two, one = marks[place], marks[place - 1], marks[place - 2]
        if not (isinstance(side, Side) and side.parts and isinstance(two, Site) and isinstance(one, Site)):
            continue
        behind = sentence.text[side.end : side.end + 24].lower()
        if side.tied and two.after and sentence.grammar["respectively"].search(behind):
            one.laterality, two.laterality = side.parts[0].laterality, side.parts[1].laterality
