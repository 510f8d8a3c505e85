"""Text to Doc without losing a character.

White space belongs to the token before it, so a line wrap, a tab or a double space never comes between the
words of a phrase, and ``doc.text`` is the note. Phrases match on ``NORM``, the token's visible text in one
normal form (see ``normalize``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.attrs import LOWER, NORM  # type: ignore[import-not-found]
from spacy.tokens import Doc

from chartgap.lexicon.context import Spelling
from chartgap.pipes.draft import NORMS, STARTS, TEXT

if TYPE_CHECKING:
    from spacy.vocab import Vocab

    from chartgap.lexicon.load import Lexicon
    from chartgap.pipes.words import Words

# A word with its digits (T12, B12), a number with its thousands or decimals, a ruler of one sign, any sign.
# Lengths are bounded so that a line of a million letters makes many tokens instead of one enormous string.
_TOKEN = re.compile(
    r"""(
        [^\W\d_][^\W_]{0,119}
      | [,;:()/?!%"&]
      | \d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d{1,40})?
      | \d{1,40}(?:\.\d{1,40}){0,6}
      | (?<=[^\W\d_])['’][^\W\d_]{1,2}(?![^\W_])
      | \.{2,120}|-{2,120}|={2,120}|_{2,120}|\*{2,120}|~{2,120}|\#{2,120}|–{2,120}|—{2,120}
      | \S
    )(\s*)""",
    re.VERBOSE,
)
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


def split(text: str) -> tuple[list[str], list[bool], list[int]]:
    """Cut a text into tokens. The tokens joined, each with its one space where told, are the text.

    Returns:
        The tokens, whether one plain space follows each, and where each starts.
    """
    lead = len(text) - len(text.lstrip())
    pieces = _TOKEN.findall(text, lead)
    words = [word if gap == " " else word + gap for word, gap in pieces]
    spaces = [gap == " " for _, gap in pieces]
    starts = list(accumulate([len(word) + len(gap) for word, gap in pieces], initial=lead))
    starts.pop()
    if lead:
        words.insert(0, text[:lead])
        spaces.insert(0, False)
        starts.insert(0, 0)
    return words, spaces, starts


class _Norms(dict[str, str]):
    """The normal forms of the tokens seen so far."""

    LIMIT = 200_000

    def __init__(self, normalizer: Normalizer, vocab: Vocab) -> None:
        super().__init__()
        self._normalizer = normalizer
        self._strings = vocab.strings
        self._ids: dict[str, int] = {}

    def __missing__(self, word: str) -> str:
        if len(self) >= self.LIMIT:
            self.clear()
        norm = self[word] = self._normalizer(word)
        return norm

    def clear(self) -> None:
        super().clear()
        self._ids.clear()

    def of(self, words: list[str]) -> list[str]:
        """The normal forms of words."""
        return [self[word] for word in words]

    def ids(self, words: list[str]) -> list[Any]:
        """The ids by which spaCy knows words."""
        known = self._ids
        try:
            return [known[word] for word in words]
        except KeyError:
            known.update((word, self._strings.add(word)) for word in words if word not in known)
            return [known[word] for word in words]


class ChartTokenizer:
    """Makes Docs of notes and of phrases alike. Holds the words that the components of its nlp use."""

    def __init__(self, vocab: Vocab, words: Words) -> None:
        self.vocab = vocab
        self.words = words
        # spaCy computes some twenty attributes for each new word; nothing here reads the others.
        getters: dict[int, Any] = vocab.lex_attr_getters  # type: ignore[attr-defined]
        getters.clear()
        normalizer = Normalizer(misspellings(words.lexicon))
        getters[LOWER] = getters[NORM] = normalizer
        self._norms = _Norms(normalizer, vocab)

    def __call__(self, text: str) -> Doc:
        """Make a Doc. Lone surrogates, which spaCy cannot hold, are replaced one by one: offsets stay."""
        held = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
        words, spaces, starts = split(held)
        norms = self._norms.of(words)
        # By their ids, which spaCy then need not compute.
        doc = Doc(self.vocab, words=self._norms.ids(words), spaces=spaces)
        doc.user_data[TEXT] = text
        doc.user_data[STARTS] = starts
        doc.user_data[NORMS] = norms
        return doc

    def norms(self, phrase: str) -> list[str]:
        """The normalised words of a phrase."""
        plain = phrase.replace(" ", "").isalpha()
        return self._norms.of(phrase.split() if plain else split(phrase)[0])

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
    return {
        normalize(wrong): normalize(entry.right)
        for entry in lexicon.table("spellings", Spelling).values()
        for wrong in entry.wrong
    }
