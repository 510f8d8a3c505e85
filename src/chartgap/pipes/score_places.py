"""Which site each score is of: the one bound by a preposition, the one before, behind, or in the heading."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from chartgap.pipes.score_kinds import AND
from chartgap.pipes.score_sides import side_of
from chartgap.pipes.scores import Carry, Piece, Place, Score

_BOUND = re.compile(
    r"[\s)\]]*(?:\bSD\b)?\s*(?:\(|\[|\b(?:at|in|of|for|on|from|within|over|involving)\b(?:\s+(?:the|her|his|their))?"
    r"|[(\[,;]?\s*\b(?:site|location|region)\b\s*[:=]?)\s*\Z",
    re.IGNORECASE,
)

_OWN = re.compile(r"\s*(?:(?:side|of|is|was|at|shows?)\s+)*\Z", re.IGNORECASE)
"""Between a site and the figure it leads: "in the spine of minus two point four"."""

_NEXT_TO = re.compile(r"\s*(?:SD)?\s*[-–—(\[]?\s*\Z")


def only_places(text: str, pieces: list[Piece], carry: Carry) -> list[Piece]:
    """Drop names that are no measured site here: "hip fracture", or "neck" outside a hip."""
    kept: list[Piece] = []
    region = carry.place.region if carry.place else ""
    header = _names_columns(pieces)
    measured = any(piece.kind == "number" and piece.signed for piece in pieces)
    for index, piece in enumerate(pieces):
        if piece.kind == "site":
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            if after is not None and after.kind == "not_site" and not text[piece.end : after.start].strip():
                continue
            region = piece.place.region if piece.place else region
        elif piece.kind == "part":
            if piece.place is None:
                continue
            place = piece.place
            if place.region != region:
                if header and place.whole and carry.place:
                    place = replace(carry.place, rank=2)
                elif place.region != "hip" or not (header or (measured and _measures(pieces, index))):
                    continue
            piece = replace(piece, kind="site", place=place)
        kept.append(piece)
    return _merged(text, kept)


def _measures(pieces: list[Piece], index: int) -> bool:
    """As in "SPINE -1.2  NECK (L) -1.9", "L1-L4 -1.2, neck -1.9": only the hip has sides, and a neck."""
    place = pieces[index].place
    after = pieces[index + 1].kind if index + 1 < len(pieces) else ""
    named = place is not None and (place.laterality is not None or (after == "number" and not place.whole))
    return named or after == "side"


def _names_columns(pieces: list[Piece]) -> bool:
    """Whether these are the titles of a table turned on its side: places, and nothing measured."""
    return len(pieces) > 1 and all(piece.kind in ("site", "part", "side") for piece in pieces)


def _merged(text: str, pieces: list[Piece]) -> list[Piece]:
    """Join names of one site: "left hip: femoral neck", "lumbar spine (L1-L4)"."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece.kind == "site" and last is not None and last.kind == "site" and last.place and piece.place:
            gap = text[last.end : piece.start]
            one, two = last.place, piece.place
            same_side = one.laterality in (None, two.laterality) or two.laterality is None
            close = re.fullmatch(r"[\s,(:/\[–—-]*(?:(?:of|at|in)\s+(?:the\s+)?)?", gap) is not None
            nested = one.region == two.region and (one.site == two.site or 0 in (one.rank, two.rank))
            if (
                close
                and nested
                and same_side
                and not (one.site == two.site and one.laterality and two.laterality)
            ):
                better = two if two.rank >= one.rank else one
                side = two.laterality or one.laterality
                found[-1] = replace(
                    last, end=piece.end, place=replace(better, laterality=side if better.sided else None)
                )
                continue
        found.append(piece)
    return found


def placed_scores(text: str, pieces: list[Piece], kinds: dict[int, str], carry: Carry) -> list[Score]:
    """Give each score its site. T-scores and Z-scores are placed apart; each sees only the sites."""
    found: list[Score] = []
    for kind in ("t", "z"):
        chosen = [index for index in kinds if kinds[index] == kind]
        places = _assign(text, pieces, chosen, kinds, carry)
        for index, place in zip(chosen, places, strict=True):
            piece = pieces[index]
            place = side_of(text, pieces, index, place)
            found.append(Score(kind, piece.start, piece.end, piece.value, place))
    found.sort(key=lambda score: score.start)
    return found


def _assign(
    text: str, pieces: list[Piece], chosen: list[int], kinds: dict[int, str], carry: Carry
) -> list[Place | None]:
    sites = [index for index, piece in enumerate(pieces) if piece.kind == "site"]
    if not sites:
        if len(chosen) > 1 and len(chosen) == len(carry.sites):
            return list(carry.sites)
        return [carry.place] * len(chosen)
    result: dict[int, Place | None] = {}
    used: set[int] = set()
    runs, again = _runs(text, pieces, chosen, sites)
    for number, run in enumerate(runs):
        floor = runs[number - 1][-1] if number else -1
        ceiling = runs[number + 1][0] if number + 1 < len(runs) else len(pieces)
        before = [site for site in sites if floor < site < run[0] and site not in used]
        after = [site for site in sites if run[-1] < site < ceiling]
        last_run = number + 1 == len(runs)
        held = [site for site in sites if site < run[0]] if number and not before else []
        choices = _choose(text, pieces, run, before, after, kinds, last_run, bool(held))
        fallback = None if before else pieces[held[-1]].place if held else carry.place
        for index, choice in zip(run, choices, strict=True):
            if choice is None:
                result[index] = fallback
            else:
                result[index] = pieces[choice].place if choice >= 0 else None
                used.add(choice)
        for index, like in _paired(again.get(number, []), list(result)):
            result[index] = result[like]
    for index in chosen:
        result[index] = _inherit(pieces, index, result[index], carry.place)
    return [result[index] for index in chosen]


def _runs(
    text: str, pieces: list[Piece], chosen: list[int], sites: list[int]
) -> tuple[list[list[int]], dict[int, list[int]]]:
    """The numbers in runs between sites, and apart, by run, the earlier values that repeat its sites."""
    runs: list[list[int]] = []
    for index in chosen:
        if runs and not any(runs[-1][-1] < site < index for site in sites):
            runs[-1].append(index)
        else:
            runs.append([index])
    again: dict[int, list[int]] = {}
    for number, run in enumerate(runs):
        start = _second_round(text, pieces, run, sum(len(other) for other in runs[:number]))
        if start:
            again[number], runs[number] = run[start:], run[:start]
    return runs, again


_ROUND = re.compile(r"[(\[;]|\bv(?:s|ersus)\b|\bcompared\b|\bpreviously\b", re.IGNORECASE)


def _second_round(text: str, pieces: list[Piece], run: list[int], before: int) -> int:
    """Where a run starts anew with earlier values of the same sites: "-1.3 and -1.6 (2021: -0.9, -1.1)"."""
    for place in range(1, len(run) - 1):
        between = pieces[run[place - 1] + 1 : run[place]]
        gap = text[pieces[run[place - 1]].end : pieces[run[place]].start]
        told = any(piece.kind in ("prior", "year") for piece in between)
        if told and _ROUND.search(gap) and len(run) - place <= before + place:
            return place
    return 0


def _paired(later: list[int], placed: list[int]) -> list[tuple[int, int]]:
    """Each later number with the earlier one of the same site, in order."""
    return list(zip(later, placed[-len(later) :], strict=True)) if later else []


def _inherit(pieces: list[Piece], index: int, place: Place | None, heading: Place | None) -> Place | None:
    """A part takes the side of the hip named before it in the unit, or of the heading above."""
    if place is None or place.laterality or not place.sided:
        return place
    for piece in reversed(pieces[:index]):
        if (
            piece.kind == "site"
            and piece.place
            and piece.place.region == place.region
            and piece.place.rank == 0
        ):
            return replace(place, laterality=piece.place.laterality)
        if piece.kind == "site" and piece.place and piece.place.region != place.region:
            return place
    if heading and heading.region == place.region:
        return replace(place, laterality=heading.laterality)
    return place


def _choose(
    text: str,
    pieces: list[Piece],
    run: list[int],
    before: list[int],
    after: list[int],
    kinds: dict[int, str],
    last_run: bool,
    held: bool,
) -> list[int | None]:
    """For each number of a run the index of its site; None for none in reach, -1 for surely none.

    ``held`` tells that a site of the runs before still holds.
    """
    size = len(run)
    tail = _tail(text, pieces, run[-1], after, kinds)
    bound = after and _BOUND.match(tail if before else tail.lstrip(" ,"))
    if bound and not (before and _leads(text, pieces, run, before[-1], after[0])):
        group = _group(text, pieces, after)
        if size == len(group) and size > 1:
            return list(group)
        if size > 1 and (before or held) and not _listed(text, pieces, run):
            return [*([before[-1] if before else None] * (size - 1)), group[0]]
        return [group[0]] * size
    if before:
        between = len(after) == 1 and last_run and _NEXT_TO.match(tail) is not None
        return _from_before(text, pieces, size, before, after[:1] if between else [])
    if (after and _NEXT_TO.match(tail)) or (after and size == 1 and _comma_only(tail, pieces, run, after)):
        behind = _group(text, pieces, after) if size > 1 else after[:1]
        if size == len(behind):
            return [*behind]
        return [*after[:1]] * size
    return [None] * size


def _leads(text: str, pieces: list[Piece], run: list[int], before: int, after: int) -> bool:
    """Whether the site right before a run is its own, and the one behind no finer name of the same region."""
    one, two = pieces[before].place, pieces[after].place
    if one is None or two is None or not _OWN.match(text[pieces[before].end : pieces[run[0]].start]):
        return False
    return one.region != two.region or one.rank > 0


def _from_before(
    text: str, pieces: list[Piece], size: int, before: list[int], after: list[int]
) -> list[int | None]:
    """The sites before a run of ``size`` numbers, one to one where the counts agree."""
    group = _group(text, pieces, before[::-1])[::-1]
    for choice in (group, before):
        if len(choice) == size:
            return list(choice)
    if size == 2 and len(before) == 1 and after:
        return [before[0], after[0]]
    if len(group) > 1 and size == 1:
        return [-1]
    return [before[-1]] * size


def _comma_only(tail: str, pieces: list[Piece], run: list[int], after: list[int]) -> bool:
    """As in "T-score -1.8, lumbar spine": a comma binds when nothing else claims the site."""
    return tail.strip() == "," and not any(piece.kind == "number" for piece in pieces[after[0] :])


def _listed(text: str, pieces: list[Piece], run: list[int]) -> bool:
    """Whether the numbers of a run stand in one list: "-1.6 and -2.2"."""
    return all(AND.match(text[pieces[one].end : pieces[two].start]) for one, two in pairwise(run))


def _tail(text: str, pieces: list[Piece], index: int, after: list[int], kinds: dict[int, str]) -> str:
    """What stands between the number and the next site, past figures of another kind: "-1.8 (Z -0.3) at"."""
    if not after:
        return ""
    begin = pieces[index].end
    for place in range(index + 1, after[0]):
        kind = pieces[place].kind
        if kind in ("t", "tz", kinds[index]) and text[begin : pieces[place].start].strip(" ("):
            return "\0"
        if kind in ("number", "z", "other", "t", "tz", "year", "side", "density"):
            begin = pieces[place].end
    return text[begin : pieces[after[0]].start]


def _group(text: str, pieces: list[Piece], sites: list[int]) -> list[int]:
    """The sites joined by commas or "and" to the first of ``sites`` (in the order given)."""
    group = sites[:1]
    for site in sites[1:]:
        low, high = sorted((group[-1], site))
        if not AND.match(text[pieces[low].end : pieces[high].start]):
            break
        group.append(site)
    return group
