"""Finds codes for words: an official title or inclusion term leads to its code, free words to the likeliest.

The words searched are those of the tabular itself; a note's own vocabulary is the business of the pipes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from chartgap.icd10cm.terminology import DisorderTerm
from chartgap.icd10cm.tree import CodeTree
from chartgap.models import CandidateCode, Reason

LIMIT = 10
_EMPTY = frozenset("of in the a an and or with to for by as at on due nos nec".split())
# Words that only say "nothing more was said", lightest first.
_OPEN = frozenset("unspecified site sites specified not elsewhere classified initial encounter".split())
_OPEN_WEIGHT = 0.1
_RESIDUAL = "other"
_RESIDUAL_WEIGHT = 0.25
_SIDES = {"right": "right", "rt": "right", "r": "right", "left": "left", "lt": "left", "l": "left"}
_SIDES |= {"bilateral": "bilateral", "both": "bilateral"}
# What share of the query's weight a code has to answer.
_ENOUGH = 0.5
# What share of the best score is still worth showing.
_NEAR = 0.6
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    phrase: str
    words: frozenset[str]
    side: str | None
    later: frozenset[str]
    """Words of the seventh character, where it is not the first of its list."""


@dataclass(frozen=True, slots=True)
class _Index:
    exact: dict[tuple[str, ...], tuple[str, ...]]
    entries: tuple[_Entry, ...]
    found_by: dict[str, tuple[int, ...]]
    weights: dict[str, float]
    heaviest: float


def search(words: str, tree: CodeTree, *, limit: int = LIMIT) -> tuple[CandidateCode, ...]:
    """Find the billable codes for an official title, an inclusion term or free words, best first.

    A title of a header, or an inclusion term that stands at one, leads to the header's unspecified code.
    Words that the titles do not know lead nowhere: the result is empty.
    """
    index = _index_of(tree)
    said = " ".join(words.split())
    reasons = {
        code: f'"{said}" is a title or inclusion term of ICD-10-CM'
        for code in index.exact.get(_key(words), ())
    }
    if len(reasons) < limit:
        for entry, matched in _rank(words, index):
            reasons.setdefault(entry.code, f'"{entry.phrase}" has the words {", ".join(matched)}')
    return tuple(
        _as_candidate(tree, code, reason, rank, said)
        for rank, (code, reason) in enumerate(list(reasons.items())[:limit], start=1)
    )


def find_unspecified(tree: CodeTree, code: str, said: str = "") -> str:
    """Find the billable code at or under ``code`` that says least beyond it, or beyond the words ``said``.

    Raises:
        CodeSetError: the release has no such code.
    """
    known = _words(f"{tree.title(code)} {said}")

    def excess(leaf: str) -> tuple[int, ...]:
        frame = tree.frame(leaf)
        title = _words(tree.title(leaf))
        return (
            int(_side_in(tree.title(leaf)) is not None),
            int(_RESIDUAL in title - known),
            int("unspecified" not in title),
            len(title - known - _OPEN),
            int(frame is not None and frame.site not in (None, "unspecified")),
            len(_words(said) - title),
        )

    return min(tree.descendants(code), key=excess)


def _rank(words: str, index: _Index) -> list[tuple[_Entry, list[str]]]:
    asked = _words(words)
    sides = {_SIDES[word] for word in _WORD.findall(words.lower()) if word in _SIDES}
    numbers = {number for word in asked - _OPEN - {_RESIDUAL} for number in index.found_by.get(word, ())}
    scored = []
    for number in numbers:
        entry = index.entries[number]
        score = _score(entry, asked, sides, index)
        if score is not None:
            scored.append((-round(score, 6), number, entry))
    scored.sort(key=lambda row: row[:2])
    return [
        (entry, sorted(asked & entry.words, key=words.lower().find))
        for score, _, entry in scored
        if score <= _NEAR * scored[0][0]
    ]


def _score(entry: _Entry, asked: frozenset[str], sides: set[str], index: _Index) -> float | None:
    """The balance of what the entry answers and adds; ``None`` for another side or too little answered."""
    shared = sum(index.weights[word] for word in asked & entry.words)
    recall = shared / sum(index.weights.get(word, index.heaviest) for word in asked)
    if recall < _ENOUGH or (entry.side and sides and entry.side not in sides):
        return None
    precision = shared / sum(index.weights[word] for word in entry.words)
    # A side that nobody told is worse than a title that leaves it open; so is a later encounter.
    fit = int(bool(sides) and entry.side in sides) - int(bool(entry.side) and not sides)
    late = bool(entry.later) and not entry.later & asked
    return 2 * precision * recall / (precision + recall) + 0.2 * fit - 0.15 * late


@lru_cache(maxsize=2)
def _index_of(tree: CodeTree) -> _Index:
    prefixes = tree.searched()
    leaves = {prefix: tree.descendants(prefix) for prefix in prefixes}
    exact = _make_exact(tree, prefixes)
    entries = [_make_entry(tree, code, tree.title(code)) for codes in leaves.values() for code in codes]
    for term in tree.terminology.disorder_terms(prefixes):
        if term.inclusion or term.category == term.origin:
            entries.extend(_make_aliases(tree, term))
    found_by: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for word in entry.words:
            found_by.setdefault(word, []).append(number)
    counts = Counter({word: len(numbers) for word, numbers in found_by.items()})
    weights = {word: _weigh(word, count, len(entries)) for word, count in counts.items()}
    return _Index(
        exact=exact,
        entries=tuple(entries),
        found_by={word: tuple(numbers) for word, numbers in found_by.items()},
        weights=weights,
        heaviest=max(weights.values()),
    )


def _weigh(word: str, count: int, total: int) -> float:
    if word in _OPEN:
        return _OPEN_WEIGHT
    return _RESIDUAL_WEIGHT if word == _RESIDUAL else 1 + math.log(total / count) / 4


def _make_exact(tree: CodeTree, prefixes: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    billable: dict[tuple[str, ...], dict[str, None]] = {}
    headers: dict[tuple[str, ...], dict[str, None]] = {}
    included: dict[tuple[str, ...], dict[str, None]] = {}
    for code in (code for prefix in prefixes for code in _walk(tree, prefix)):
        if tree.billable(code):
            billable.setdefault(_key(tree.title(code)), {})[code] = None
        else:
            headers.setdefault(_key(tree.title(code)), {})[find_unspecified(tree, code)] = None
        for text in tree.inclusion_terms(code):
            included.setdefault(_key(text), {})[find_unspecified(tree, code, text)] = None
    return {
        key: tuple({**billable.get(key, {}), **included.get(key, {}), **headers.get(key, {})})
        for key in {**billable, **included, **headers}
    }


def _walk(tree: CodeTree, code: str) -> list[str]:
    return [code, *(below for child in tree.children(code) for below in _walk(tree, child))]


def _make_aliases(tree: CodeTree, term: DisorderTerm) -> list[_Entry]:
    """The codes under a term's stem, each as if its title had the term in place of the disorder."""
    if not tree.valid(term.category):
        return []
    if term.site is not None:
        code = find_unspecified(tree, term.origin, f"{term.term} {term.site}")
        return [_make_entry(tree, code, f"{term.term}, {term.site}")]
    stem = tree.title(term.category)
    entries = []
    for code in tree.descendants(term.category):
        title = tree.title(code)
        rest = title[len(stem) :] if title.lower().startswith(stem.lower()) else ""
        if rest or title == stem or code == term.category:
            entries.append(_make_entry(tree, code, f"{term.term}{rest}"))
    return entries


def _make_entry(tree: CodeTree, code: str, phrase: str) -> _Entry:
    return _Entry(code, phrase, _words(phrase), _side_in(phrase), _words(_later_encounter(tree, code)))


def _later_encounter(tree: CodeTree, code: str) -> str:
    sevenths = tree.sevenths(tree.parent(code) or code)
    return next((text for character, text in sevenths[1:] if len(code) == 8 and character == code[-1]), "")


def _side_in(title: str) -> str | None:
    return next(
        (word for word in _WORD.findall(title.lower()) if word in ("right", "left", "bilateral")), None
    )


def _as_candidate(tree: CodeTree, code: str, reason: str, rank: int, said: str) -> CandidateCode:
    title = tree.title(code)
    frame = tree.frame(code)
    axes = (("site", frame.site), ("side", frame.laterality)) if frame else ()
    left_open = [axis for axis, value in axes if value == "unspecified"]
    reasons = [Reason(text=reason)]
    if not left_open and "unspecified" in _words(title) - _words(said):
        left_open.append("more")
    if left_open:
        reasons.append(Reason(text=f"{' and '.join(left_open)} not told: the unspecified value"))
    if frame and frame.seventh:
        reasons.append(Reason(text=f"seventh character {frame.seventh}: {title.rsplit(', ', 1)[1]}"))
    return CandidateCode(
        code=code,
        description=title,
        billable=True,
        condition_id="query",
        role="primary",
        rank=rank,
        basis="alternative" if rank > 1 else "unspecified" if left_open else "documented",
        rationale=tuple(reasons),
    )


def _key(words: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(words.lower().replace("'", "")))


def _words(text: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in _key(text) if word not in _EMPTY and word not in _SIDES)


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word
    )
