"""The layout component: sections, items and sentences of a note, found together on its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chartgap.models import Layout
from chartgap.pipes.draft import LAYOUT
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.headings import find_headings
from chartgap.pipes.items import lay_items
from chartgap.pipes.lines import running, split_lines
from chartgap.pipes.sections import lay_sections, settle_impressions, tell_document
from chartgap.pipes.sentences import lay_sentences, mark_sentences
from chartgap.pipes.titles import read_headings

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon


class ChartLayout:
    """Leaves the ``Layout`` of the note in its Doc and sets the sentence starts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._headings = read_headings(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Lay out the note."""
        text = note_text(doc)
        lines = split_lines(text)
        runs = running(text, lines)
        headings = find_headings(text, lines, runs, self._headings)
        sections = lay_sections(text, headings)
        document = tell_document(text, sections, self._headings)
        sections = settle_impressions(sections, document)
        items = lay_items(text, lines, runs, headings)
        cuts = [heading.start for heading in headings]
        cuts += [heading.body for heading in headings]
        cuts += [item.start for item in items]
        sentences = lay_sentences(text, lines, runs, cuts)
        doc.user_data[LAYOUT] = Layout(
            sections=tuple(sections),
            sentences=sentences,
            items=tuple(items),
            document=document,
        )
        mark_sentences(doc, sentences)
        return doc
