"""The pipeline up to the targets, once for all tests of attribute components."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pydantic import JsonValue
from spacy.language import Language
from spacy.tokens import Doc

from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.draft import DRAFTS, Draft, drafts
from chartgap.pipes.pipeline import load

FIRST = ("chartgap_layout", "chartgap_targets")


@cache
def shipped() -> Lexicon:
    return load_lexicon()


@cache
def line() -> Language:
    nlp = load("default", lexicon=shipped())
    for name in [name for name in nlp.pipe_names if name not in FIRST]:
        nlp.remove_pipe(name)
    return nlp


def read(text: str, *components: Callable[[Doc], Doc]) -> list[Draft]:
    """The drafts of these components alone, in text order."""
    doc = line()(text)
    doc.user_data.pop(DRAFTS, None)
    for component in components:
        doc = component(doc)
    found = sorted(drafts(doc), key=lambda draft: (draft.start, draft.end))
    assert all(0 <= draft.start < draft.end <= len(text) for draft in found)
    return found


def told(text: str, *components: Callable[[Doc], Doc]) -> list[tuple[str, JsonValue]]:
    """(text, value) of every draft."""
    return [(text[draft.start : draft.end], draft.value) for draft in read(text, *components)]
