"""The shipped wording and rules: everything they could say, not only what other tests make them say."""

from __future__ import annotations

import pytest

from chartgap.gaps.compliance import check_query
from chartgap.lexicon.gap import AxisRule, GapRule, Wording
from chartgap.models import Indicator, Query
from tests.gaps.build import shipped_book

BOOK = shipped_book()
WORDINGS: list[tuple[str, Wording]] = [
    *((rule.id, rule) for rule in BOOK.rules),
    *(
        (f"{axis.id}.{place}", worded)
        for axis in BOOK.axes.values()
        for place, worded in enumerate(axis.wordings)
    ),
]
PLACES = {"concept": "DISORDER", "site": "SITE", "value": "ONE", "other": "TWO"}
QUOTE = (Indicator(text="DISORDER", finding_id=None),)


@pytest.mark.parametrize("worded", [worded for _, worded in WORDINGS], ids=[name for name, _ in WORDINGS])
def test_with_every_option_offered_the_query_is_compliant(worded: Wording) -> None:
    options = (*(answer.answer for answer in worded.options), *BOOK.policy.closing)
    query = Query(indicators=QUOTE, question=worded.question.format_map(PLACES), options=options)
    assert check_query(query, "DISORDER", BOOK.policy) == []


@pytest.mark.parametrize("worded", [worded for _, worded in WORDINGS], ids=[name for name, _ in WORDINGS])
def test_a_message_is_as_clean_as_a_question(worded: Wording) -> None:
    message = worded.message.format_map(PLACES)
    assert message.endswith(".")
    as_question = Query(indicators=QUOTE, question=message[:-1] + "?", options=BOOK.policy.closing)
    assert check_query(as_question, "DISORDER", BOOK.policy) == []


@pytest.mark.parametrize("axis", BOOK.axes.values(), ids=lambda axis: str(axis.element))
def test_every_axis_words_every_kind(axis: AxisRule) -> None:
    kinds = {kind for worded in axis.wordings if not worded.concepts for kind in worded.kinds}
    assert kinds == {"missing", "vague", "ambiguous", "conflict"}


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: str(rule.id))
def test_examples_are_different_notes(rule: GapRule) -> None:
    notes = (*rule.fires, *rule.silent)
    assert len(set(notes)) == len(notes)
