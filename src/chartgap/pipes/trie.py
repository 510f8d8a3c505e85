"""Phrases as a tree of words: thousands of them are added in milliseconds and found in one pass over a note.

spaCy's PhraseMatcher finds as fast, but wants a Doc made of every phrase, which costs a second at the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

P = TypeVar("P")
Found = dict[int, list[tuple[int, int, Sequence[Any]]]]
"""What each reader's phrases are found at: first word, the word after the last, payloads."""


class PhraseTree(Generic[P]):
    """Phrases of normalised words, each with its payloads in the order they were added."""

    def __init__(self) -> None:
        # A node maps the next word to a node, and None, which is no word, to the payloads.
        self._root: dict[str | None, Any] = {}

    def add(self, words: Iterable[str], payload: P) -> None:
        """Add a phrase; the same phrase may have several payloads."""
        self.node(words).setdefault(None, []).append(payload)

    def node(self, words: Iterable[str]) -> dict[str | None, Any]:
        """The node of a phrase. What is at that of no words is never found."""
        node = self._root
        for word in words:
            following = node.get(word)
            if following is None:
                following = node[word] = {}
            node = following
        return node

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Any]]:
        """Every occurrence of every phrase: its first word, the word after it, its payloads."""
        # Most words begin no phrase: sorting those out first is half of the time.
        begun = enumerate(map(self._root.get, words))
        return self._walk(words, [(place, node) for place, node in begun if node])

    def at(self, words: Sequence[str], first: int) -> list[tuple[int, int, Any]]:
        """The phrases that begin at one word."""
        node = self._root.get(words[first]) if first < len(words) else None
        return self._walk(words, [(first, node)]) if node else []

    def _walk(
        self, words: Sequence[str], begun: list[tuple[int, dict[str | None, Any]]]
    ) -> list[tuple[int, int, Any]]:
        found: list[tuple[int, int, Any]] = []
        count = len(words)
        for first, node in begun:
            last = first + 1
            while True:
                if None in node:
                    found.append((first, last, node[None]))
                following = node.get(words[last]) if last < count else None
                if following is None:
                    break
                node = following
                last += 1
        return found

    def has(self, words: Iterable[str]) -> bool:
        """Whether exactly this phrase was added."""
        node = self._root
        for word in words:
            following = node.get(word)
            if following is None:
                return False
            node = following
        return None in node


class SharedTree:
    """The phrases of several readers in one tree: a note is gone through once for all of them."""

    def __init__(self) -> None:
        self._tree: PhraseTree[Any] = PhraseTree()
        self._readers = 0

    def join(self) -> int:
        """The number of a new reader."""
        self._readers += 1
        return self._readers

    def add(self, reader: int, phrases: Iterable[Iterable[str]], payload: Any) -> None:
        """Add phrases of a reader; one may have several payloads, kept in the order they were added."""
        # Most phrases have one payload, as many others have: they share what holds it.
        alone = {reader: (payload,)}
        for words in phrases:
            node = self._tree.node(words)
            held = node.get(None)
            node[None] = {**held, reader: (*held.get(reader, ()), payload)} if held else alone

    def find(self, words: Sequence[str]) -> Found:
        """Every occurrence of every phrase, by reader, in text order."""
        found: Found = {reader: [] for reader in range(1, self._readers + 1)}
        for first, last, held in self._tree.find(words):
            for reader, payloads in held.items():
                found[reader].append((first, last, payloads))
        return found
