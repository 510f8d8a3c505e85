"""Terms with alternatives in braces, written out: ``kno{b|bs}`` → ``knob``, ``knobs``; slips of the keys."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

MAX_SPELLINGS = 3_000
MAX_NESTING = 4
LONG_WORD = 10
"""From so many letters on, a word with one slip of the keys is no other word."""

_MARK = re.compile(r"([{}|])")


def spellings(term: str) -> list[str]:
    """Every spelling a term stands for, in order: ``{a|b{c|}} d`` gives ``a d``, ``bc d``, ``b d``.

    A ``|`` outside braces stands for itself.

    Raises:
        ValueError: braces that do not pair, an empty spelling, or more than ``MAX_SPELLINGS`` of them.
    """
    if "{" not in term and "}" not in term:
        found = [" ".join(term.split())]
    else:
        found = list(dict.fromkeys([" ".join(text.split()) for text in _written_out(term)]))
    if "" in found:
        raise ValueError("stands for nothing at all in one of its spellings")
    return found


def _written_out(term: str) -> list[str]:
    # Each open brace has the choices before it and the alternatives that are finished within it.
    stack: list[tuple[list[str], list[str]]] = []
    current = [""]
    for piece in _MARK.split(term):
        if piece == "{":
            if len(stack) == MAX_NESTING:
                raise ValueError(f"braces are nested more than {MAX_NESTING} deep")
            stack.append((current, []))
            current = [""]
        elif piece == "|" and stack:
            stack[-1][1].extend(current)
            current = [""]
        elif piece == "}":
            if not stack:
                raise ValueError("a brace is closed that was not opened")
            before, done = stack.pop()
            current = _joined(before, [*done, *current])
        else:
            current = [text + piece for text in current]
    if stack:
        raise ValueError("a brace is not closed")
    return current


def _joined(before: list[str], after: list[str]) -> list[str]:
    if len(before) * len(after) > MAX_SPELLINGS:
        raise ValueError(f"stands for more than {MAX_SPELLINGS} spellings")
    return [head + tail for head in before for tail in after]


def _spelled(term: str) -> str:
    spellings(term)
    return term


Spelled = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_spelled)]
"""A term whose braces can be written out."""


def slips(word: str) -> Iterator[str]:
    """The word with one letter left out, one doubled, or two neighbours swapped; its first letter stays."""
    for at in range(1, len(word)):
        head, letter, rest = word[:at], word[at], word[at + 1 :]
        yield from (head + rest, head + letter + letter + rest)
        if rest:
            yield head + rest[0] + letter + rest[1:]


def all_slips(words: Collection[str]) -> dict[str, str]:
    """Slip to right word for the long ones of these; what could be a slip of two of them is of neither."""
    rights: dict[str, set[str]] = {}
    for word in words:
        for slip in slips(word) if len(word) >= LONG_WORD else ():
            rights.setdefault(slip, set()).add(word)
    return {slip: held.pop() for slip, held in rights.items() if len(held) == 1 and slip not in words}
