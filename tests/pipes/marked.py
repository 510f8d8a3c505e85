"""Texts with marked targets, ``no [fracture]``, and a pipeline that takes exactly the marks as its terms."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from chartgap.pipes.draft import GROUP, SENTENCES, TERMS, Term, starts

_MARK = re.compile(r"\[([^\[\]]+)\]")


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and where the marked words stand."""
    text, bounds, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        bounds.append((len(text), len(text) + len(match[1])))
        text += match[1]
        position = match.end()
    return text + marked[position:], bounds


def state(nlp: Language, marked: str, kind: str = "disorder") -> Doc:
    """A Doc whose terms are the marked words, after layout, ConText and NegEx."""
    text, bounds = unmark(marked)
    doc = nlp.get_pipe("chartgap_layout")(nlp.make_doc(text))
    begins, firsts = starts(doc), doc.user_data[SENTENCES]
    terms: list[Term] = []
    for start, end in bounds:
        first = begins.index(start)
        last = next((place for place in range(first, len(begins)) if begins[place] >= end), len(begins))
        sentence = sum(1 for place in firsts if place <= first) - 1
        terms.append(Term(kind, "test.term", {}, start, end, first, last, len(terms), sentence))
    doc.user_data[TERMS] = terms
    doc.spans[GROUP] = SpanGroup(
        doc, name=GROUP, spans=[Span(doc, term.first, term.last, label=kind) for term in terms]
    )
    for name in ("chartgap_context", "chartgap_negation"):
        doc = nlp.get_pipe(name)(doc)
    return doc
