"""Text to Doc without losing a character.

White space belongs to the token before it, so a line wrap, a tab or a double space never comes between the
words of a phrase, and ``doc.text`` is the note. Phrases match on ``NORM``, the token's visible text in one
normal form (see ``normalize``).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.attrs import LOWER, NORM  # type: ignore[import-not-found]
from spacy.tokens import Doc

from chartgap.lexicon.spellings import spellings
from chartgap.pipes import scanner
from chartgap.pipes.draft import SCAN, TEXT, WORDS, words_of
from chartgap.pipes.labs import READER as LABS
from chartgap.pipes.phrases import measure_entries

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

    from chartgap.lexicon.book import Lexicon
    from chartgap.pipes.words import Words


_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe63\uff0d"
_QUOTES = "\u2018\u2019\u201b\u2032\u00b4"
_ONE_FORM = str.maketrans(
    dict.fromkeys(_DASHES, "-") | dict.fromkeys(_QUOTES, "'") | dict.fromkeys("“”", '"')
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def normalize(token: str) -> str:
    """The form in which tokens are compared: visible text, NFKC, lower case, one dash, one apostrophe."""
    text = token.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ONE_FORM)
    return text.lower()


class Normalizer:
    """``normalize``, then usual misspellings of single words set right. Picklable, as spaCy's vocab asks."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self.spellings = dict(spellings)

    def __call__(self, token: str) -> str:
        """The normal form of a token."""
        text = normalize(token)
        return self.spellings.get(text, text)


def split(text: str) -> list[str]:
    """Cut a text into tokens, each with the white space behind it; joined they are the text."""
    return [text[start:end] for start, end in pairwise([*scanner.cut(text), len(text)])]


def unspaced(piece: str) -> tuple[str, bool]:
    """A token as spaCy holds it: without the one plain space behind it, and whether that was there."""
    spaced = piece[-1] == " " and not piece[-2:].isspace()
    return (piece[:-1] if spaced else piece), spaced


class ChartTokenizer:
    """Makes Docs of notes and of phrases alike. Holds the words that the components of its nlp use.

    A component plants a tree for the phrases it looks for; where they may begin is known when a Doc is made.

    Args:
        vocab: the nlp's.
        words: what the components look for.
        bare: make Docs without tokens. Their user data, which is all that findings are read from, is the
            same; what needs tokens, sentence marks and spans with their attributes, is left out.
    """

    def __init__(self, vocab: Vocab, words: Words, *, bare: bool = False) -> None:
        self.vocab = vocab
        self.words = words
        self._bare = bare
        # spaCy computes some twenty attributes for each new word; nothing here reads the others.
        getters: dict[int, Any] = vocab.lex_attr_getters  # type: ignore[attr-defined]
        getters.clear()
        normalizer = Normalizer(misspellings(words.lexicon))
        getters[LOWER] = getters[NORM] = normalizer
        asked = asked_words(words.lexicon)
        self._scanner = scanner.Scanner(normalizer, lambda token: tuple(asked & words_of(token)))

    def __call__(self, text: str) -> Doc:
        """Make a Doc. Lone surrogates, which spaCy cannot hold, are replaced one by one: offsets stay."""
        scan = self._scanner.scan(text)
        doc = Doc(self.vocab) if self._bare else self._filled(split(text))
        doc.user_data[TEXT] = text
        doc.user_data[SCAN] = scan
        doc.user_data[WORDS] = scan.words
        return doc

    def _filled(self, pieces: list[str]) -> Doc:
        words, spaces = [], []
        for piece in pieces:
            word, spaced = unspaced(piece)
            words.append(word if word.isascii() else _SURROGATE.sub("\ufffd", word))
            spaces.append(spaced)
        return Doc(self.vocab, words=words, spaces=spaces)

    def plant(self) -> int:
        """A new tree of phrases, by its number."""
        return self._scanner.plant()

    def add(self, tree: int, phrases: Iterable[str], payload: Any) -> None:
        """Add phrases to a tree; one may have several payloads, kept in the order they were added."""
        self._scanner.add(tree, phrases, payload)

    def norms(self, phrase: str) -> list[str]:
        """The normalised words of a phrase."""
        return self._scanner.norms(phrase)

    def number(self, norm: str) -> int:
        """The number of a normalised word, by which compiled code compares it."""
        return self._scanner.number(norm)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Make Docs of texts, one after the other."""
        return map(self, texts)

    def to_disk(self, path: Path, **_: Any) -> None:
        """Nothing to store: the lexicon is loaded again by name and digest."""

    def from_disk(self, path: Path, **_: Any) -> ChartTokenizer:
        """Nothing was stored."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to store: the lexicon is loaded again by name and digest."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> ChartTokenizer:
        """Nothing was stored."""
        return self


def misspellings(lexicon: Lexicon) -> dict[str, str]:
    """Misspelling to right spelling, both in normal form."""
    return {normalize(wrong): normalize(right) for wrong, right in lexicon.spellings.items()}


def asked_words(lexicon: Lexicon) -> frozenset[str]:
    """The words that patterns and analytes need: of all others nobody asks whether a note has them."""
    asked = {word for pattern in lexicon.patterns for word in pattern.words}
    for entry in measure_entries(lexicon, LABS):
        for term in (*entry.terms, *entry.cased):
            asked.update(*map(words_of, spellings(term)))
    return frozenset(asked)


def make_tokenizer(nlp: Language, words: Words, *, bare: bool) -> ChartTokenizer:
    """The tokenizer for this nlp, which may then be given notes of any length."""
    nlp.max_length = sys.maxsize
    return ChartTokenizer(nlp.vocab, words, bare=bare)
