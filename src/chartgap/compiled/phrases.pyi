"""Phrases in a stretch of text, in one pass over its characters."""

from collections.abc import Iterable

class Phrases:
    """Phrases to find in a text, whatever their case, each where it does not go on as a word.

    Where a stretch ends, a word ends; where it begins, the character before it is regarded.
    """

    def __init__(self, phrases: Iterable[str]) -> None: ...
    def stand_in(self, text: str, start: int, end: int) -> bool:
        """Whether one of the phrases stands in ``text[start:end]``."""

    def find_all(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where phrases stand in ``text[start:end]``, the longest at each place, none within another."""
