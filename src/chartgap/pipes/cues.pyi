"""The cues of ConText in a note, and the terms that each speaks of, by compiled code."""

from collections.abc import Callable, Iterable

from chartgap.lexicon.context import ContextRule
from chartgap.pipes.draft import Term
from chartgap.pipes.scanner import Scan

class Cue:
    """A cue that counts: its first token, the one after its last, and its scope, which is half-open too.

    ``span`` is where it starts and ends in the text.
    """

    first: int
    last: int
    scope_start: int
    scope_end: int
    span: tuple[int, int]
    rule: ContextRule

class CueReader:
    """Reads the cues of some rules; a phrase or a match is given with the number of its rule.

    The longest cue wins where two overlap, and a cue inside a term is none. Only sentences count that hold a
    term and a cue that points at it. A scope is opened within the sentence, then limited by the cues around
    it, as far as ``NEIGHBOURS`` cues away.

    Args:
        rules: the cues.
        number: the number that the scanner gives a normal form.
    """

    def __init__(self, rules: Iterable[ContextRule], number: Callable[[str], int]) -> None: ...
    def read(
        self,
        scan: Scan,
        tree: int,
        bounds: list[int],
        terms: list[Term],
        dated: list[tuple[int, int, int]],
    ) -> tuple[list[Cue], dict[int, list[Cue]]]:
        """The cues of the sentences in question, in text order, and those that speak of a term, by its place.

        Args:
            scan: of the note.
            tree: of the cues.
            bounds: the first token of each sentence, and the number of tokens.
            terms: all of the note, in text order; nothing is stated of those of some kinds.
            dated: what patterns found: first token, the one after the last, number of the rule.
        """
