"""The codes that an official note points at: ``(M96.-)``, ``(B95-B97)``, ``(E08-E13 with .69-)``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = r"[A-Z](?:\d[0-9A-Z]|A\d)(?:\.[0-9A-Z]{1,4})?"
# The official text writes an open end as ".-", "-", "." or "--" and is careless with the spaces around it.
_RANGE = re.compile(rf"\b({_CODE})(?![0-9A-Za-z])(?:(?:[.\s-]*-\s*|\s+to\s+)({_CODE})(?![0-9A-Za-z]))?")
# Outside parentheses a bare "B12" is a vitamin, so a code must show its dot or be a range.
_BARE = re.compile(rf"\b({_CODE})(?![0-9A-Za-z])(?:\.?-({_CODE})(?![0-9A-Za-z]))?")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_CHARACTERS = re.compile(
    r"^(?P<where>[\w\s-]*?)[\s-]characters? (?P<which>[0-9A-Z](?:-\d| or [0-9A-Z])?)(?![\w.])"
)
_SPREAD = re.compile(r"([0-9A-Z])(?:-(\d))?")
_ENDING = re.compile(r"(?<=final characters )-(\d+)")
_POSITION = {"fifth": 4, "5th": 4, "sixth": 5, "six": 5, "7th": 6, "seventh": 6}
_SUFFIX = re.compile(r"(?<=[\s,])\.(\d{1,3})\b(?:-\.?(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class CodeRef:
    """A range of codes, both ends inclusive and taken as prefixes.

    ``(M96.-)`` is ``CodeRef("M96", "M96")``, ``(B95-B97)`` is ``CodeRef("B95", "B97")``. ``places`` and
    ``characters`` hold a limit such as "with fifth or sixth character 5" (``(4, 5)`` and ``"5"``);
    ``suffixes`` one such as "with .69" (``("69",)``), ``endings`` one such as "with final characters -23".
    """

    first: str
    last: str
    places: tuple[int, ...] = ()
    characters: str = ""
    suffixes: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def covers(self, code: str) -> bool:
        """Tell whether ``code`` (with or without its dot) lies in this range."""
        plain = code.replace(".", "").upper()
        first, last = self.first.replace(".", ""), self.last.replace(".", "")
        if not (plain[: len(first)] >= first and plain[: len(last)] <= last):
            return False
        if self.places and not any(
            plain[place : place + 1] in tuple(self.characters) for place in self.places
        ):
            return False
        if self.endings and not plain.endswith(self.endings):
            return False
        return not self.suffixes or plain[3:].startswith(self.suffixes)


def parse_refs(text: str) -> tuple[CodeRef, ...]:
    """Read the code references of an official note, in parentheses or bare; empty if it names none."""
    refs = tuple(ref for inside in _PARENTHESIS.findall(text) for ref in _parse_parenthesis(inside))
    return refs or tuple(
        CodeRef(found[1], found[2] or found[1])
        for found in _BARE.finditer(text)
        if found[2] or "." in found[1] or text[found.end() :].startswith(".-")
    )


def _parse_parenthesis(inside: str) -> list[CodeRef]:
    ranges, _, limit = inside.partition(" with ")
    places, characters = _parse_characters(limit)
    suffixes = (
        ()
        if places
        else tuple(text for found in _SUFFIX.finditer(f" {limit}") for text in _spread(*found.groups()))
    )
    endings = tuple(_ENDING.findall(limit))
    return [
        CodeRef(found[1], found[2] or found[1], places, characters, suffixes, endings)
        for found in _RANGE.finditer(ranges)
    ]


def _parse_characters(limit: str) -> tuple[tuple[int, ...], str]:
    found = _CHARACTERS.search(limit)
    if not found:
        return (), ""
    places = tuple(_POSITION[word] for word in re.split(r"\W+", found["where"]) if word in _POSITION)
    return places, "".join("".join(_spread(*pair)) for pair in _SPREAD.findall(found["which"]))


def _spread(first: str, last: str | None) -> list[str]:
    if not last:
        return [first]
    return [f"{number:0{len(first)}d}" for number in range(int(first), int(last) + 1)]
