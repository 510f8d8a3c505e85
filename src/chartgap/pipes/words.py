"""The words of a pipeline: a lexicon and the terms generated from the code tree, held by name and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from spacy.util import registry

from chartgap.errors import ChartgapError
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.schema import TermEntry


@dataclass(frozen=True)
class Words:
    """A lexicon, the generated terms beside it, and the digest of both."""

    lexicon: Lexicon
    generated: tuple[TermEntry, ...]
    digest: str


_HELD: dict[str, Words] = {}


def gather_words(lexicon: Lexicon, generated: Iterable[TermEntry] = ()) -> Words:
    """Join a lexicon and generated terms. They are kept, so that a config may name them by digest."""
    extra = tuple(entry for entry in generated if entry.id not in lexicon.disabled)
    digest = lexicon.digest
    if extra:
        body = "\n".join([digest, *(entry.model_dump_json() for entry in extra)])
        digest = hashlib.sha256(body.encode()).hexdigest()
    words = _HELD.get(digest)
    if words is None:
        words = _HELD[digest] = Words(lexicon, extra, digest)
    return words


def hold_words(lexicons: tuple[str, ...], generated: str | None, digest: str | None) -> Words:
    """The words a config asks for: those of that digest, if this process has them, else loaded by name.

    Args:
        lexicons: folders laid on the shipped lexicon.
        generated: a function in spaCy's ``misc`` registry that gives further terms.
        digest: what the words must be, if they were saved.

    Raises:
        ChartgapError: the words there are now have another digest.
    """
    if digest is not None and digest in _HELD:
        return _HELD[digest]
    terms: tuple[TermEntry, ...] = ()
    if generated is not None:
        give = cast("Callable[[], Iterable[TermEntry]]", registry.misc.get(generated))
        terms = tuple(give())
    words = gather_words(load_lexicon(*(Path(folder) for folder in lexicons)), terms)
    if digest is not None and words.digest != digest:
        raise ChartgapError(
            f"the pipeline was saved with the lexicon {digest[:12]}, the one here is {words.digest[:12]}: "
            "install the version it was saved with, or save it again"
        )
    return words
