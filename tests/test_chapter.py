"""Short notes on disorders of chapter XIII that only the code tree names: whole sets of codes and gaps."""

from __future__ import annotations

import pytest

from chartgap.analyzer import Analyzer


def first_codes(analyzer: Analyzer, text: str) -> list[str]:
    return [code.code for code in analyzer.analyze(text).codes if code.rank == 1]


def open_gaps(analyzer: Analyzer, text: str) -> list[tuple[str, str]]:
    return [(gap.kind, gap.element) for gap in analyzer.analyze(text).gaps]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("Assessment: Charcôt's joint, left wrist.", ["M14.632"], id="accented-name"),
        pytest.param(
            "Assessment: Muckle-Wells syndrome. The familial cold urticaria is worse.",
            ["M04.2"],
            id="names-of-one-stem",
        ),
        pytest.param("Assessment: osteophyte, right hip.", ["M25.751"], id="sign-assessed"),
        pytest.param("Exam: osteophyte at the right hip.", [], id="sign-only-found"),
        pytest.param("Exam: fistula of the left arm with good thrill.", [], id="word-without-its-site"),
        pytest.param("History: pain 3/10 in the left knee.", [], id="everyday-word"),
    ],
)
def test_a_phrase_of_the_tabular_is_read_in_a_note(analyzer: Analyzer, text: str, codes: list[str]) -> None:
    assert first_codes(analyzer, text) == codes
