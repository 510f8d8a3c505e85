"""Phrases as a tree of words: thousands of them are added in milliseconds and found in one pass over a note.

spaCy's PhraseMatcher finds as fast, but wants a Doc made of every phrase, which costs a second at the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

P = TypeVar("P")
Branch = dict[str | None, Any]
"""The words that may follow, each with its own branch; None, which is no word, has the payloads."""


class PhraseTree(Generic[P]):
    """Phrases of normalised words, each with its payloads in the order they were added."""

    def __init__(self) -> None:
        self._root: Branch = {}

    def add(self, phrases: Iterable[Iterable[str]], payload: P) -> None:
        """Add phrases; one may have several payloads. A phrase of no words is never found."""
        # Most phrases have one payload, as many others have: they share what holds it.
        alone = (payload,)
        for words in phrases:
            node = self._root
            for word in words:
                following = node.get(word)
                if following is None:
                    following = node[word] = {}
                node = following
            held = node.get(None)
            node[None] = (*held, payload) if held else alone

    def branch(self, word: str) -> Branch | None:
        """What may follow a word that begins a phrase; None if it begins none."""
        return self._root.get(word)

    def find(self, words: Sequence[str]) -> list[tuple[int, int, tuple[P, ...]]]:
        """Every occurrence of every phrase: its first word, the word after it, its payloads."""
        return walk(words, [(self.branch(word),) for word in words], 0, 0, len(words))


def walk(
    words: Sequence[str], branches: Sequence[tuple[Any, ...]], tree: int, low: int, high: int
) -> list[tuple[int, int, tuple[Any, ...]]]:
    """Every occurrence of every phrase that begins in ``words[low:high]``, in text order.

    Args:
        words: the words gone through.
        branches: for each word its branches, of several trees perhaps.
        tree: which of a word's branches counts.
        low: where the first phrase may begin.
        high: where none begins any more; the last may go on beyond.
    """
    count = len(words)
    found: list[tuple[int, int, tuple[Any, ...]]] = []
    for first, held in enumerate(branches[low:high], low):
        node = held[tree]
        if node is None:
            continue
        last = first + 1
        if None in node:
            found.append((first, last, node[None]))
        while last < count:
            node = node.get(words[last])
            if node is None:
                break
            last += 1
            if None in node:
                found.append((first, last, node[None]))
    return found
