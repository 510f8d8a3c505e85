"""A note's Doc does not outlive its reading."""

from __future__ import annotations

import gc

from spacy.language import Language
from spacy.tokens import Doc

from chartgap.pipes.read import read, reader_of

NOTE = "No fracture. Chronic osteomyelitis of the left tibia, possible gout of the right toe. CRP 46 mg/L."


def docs() -> int:
    return sum(isinstance(held, Doc) for held in gc.get_objects())


def test_a_note_read_is_its_doc_read(nlp: Language) -> None:
    assert reader_of(nlp)(NOTE) == read(nlp(NOTE))


def test_no_doc_waits_for_the_garbage_collector(nlp: Language) -> None:
    gc.collect()
    gc.disable()
    try:
        before = docs()
        reader_of(nlp)(NOTE)
        assert docs() == before
    finally:
        gc.enable()
