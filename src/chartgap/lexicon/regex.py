"""Whether a regular expression of a lexicon compiles, and whether some text makes it run away.

A pattern is *tried*: from its parse, texts are made that feed each of its open repetitions for long and then
fail, and the time of a search is measured while the text grows. A pattern whose time explodes is refused. The
text grows by small steps, so that even an exponential pattern is stopped within a second.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from importlib import import_module
from time import thread_time
from typing import Any

from chartgap.lexicon.schema import LexiconModel

MAX_CHARACTERS = 2048
MAX_TEXTS = 24
FEW_TURNS, FEW_SECONDS = 200, 0.15
"""Within this many turns of a repetition an exponential search shows: it may take no longer than this."""
LIMIT_SECONDS = 0.4
"""What a search in the longest text may take. Quadratic patterns stay below it, cubic ones do not."""

_FAILURE = "\n\x00"
_COMMON = ("x", "1", " ")
"""Turns tried besides those read off the pattern: two branches may share a character that neither names."""
_KEYS = ("pattern", "patterns")
_parser: Any = import_module("re._parser")


def patterns_of(item: LexiconModel) -> Iterator[tuple[str, str]]:
    """The regular expressions of an item with their flags: what stands under ``pattern`` and ``patterns``."""
    for key in _KEYS:
        held = getattr(item, key, None)
        flags = getattr(item, "flags", "i")
        for pattern in (held,) if isinstance(held, str) else held or ():
            if isinstance(pattern, str):
                yield pattern, flags if isinstance(flags, str) else ""


def pattern_faults(pattern: str, flags: str = "") -> list[str]:
    """What is wrong with a pattern; empty if it may be used."""
    bits = re.NOFLAG
    for letter in flags:
        bits |= re.RegexFlag[letter.upper()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(pattern, bits)
            parsed = _parser.parse(pattern, int(bits))
    except (re.error, RecursionError, OverflowError, Warning) as error:
        return [f"is not a regular expression: {getattr(error, 'msg', error)}"]
    for prefix, pump in list(_pumps(parsed, ""))[:MAX_TEXTS]:
        if _explodes(compiled, prefix, pump):
            return ["may run for ever on some text: bound the repetitions, or make them exclude each other"]
    return []


def begins_at_word_bound(pattern: str) -> bool:
    r"""Whether the pattern is ``\b`` and something behind it, however many alternatives that has."""
    return pattern.startswith(r"\b") and str(_parser.parse(pattern)[0][1]) == "AT_BOUNDARY"


def _explodes(compiled: re.Pattern[str], prefix: str, pump: str) -> bool:
    turns = 8
    while True:
        text = prefix + pump * turns + _FAILURE
        start = thread_time()
        compiled.search(text)
        taken = thread_time() - start
        if taken > (FEW_SECONDS if turns <= FEW_TURNS else LIMIT_SECONDS):
            return True
        if len(text) >= MAX_CHARACTERS:
            return False
        turns += 1 if turns < 48 else turns // 4


def _pumps(parsed: Sequence[tuple[Any, Any]], before: str) -> Iterator[tuple[str, str]]:
    """For every open repetition: a text that leads up to it, and one turn of it to be repeated."""
    for op, value in parsed:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = value
            if most > 16:
                for turn in _turns(body):
                    yield before, turn
            yield from _pumps(body, before)
            before += _sample(body) * min(int(least), 16)
        else:
            for inner in _bodies(name, value):
                yield from _pumps(inner, before)
            before += _sample([(op, value)])


def _turns(body: Sequence[tuple[Any, Any]]) -> list[str]:
    """Different texts that one turn of a repetition matches; each branch gives one."""
    turns = [_sample(body)]
    for op, value in body:
        turns.extend(_sample(inner) for inner in _bodies(str(op), value))
    return [turn for turn in dict.fromkeys((*turns, *_COMMON)) if turn]


def _bodies(name: str, value: Any) -> list[Sequence[tuple[Any, Any]]]:
    if name == "SUBPATTERN":
        return [value[3]]
    if name == "BRANCH":
        return list(value[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    if name == "ATOMIC_GROUP":
        return [value]
    if name == "GROUPREF_EXISTS":
        return [body for body in value[1:] if body is not None]
    return []


def _sample(parsed: Sequence[tuple[Any, Any]]) -> str:
    """A text that the expression matches, or nearly: enough to feed a repetition."""
    return "".join(_piece(str(op), value) for op, value in parsed)


def _piece(name: str, value: Any) -> str:
    match name:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return "a" if chr(value) != "a" else "b"
        case "ANY":
            return "a"
        case "IN":
            return _member(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _sample(value[2]) * max(1, min(int(value[0]), 16))
        case "BRANCH" | "SUBPATTERN" | "ATOMIC_GROUP":
            return _sample(_bodies(name, value)[0])
    return ""


_CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a"}


def _member(items: Sequence[tuple[Any, Any]]) -> str:
    """A character of a set."""
    if str(items[0][0]) == "NEGATE":
        refused = re.compile(
            f"[{''.join(re.escape(chr(v)) for op, v in items[1:] if str(op) == 'LITERAL')}\n]"
        )
        return next(char for char in "a 1,.-x~\t" if not refused.match(char))
    op, value = items[0]
    match str(op):
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(value[0])
        case "CATEGORY":
            return _CATEGORIES.get(str(value), "-")
    return "a"
