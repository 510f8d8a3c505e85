"""Phrases of a reader in a stretch of text, the longest at each place, found by compiled code.

A text is read as pieces: runs of letters, runs of decimal figures, line ends, other visible signs but "_".
They are compared in lower case; a hyphen or a line end may stand between those of a phrase.
"""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from pydantic import JsonValue

Hit = TypeVar("Hit")
Phrase = tuple[tuple[str, ...], tuple[str, ...], str, JsonValue, str, frozenset[str]]
"""Its pieces, the same with their capitals (empty where they do not matter), role, value, rule and roles."""

class Finder(Generic[Hit]):
    """Finds phrases; of those of equal length one with capitals goes first, then the one given first.

    Args:
        phrases: what to find.
        fold: signs that count as others.
        hit: makes what is found of where it begins and ends, role, value, rule and roles.
    """

    def __init__(
        self,
        phrases: Iterable[Phrase],
        fold: dict[str, str],
        hit: Callable[[int, int, str, JsonValue, str, frozenset[str]], Hit],
    ) -> None: ...
    def scan(self, text: str, start: int, end: int) -> list[Hit]:
        """Every phrase of ``text[start:end]``, and every other piece, without role and its own value."""

    def role_at(self, text: str, start: int) -> str:
        """The role of the phrase that begins at ``start``; empty where none does."""
