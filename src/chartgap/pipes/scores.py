"""The pieces of written bone density scores: places, numbers and cue words, in text order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast

from chartgap.pipes.phrases import DASHES, Hit, PhraseBook

_MINUS = "[" + re.escape(DASHES) + "]"
_WORDS = {
    word: str(value)
    for value, word in enumerate("zero one two three four five six seven eight nine".split())
} | {"oh": "0"}
_DIGIT = "(?:" + "|".join(_WORDS) + ")"
NUMBER = re.compile(
    rf"""(?: (?<![\d.]) (?P<sign>{_MINUS}|\+) \s? | (?<!\w) (?P<word>minus|negative|neg\.?|plus|positive) \s{{1,3}}
           | (?<![\w.:/]) (?<!{_MINUS}) | (?<=\d[/:])(?=\d\.\d) )
        (?P<number> \d{{0,2}}\.\d{{1,3}} | \d{{1,2}}(?![.]\d) | (?P<spoken>{_DIGIT}(?:\spoint\s{_DIGIT}(?:\s{_DIGIT})?)?)\b )
        (?! \w | ,\d{{3}} | [/:]\d{{1,2}}(?![.\d]) | {_MINUS}\d{{1,2}}[{DASHES}/]\d )""",
    re.VERBOSE | re.IGNORECASE,
)
LEVEL = re.compile(
    rf"(?<![A-Za-z0-9])L\s?-?[1-5](?:(?:\s?(?:{_MINUS}|/|,|&|\+|\bto\b|\bthrough\b|\bthru\b|\band\b)\s?L\s?|{_MINUS})[1-5]"
    r"(?![\d.]))*(?![\w]|\.\d)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?<![\w{re.escape(DASHES)}])(?P<cue>[TZ])(?:\s?(?P<mark>[=:]|\bis\b|\bof\b)\s?|\s?)(?=(?:{_MINUS}|\+)?\s?\d?\.?\d|minus|negative)"
)
YEAR = re.compile(r"(?<![\d.])(?:\d{1,2}/){0,2}(?P<year>(?:19|20)\d\d)(?![\d.]\d|\d)")
_UNIT = re.compile(
    r"\s?(?:%|percent|°|(?:g|gm|gms|mg|mcg|cm2?|cm²|mm|kg|lbs?|years?|yrs?|yo|months?|weeks?|ng|pg|iu|u|inches|feet|times|points?|mL"
    r"|fractures?|levels?|standard|[FC])\b)|\s?/\s?(?:10|5)\b",
    re.IGNORECASE,
)
_UNITS_AFTER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Place:
    """A measured site with its side. ``rank`` 0 is a general name that a more specific one refines."""

    site: str
    laterality: str | None
    region: str
    sided: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: ``kind`` is a role of the lexicon, ``number``, ``site`` or ``year``."""

    kind: str
    start: int
    end: int
    place: Place | None = None
    value: float = 0.0
    signed: bool = False
    decimals: int = 0
    text: str = ""
    unit: bool = False
    """The number has a unit, so it is no score."""


def number_at(match: re.Match[str]) -> tuple[float, int]:
    """The value of a NUMBER match and how many decimals it was written with."""
    spoken = match["spoken"]
    digits = match["number"]
    if spoken:
        whole, _, rest = spoken.lower().partition(" point ")
        digits = _WORDS[whole] + ("." + "".join(_WORDS[word] for word in rest.split()) if rest else "")
    value = float(digits)
    word = (match["word"] or "").lower()
    negative = word.startswith(("minus", "neg")) or (match["sign"] or "+") != "+"
    return (-value if negative else value), len(digits.partition(".")[2])


def read_pieces(text: str, start: int, end: int, book: PhraseBook) -> list[Piece]:
    """Every piece of ``text[start:end]``, in order, sides joined to their sites."""
    found: list[Piece] = []
    for hit in book.scan(text, start, end):
        if hit.role:
            found.append(_from_hit(text, hit))
    for match in LEVEL.finditer(text, start, end):
        found.append(Piece("site", *match.span(), place=Place("lumbar spine", None, "spine", False, 1)))
    found.sort(key=lambda piece: (piece.start, -piece.end))
    found = _without_nested(found)
    for match in YEAR.finditer(text, start, end):
        found.append(Piece("year", *match.span(), value=float(match["year"])))
    for match in _BARE.finditer(text, start, end):
        kind = match["cue"].lower()
        found.append(Piece(kind, match.start(), match.end(), text="bare" + (match["mark"] or "")))
    for match in NUMBER.finditer(text, start, end):
        if match["spoken"] and not (match["word"] or " point " in match["spoken"].lower()):
            continue
        value, decimals = number_at(match)
        signed = bool(match["sign"] or match["word"])
        unit = bool(_UNIT.match(text, match.end(), min(end, match.end() + 14)))
        found.append(Piece("number", *match.span(), value=value, signed=signed, decimals=decimals, unit=unit))
    found.sort(key=lambda piece: (piece.start, -piece.end))
    return _join_sides(text, _without_nested(found))


def _from_hit(text: str, hit: Hit) -> Piece:
    place = None
    if hit.role in ("site", "part"):
        value = cast("dict[str, str | bool | int | None]", hit.value)
        region = str(value.get("region") or value.get("of"))
        side = cast("str | None", value.get("laterality"))
        sided, rank = bool(value.get("sided", True)), cast("int", value.get("rank", 2))
        place = Place(str(value["site"]), side, region, sided, rank)
    text_value = hit.value if isinstance(hit.value, str) else text[hit.start : hit.end].lower()
    return Piece(hit.role, hit.start, hit.end, place=place, text=text_value)


def _without_nested(pieces: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept


_TIGHT = re.compile(r"[\s(\-–—]*\Z")
_LOOSE = re.compile(r"[\s,(\-–—)]*(?:of (?:the )?)?\Z")


def _join_sides(text: str, pieces: list[Piece]) -> list[Piece]:
    """Give sides to the sites beside them: "left hip", "hip, left", "femoral neck (L)", "right and left hips"."""
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
                if after.place is not None and after.place.sided and after.place.laterality in (None, piece.text):
                    found.append(replace(_sided(after, piece.text), start=piece.start))
                    place += 2
                    continue
        if piece.kind in ("site", "part") and after is not None and after.kind == "side" and _takes(text, pieces, place):
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
    if after is not None and after.kind == "number" and place + 3 < len(pieces):
        # "hip: right -1.4, left -1.2": sides that alternate with numbers go to the numbers.
        third = pieces[place + 3]
        return not (third.kind == "side" and _next_is_number(text, pieces, place + 4, third))
    return True


def _next_is_number(text: str, pieces: list[Piece], place: int, before: Piece) -> bool:
    return (
        place < len(pieces)
        and pieces[place].kind == "number"
        and not text[before.end : pieces[place].start].strip(" :=(")
    )


def _sided(piece: Piece, side: str) -> Piece:
    if piece.place is None:
        return piece
    return replace(piece, place=replace(piece.place, laterality=side if piece.place.sided else None))
