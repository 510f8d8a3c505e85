"""The matches of terms in a note: what must hold around each, and which of those that overlap stand."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import JsonValue

from chartgap.pipes.near import Near
from chartgap.pipes.scanner import Scan

T = TypeVar("T")

class Reading:
    """One way to read the phrases of an entry, and what must hold around them.

    Args:
        kind: the kind of finding.
        rule: the entry's id.
        value: what it means.
        order: of two of the same words and kind the lower one stands.
        number: that of the kind, below 64.
        cased: the very letters it must have, with single spaces; None for any.
        alone: whether it is read only at the head of an item of diagnoses; for the caller to heed.
        beside: one of these must stand in its sentence, apart from it.
        not_beside: none of these may.
        not_before: none of these may follow directly.
        not_after: none of these, which are held backward, may stand directly before.
    """

    kind: str
    rule: str
    value: JsonValue
    cased: str | None
    alone: bool

    def __init__(
        self,
        kind: str,
        rule: str,
        value: JsonValue,
        *,
        order: int,
        number: int,
        cased: str | None = None,
        alone: bool = False,
        beside: Near | None = None,
        not_beside: Near | None = None,
        not_before: Near | None = None,
        not_after: Near | None = None,
    ) -> None: ...

class Matches:
    """The matches of a note that their readings let stand.

    Args:
        scan: the tokens of the note.
        tree: the phrases, whose payloads are readings.
        bounds: the first token of each sentence, and the number of tokens.
    """

    def __init__(self, scan: Scan, tree: int, bounds: list[int]) -> None: ...
    def between(self, first: int, last: int) -> list[tuple[int, int, Reading]]:
        """Those that begin in ``[first, last)``, in text order.

        Returns:
            Of each the first token, the one after the last, and its reading.
        """

    def add(self, first: int, last: int, sentence: int, reading: Reading) -> None:
        """Add one more, if its reading lets it stand there."""

    def settled(self, make: Callable[[str, str, JsonValue, int, int, int, int, int, int], T]) -> list[T]:
        """The longest of each kind, none overlapping another of its kind, in text order.

        Args:
            make: what to make of each; it is given kind, rule, value, start, end, first token, the one after
                the last, its place among these, its sentence.
        """
