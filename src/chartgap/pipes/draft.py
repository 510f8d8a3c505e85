"""What the pipes hand to each other inside a Doc: term matches and drafts of findings.

The targets component leaves every lexicon term it matched as a ``Term``; each later component turns terms or
patterns into ``Draft`` findings; ``read`` makes findings of them. All offsets are code points into the note.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from pydantic import JsonValue

from chartgap.models import Assertion, FindingKind, Layout

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.pipes import scanner

UNSTATED = frozenset(("imaging_word", "no_site", "side_word", "site_group", "laterality"))
"""Kinds of terms of which nothing is stated: words of grammar, and a mere side."""
TERMS = "chartgap_terms"
KINDS = "chartgap_kinds"
DRAFTS = "chartgap_drafts"
LAYOUT = "chartgap_layout"
TEXT = "chartgap_text"
FOLDED = "chartgap_folded"
SCAN = "chartgap_scan"
WORDS = "chartgap_words"
SENTENCES = "chartgap_sentences"
CONTEXT = "chartgap_context"
NEGEX = "chartgap_negex"
GROUP = "chartgap"
"""The span group of the term matches."""
_LETTERS = bytes(code if chr(code) in ascii_lowercase else 32 for code in range(256))
"""Every byte but the letters becomes a space."""
_UNLAID = Layout()


class Term(Struct, frozen=True):
    """A lexicon term in the note. ``first`` and ``last`` are its token bounds, half-open.

    ``index`` is its place in the span group ``chartgap``, where its assertion is kept.
    """

    kind: str
    rule: str
    value: JsonValue
    start: int
    end: int
    first: int
    last: int
    index: int
    sentence: int


class Draft(Struct, frozen=True):
    """A finding before it has an id. ``index`` names the span whose assertion it takes, if any.

    ``assertion`` is what the component itself knows (a prior T-score is historical); it is joined
    with that of the span.
    """

    kind: FindingKind
    start: int
    end: int
    value: JsonValue
    rule: str
    index: int | None = None
    assertion: Assertion | None = None


def text(doc: Doc) -> str:
    """The note exactly as it came in (``doc.text`` has replacements where spaCy cannot hold a character)."""
    held = doc.user_data.get(TEXT)
    return held if isinstance(held, str) else doc.text


def folded(doc: Doc) -> str:
    """The case-folded note, made once. It tells what the note holds, not where: it may be longer."""
    held: str | None = doc.user_data.get(FOLDED)
    if held is None:
        held = doc.user_data[FOLDED] = text(doc).casefold()
    return held


def starts(doc: Doc) -> list[int]:
    """Where each token starts, by its index."""
    return scan(doc).starts


def has_tokens(doc: Doc) -> bool:
    """Whether the Doc has tokens, to be marked and to make spans of; a bare one has only its user data."""
    return len(doc) == len(scan(doc))


def sentence_bounds(doc: Doc) -> list[int]:
    """The first token of each sentence, and the number of tokens: one sentence goes up to the next."""
    return [*(doc.user_data.get(SENTENCES) or (0,)), len(scan(doc))]


def scan(doc: Doc) -> scanner.Scan:
    """What the scanner found in the note."""
    held: scanner.Scan = doc.user_data[SCAN]
    return held


def phrases(doc: Doc, tree: int, low: int, high: int) -> list[tuple[int, int, tuple[Any, ...]]]:
    """The phrases of a tree that begin between two tokens: first token, the one after the last, payloads."""
    return scan(doc).phrases(tree, low, high)


def words(doc: Doc) -> frozenset[str]:
    """The words of letters a-z that the note has, in lower case: what it lacks need not be looked for.

    Only those that patterns and analytes ask for, see ``tokenizer.asked_words``.
    """
    held: frozenset[str] = doc.user_data[WORDS]
    return held


def words_of(note: str) -> frozenset[str]:
    """The words of letters a-z of a text, in lower case."""
    return frozenset(note.casefold().encode("ascii", "replace").translate(_LETTERS).decode().split())


def lowered(part: str) -> str:
    """A part of the note in lower case, each letter in its place."""
    low = part.lower()
    return low if len(low) == len(part) else "".join(char.lower()[0] for char in part)


def in_lower_case(doc: Doc) -> str:
    """The note in lower case, each letter in its place."""
    note = text(doc)
    return folded(doc) if note.isascii() else lowered(note)


def terms(doc: Doc, *kinds: str) -> list[Term]:
    """The term matches of these kinds (all kinds if none is named), in text order; not to be changed."""
    found: list[Term] = doc.user_data.get(TERMS) or []
    if not kinds:
        return found
    groups = _by_kind(doc, found)
    held = [kind for kind in kinds if kind in groups]
    if len(held) < 2:
        return groups[held[0]] if held else []
    wanted = frozenset(held)
    return [term for term in found if term.kind in wanted]


def _by_kind(doc: Doc, found: list[Term]) -> dict[str, list[Term]]:
    """The terms by their kind, grouped once for all who ask."""
    held: tuple[list[Term], dict[str, list[Term]]] | None = doc.user_data.get(KINDS)
    if held is not None and held[0] is found:
        return held[1]
    groups: dict[str, list[Term]] = {}
    for term in found:
        groups.setdefault(term.kind, []).append(term)
    doc.user_data[KINDS] = found, groups
    return groups


def drafts(doc: Doc) -> list[Draft]:
    """The Doc's list of drafts, to read and to append to."""
    held: list[Draft] = doc.user_data.setdefault(DRAFTS, [])
    return held


def layout(doc: Doc) -> Layout:
    """Sections, sentences and items of the note; empty before the layout components ran."""
    held: Layout = doc.user_data.get(LAYOUT, _UNLAID)
    return held
