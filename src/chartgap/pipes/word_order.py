"""Names of disorders whose words stand in another order: "Tear, meniscus, left medial, degenerative".

The Alphabetic Index and problem lists put the noun first, and a site or a side may stand within the name. A
stretch of text that holds nothing but one name, sites, sides and other findings is read in any order; in all
other text the words have to stand as the lexicon has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from pydantic import JsonValue

from chartgap.lexicon.schema import PatternEntry
from chartgap.pipes.pattern import Pattern, compile_patterns

P = TypeVar("P")
KIND = "word_order"
SIDE, MARK, END, QUALIFIER = "side", "mark", "end", "qualifier"
NAMED = "disorder"
"""The kind of finding whose names these are."""
TIED = frozenset(("site", "organism"))
"""Kinds that are tied to a disorder wherever they stand beside it."""
SAYING = frozenset(("", QUALIFIER))
"""The roles of words that say something."""
LONGEST = 24
"""A sentence of more words is no list of titles."""
MOST_WORDS = 10_000


class _Name(NamedTuple, Generic[P]):
    """A name by the words that say something."""

    words: frozenset[str]
    order: int
    value: JsonValue
    payload: P
    generated: bool


class Held(NamedTuple):
    """What stands in one piece: the first word, the word after the last, its kind and value."""

    first: int
    last: int
    kind: str
    value: JsonValue


class WordOrder(Generic[P]):
    """Names found by their words alone.

    Args:
        patterns: those of kind ``word_order``: sides, words that may stand between those of a name, those
            that may do so where they are not of it, what ends a stretch and begins another, and what ends it.
            Without them nothing is found.
    """

    def __init__(self, patterns: Iterable[PatternEntry]) -> None:
        held = compile_patterns(pattern for pattern in patterns if pattern.kind == KIND)
        self._words = _Words({pattern.entry.id.removeprefix(f"{KIND}."): pattern for pattern in held})
        self._names: dict[frozenset[str], _Name[P]] = {}
        self._held: list[_Name[P]] = []

    def add(
        self,
        words: Sequence[str],
        value: JsonValue,
        payload: P,
        *,
        generated: bool = False,
        least: int = 2,
    ) -> None:
        """Add a name. Of two with the same words the first stands.

        Args:
            words: its words.
            value: what it means.
            payload: what ``read`` is to give for it.
            generated: it is of an official title.
            least: how many words it must have; a single one has no order.
        """
        said = self._said(words)
        sides = [word for word in words if self._words[word][0] == SIDE]
        # A title may be of its own side; a letter may be no side ("L spine").
        if len(said) >= least and not (sides and (generated or min(map(len, sides)) == 1)):
            self._names.setdefault(said, _Name(said, len(self._names), value, payload, generated))

    def read(
        self, words: Sequence[str], numbers: Iterable[int], held: Callable[[int, int], list[Held]]
    ) -> Iterator[tuple[int, int, P]]:
        """The names in a sentence: the first word, the word after the last, what was added with it.

        Args:
            words: those of the sentence.
            numbers: which names all of whose words it has, by their place among those of ``index``.
            held: gives what stands in one piece between two words, in text order.
        """
        look = self._words
        forms = [look[word] for word in words]
        standing = sorted((self._held[number] for number in numbers), key=_most_words)
        for first, last in _stretches(forms):
            said = frozenset(word for role, word in forms[first:last] if role in SAYING)
            names = [name for name in standing if name.words <= said]
            if not names:
                continue
            inside = held(first, last)
            told = self._told(words, (one for one in inside if one.kind != NAMED))
            told |= {word for word in said if look[word][0] == QUALIFIER}
            names = [name for name in names if said - name.words <= told]
            if not names:
                continue
            plain = _outer([one for one in inside if one.kind == NAMED])
            parts = [self._said(words[one.first : one.last]) for one in plain]
            tied = self._told(words, (one for one in inside if one.kind in TIED))
            listed = all(words[one.last : two.first] == [","] for one, two in pairwise(plain))
            for name in names:
                if _adds(name, plain, parts, told, tied, listed=listed):
                    places = [at for at in range(first, last) if look[words[at]][1] in name.words]
                    yield places[0], places[-1] + 1, name.payload
                    break

    def _said(self, words: Iterable[str]) -> frozenset[str]:
        """The words that say something."""
        return frozenset(word for role, word in map(self._words.__getitem__, words) if role in SAYING)

    def _told(self, words: Sequence[str], held: Iterable[Held]) -> frozenset[str]:
        return self._said(word for one in held for word in words[one.first : one.last])

    def index(self) -> list[list[str]]:
        """The words of each name, the rarest first; to be called when all are added."""
        self._held = list(self._names.values())
        counts = Counter(word for words in self._names for word in words)
        return [sorted(name.words, key=lambda word: (counts[word], word)) for name in self._held]


def _most_words(name: _Name[P]) -> tuple[int, int]:
    return -len(name.words), name.order


def _stretches(forms: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """The parts of a sentence that may be titles."""
    first, begun = 0, True
    for at, (role, _) in enumerate(forms):
        if role == MARK or role == END:
            if begun and first < at:
                yield first, at
            first, begun = at + 1, role == MARK
    if begun and first < len(forms):
        yield first, len(forms)


def _outer(names: Sequence[Held]) -> list[Held]:
    """Those that lie in no other, each stretch once."""
    kept: list[Held] = []
    for one in sorted(names, key=lambda one: (one.first, -one.last)):
        if not kept or one.last > kept[-1].last:
            kept.append(one)
    return kept


def _adds(
    name: _Name[P],
    plain: Sequence[Held],
    parts: Sequence[frozenset[str]],
    told: frozenset[str],
    tied: frozenset[str],
    *,
    listed: bool,
) -> bool:
    """Whether a name says more than the names that stand in its stretch in one piece.

    It has all their words. Names that leave it nothing to add are disorders of their own, unless one in a
    list means the whole ("arthritis, gouty"). A title that only adds what other findings tell leaves it to
    the name that stands there, and so does a name of the same concept that adds what is tied to it anyway.
    """
    known = frozenset().union(*parts)
    if not known <= name.words:
        return False
    if known == name.words:
        return listed and len(plain) > 1 and any(one.value == name.value for one in plain)
    if len(plain) == 1 and plain[0].value == name.value:
        return False
    if not plain:
        return True
    same = any(_concept(one.value) == _concept(name.value) for one in plain)
    added = name.words - known
    return not ((name.generated and added <= told) or (same and added <= tied))


def _concept(value: JsonValue) -> JsonValue:
    return value.get("concept") if isinstance(value, dict) else value


class _Words(dict[str, tuple[str, str]]):
    """Each word's role, empty for one that says something, and its singular."""

    def __init__(self, patterns: dict[str, Pattern]) -> None:
        super().__init__()
        self._patterns = patterns

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= MOST_WORDS:
            self.clear()
        role = next((name for name, one in self._patterns.items() if one.regex.match(word)), "")
        held = self[word] = role, _singular(word)
        return held


def forms_of(word: str) -> list[str]:
    """The words that are read as this one, which is in the singular."""
    return [form for form in (word, f"{word}s") if _singular(form) == word]


def _singular(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us"))
    return word[:-1] if plural else word
