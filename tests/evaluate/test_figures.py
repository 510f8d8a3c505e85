from __future__ import annotations

from typing import Any

import pytest

from chartgap.evaluate.figures import Difference, Evaluation, Tally
from chartgap.evaluate.gold import GoldNote
from chartgap.models import NoteAnalysis
from tests.report.examples import TEXT, analysis, finding, full


def gold(**parts: Any) -> GoldNote:
    return GoldNote.model_validate({"id": "x", "text": TEXT, **parts})


def differences(note: GoldNote, made: NoteAnalysis, **options: Any) -> list[Difference]:
    evaluation = Evaluation()
    evaluation.add(note, made, **options)
    return evaluation.differences


def test_an_analysis_as_annotated_has_no_difference() -> None:
    note = gold(
        codes=["M86.68"],
        gaps=[["missing", "route"]],
        conditions=[
            {"concept": "any", "status": "present", "sites": [["clavicle", "left"]], "acuity": "chronic"},
            {"concept": "other", "status": "absent", "sites": [["hip", None]]},
        ],
        t_scores=[],
        strength=[],
        organisms=[],
    )
    evaluation = Evaluation()
    evaluation.add(note, full())
    assert evaluation.differences == []
    assert (evaluation.notes, evaluation.notes_with_codes, evaluation.exact_codes) == (1, 1, 1)
    assert {kind: tally.hits for kind, tally in evaluation.tallies.items()} == {
        "codes": 1,
        "gaps": 1,
        "t_scores": 0,
        "strength": 0,
        "sites": 1,
        "sides": 1,
        "acuity": 1,
        "route": 0,
        "organisms": 0,
    }


def test_every_kind_of_difference_is_listed() -> None:
    note = gold(
        codes=["M86.58", "B95.62"],
        gaps=[["missing", "acuity"]],
        conditions=[
            {
                "concept": "any",
                "status": "present",
                "sites": [["rib", "right"]],
                "acuity": "acute",
                "route": "direct",
            }
        ],
        t_scores=[{"value": -1.8, "site": "hip"}],
        strength=[{"grade": "4/5"}],
        organisms=["MRSA"],
    )
    assert differences(note, full()) == [
        Difference("x", "codes", ("B95.62", "M86.58"), ("M86.68",)),
        Difference("x", "gaps", ("missing acuity",), ("missing route",)),
        Difference("x", "t_scores", ("-1.8 hip",), ()),
        Difference("x", "strength", ("4/5",), ()),
        Difference("x", "sites", ("rib",), ("clavicle",)),
        Difference("x", "sides", ("rib right",), ("clavicle left",)),
        Difference("x", "acuity", ("acute",), ("chronic",)),
        Difference("x", "route", ("direct",), ()),
        Difference("x", "organisms", ("MRSA",), ()),
    ]


def test_what_was_not_annotated_is_not_compared() -> None:
    evaluation = Evaluation()
    evaluation.add(gold(codes=["M86.9"], codes_scored=False), full())
    assert evaluation.tallies == {}
    assert (evaluation.notes, evaluation.notes_with_codes) == (1, 0)


def test_tolerated_codes_and_gaps_are_neither_right_nor_wrong() -> None:
    evaluation = Evaluation()
    evaluation.add(
        gold(codes=[], codes_also_ok=["M86.68"], gaps=[], gaps_also_ok=[["missing", "route"]]), full()
    )
    assert evaluation.differences == []
    assert evaluation.tallies["codes"] == Tally()


def test_only_codes_of_the_families_count() -> None:
    note = gold(codes=["J18.9"])
    assert differences(note, analysis()) == []
    assert differences(note, analysis(), families=("J",)) == [Difference("x", "codes", ("J18.9",), ())]


def test_t_scores_are_compared_with_site_and_side() -> None:
    made = analysis(
        [
            finding(
                TEXT,
                "Chronic",
                name="f1",
                kind="t_score",
                value={"value": -1.8, "site": "hip", "laterality": None},
            ),
            finding(
                TEXT, "left", name="f2", kind="t_score", value={"value": -2, "site": None, "laterality": None}
            ),
        ]
    )
    note = gold(t_scores=[{"value": -1.80, "site": "hip"}, {"value": -2.0, "site": "hip"}])
    assert differences(note, made) == [Difference("x", "t_scores", ("-2.0 hip",), ("-2.0",))]


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(3, 1, 0), 1.0, 0.75, 6 / 7),
        (Tally(0, 0, 0), 1.0, 1.0, 1.0),
        (Tally(0, 2, 2), 0.0, 0.0, 0.0),
        (Tally(0, 2, 0), 1.0, 0.0, 0.0),
    ],
)
def test_figures(tally: Tally, precision: float, recall: float, f1: float) -> None:
    assert (tally.precision, tally.recall) == (precision, recall)
    assert tally.f1 == pytest.approx(f1)
