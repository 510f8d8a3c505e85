"""Sentences of a note, and the tokens they begin with, found by compiled code."""

from collections.abc import Callable, Mapping

from chartgap.compiled.extents import Extents
from chartgap.pipes.scanner import Scan

class Cutter:
    """Cuts texts into sentences.

    A stop is a sign with its closing marks, then white space or the comma of a lost line break; a colon is
    one only where that comma stands. Those behind the marker of a list and behind abbreviations end nothing.

    Args:
        abbreviations: in lower case; each tells whether a sentence may end with it at the end of a line.
        is_marker: whether a stretch of a text, from one offset to another, is a list's marker.
    """

    def __init__(
        self, abbreviations: Mapping[str, bool], is_marker: Callable[[str, int, int], object]
    ) -> None: ...
    def cut(self, text: str, begun: list[int]) -> Extents:
        """The sentences of a text, in order, without the white space around them.

        ``begun`` tells, in order, where one begins in any case.
        """

def find_tokens(scan: Scan, sentences: Extents) -> list[int]:
    """The tokens in which sentences begin, each once, in order; a token goes up to where the next begins."""
