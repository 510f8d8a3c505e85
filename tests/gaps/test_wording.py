"""The shipped wording and rules: everything they could say, not only what other tests make them say."""

from __future__ import annotations

from typing import Any

import pytest

from chartgap.gaps.compliance import check_wording
from chartgap.lexicon.gap import Answer, AxisRule, GapRule, Wording
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


@pytest.mark.parametrize("worded", [worded for _, worded in WORDINGS], ids=[name for name, _ in WORDINGS])
def test_with_every_option_offered_the_query_is_compliant(worded: Wording) -> None:
    assert check_wording(worded, BOOK.policy) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"message": "The site is not documented"}, "the message does not end with a full stop"),
        (
            {"message": "The site is needed for a higher DRG."},
            "the message names payment, a grouping or a quality score",
        ),
        ({"question": "Is this osteomyelitis?"}, "the question asks for yes or no"),
        ({"options": (Answer(answer="M86.9"),)}, "option 1 names a code"),
    ],
)
def test_what_is_not_compliant_is_named(change: dict[str, Any], fault: str) -> None:
    worded = Wording(message="The site of {concept} is not documented.", question="Which site?")
    assert check_wording(worded.model_copy(update=change), BOOK.policy) == [fault]


@pytest.mark.parametrize("axis", BOOK.axes.values(), ids=lambda axis: str(axis.element))
def test_every_axis_words_every_kind(axis: AxisRule) -> None:
    kinds = {kind for worded in axis.wordings if not worded.concepts for kind in worded.kinds}
    assert kinds == {"missing", "vague", "ambiguous", "conflict"}


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: str(rule.id))
def test_examples_are_different_notes(rule: GapRule) -> None:
    notes = (*rule.fires, *rule.silent)
    assert len(set(notes)) == len(notes)
