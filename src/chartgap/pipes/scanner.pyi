"""Tokens of a note, and the phrases that stand in it, found by compiled code in one pass.

White space belongs to the token before it. A token is: a word with its digits (``T12``, ``B12``); a number
with its thousands or decimals; an apostrophe with one or two letters behind a letter (``'s``); a run of one
of the signs that draw lines; any other sign. Lengths are bounded, so that a line of a million letters makes
many tokens instead of one enormous string. Offsets are code points.
"""

from collections.abc import Callable, Iterable
from typing import Any

class Scan:
    """The tokens of a text. ``words`` are the words in them that the scanner was to tell."""

    text: str
    words: frozenset[str]

    def __len__(self) -> int: ...
    @property
    def starts(self) -> list[int]:
        """Where each token begins; made when first asked for."""

    @property
    def norms(self) -> list[str]:
        """The normal form of each token; made when first asked for."""

    def forms(self, low: int, high: int) -> list[str]:
        """The normal forms of the tokens in ``[low, high)``."""

    def phrases(self, tree: int, low: int, high: int) -> list[tuple[int, int, tuple[Any, ...]]]:
        """The phrases of a tree that begin in ``[low, high)``: first token, the one after the last, payloads.

        In text order, shorter ones first; the last may go on beyond ``high``.
        """

    def start(self, first: int) -> int:
        """Where a token begins."""

    def end(self, last: int) -> int:
        """Where the visible part of the token before ``last`` ends."""

class Scanner:
    """Cuts texts into tokens and finds the phrases that were added to its trees.

    Args:
        normalize: the normal form in which tokens are compared.
        words: the words in a token that a scan tells.
    """

    def __init__(self, normalize: Callable[[str], str], words: Callable[[str], tuple[str, ...]]) -> None: ...
    def plant(self) -> int:
        """A new tree of phrases: its number."""

    def add(self, tree: int, phrases: Iterable[str], payload: Any) -> None:
        """Add phrases; one may have several payloads, kept in order. A phrase of no words is never found."""

    def norms(self, phrase: str) -> list[str]:
        """The normal forms of the words of a phrase."""

    def number(self, norm: str) -> int:
        """The number of a normal form, given to it when it is first asked for."""

    def scan(self, text: str) -> Scan:
        """Cut a text into tokens."""

def cut(text: str) -> list[int]:
    """Where each token begins; white space at the beginning of the text is a token of its own."""
