"""Stretches of a text, without an object for each: most of a note's sentences are never asked for."""

from collections.abc import Iterable, Iterator

class Extents:
    """Half-open stretches of a text, in order, none over another.

    Args:
        stretches: where each starts and ends.
    """

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[tuple[int, int]]: ...
    def at(self, offset: int) -> tuple[int, int] | None:
        """Where the stretch that holds an offset starts and ends; None if none holds it."""
