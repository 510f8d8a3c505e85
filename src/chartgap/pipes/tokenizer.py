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
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.attrs import LOWER, NORM  # type: ignore[import-not-found]
from spacy.tokens import Doc

from chartgap.pipes.draft import NORMS, PHRASES, STARTS, TEXT
from chartgap.pipes.trie import SharedTree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

    from chartgap.lexicon.book import Lexicon
    from chartgap.pipes.words import Words

# A word with its digits (T12, B12), a number with its thousands or decimals, a ruler of one sign, any sign.
# Lengths are bounded so that a line of a million letters makes many tokens instead of one enormous string.
_TOKEN = re.compile(
    r"""(?:
        [^\W\d_][^\W_]{0,119}
      | [,;:()/?!%"&]
      | \d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d{1,40})?
      | \d{1,40}(?:\.\d{1,40}){0,6}
      | (?<=[^\W\d_])['’][^\W\d_]{1,2}(?![^\W_])
      | \.{2,120}|-{2,120}|={2,120}|_{2,120}|\*{2,120}|~{2,120}|\#{2,120}|–{2,120}|—{2,120}
      | \S
    )\s*""",
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


class Token(NamedTuple):
    """A token of a Doc: its id for spaCy, whether it is followed by one plain space, its normal form."""

    key: Any
    spaced: bool
    norm: str


def split(text: str) -> list[str]:
    """Cut a text into tokens, each with the white space behind it; joined they are the text."""
    lead = len(text) - len(text.lstrip())
    pieces = _TOKEN.findall(text, lead)
    if lead:
        pieces.insert(0, text[:lead])
    return pieces


def unspaced(piece: str) -> tuple[str, bool]:
    """A token as spaCy holds it: without the one plain space behind it, and whether that was there."""
    spaced = piece[-1] == " " and not piece[-2:].isspace()
    return (piece[:-1] if spaced else piece), spaced


class _Tokens(dict[str, Token]):
    """The tokens of the pieces seen so far."""

    LIMIT = 60_000

    def __init__(self, normalizer: Normalizer, vocab: Vocab) -> None:
        super().__init__()
        self._normalizer = normalizer
        self._strings = vocab.strings

    def __missing__(self, piece: str) -> Token:
        if len(self) >= self.LIMIT:
            self.clear()
        word, spaced = unspaced(piece)
        token = self[piece] = Token(self._strings.add(word), spaced, self._normalizer(word))
        return token


class ChartTokenizer:
    """Makes Docs of notes and of phrases alike. Holds the words that the components of its nlp use.

    A component adds the phrases it looks for to ``phrases``; they are found when a Doc is made.
    """

    def __init__(self, vocab: Vocab, words: Words) -> None:
        self.vocab = vocab
        self.words = words
        self.phrases = SharedTree()
        # spaCy computes some twenty attributes for each new word; nothing here reads the others.
        getters: dict[int, Any] = vocab.lex_attr_getters  # type: ignore[attr-defined]
        getters.clear()
        normalizer = Normalizer(misspellings(words.lexicon))
        getters[LOWER] = getters[NORM] = normalizer
        self._tokens = _Tokens(normalizer, vocab)

    def __call__(self, text: str) -> Doc:
        """Make a Doc. Lone surrogates, which spaCy cannot hold, are replaced one by one: offsets stay."""
        held = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
        pieces = split(held)
        starts = list(accumulate(map(len, pieces), initial=0))
        starts.pop()
        keys: list[Any] = []
        spaces: list[bool] = []
        norms: list[str] = []
        for key, spaced, norm in map(self._tokens.__getitem__, pieces):
            keys.append(key)
            spaces.append(spaced)
            norms.append(norm)
        # By their ids, which spaCy then need not compute.
        doc = Doc(self.vocab, words=keys, spaces=spaces)
        doc.user_data[TEXT] = text
        doc.user_data[STARTS] = starts
        doc.user_data[NORMS] = norms
        doc.user_data[PHRASES] = self.phrases.find(norms)
        return doc

    def norms(self, phrase: str) -> list[str]:
        """The normalised words of a phrase."""
        plain = phrase.replace(" ", "").isalpha()
        pieces = phrase.split() if plain else split(phrase)
        return [self._tokens[piece].norm for piece in pieces]

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


def make_tokenizer(nlp: Language, words: Words) -> ChartTokenizer:
    """The tokenizer for this nlp, which may then be given notes of any length."""
    nlp.max_length = sys.maxsize
    return ChartTokenizer(nlp.vocab, words)
