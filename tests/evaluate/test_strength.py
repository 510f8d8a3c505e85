from __future__ import annotations

import pytest

from chartgap.evaluate.compared import Compared
from chartgap.evaluate.gold import GoldStrength
from chartgap.evaluate.strength import compare_strengths


def strength(
    grade: str, target: str | None = None, side: str | None = None, high: str | None = None
) -> GoldStrength:
    return GoldStrength(grade=grade, target=target, laterality=side, grade_high=high)


@pytest.mark.parametrize(
    ("want", "have"),
    [
        ([strength("4-/5")], [strength("4- / 5")]),
        ([strength("4-/5")], [strength("-4/5")]),
        ([strength("4\N{MINUS SIGN}")], [strength("4-/5")]),
        ([strength("4 out of 5")], [strength("4/5")]),
        ([strength("4 to 4+/5")], [strength("4/5", high="4+/5")]),
        ([strength("0/5"), strength("1/5")], [strength("0 to 1/5")]),
        ([strength("4-/5"), strength("4+/5")], [strength("4-\N{EN DASH}4+")]),
        ([strength("4/5", "hip flexion", "left")], [strength("4/5", "flexion of the hip", "left")]),
        ([strength("4/5", "quads")], [strength("4/5", "quadriceps")]),
        ([strength("4/5", "RLE", "right")], [strength("4/5", "right lower extremity", "right")]),
        (
            [strength("4/5", "hip", "right"), strength("4/5", "hip", "left")],
            [strength("4/5", "hip", "bilateral")],
        ),
        ([strength("5/5")], [strength("5/5", "all extremities", "bilateral")]),
    ],
)
def test_same_statements_in_other_words(want: list[GoldStrength], have: list[GoldStrength]) -> None:
    for one, other in ((want, have), (have, want)):
        compared = compare_strengths(one, other)
        assert (compared.missing, compared.extra) == ([], [])


@pytest.mark.parametrize(
    ("want", "have"),
    [
        (strength("4/5"), strength("4-/5")),
        (strength("4/5", "hip"), strength("4/5", "knee")),
        (strength("4/5", "hip", "left"), strength("4/5", "hip", "right")),
        (strength("4/5", "hip", "left"), strength("4/5", "hip")),
    ],
)
def test_other_statements(want: GoldStrength, have: GoldStrength) -> None:
    assert compare_strengths([want], [have]) == Compared(
        0, [(want.laterality, want.target, want.grade)], [(have.laterality, have.target, have.grade)]
    )


def test_each_statement_is_matched_once() -> None:
    compared = compare_strengths([strength("4/5"), strength("4/5")], [strength("4/5")])
    assert (compared.hits, len(compared.missing), compared.extra) == (1, 1, [])
