"""T- and Z-scores in sentences and lists.

Numbers first get a kind from the cue before them ("T-score", "Z", "BMD"), then a site: the one they are bound to
by a preposition, else the one before them, else the one after them, else the heading above. What remains
without a site has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from chartgap.pipes.scores import Piece, Place

LIMIT = 8.0
"""No score is farther from the mean than this."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score that was read. ``year`` is the year the text gives beside it, 0 for none."""

    kind: str
    start: int
    end: int
    value: float
    place: Place | None = None
    prior: bool = False
    year: int = 0
    rule: str = ""


@dataclass(slots=True)
class Carry:
    """What a unit hands on to the next: the score that a list heading announced, the site of a heading."""

    kind: str = ""
    place: Place | None = None
    prior: bool = False
    density: bool = False
    year: int = 0
    sites: list[Place] = field(default_factory=list)
    """Sites of a line that shows nothing else: the header of a table turned on its side."""


_FILLER = re.compile(
    r"(?:[\s:=(\[,*|~≈]|-(?=\s)|\b(?:of|is|was|were|are|at|a|an|the|measured|about|approximately|approx|only|with|as|low|lowest|highest|worst|best"
    r"|result|results|value|values|came|back|reads?|shows?|showed|showing|calculated|reported|mean|average|then|now|today|both|score|scores"
    r"|respectively|and|to|in|on|sd|for|her|his|their|patient|has|had|by)\b)*\Z",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"[\s)\]]*(?:\bSD\b)?\s*(?:\(|\[|\b(?:at|in|of|for|on|from|within|over|involving)\b(?:\s+(?:the|her|his|their))?)\s*\Z",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*(?:[:=(\[,-]|\b(?:is|was|of|at)\b|\s)*\Z", re.IGNORECASE)
_NEXT_TO = re.compile(r"\s*(?:SD)?\s*[-–—(\[]?\s*\Z")
_AND = re.compile(r"[\s,/;&+)]*(?:\b(?:and|or|to|through)\b)?[\s(]*(?:the\s+|her\s+|his\s+)?\Z", re.IGNORECASE)


def read_unit(text: str, start: int, end: int, pieces: list[Piece], carry: Carry) -> list[Score]:
    """The scores of one unit; ``carry`` is brought up to date for the next."""
    pieces = _only_places(text, pieces, carry)
    kinds = _kinds(text, start, pieces, carry)
    scores = [index for index, kind in kinds.items() if kind in ("t", "z")]
    found: list[Score] = []
    if scores:
        found = _placed(text, pieces, kinds, carry)
        found = _spread_side(found, pieces)
        found = _with_priors(text, start, pieces, found, carry)
    _hand_on(text, start, end, pieces, kinds, carry)
    return found


def _only_places(text: str, pieces: list[Piece], carry: Carry) -> list[Piece]:
    """Drop names that are no measured site here: "hip fracture", or "neck" outside a hip."""
    kept: list[Piece] = []
    region = carry.place.region if carry.place else ""
    for index, piece in enumerate(pieces):
        if piece.kind == "site":
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            if after is not None and after.kind == "not_site" and not text[piece.end : after.start].strip():
                continue
            region = piece.place.region if piece.place else region
        elif piece.kind == "part":
            if piece.place is None or piece.place.region != region:
                continue
            piece = replace(piece, kind="site")
        kept.append(piece)
    return _merged(text, kept)


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
            if close and nested and same_side and not (one.site == two.site and one.laterality and two.laterality):
                better = two if two.rank >= one.rank else one
                side = two.laterality or one.laterality
                found[-1] = replace(
                    last, end=piece.end, place=replace(better, laterality=side if better.sided else None)
                )
                continue
        found.append(piece)
    return found


def _kinds(text: str, start: int, pieces: list[Piece], carry: Carry) -> dict[int, str]:
    """Which score each number is: index into ``pieces`` → ``t`` or ``z``; other numbers are left out."""
    kinds: dict[int, str] = {}
    density = carry.density or any(piece.kind in ("density", "z") for piece in pieces)
    kind, cycle, seen_t, stop = carry.kind, "", bool(carry.kind == "t"), False
    goal = False
    cue_end, plural_z = -1, False
    for index, piece in enumerate(pieces):
        match piece.kind:
            case "t" | "z" | "tz":
                if piece.text.startswith("bare") and not _bare_counts(text, pieces, index, density):
                    continue
                last = pieces[index - 1] if index else None
                paired = (
                    piece.kind == "z" and last is not None and last.kind == "t" and _AND.match(text[last.end : piece.start])
                )
                cycle = "tz" if piece.kind == "tz" or paired else ""
                kind, cue_end = ("t" if cycle else piece.kind), piece.end
                seen_t = seen_t or piece.kind in ("t", "tz")
                plural_z = piece.kind == "z" and piece.text.endswith("s")
                stop = goal
            case "other":
                kind, cycle = "", ""
            case "range" if seen_t and not kind:
                kind = "t"
            case "density":
                kind = kind or "d"
            case "goal":
                goal = stop = True
            case "now":
                goal = stop = False
            case "site" if kind == "z" and seen_t and not plural_z and not _takes_z(text, pieces, index):
                kind = "t"
            case "site" if cycle:
                kind = "t"
            case "number" if kind and not stop and _is_score(text, pieces, index, kind, cue_end):
                if kind == "d":
                    kinds[index] = "t"
                else:
                    kinds[index] = kind
                    if cycle:
                        kind = "z" if kind == "t" else "t"
            case _:
                pass
    return _announced_after(text, pieces, kinds) if seen_t else kinds


_POST = re.compile(r"\s*[(\[]?\s*\Z")


def _announced_after(text: str, pieces: list[Piece], kinds: dict[int, str]) -> dict[int, str]:
    """Numbers whose cue follows: "lumbar spine -1.8 (T-score)", "L1 -1.2, L2 -1.4 (T-scores)"."""
    found = dict(kinds)
    for index, piece in enumerate(pieces):
        if piece.kind not in ("t", "z") or not index or piece.text.startswith("bare"):
            continue
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if after and after.kind == "number" and not text[piece.end : after.start].strip(" :="):
            continue
        last = index - 1
        while last >= 0 and pieces[last].kind == "number" and _POST.match(text[pieces[last].end : pieces[last + 1].start]):
            number = pieces[last]
            if number.unit or not number.decimals or number.decimals == 3 or abs(number.value) > LIMIT:
                break
            found[last] = piece.kind
            last -= 2 if piece.text.endswith("s") and pieces[last - 1].kind == "site" else len(pieces)
            if last < 0 or not _AND.match(text[pieces[last].end : pieces[last + 1].start]):
                break
            found[last] = piece.kind
    return dict(sorted(found.items()))


def _takes_z(text: str, pieces: list[Piece], index: int) -> bool:
    """Whether the Z cue before the site at ``index`` waits for its value still: "Z-score at the hip -1.1"."""
    return index > 0 and pieces[index - 1].kind == "z"


def _bare_counts(text: str, pieces: list[Piece], index: int, density: bool) -> bool:
    """Whether a bare "T" or "Z" with a number is a score and not a temperature, a vertebra or an image."""
    cue = pieces[index]
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    if after is None or after.kind != "number" or abs(after.value) > LIMIT or after.unit:
        return False
    marked = cue.text != "bare"
    if after.signed:
        return after.decimals == 1 or after.decimals == 2 or marked or text[cue.end - 1].isspace()
    return density and after.decimals == 1 and abs(after.value) < 5


def _is_score(text: str, pieces: list[Piece], index: int, kind: str, cue_end: int) -> bool:
    piece = pieces[index]
    if piece.unit or piece.decimals == 3 or abs(piece.value) > LIMIT:
        return False
    last = pieces[index - 1] if index else None
    before = text[last.end if last else max(0, piece.start - 60) : piece.start]
    beside = last is not None and bool(_FILLER.match(before))
    if last is not None and last.kind == "limit_before" and beside:
        return False
    if _over_limit(text, pieces, index) or _legend(text, pieces, index):
        return False
    if kind == "d":
        near = last is not None and last.kind in ("site", "side") and bool(_BESIDE.match(before))
        return near and piece.signed and piece.decimals > 0
    direct = beside and last is not None and last.kind in ("t", "z", "tz")
    listed = beside and last is not None and last.kind in ("site", "side", "number", "prior", "now", "year", "range", "part")
    if not piece.signed:
        if piece.decimals:
            return direct or listed
        return direct and not text[piece.end : piece.end + 2].strip()[:1].isalpha()
    return bool(piece.decimals) or direct or listed or piece.start - cue_end < 60


def _over_limit(text: str, pieces: list[Piece], index: int) -> bool:
    """Whether "or below", "or less" and the like follow the number."""
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    return (
        after is not None and after.kind == "limit_after" and not text[pieces[index].end : after.start].strip(" )SD")
    )


THRESHOLDS = (-1.0, -2.5)
_SLACK = 0.11


def _threshold(value: float) -> bool:
    return any(abs(value - limit) <= _SLACK for limit in THRESHOLDS)


_TO = re.compile(r"\s*(?:SD\s*)?(?:\bto\b|\band\b|\bthrough\b|[-–—])\s*\Z", re.IGNORECASE)


def _legend(text: str, pieces: list[Piece], index: int) -> bool:
    """Whether the number is a threshold of a definition: an end of "-1.0 to -2.5", or beside "WHO criteria"."""
    piece = pieces[index]
    if not _threshold(piece.value):
        return False
    ranged = any(other.kind == "range" and other.start < piece.start for other in pieces)
    for one, two in ((index - 1, index), (index, index + 1)):
        if one < 0 or two >= len(pieces) or pieces[one].kind != "number" or pieces[two].kind != "number":
            continue
        first, second = pieces[one], pieces[two]
        gap = text[first.end : second.start]
        both = _threshold(first.value) and _threshold(second.value) and abs(first.value - second.value) > 1
        if both and _TO.match(gap) and (ranged or "and" not in gap):
            return True
    if not any(other.kind == "legend" for other in pieces):
        return False
    if piece.value not in THRESHOLDS:
        return False
    return not any(other.kind in ("site", "now") for other in pieces)


def _placed(text: str, pieces: list[Piece], kinds: dict[int, str], carry: Carry) -> list[Score]:
    """Give each score its site. T-scores and Z-scores are placed apart; each sees only the sites."""
    found: list[Score] = []
    for kind in ("t", "z"):
        chosen = [index for index in kinds if kinds[index] == kind]
        places = _assign(text, pieces, chosen, kinds, carry)
        for index, place in zip(chosen, places, strict=True):
            piece = pieces[index]
            place = _side_of(text, pieces, index, place)
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
    runs: list[list[int]] = []
    for index in chosen:
        if runs and not any(runs[-1][-1] < site < index for site in sites):
            runs[-1].append(index)
        else:
            runs.append([index])
    for number, run in enumerate(runs):
        floor = runs[number - 1][-1] if number else -1
        ceiling = runs[number + 1][0] if number + 1 < len(runs) else len(pieces)
        before = [site for site in sites if floor < site < run[0] and site not in used]
        after = [site for site in sites if run[-1] < site < ceiling]
        last_run = number + 1 == len(runs)
        for index, choice in zip(run, _choose(text, pieces, run, before, after, kinds, last_run, carry), strict=True):
            if choice is None:
                held = [site for site in sites if site < run[0]]
                fallback = pieces[held[-1]].place if held and not before and number else carry.place
                result[index] = fallback if not before else None
            elif choice < 0:
                result[index] = None
            else:
                used.add(choice)
                result[index] = pieces[choice].place
    for index in chosen:
        result[index] = _inherit(pieces, index, result[index], carry.place)
    return [result[index] for index in chosen]


def _inherit(pieces: list[Piece], index: int, place: Place | None, heading: Place | None) -> Place | None:
    """A part takes the side of the hip named before it in the unit, or of the heading above."""
    if place is None or place.laterality or not place.sided:
        return place
    for piece in reversed(pieces[:index]):
        if piece.kind == "site" and piece.place and piece.place.region == place.region and piece.place.rank == 0:
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
    carry: Carry,
) -> list[int | None]:
    """For each number of a run the index of its site; None for none in reach, -1 for surely none."""
    size = len(run)
    tail = _tail(text, pieces, run[-1], after, kinds)
    if after and _BOUND.match(tail if before else tail.lstrip(" ,")):
        group = _group(text, pieces, after)
        if size == len(group) and size > 1:
            return list(group)
        if size > 1 and before and not _listed(text, pieces, run, kinds):
            return [before[-1]] * (size - 1) + [group[0]]
        return [group[0]] * size
    if before:
        group = _group(text, pieces, before[::-1])[::-1]
        if len(group) == size:
            return list(group)
        if len(before) == size:
            return list(before)
        if size == 2 and len(before) == 1 and len(after) == 1 and last_run and _NEXT_TO.match(tail):
            return [before[0], after[0]]
        if len(group) > 1 and size == 1 and _joined(text, pieces, group):
            return [-1]
        return [before[-1]] * size
    if after and _NEXT_TO.match(tail) or after and size == 1 and _comma_only(tail, pieces, run, after):
        group = _group(text, pieces, after) if size > 1 else after[:1]
        if size == len(group):
            return list(group)
        return [after[0]] * size
    return [None] * size


def _comma_only(tail: str, pieces: list[Piece], run: list[int], after: list[int]) -> bool:
    """ "T-score -1.8, lumbar spine": a comma binds when nothing else claims the site."""
    return tail.strip() == "," and not any(piece.kind == "number" for piece in pieces[after[0] :])


def _listed(text: str, pieces: list[Piece], run: list[int], kinds: dict[int, str]) -> bool:
    """Whether the numbers of a run stand in one list: "-1.6 and -2.2"."""
    return all(
        _AND.match(_between(text, pieces, one, two, kinds)) for one, two in zip(run, run[1:], strict=False)
    )


def _between(text: str, pieces: list[Piece], one: int, two: int, kinds: dict[int, str]) -> str:
    return text[pieces[one].end : pieces[two].start]


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
        if not _AND.match(text[pieces[low].end : pieces[high].start]):
            break
        group.append(site)
    return group


def _joined(text: str, pieces: list[Piece], group: list[int]) -> bool:
    return len(group) > 1 and bool(
        _AND.match(text[pieces[group[0]].end : pieces[group[1]].start])
    )


def _side_of(text: str, pieces: list[Piece], index: int, place: Place | None) -> Place | None:
    """A side standing beside the number itself: "-1.9 (left)", "right -1.4"."""
    if place is None or not place.sided:
        return place
    sides = [other for other in pieces if other.kind == "side"]
    if not sides:
        return place
    numbers = [other for other in pieces if other.kind == "number"]
    leading = sides[0].start < numbers[0].start
    piece = pieces[index]
    neighbours = (index - 1, index + 1) if leading else (index + 1, index - 1)
    for neighbour in neighbours:
        if not 0 <= neighbour < len(pieces) or pieces[neighbour].kind != "side":
            continue
        side = pieces[neighbour]
        gap = text[piece.end : side.start] if neighbour > index else text[side.end : piece.start]
        if re.fullmatch(r"[\s(\[:=,–—-]*(?:(?:on|at|for|in|is|was|of|side)\s*(?:the\s+)?)?", gap):
            return replace(place, laterality=side.text)
        if neighbour == neighbours[0]:
            break
    return place


def _spread_side(found: list[Score], pieces: list[Piece]) -> list[Score]:
    """One side named first in the unit is the side of the unsided sites of its region that follow."""
    sides = {
        piece.place.laterality for piece in pieces if piece.kind == "site" and piece.place and piece.place.laterality
    } | {piece.text for piece in pieces if piece.kind == "side"}
    if len(sides) != 1:
        return found
    side = sides.pop()
    first = min(
        (piece.start for piece in pieces if piece.kind == "site" and piece.place and piece.place.laterality),
        default=None,
    )
    if first is None:
        return found
    regions = {
        piece.place.region for piece in pieces if piece.kind == "site" and piece.place and piece.place.laterality
    }
    return [
        replace(score, place=replace(score.place, laterality=side))
        if score.place
        and score.place.sided
        and not score.place.laterality
        and score.place.region in regions
        and score.start > first
        else score
        for score in found
    ]


_CLAUSE = re.compile(r"[;()]|\b(?:now|today|currently|this)\b", re.IGNORECASE)
_WAS = re.compile(r"[(;,]\s*(?:it |which |and )?was\s*(?:at\s*)?\Z", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:(?:on|at|in|by|from|the|her|his)\s*)*\Z")


def _with_priors(text: str, start: int, pieces: list[Piece], found: list[Score], carry: Carry) -> list[Score]:
    """Mark the values of an earlier study."""
    result: list[Score] = []
    cues = [piece for piece in pieces if piece.kind in ("prior", "now")]
    years = [piece for piece in pieces if piece.kind == "year"]
    for score in found:
        prior = carry.prior or bool(score is not found[0] and _WAS.search(text[max(start, score.start - 30) : score.start]))
        for cue in cues:
            if cue.end <= score.start:
                between = text[cue.end : score.start]
                if cue.kind == "now":
                    prior = False
                elif not (_CLAUSE.search(between) and ")" in between):
                    prior = True
            elif cue.kind == "prior" and _AFTER.match(text[score.end : cue.start]):
                rest = text[cue.end : cue.end + 4].strip()
                prior = prior or not rest or rest[0] in ".,;)"
        year = carry.year
        for piece in years:
            if piece.end <= score.start:
                year = int(piece.value)
            elif re.fullmatch(r"\s*[(\[]?\s*(?:in|on)?\s*", text[score.end : piece.start]):
                year = int(piece.value)
                break
        result.append(replace(score, prior=prior, year=year))
    return _progress(text, pieces, result)


_FROM = re.compile(r"\bfrom\s*(?:a\s+)?(?:t[\s-]?score\s*(?:of\s*)?)?\Z", re.IGNORECASE)


def _progress(text: str, pieces: list[Piece], found: list[Score]) -> list[Score]:
    """ "from -2.5 to -2.1" tells an earlier value and the present one; "range from" tells two present ones."""
    if any(piece.kind == "range" and "rang" in text[piece.start : piece.end].lower() for piece in pieces):
        return found
    result = list(found)
    for index in range(len(found) - 1):
        one, two = found[index], found[index + 1]
        if _FROM.search(text, max(0, one.start - 24), one.start) and re.match(
            r"\s*(?:\(?(?:19|20)\d\d\)?\s*)?(?:to|in)\b", text[one.end : two.start]
        ):
            result[index] = replace(one, prior=True)
            result[index + 1] = replace(two, prior=False)
    return result


def _hand_on(
    text: str, start: int, end: int, pieces: list[Piece], kinds: dict[int, str], carry: Carry
) -> None:
    """What the next unit inherits."""
    sites = [
        _of_heading(piece.place, carry.place) for piece in pieces if piece.kind == "site" and piece.place
    ]
    cues = [piece for piece in pieces if piece.kind in ("t", "z", "tz", "other") and piece.text != "bare"]
    stripped = text[start:end].rstrip(" *_|")
    heading = stripped.endswith(":") or (len(stripped) <= 60 and not stripped.endswith("."))
    numbers = any(piece.kind == "number" for piece in pieces)
    density = any(piece.kind == "density" for piece in pieces)
    carry.density = density or bool(cues) or bool(kinds) or (carry.density and (bool(sites) or heading))
    if sites or not numbers:
        carry.sites = sites if len(sites) > 1 and not numbers and heading else []
    if sites and pieces[-1].kind in ("t", "z", "tz"):
        carry.place = sites[-1]
    elif sites and (heading or carry.density):
        distinct = {(place.site, place.laterality) for place in sites}
        carry.place = sites[-1] if len(distinct) == 1 else None
    elif not (kinds or cues or heading):
        carry.place = None
    years = [piece for piece in pieces if piece.kind == "year"]
    if heading and not kinds and (years or any(piece.kind == "prior" for piece in pieces)):
        carry.prior = any(piece.kind == "prior" for piece in pieces)
        carry.year = int(years[-1].value) if years else 0
    elif not heading:
        carry.prior, carry.year = False, 0
    last = cues[-1].kind if cues else ""
    if last in ("t", "z") and (heading or kinds):
        carry.kind = last
    elif not kinds and not heading:
        carry.kind = ""


def _of_heading(place: Place, heading: Place | None) -> Place:
    if heading and place.sided and not place.laterality and heading.region == place.region:
        return replace(place, laterality=heading.laterality)
    return place
