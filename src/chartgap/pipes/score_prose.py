"""T- and Z-scores in sentences and lists.

Numbers first get a kind from the cue before them ("T-score", "Z", "BMD"), then a site: the one they are bound
to by a preposition, else the one before them, else the one after them, else the heading above. What remains
without a site has none.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from chartgap.pipes.score_kinds import score_kinds
from chartgap.pipes.score_places import only_places, placed_scores
from chartgap.pipes.score_sides import spread_side
from chartgap.pipes.scores import Carry, Piece, Place, Score


def read_unit(text: str, start: int, end: int, pieces: list[Piece], carry: Carry) -> list[Score]:
    """The scores of one unit; ``carry`` is brought up to date for the next."""
    pieces = only_places(text, pieces, carry)
    kinds = score_kinds(text, pieces, carry)
    scores = [index for index, kind in kinds.items() if kind in ("t", "z")]
    found: list[Score] = []
    if scores:
        found = placed_scores(text, pieces, kinds, carry)
        found = spread_side(found, pieces)
        found = _with_priors(text, start, pieces, found, carry)
    _hand_on(text, start, end, pieces, kinds, carry)
    listed = [score.place for score in found if score.kind == "t" and score.place]
    if len(listed) > 1:
        carry.sites = listed
    return found


_CLAUSE = re.compile(r"[;()]|\b(?:now|today|currently|this)\b", re.IGNORECASE)

_WAS = re.compile(r"[(;,]\s*(?:it |which |and )?was\s*(?:at\s*)?\Z", re.IGNORECASE)

_AFTER = re.compile(r"\s*(?:(?:on|at|in|by|from|the|her|his)\s*)*\Z")


def _with_priors(text: str, start: int, pieces: list[Piece], found: list[Score], carry: Carry) -> list[Score]:
    """Mark the values of an earlier study."""
    result: list[Score] = []
    cues = [piece for piece in pieces if piece.kind in ("prior", "now")]
    years = [piece for piece in pieces if piece.kind == "year"]
    dated = _in_turn(years, found)
    for score in found:
        prior = carry.prior or bool(
            score is not found[0] and _WAS.search(text[max(start, score.start - 30) : score.start])
        )
        for cue in cues:
            if cue.end <= score.start:
                if cue.kind == "now":
                    prior = False
                elif not _done(text, pieces, cue, score):
                    prior = True
            elif cue.kind == "prior" and _AFTER.match(text[score.end : cue.start]):
                rest = text[cue.end : cue.end + 4].strip()
                prior = prior or not rest or rest[0] in ".,;)"
        year = carry.year if score.start not in dated else dated[score.start]
        for piece in years if score.start not in dated else ():
            if piece.end <= score.start:
                year = year if _closes(text, piece, found) else int(piece.value)
            elif _BEHIND.fullmatch(text, score.end, piece.start) and not _OPENS.match(text, piece.end):
                year = int(piece.value)
                break
        arrow = next((piece for piece in pieces if piece.kind == "arrow" and piece.start >= score.end), None)
        prior = prior or bool(arrow and not text[score.end : arrow.start].strip())
        led = _LED.search(text, max(start, score.start - 20), score.start) or (
            year and _BRACKET.search(text, max(start, score.start - 3), score.start)
        )
        prior = prior or bool(led and result and not result[-1].year and result[-1].kind == score.kind)
        prior = prior or bool(year and any(cue.kind == "now" and cue.start > score.end for cue in cues))
        result.append(replace(score, prior=prior, year=year))
    return _progress(text, pieces, result)


def _done(text: str, pieces: list[Piece], cue: Piece, score: Score) -> bool:
    """Whether the earlier value that ``cue`` tells of was given before: "-2.0 versus -1.9 and hip -1.4"."""
    between = text[cue.end : score.start]
    if _CLAUSE.search(between) and ")" in between:
        return True
    inside = [piece.kind for piece in pieces if cue.end <= piece.start < score.start]
    figured = inside[:1] == ["number"] or inside[:2] == ["t", "number"]
    return figured and "site" in inside and "prior" not in inside


def _closes(text: str, year: Piece, found: list[Score]) -> bool:
    """Whether a year closes the bracket of one value, and says nothing of the next: "(-1.4 in 2022)"."""
    return text.startswith(")", year.end) and any(
        _BEHIND.fullmatch(text, score.end, year.start) for score in found if score.end <= year.start
    )


def _in_turn(years: list[Piece], found: list[Score]) -> dict[int, int]:
    """The year of each score by its start where years lead and each site has one score a year, in order."""
    if len(years) < 2 or years[-1].start > found[0].start:
        return {}
    sites: dict[tuple[str, Place | None], list[Score]] = {}
    for score in found:
        sites.setdefault((score.kind, score.place), []).append(score)
    if any(len(scores) != len(years) for scores in sites.values()):
        return {}
    return {
        score.start: int(year.value)
        for scores in sites.values()
        for score, year in zip(scores, years, strict=True)
    }


_BEHIND = re.compile(r"\s*[(\[]?\s*(?:in|on)?\s*")

_OPENS = re.compile(r"\s*[:=]|\s*,?\s*(?:was\s*)?[-−–]?\d")
"""Behind a year that leads the values after it: "(2021: -2.9)"."""

_LED = re.compile(r"[(\[]\s*(?:in\s*)?(?:19|20)\d\d\s*[:=,]?\s*\Z")
"""A year in brackets leads the value: "-1.1 (2022: -0.9)"."""

_BRACKET = re.compile(r"[(\[]\s*\Z")

_FROM = re.compile(r"\bfrom\s*(?:a\s+)?(?:t[\s-]?score\s*(?:of\s*)?)?\Z", re.IGNORECASE)


def _progress(text: str, pieces: list[Piece], found: list[Score]) -> list[Score]:
    """An earlier value and the present one in "from -2.5 to -2.1"; a range is two present ones."""
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
    elif density and not cues and not kinds:
        carry.kind = carry.kind or "d"
    elif (not kinds and not heading) or (last == "other" and carry.kind == "d"):
        carry.kind = ""


def _of_heading(place: Place, heading: Place | None) -> Place:
    if heading and place.sided and not place.laterality and heading.region == place.region:
        return replace(place, laterality=heading.laterality)
    return place
