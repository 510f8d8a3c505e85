"""Sides joined to the sites beside them: before, behind, in brackets, or two for one site."""

from __future__ import annotations

import re

from msgspec.structs import replace

from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.scores import Piece, Place, Score, read_pieces

_TIGHT = re.compile(r"[\s(\-–—]*\Z")

_LOOSE = re.compile(
    r"[\s,(\-–—)]*(?:\b(?:scan|study|exam|image|measurement|ultrasound|US|QUS)\b[\s,(\-–—]*)?"
    r"(?:(?:of|on) (?:the )?)?\Z",
    re.IGNORECASE,
)


def sided_pieces(text: str, start: int, end: int, book: PhraseBook) -> list[Piece]:
    """Every piece of ``text[start:end]``, in order, sides joined to their sites."""
    return join_sides(text, read_pieces(text, start, end, book))


def join_sides(text: str, pieces: list[Piece]) -> list[Piece]:
    """Give sides to the sites beside them: "left hip", "hip, left", "hip (L)", "right and left hips"."""
    found: list[Piece] = []
    place, count = 0, len(pieces)
    while place < count:
        piece = pieces[place]
        after = pieces[place + 1] if place + 1 < count else None
        if piece.kind == "side" and after is not None:
            if after.kind == "side" and place + 2 < count and pieces[place + 2].kind in ("site", "part"):
                site = pieces[place + 2]
                gaps = text[piece.end : after.start].strip(), text[after.end : site.start].strip()
                if gaps[0] in ("and", "&", "/", "+", "", ",") and not gaps[1]:
                    found.append(replace(_sided(site, piece.text), start=piece.start, end=after.start))
                    found.append(replace(_sided(site, after.text), start=after.start))
                    place += 3
                    continue
            if after.kind in ("site", "part") and _TIGHT.match(text[piece.end : after.start]):
                if (
                    after.place is not None
                    and after.place.sided
                    and after.place.laterality in (None, piece.text)
                ):
                    found.append(replace(_sided(after, piece.text), start=piece.start))
                    place += 2
                    continue
        if (
            piece.kind in ("site", "part")
            and after is not None
            and after.kind == "side"
            and _takes(text, pieces, place)
        ):
            closing = text.startswith(")", after.end) and "(" in text[piece.end : after.start]
            found.append(replace(_sided(piece, after.text), end=after.end + closing))
            place += 2
            continue
        found.append(piece)
        place += 1
    return found


def _takes(text: str, pieces: list[Piece], place: int) -> bool:
    """Whether the side after the site at ``place`` belongs to it and not to what follows."""
    piece, side = pieces[place], pieces[place + 1]
    if piece.place is None or not piece.place.sided or piece.place.laterality:
        return False
    if not _LOOSE.match(text[piece.end : side.start]):
        return False
    after = pieces[place + 2] if place + 2 < len(pieces) else None
    if after is not None and after.kind in ("site", "part"):
        own = after.place is not None and after.place.sided
        return not (own and _TIGHT.match(text[side.end : after.start]))
    return not _alternate(pieces, place + 1)


_FIGURES = frozenset(("number", "t", "z", "tz", "other"))


def _alternate(pieces: list[Piece], at: int) -> bool:
    """As in "hip: right -1.4, left -1.2": sides that take turns with figures go to the figures."""
    sides: list[str] = []
    figured = True
    for piece in pieces[at:]:
        if piece.kind == "side" and figured:
            sides.append(piece.text)
            figured = False
        elif piece.kind in _FIGURES:
            figured = figured or piece.kind == "number"
        else:
            break
    return figured and len(sides) > 1 and sides[0] != sides[1]


def _sided(piece: Piece, side: str) -> Piece:
    if piece.place is None:
        return piece
    return replace(piece, place=replace(piece.place, laterality=side if piece.place.sided else None))


def spread_side(found: list[Score], pieces: list[Piece]) -> list[Score]:
    """One side named first in the unit is the side of the unsided sites of its region that follow."""
    sides = {
        piece.place.laterality
        for piece in pieces
        if piece.kind == "site" and piece.place and piece.place.laterality
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
        piece.place.region
        for piece in pieces
        if piece.kind == "site" and piece.place and piece.place.laterality
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


def side_of(text: str, pieces: list[Piece], index: int, place: Place | None) -> Place | None:
    """A side standing beside the number itself: "-1.9 (left)", "right -1.4"."""
    if place is None or not place.sided:
        return place
    named = max((at for at in range(index) if pieces[at].kind == "site"), default=0)
    sides = [other for other in pieces[named:] if other.kind == "side"]
    if not sides:
        return place
    numbers = [other for other in pieces[named:] if other.kind == "number"]
    leading = sides[0].start < numbers[0].start
    piece = pieces[index]
    if leading and len({side.text for side in sides}) > 1:
        return replace(place, laterality=_side_in_turn(sides, numbers, piece))
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


def _side_in_turn(sides: list[Piece], numbers: list[Piece], piece: Piece) -> str:
    """The side of a figure behind several: the last before it, or in order for "R/L: -2.0/-2.2"."""
    ahead = [side.text for side in sides if side.end <= numbers[0].start]
    if len(ahead) == len(numbers) > 1:
        return ahead[numbers.index(piece)]
    return [side.text for side in sides if side.end <= piece.start][-1]
