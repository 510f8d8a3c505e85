"""NegEx, the second reader: its rules' examples, and the cue that it went by."""

from __future__ import annotations

import pytest
from spacy.language import Language

from chartgap.lexicon.context import NegexRule
from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.draft import GROUP, NEGEX
from tests.pipes.marked import state

RULES = list(load_lexicon().table("context", NegexRule).values())
FIRES = [(rule, text) for rule in RULES for text in rule.fires]
SILENT = [(rule, text) for rule in RULES for text in rule.silent]


@pytest.mark.parametrize(("rule", "text"), FIRES, ids=[text for _, text in FIRES])
def test_it_negates(nlp: Language, rule: NegexRule, text: str) -> None:
    doc = state(nlp, text)
    assert set(doc.user_data.get(NEGEX, {})) == set(range(len(doc.spans[GROUP])))
    assert all(span._.chartgap_negex for span in doc.spans[GROUP])


@pytest.mark.parametrize(("rule", "text"), SILENT, ids=[text for _, text in SILENT])
def test_it_does_not(nlp: Language, rule: NegexRule, text: str) -> None:
    assert state(nlp, text).user_data.get(NEGEX, {}) == {}


def test_the_nearest_cue_before_the_target_is_kept(nlp: Language) -> None:
    doc = state(nlp, "no fever, no  history\nof [gout]")
    assert [doc.text[start:end] for start, end in doc.user_data[NEGEX].values()] == ["no  history\nof"]
