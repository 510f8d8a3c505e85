"""Sets of words: in which sentences all words of one stand, in whatever order."""

from collections.abc import Callable, Iterable, Sequence

from chartgap.pipes.scanner import Scan

class WordSets:
    """Sets of words.

    Args:
        sets: the words of each, of which the first is best one that few others have.
        forms: the numbers of the normal forms in which a word may be written.
    """

    def __init__(self, sets: Iterable[Sequence[str]], forms: Callable[[str], Iterable[int]]) -> None: ...
    def gathered(
        self, scan: Scan, bounds: list[int], parts: list[tuple[int, int]], longest: int
    ) -> list[tuple[int, list[int]]]:
        """The sentences that have all words of sets, and the places of those sets.

        Args:
            scan: the tokens of a note.
            bounds: the first token of each sentence, and the number of tokens.
            parts: where the parts of the text start and end in which a sentence must begin, in text order.
            longest: how many tokens a sentence may have.
        """
