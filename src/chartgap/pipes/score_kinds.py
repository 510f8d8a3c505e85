"""Which numbers of a unit are scores, and whether T or Z: by the cue before them, or after.

Densities, percentages, and the thresholds of definitions ("-1.0 to -2.5", "or below") are none.
"""

from __future__ import annotations

import re

from msgspec import Struct

from chartgap.pipes.scores import LIMIT, Carry, Piece

_FILLER = re.compile(
    r"(?:[\s:=(\[,*|~≈]|-(?=\s)|\b(?:of|is|was|were|are|at|a|an|the|measured|about|approximately|approx|only|with|as|low|lowest|highest|worst|best"
    r"|result|results|value|values|came|back|reads?|shows?|showed|showing|calculated|reported|mean|average|then|now|today|both|score|scores"
    r"|respectively|and|to|in|on|sd|for|her|his|their|patient|has|had|by)\b)*\Z",
    re.IGNORECASE,
)

_BESIDE = re.compile(r"\s*(?:[:=(\[,-]|\b(?:is|was|of|at)\b|\s)*\Z", re.IGNORECASE)

AND = re.compile(
    r"[\s,/;&+)]*(?:\b(?:and|or|to|through|then|and then)\b)?[\s(]*(?:the\s+|her\s+|his\s+)?\Z", re.IGNORECASE
)


_LEADS = ("site", "side", "prior", "now", "year", "arrow")
"""What a bare figure stands beside where it is a score."""


class _Told(Struct):
    """What the cues before a number have told. ``kind`` is ``d`` where only bone density is the matter."""

    kind: str
    paired: bool = False
    """T and Z take turns: "T/Z -1.8/-0.9"."""
    seen_t: bool = False
    density: bool = False
    """A number was a T-score because bone density is the matter: "DXA: hip -1.8 / Z -1.1; neck -2.0"."""
    many_z: bool = False
    goal: bool = False
    cue_end: int = -1


def score_kinds(text: str, pieces: list[Piece], carry: Carry) -> dict[int, str]:
    """Which score each number is: index into ``pieces`` → ``t`` or ``z``; other numbers are left out."""
    kinds: dict[int, str] = {}
    density = carry.density or any(piece.kind in ("density", "z") for piece in pieces)
    told = _Told(carry.kind, seen_t=carry.kind == "t")
    if not told.kind and carry.density and any(piece.kind == "prior" for piece in pieces):
        told.kind = "d"
    for index, piece in enumerate(pieces):
        if piece.kind in ("t", "z", "tz"):
            if not piece.text.startswith("bare") or _bare_counts(text, pieces, index, density):
                _take_cue(text, pieces, index, told)
        elif piece.kind == "number":
            kind = _kind_of(text, pieces, index, told, kinds)
            if kind:
                kinds[index] = kind
            if kind and not piece.mean:
                told.density = told.density or told.kind == "d"
                if told.paired:
                    told.kind = "z" if told.kind == "t" else "t"
        else:
            _take_word(text, pieces, index, told)
    if pieces and pieces[-1].kind == "tz" and all(index < len(pieces) - 1 for index in kinds):
        return _in_pairs(pieces, kinds)
    return _announced_after(text, pieces, kinds) if told.seen_t else kinds


def _kind_of(text: str, pieces: list[Piece], index: int, told: _Told, kinds: dict[int, str]) -> str:
    """Which score a number is by what was told before it, or by the mean that it is told from; or none."""
    piece = pieces[index]
    if piece.mean and _restates(text, pieces, index, kinds):
        return ""
    if piece.mean in ("t", "z"):
        return piece.mean if _is_score(text, pieces, index, piece.mean, -1, listed_on=False) else ""
    if not told.kind or told.goal:
        return ""
    if not _is_score(text, pieces, index, told.kind, told.cue_end, index - 1 in kinds):
        return ""
    return "z" if told.kind == "z" else "t"


_OWN = re.compile(r"[\s:=]*(?:(?:is|was|at)\s+)?\Z")


def _restates(text: str, pieces: list[Piece], index: int, kinds: dict[int, str]) -> bool:
    """Whether the number tells in words the score before it: "T-score -2.6, 2.6 SD below the young mean"."""
    last, before = max(kinds, default=-1), pieces[index - 1]
    if last < 0 or pieces[last].value != pieces[index].value:
        return False
    return before.kind != "site" or not _OWN.match(text[before.end : pieces[index].start])


def _in_pairs(pieces: list[Piece], kinds: dict[int, str]) -> dict[int, str]:
    """Each site's second figure is a Z-score where "(T/Z)" closes the list."""
    return {
        index: "z" if index - 1 in kinds and pieces[index - 1].kind == "number" else kind
        for index, kind in kinds.items()
    }


def _take_cue(text: str, pieces: list[Piece], index: int, told: _Told) -> None:
    """A cue tells which score follows; "T and Z" tells both."""
    piece = pieces[index]
    last = pieces[index - 1] if index else None
    joined = last is not None and AND.match(text[last.end : piece.start]) is not None
    after_t = last is not None and last.kind in ("t", "tz") and joined
    told.paired = piece.kind == "tz" or (piece.kind == "z" and after_t)
    told.kind, told.cue_end = ("t" if told.paired else piece.kind), piece.end
    told.seen_t = told.seen_t or piece.kind in ("t", "tz")
    told.many_z = piece.kind == "z" and piece.text.endswith("s")


def _take_word(text: str, pieces: list[Piece], index: int, told: _Told) -> None:
    """Words between cues and numbers that turn what follows into something else, or back."""
    match pieces[index].kind:
        case "other":
            told.kind, told.paired = "", False
        case "range" if told.seen_t and not told.kind:
            told.kind = "t"
        case "density":
            told.kind = told.kind or "d"
        case "goal":
            told.goal = True
        case "now":
            told.goal = False
        case "site" if told.paired:
            told.kind = "t"
        case "site" if told.kind == "z" and (told.seen_t or told.density) and not told.many_z:
            if pieces[index - 1].kind != "z":
                told.kind = "t" if told.seen_t else "d"
        case _:
            pass


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
        if not _POST.match(text[pieces[last].end : piece.start]):
            continue
        while last >= 0 and _may_be_score(pieces[last]):
            found[last] = piece.kind
            site = last - 1
            last -= 2
            plural = piece.text.endswith("s") or pieces[site].kind == "side"
            listed = plural and last >= 0 and pieces[site].kind in ("site", "side")
            if not listed or not AND.match(text[pieces[last].end : pieces[site].start]):
                break
    return dict(sorted(found.items()))


def _may_be_score(piece: Piece) -> bool:
    """Whether the number is written as scores are: one or two decimals, no unit, near the mean."""
    return (
        piece.kind == "number" and not piece.unit and piece.decimals in (1, 2) and abs(piece.value) <= LIMIT
    )


def _bare_counts(text: str, pieces: list[Piece], index: int, density: bool) -> bool:
    """Whether a bare "T" or "Z" with a number is a score and not a temperature, a vertebra or an image."""
    cue = pieces[index]
    after = next((piece for piece in pieces[index + 1 :] if piece.kind != "year"), None)
    if after is None or after.kind != "number" or abs(after.value) > LIMIT or after.unit:
        return False
    marked = cue.text != "bare"
    if after.signed:
        return after.decimals == 1 or after.decimals == 2 or marked or text[cue.end - 1].isspace()
    return density and after.decimals == 1 and abs(after.value) < 5


def _is_score(text: str, pieces: list[Piece], index: int, kind: str, cue_end: int, listed_on: bool) -> bool:
    """Whether the number is a score; ``listed_on`` where the piece before it is one."""
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
        near = last is not None and last.kind in _LEADS and bool(_BESIDE.match(before))
        near = near or (listed_on and AND.match(before) is not None and piece.decimals == 1)
        return near and piece.signed and piece.decimals > 0
    direct = beside and last is not None and last.kind in ("t", "z", "tz")
    listed = beside and last is not None and last.kind in (*_LEADS, "number", "range", "part")
    if not piece.signed:
        if piece.decimals:
            return direct or listed
        return direct and not text[piece.end : piece.end + 2].strip()[:1].isalpha()
    return bool(piece.decimals) or direct or listed or piece.start - cue_end < 60


def _over_limit(text: str, pieces: list[Piece], index: int) -> bool:
    """Whether "or below", "or less" and the like follow the number."""
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    return (
        after is not None
        and after.kind == "limit_after"
        and not text[pieces[index].end : after.start].strip(" )SD")
    )


THRESHOLDS = (-1.0, -2.5)

_SLACK = 0.11


def _threshold(value: float) -> bool:
    return any(abs(value - limit) <= _SLACK for limit in THRESHOLDS)


_TO = re.compile(r"\s*(?:SD\s*)?(?:\bto\b|\band\b|\bthrough\b|[-–—])\s*\Z", re.IGNORECASE)


def _legend(text: str, pieces: list[Piece], index: int) -> bool:
    """Whether the number is a threshold of a definition: "-1.0 to -2.5", or beside "WHO criteria"."""
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
