"""The pipeline with the shipped lexicon, loaded once."""

from __future__ import annotations

import pytest
from spacy.language import Language

from chartgap.pipes.pipeline import load


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()
