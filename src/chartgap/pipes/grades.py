"""Written strength grades: "4-/5", "+4/5", "4 plus out of 5", "4 to 4+/5", "4+/4-", and bare "3+".

A grade is a digit 0 to 5 and a sign, written out as ``4-/5``. What the figures mean is for the reader to say.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from chartgap.pipes import figures, pieces
from chartgap.pipes.draft import lowered
from chartgap.pipes.phrases import DASHES

_SPELLED_DIGIT = r"\b(?:zero|one|two|three|four|five)\s"
SPOKEN = rf"{_SPELLED_DIGIT}(?:plus|minus)\b"
"""A grade with its sign in words."""
_DASH = "[" + re.escape(DASHES) + "⁻]"
_SIGN = rf"(?:\(?(?:[+＋⁺]{{1,2}}|{_DASH}{{1,2}})\)?)"  # noqa: RUF001
_TAIL = rf"(?:\s?{_SIGN}|\s(?:plus|minus)\b)?"
_DIGIT = r"(?:[0-5]|\b(?:zero|one|two|three|four|five)\b)"
_ONE = rf"{_SIGN}?{_DIGIT}{_TAIL}"
_TO = rf"(?:\s?\bto\b\s?|\s?{_DASH}\s?|\s?\bor\b\s?|\s?\bthrough\b\s?)"
_OVER = r"(?:\s?/\s?|\s?\b(?:out\s+of|over|of)\b\s?)"
_FIRST = rf"(?=[0-5(+＋⁺⁻{re.escape(DASHES)}zotf])"  # noqa: RUF001
"""What a grade begins with: asked first, for at most places it is all that has to be asked."""
_LEFT = (
    rf"{_FIRST}"
    rf"(?:(?<![\w./⁺+{re.escape(DASHES)}])|(?<=[A-Z][A-Z])(?=\d)|(?<=\b[RLB])(?=\d)|(?<=[a-z]{_DASH})(?=\d))"
)
_RIGHT = r"(?!\d|[A-Za-z]{2}|/\d|\s?/\s?\d\d|\.\d|\s?%|\s?mm\b(?!\s(?:strength|power|groups?)\b))"
_FIVE = r"(?:5|\bfive\b)(?:ths?\b)?"
GRADE = re.compile(
    rf"{_LEFT}(?P<low>{_ONE})(?:{_OVER}{_FIVE}(?={_TO}{_ONE}{_OVER}{_FIVE}))?(?:{_TO}(?P<high>{_ONE}))?{_OVER}{_FIVE}"
    rf"(?:(?P<late>[+]|{_DASH})(?=[\s,.;)]|$))?{_RIGHT}(?!{_DASH}\d{{1,2}}/(?!5))",
    re.IGNORECASE,
)
PAIR = re.compile(
    rf"{_LEFT}(?P<right>(?:{_SIGN})?[0-5](?:\s?{_SIGN})?)\s?/\s?(?P<left>[0-5](?:{_SIGN})?){_RIGHT}(?!{_DASH}\d)",
    re.IGNORECASE,
)
_FIGURES = rf"(?:{_SIGN})?[0-5](?:{_SIGN}|\s(?:plus|minus)\b)?"
_ALONE = rf"(?:{_TO}(?P<high>[0-5]{_SIGN}?))?(?![\w/%]|[.,]\d|\s?/)"
BARE = re.compile(rf"{_LEFT}(?P<low>{_FIGURES}){_ALONE}", re.IGNORECASE)
_SAID = re.compile(rf"{_LEFT}(?P<low>{SPOKEN}|{_FIGURES}){_ALONE}", re.IGNORECASE)
"""The same with signs in words."""
_SPELLED_OUT = re.compile(rf"{_LEFT}(?P<low>{SPOKEN}|{_DIGIT}|{_FIGURES}){_ALONE}", re.IGNORECASE)
"""The same where grades are spelled, so that one without a sign may be one too."""
_SPOKEN = re.compile(SPOKEN, re.IGNORECASE)
_SAID_BEFORE = re.compile(rf"{_SPELLED_DIGIT}\Z", re.IGNORECASE)
_SIGN_WORDS = pieces.Pieces(("plus", "minus"))
CELL = re.compile(rf"(?P<low>{_ONE})(?:{_TO}(?P<high>{_ONE}))?(?:{_OVER}{_FIVE})?\Z", re.IGNORECASE)
ROMAN = re.compile(rf"(?<![\w/.])(?P<low>IV|III|II|V|I)(?P<sign>{_SIGN})?\s?/\s?V(?![\w/])")
_OUT_OF = re.compile(r"o(?:f|ver)\s+(?:5|five)\b|/\s?V\b")
_SPELLED = re.compile(r"(?:of|over)\s?(?:5|five)", re.IGNORECASE)
_FIVE_SAID = re.compile(r"(?:of|over)\sfive", re.IGNORECASE)
_DUE_TO = re.compile(r"2/2\s+(?:to\s+)?[A-Za-z](?![^\s.;]*(?:\s[^\s.;]+)?\s[0-5][+-]?\s?/)")
"""How "secondary to" is written: "weakness 2/2 sepsis". A pair stands before the next one or at the end."""
_SAID_WITH = pieces.Pieces(("of 5", "of five", "over five", "plus", "minus"))
_COUNTED = re.compile(
    r"(?:\bout\s+|[0-5][+–-]?\s+|\b(?:plus|minus|zero|one|two|three|four|five)\s+|[VI])\Z", re.I
)


def likely_places(text: str) -> tuple[list[int], list[int]]:
    """Where there may be a grade with its "out of five", or a pair; and where a bare figure may be one."""
    found, bare, roman = figures.find_grades(text)
    said = _SAID_WITH.places(text)
    if not (roman or said):
        return found, bare
    signs = [place for place in said if text.startswith(("plus", "minus"), place)]
    if roman or len(said) > len(signs):
        found.extend(
            match.start()
            for match in _OUT_OF.finditer(text)
            if _COUNTED.search(text, max(0, match.start() - 8), match.start()) or text[match.start()] == "/"
        )
    if signs:
        for place in _SIGN_WORDS.places(lowered(text)):
            digit = _SAID_BEFORE.search(text, max(0, place - 6), place)
            if digit and _SPOKEN.match(text, digit.start()):
                found.append(digit.start())
    found.sort()
    return found, bare


LISTED = re.compile(r"-(?<=[a-z),RL]\s[2-5]-)(?=[\s,.;)]|$)")
"""A bare figure with a minus behind a word, as only strength is graded: "deltoids 4- R"."""

_WORDS = {word: str(value) for value, word in enumerate(("zero", "one", "two", "three", "four", "five"))}
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}


class Grade(Struct, frozen=True, order=True):
    """A grade at ``start:end``: ``low`` to ``high`` (None where it is one grade), each as ``4-/5``.

    A pair holds the right grade in ``low`` and the left one in ``high``. ``signed`` tells that a plus or a
    minus was written, ``full`` that it was "out of 5".
    """

    start: int
    end: int
    low: str
    high: str | None
    pair: bool = False
    signed: bool = False
    full: bool = True


def written(grade: str) -> str:
    """A grade in the one form: digit, sign, ``/5``; "5+" is 5 and "0-" is 0, for the scale ends there."""
    digit = next((char for char in grade if char.isdigit()), "")
    if not digit:
        digit = next((value for word, value in _WORDS.items() if word in grade.lower()), "0")
    low = grade.lower()
    plus = "plus" in low or any(char in grade for char in "+＋⁺")  # noqa: RUF001
    minus = "minus" in low or any(char in grade for char in DASHES + "⁻")
    sign = "+" if plus and digit != "5" else "-" if minus and digit != "0" else ""
    return f"{digit}{sign}/5"


def _signed(*parts: str | None) -> bool:
    return any(part and not part.strip().isalnum() for part in parts)


def find_grades(text: str, start: int, end: int) -> list[Grade]:
    """The grades out of five and the pairs of ``text[start:end]``, in order."""
    slashed = text.find("/", start, end) >= 0
    if not slashed and not _SPELLED.search(text, start, end):
        return []
    found: list[Grade] = []
    for match in GRADE.finditer(text, start, end):
        if _is_level(text, match):
            continue
        low, high, late = match["low"], match["high"], match["late"] or ""
        begin = match.start()
        if late and _signed(low) and not high:
            continue  # "5-/5-" is a pair
        if late and high is None:
            low += late
        one = written(low)
        two = written(high) if high else None
        found.append(Grade(begin, match.end(), one, two if two != one else None, signed=_signed(low, high)))
    if not slashed:
        return found
    ends = {grade.start: grade.end for grade in found}
    for match in PAIR.finditer(text, start, end):
        begin = match.start()
        if (
            begin in ends
            or any(first <= begin < last for first, last in ends.items())
            or _is_level(text, match)
            or (match.group() == "2/2" and _DUE_TO.match(text, begin))
        ):
            continue
        pair = Grade(
            begin,
            match.end(),
            written(match["right"]),
            written(match["left"]),
            True,
            _signed(match["right"], match["left"]),
        )
        found.append(pair)
    for match in ROMAN.finditer(text, start, end) if text.find("V", start, end) >= 0 else ():
        low = _ROMAN[match["low"]] + (match["sign"] or "")
        found.append(Grade(*match.span(), written(low), None, signed=bool(match["sign"])))
    found.sort()
    return found


def _is_level(text: str, match: re.Match[str]) -> bool:
    """Whether "L4/5" is a level of the spine: a letter before a plain figure."""
    begin = match.start()
    return (
        begin > 0
        and text[begin - 1] in "LCTS"
        and not text[begin - 2 : begin - 1].isalpha()
        and match.group()[1:2] == "/"
    )


def says_sign(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` has a sign in words."""
    return text.find("plus", start, end) >= 0 or text.find("minus", start, end) >= 0


def find_bare(text: str, start: int, end: int) -> list[Grade]:
    """The bare figures of ``text[start:end]`` that may be grades where strength is the matter."""
    found = []
    form = BARE
    if says_sign(text, start, end):
        form = _SPELLED_OUT if _FIVE_SAID.search(text, start, end) else _SAID
    for match in form.finditer(text, start, end):
        low, high = match["low"], match["high"]
        one = written(low)
        two = written(high) if high else None
        signed = _signed(low.strip(), high)
        found.append(
            Grade(match.start(), match.end(), one, two if two != one else None, False, signed, False)
        )
    return found


def as_pair(text: str, grade: Grade) -> Grade:
    """The same figures read as right and left: "4/5" in a list of pairs."""
    match = PAIR.match(text, grade.start)
    if match is None:
        return grade
    return replace(
        grade, low=written(match["right"]), high=written(match["left"]), pair=True, end=match.end()
    )


def cell_grade(cell: str) -> tuple[str, str | None] | None:
    """The grade that a table cell holds, with or without ``/5``; None if it holds none."""
    match = CELL.match(cell.strip())
    if match is None:
        return None
    low, high = written(match["low"]), match["high"]
    top = written(high) if high else None
    return low, top if top != low else None
