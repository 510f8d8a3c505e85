"""What stands and what yields between the conditions of one note."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from chartgap.icd10cm.excludes import settle
from chartgap.models import CandidateCode, Condition
from tests.icd10cm.coding import candidates, coder_for, condition

MUSCLE_WEAKNESS = condition("muscle weakness", generalized=True, key="b")


def settled(*conditions: Condition) -> tuple[CandidateCode, ...]:
    return settle(coder_for(), conditions, [code for one in conditions for code in candidates(one)])


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        (condition("generalized weakness", generalized=True, key="a"), MUSCLE_WEAKNESS, ["M62.81"]),
        (condition("sarcopenia", key="a"), MUSCLE_WEAKNESS, ["M62.84"]),
        (condition("dermatomyositis", key="a", involvement="myopathy"), MUSCLE_WEAKNESS, ["M33.12"]),
        (
            condition("dermatomyositis", key="a", involvement="myopathy"),
            condition("myositis", ("thigh", "left"), ("deltoid", "left"), key="b"),
            ["M33.12"],
        ),
        (condition("drug-induced myopathy", key="a"), MUSCLE_WEAKNESS, ["G72.0"]),
        (condition("alcoholic myopathy", key="a"), MUSCLE_WEAKNESS, ["G72.1"]),
        (condition("rhabdomyolysis", key="a"), condition("weakness", key="b"), ["M62.82"]),
        (
            condition(
                "osteoporosis", key="a", fracture={"type": "fragility", "site": "hip", "laterality": "left"}
            ),
            condition("osteoporosis", key="b"),
            ["M80.052A"],
        ),
        (condition("osteoporosis", key="a"), condition("osteopenia", ("hip", "left"), key="b"), ["M81.0"]),
        (
            condition("osteomyelitis", key="a", organisms=(("Salmonella", None),)),
            condition("osteomyelitis", ("tibia", "left"), key="b", acuity="acute"),
            ["A02.24"],
        ),
        (
            condition("infective myositis", ("thigh", "left"), key="a"),
            MUSCLE_WEAKNESS,
            ["M60.052", "M62.81"],
        ),
    ],
)
def test_one_code_yields_to_another(one: Condition, other: Condition, codes: list[str]) -> None:
    for order in ((one, other), (other, one)):
        assert sorted(code.code for code in settled(*order) if code.rank == 1) == codes


def test_a_code_that_yields_stays_in_view_with_the_note_and_its_level() -> None:
    found = settled(condition("weakness", key="a"), MUSCLE_WEAKNESS)
    demoted = next(code for code in found if code.code == "R53.1" and code.condition_id == "a")
    assert (demoted.rank, demoted.basis) == (3, "alternative")
    assert demoted.conflicts == (
        "Not coded beside M62.81: weakness is never coded beside muscle weakness. "
        'Excludes1 at R53.1 Weakness: "muscle weakness (generalized) (M62.81)"',
    )


def test_official_contradictions_are_shown_and_not_decided() -> None:
    found = settled(
        condition("inclusion body myositis", key="a"),
        condition("myositis", ("thigh", "left"), ("deltoid", "left"), key="b"),
    )
    standing = {code.code: code.conflicts for code in found if code.rank == 1}
    note = 'Excludes1 at G72 Other and unspecified myopathies: "myositis (M60.-)"'
    assert standing["G72.41"][-1] == f"Stands beside M60.89 against {note}"
    assert standing["M60.89"][-1] == f"Stands beside G72.41 against {note}"
    assert sorted(standing) == ["G72.41", "M60.89"]


def test_additional_codes_go_with_their_condition() -> None:
    drug: JsonValue = {"name": "statin", "code": "T46.6X5A"}
    found = settled(
        condition("polymyositis", key="a"), condition("myositis", ("thigh", "left"), key="b", drug=drug)
    )
    assert [code.code for code in found if code.rank == 1] == ["M33.20", "T46.6X5A"]


def test_additional_codes_of_another_family_are_dropped_with_their_condition() -> None:
    cause: JsonValue = {"cause": "deconditioning", "code": "Z72.3"}
    found = settled(condition("rhabdomyolysis", key="a"), condition("weakness", key="b", causes=[cause]))
    assert [code.code for code in found if code.rank == 1] == ["M62.82"]


def test_ranks_of_a_condition_stay_distinct_beyond_the_first() -> None:
    found = settled(condition("sarcopenia", key="a"), MUSCLE_WEAKNESS)
    ranks = [code.rank for code in found if code.condition_id == "b"]
    assert sorted(set(ranks)) == ranks == sorted(ranks)
