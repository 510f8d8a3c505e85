"""The pieces of written bone density scores: places, numbers and cue words, in text order."""

from __future__ import annotations

import re
from typing import cast

from msgspec import Struct, field
from msgspec.structs import replace

from chartgap.pipes.phrases import DASHES, Hit, PhraseBook

_MINUS = "[" + re.escape(DASHES) + "]"
_WORDS = {
    word: str(value) for value, word in enumerate("zero one two three four five six seven eight nine".split())
} | {"oh": "0"}
_DIGIT = "(?:" + "|".join(_WORDS) + ")"
NUMBER = re.compile(
    rf"""(?: (?<![\d.]) (?P<sign>{_MINUS}|\+|\({_MINUS}\)) \s?
           | (?<!\w) (?P<word>minus|negative|neg\.?|plus|positive) \s{{1,3}}
           | (?<![\w.:/]) (?<!{_MINUS}) | (?<=\d[/:])(?=\d\.\d) )
        (?P<number> \d{{0,2}}\.\d{{1,3}} | \d{{1,2}}(?![.]\d)
           | (?P<spoken>(?:{_DIGIT}\s)?point\s{_DIGIT}(?:\s{_DIGIT})?|{_DIGIT})\b )
        (?! \w | ,\d{{3}} | [/:]\d{{1,2}}(?![.\d]) | {_MINUS}\d{{1,2}}[{DASHES}/]\d )""",
    re.VERBOSE | re.IGNORECASE,
)
LEVEL = re.compile(
    rf"(?<![A-Za-z0-9])L(?!\s1/3)\s?-?[1-5](?:(?:\s?(?:{_MINUS}|/|,|&|\+|\bto\b|\bthrough\b|\bthru\b|\band\b)\s?L\s?|{_MINUS})[1-5]"
    r"(?![\d.]))*(?![\w]|\.\d)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?<![\w{re.escape(DASHES)}])(?P<cue>[TZ])(?:\s?(?P<mark>[=:]|\bis\b|\bof\b)\s?|\s?)(?=(?:{_MINUS}|\+)?\s?\d?\.?\d|minus|negative)"
)
YEAR = re.compile(r"(?<![\d.])(?:\d{1,2}/){0,2}(?P<year>(?:19|20)\d\d)(?![\d.]\d|\d)")
_CLAUSE = re.compile(r"[.;\n]|,\s")
_UNIT = re.compile(
    r"\s?(?:%|percent|°|(?:g|gm|gms|mg|mcg|cm2?|cm²|mm|kg|lbs?|years?|yrs?|yo|months?|weeks?|ng|pg|iu|u|inches|feet|times|points?|mL"
    r"|fractures?|levels?|standard|[FC])\b)|\s?/\s?(?:10|5)\b",
    re.IGNORECASE,
)


class Place(Struct, frozen=True):
    """A measured site with its side. ``rank`` 0 is a general name that a more specific one refines."""

    site: str
    laterality: str | None
    region: str
    sided: bool
    rank: int
    whole: bool = False
    """All of the region it stands in, whichever that is."""


class Piece(Struct, frozen=True):
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
    mean: str = ""
    """The mean that the number is told as a distance from: ``t`` of young adults, ``z`` of peers, or some."""


LIMIT = 8.0
"""No score is farther from the mean than this."""


class Score(Struct, frozen=True):
    """A score that was read. ``year`` is the year the text gives beside it, 0 for none."""

    kind: str
    start: int
    end: int
    value: float
    place: Place | None = None
    prior: bool = False
    year: int = 0
    rule: str = ""


class Carry(Struct):
    """What a unit hands on to the next: the score that a list heading announced, the site of a heading."""

    kind: str = ""
    place: Place | None = None
    prior: bool = False
    density: bool = False
    year: int = 0
    sites: list[Place] = field(default_factory=list)
    """Sites of a line that shows nothing else: the header of a table turned on its side."""


def number_at(match: re.Match[str]) -> tuple[float, int]:
    """The value of a NUMBER match and how many decimals it was written with."""
    spoken = match["spoken"]
    digits = match["number"]
    if spoken:
        whole, _, rest = spoken.lower().partition("point ")
        digits = _WORDS[whole.strip() or "zero"] + (
            "." + "".join(_WORDS[word] for word in rest.split()) if rest else ""
        )
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
    return _with_distances(text, _without_nested(found))


def _with_distances(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, where a number told as a distance below or above a mean is one that has its sign."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece.kind in ("below", "above"):
            if last is not None and last.kind == "number" and not text[last.end : piece.start].strip():
                value = -abs(last.value) if piece.kind == "below" else abs(last.value)
                found[-1] = replace(last, value=value, signed=True, unit=False, mean="some")
        elif piece.kind != "reference":
            found.append(piece)
        elif last is not None and last.mean and not _CLAUSE.search(text, last.end, piece.start):
            found[-1] = replace(last, mean=piece.text)
        else:
            found.append(replace(piece, kind="other"))
    return found


def _from_hit(text: str, hit: Hit) -> Piece:
    place = None
    if hit.role in ("site", "part"):
        value = cast("dict[str, str | bool | int | None]", hit.value)
        region = str(value.get("region") or value.get("of"))
        side = cast("str | None", value.get("laterality"))
        sided, rank = bool(value.get("sided", True)), cast("int", value.get("rank", 2))
        place = Place(str(value["site"]), side, region, sided, rank, bool(value.get("whole")))
    text_value = hit.value if isinstance(hit.value, str) else text[hit.start : hit.end].lower()
    return Piece(hit.role, hit.start, hit.end, place=place, text=text_value)


def _without_nested(pieces: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept
