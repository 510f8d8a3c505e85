"""Phrases that may stand near a term, asked for by compiled code alone."""

from collections.abc import Iterable, Sequence

class Near:
    """A few phrases of words, none of them empty.

    Args:
        phrases: the numbers that the scanner has for the normal forms of their words.
        backward: they are to be found by their ends, going back.
    """

    def __init__(self, phrases: Iterable[Sequence[int]], *, backward: bool = False) -> None: ...
