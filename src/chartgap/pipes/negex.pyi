"""The cues by which NegEx negates terms, by compiled code."""

from chartgap.pipes.draft import Term
from chartgap.pipes.scanner import Scan

def negate(
    scan: Scan, tree: int, ends: int, bounds: list[int], terms: list[Term]
) -> dict[int, tuple[int, int]]:
    """The cue of each negated term, by the term's number: where it starts and ends in the text.

    It is the last that precedes the term, else the first that follows it, with nothing between them that ends
    a scope. A pseudo cue stops what begins inside it or right after it, be it in the next sentence.

    Args:
        scan: of the note.
        tree: of the cues; their payloads are ``preceding``, ``following`` and ``pseudo``.
        ends: the tree of what ends a scope.
        bounds: the first token of each sentence, and the number of tokens.
        terms: all of the note, in text order; nothing is stated of those of some kinds.
    """
