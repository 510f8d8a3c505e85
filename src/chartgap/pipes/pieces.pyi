"""Pieces of words in a text, found by compiled code in one pass over its characters."""

from collections.abc import Iterable

class Pieces:
    """Pieces of words, to be looked for in lower-cased text.

    Args:
        pieces: the pieces; an empty one stands nowhere.
    """

    def __init__(self, pieces: Iterable[str]) -> None: ...
    def places(self, text: str) -> list[int]:
        """Where the pieces begin, in order; a place twice if two begin there."""

    def stand_in(self, text: str) -> bool:
        """Whether the text holds one of the pieces."""
