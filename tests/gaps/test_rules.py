"""Every shipped gap rule, firing and silent, on hand-made conditions; the whole set of gaps is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import pytest
from pydantic import JsonValue

from chartgap.models import Assertion, Finding, FindingKind, Gap
from tests.gaps.build import condition, found, gaps_of, keys, reading, shipped_book

NEGATED = Assertion(negated=True)
HISTORICAL = Assertion(historical=True)
HYPOTHETICAL = Assertion(hypothetical=True)
FAMILY = Assertion(family=True)

NOTE = "Assessment: DISORDER of the SITE. Plan: EXTRA noted."

Extra = tuple[FindingKind, object] | tuple[FindingKind, object, Assertion]


def run(
    concept: str,
    code: str,
    extras: Sequence[Extra] = (),
    *,
    sites: Sequence[tuple[str, str | None]] = (),
    organisms: Sequence[str] = (),
    tied: bool = False,
    says: Mapping[str, JsonValue] | None = None,
    **attributes: JsonValue,
) -> tuple[Gap, ...]:
    """The gaps of one condition in a note with these findings; ``tied`` makes them its own."""
    disorder = found(NOTE, "DISORDER", "disorder", {"concept": concept})
    others: list[Finding] = []
    for place, extra in enumerate(extras):
        flags = extra[2] if len(extra) == 3 else Assertion()
        value = cast("JsonValue", extra[1])
        others.append(found(NOTE, "EXTRA"[: 5 - place], extra[0], value, flags=flags))
    others = [item.model_copy(update={"id": f"x{place}"}) for place, item in enumerate(others)]
    own = (disorder, *others) if tied else (disorder,)
    held = condition(concept, *own, sites=sites, organisms=organisms)
    held = held.model_copy(update={"attributes": {**attributes, **(says or {})}})
    return gaps_of(reading(NOTE, disorder, *others), held, code)


ORGANISM = ("missing", "organism", "supporting")
DEFECT = ("vague", "osseous_defect", "supporting")


@pytest.mark.parametrize("code", ["M86.9", "M86.18", "M86.38", "M46.26"])
def test_an_infected_bone_without_organism_or_culture_lacks_its_organism(code: str) -> None:
    assert keys(run("osteomyelitis", code)) == [ORGANISM]


@pytest.mark.parametrize("state", ["negative", "no_growth", "pending", "sent"])
def test_a_culture_statement_answers_for_the_organism(state: str) -> None:
    assert keys(run("osteomyelitis", "M86.18", culture=state)) == []


def test_an_organism_tied_to_the_bone_answers() -> None:
    assert keys(run("osteomyelitis", "M86.18", organisms=["Escherichia coli"])) == []


def test_an_organism_elsewhere_in_the_note_is_offered_not_taken() -> None:
    value: JsonValue = {"name": "Escherichia coli", "code": "B96.20"}
    (gap,) = run("osteomyelitis", "M86.18", [("organism", value)])
    assert gap.query.options == ("Escherichia coli", "Other (please specify)", "Unable to determine")


@pytest.mark.parametrize("code", ["A02.24", "M27.2", "H05.021", "H70.211"])
def test_a_redirected_bone_infection_asks_for_no_organism(code: str) -> None:
    assert keys(run("osteomyelitis", code)) == []


def test_periostitis_asks_for_no_organism() -> None:
    assert keys(run("periostitis", "M86.9")) == []


@pytest.mark.parametrize(
    ("defect", "expected"),
    [({"extent": None}, [DEFECT]), ({"extent": "major"}, []), (None, []), (True, [DEFECT])],
)
def test_bone_loss_wants_an_extent(defect: JsonValue, expected: list[tuple[str, str, str]]) -> None:
    assert keys(run("osteomyelitis", "M86.18", culture="pending", osseous_defect=defect)) == expected


def test_bone_loss_counts_for_m86_alone() -> None:
    assert keys(run("osteomyelitis", "M46.26", culture="sent", osseous_defect={"extent": None})) == []


def test_infective_myositis_lacks_its_organism_too() -> None:
    gaps = keys(run("infective myositis", "M60.052", duration=True))
    assert gaps == [ORGANISM, ("missing", "ck", "supporting"), ("missing", "treatment", "advisory")]


CK = ("missing", "ck", "supporting")
DURATION = ("missing", "duration", "supporting")
AUTOANTIBODY = ("missing", "autoantibody", "advisory")
TREATMENT = ("missing", "treatment", "advisory")
BARE = [CK, DURATION, AUTOANTIBODY, TREATMENT]


@pytest.mark.parametrize("code", ["M60.18", "M60.89", "M60.9"])
def test_a_bare_myositis_has_all_its_gaps(code: str) -> None:
    assert keys(run("myositis", code)) == BARE


@pytest.mark.parametrize(
    "code", ["M33.12", "G72.0", "G72.41", "G72.49", "M60.28", "H05.121", "D86.87", "M61.552"]
)
def test_what_is_not_coded_as_myositis_has_none_of_them(code: str) -> None:
    assert keys(run("dermatomyositis", code)) == []


def ck(value: float | None, interpretation: str | None, analyte: str = "CK") -> JsonValue:
    return {"analyte": analyte, "value": value, "unit": None, "interpretation": interpretation}


@pytest.mark.parametrize(
    ("extra", "missing"),
    [
        (("lab", ck(1240, None)), False),
        (("lab", ck(None, "normal")), False),
        (("lab", ck(None, "high", "creatine kinase"), NEGATED), False),
        (("lab", ck(3240, None), HISTORICAL), False),
        (("lab", ck(None, None)), True),
        (("lab", ck(None, "ordered")), True),
        (("lab", ck(None, "pending")), True),
        (("lab", ck(1240, None), HYPOTHETICAL), True),
        (("lab", ck(1240, None), FAMILY), True),
        (("lab", ck(14.2, None, "aldolase")), True),
    ],
)
def test_a_ck_result_answers_an_ordered_test_does_not(extra: Extra, missing: bool) -> None:
    expected = [gap for gap in BARE if missing or gap != CK]
    assert keys(run("myositis", "M60.89", [extra])) == expected


def test_a_told_duration_answers() -> None:
    assert keys(run("myositis", "M60.89", duration=True)) == [CK, AUTOANTIBODY, TREATMENT]


def test_only_the_conditions_own_duration_answers() -> None:
    extra: Extra = ("duration", {"text": "10 years"})
    assert keys(run("myositis", "M60.89", [extra], tied=True)) == [CK, AUTOANTIBODY, TREATMENT]
    assert keys(run("myositis", "M60.89", [extra])) == BARE


def picture(modality: str, seen: str | None) -> JsonValue:
    return {"modality": modality, "finding": seen}


IMAGING = ("vague", "imaging", "supporting")


@pytest.mark.parametrize(
    ("extras", "vague"),
    [
        ([("imaging", picture("MRI", "abnormal"))], True),
        ([("imaging", picture("ultrasound", "abnormal"))], True),
        ([("imaging", picture("MRI", "abnormal")), ("imaging", picture("MRI", "described"))], False),
        ([("imaging", picture("MRI", "described"))], False),
        ([("imaging", picture("MRI", None))], False),
        ([("imaging", picture("CT", "abnormal"))], False),
        ([("imaging", picture("MRI", "abnormal"), NEGATED)], False),
    ],
)
def test_an_abnormal_study_without_what_or_where_is_vague(extras: Sequence[Extra], vague: bool) -> None:
    expected = [CK, IMAGING, DURATION, AUTOANTIBODY, TREATMENT] if vague else BARE
    assert sorted(keys(run("myositis", "M60.89", extras))) == sorted(expected)


@pytest.mark.parametrize(
    ("ibm", "missing"), [("possible", True), ("excluded", False), ("confirmed", False), (None, False)]
)
def test_a_raised_inclusion_body_myositis_wants_an_end(ibm: str | None, missing: bool) -> None:
    expected = [CK, *([("missing", "ibm_exclusion", "supporting")] if missing else []), *BARE[1:]]
    assert keys(run("myositis", "M60.89", ibm=ibm)) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"analyte": "anti-Jo-1", "value": None, "interpretation": "negative"},
        {"analyte": "whatever", "group": "autoantibody"},
    ],
)
@pytest.mark.parametrize("flags", [Assertion(), NEGATED])
def test_an_autoantibody_result_answers(value: JsonValue, flags: Assertion) -> None:
    assert keys(run("myositis", "M60.89", [("lab", value, flags)])) == [CK, DURATION, TREATMENT]


@pytest.mark.parametrize(
    ("extra", "tied", "missing"),
    [
        (("treatment", {"treatment": "prednisone", "for": ["myositis"]}), False, False),
        (("treatment", {"treatment": "vancomycin", "for": ["infective myositis"]}), False, False),
        (("treatment", {"treatment": "rest"}), True, False),
        (("treatment", {"treatment": "alendronate", "for": ["bone density"]}), False, True),
        (("treatment", {"treatment": "prednisone", "for": ["myositis"]}, NEGATED), False, True),
    ],
)
def test_a_treatment_of_myositis_answers(extra: Extra, tied: bool, missing: bool) -> None:
    expected = BARE if missing else BARE[:-1]
    assert keys(run("myositis", "M60.89", [extra], tied=tied)) == expected


CAUSE = ("missing", "underlying_cause", "supporting")


@pytest.mark.parametrize(
    ("attributes", "missing"),
    [
        ({"secondary": True}, True),
        ({"secondary": True, "drug": "statin"}, False),
        ({"secondary": True, "causes": [{"cause": "statin", "code": "T46.6X5A"}]}, False),
        ({"secondary": True, "causes": []}, True),
        ({"drug": "statin"}, False),
        ({}, False),
    ],
)
def test_secondary_myositis_wants_its_cause(attributes: dict[str, JsonValue], missing: bool) -> None:
    expected = [*([CAUSE] if missing else []), *BARE]
    assert keys(run("myositis", "M60.89", says=attributes)) == expected


TRAUMATIC = {
    "inciting_trauma": ("missing", "inciting_trauma", "supporting"),
    "trauma_date": ("missing", "trauma_date", "supporting"),
    "onset": ("missing", "onset", "supporting"),
    "external_cause": ("missing", "external_cause", "advisory"),
}
NO_PICTURE = ("missing", "imaging", "supporting")
ALL_TRAUMATIC = [
    NO_PICTURE,
    TRAUMATIC["inciting_trauma"],
    TRAUMATIC["trauma_date"],
    TRAUMATIC["onset"],
    TRAUMATIC["external_cause"],
]


def test_a_bare_traumatic_ossification_has_all_its_gaps() -> None:
    assert keys(run("myositis ossificans", "M61.052", etiology="traumatic")) == ALL_TRAUMATIC


@pytest.mark.parametrize("slot", TRAUMATIC)
def test_each_told_circumstance_closes_its_own_gap(slot: str) -> None:
    expected = [gap for gap in ALL_TRAUMATIC if gap != TRAUMATIC[slot]]
    assert keys(run("myositis ossificans", "M61.052", says={slot: True})) == expected


@pytest.mark.parametrize("key", ["mechanism", "kind"])
def test_a_tied_injury_with_mechanism_or_kind_answers(key: str) -> None:
    value: dict[str, JsonValue] = {key: "contusion", "event": False}
    extra: Extra = ("trauma", value, HISTORICAL)
    expected = [gap for gap in ALL_TRAUMATIC if gap != TRAUMATIC["inciting_trauma"]]
    assert keys(run("myositis ossificans", "M61.052", [extra], tied=True)) == expected
    assert keys(run("myositis ossificans", "M61.052", [extra])) == ALL_TRAUMATIC


def test_a_code_able_event_answers_for_the_external_cause() -> None:
    extra: Extra = ("trauma", {"mechanism": "fall", "event": True}, HISTORICAL)
    assert keys(run("myositis ossificans", "M61.052", [extra])) == ALL_TRAUMATIC[:-1]


@pytest.mark.parametrize(
    ("modality", "flags", "answers"),
    [
        ("radiograph", Assertion(), True),
        ("X-ray", Assertion(), True),
        ("CT", HISTORICAL, True),
        ("bone scan", Assertion(), True),
        ("MRI", HYPOTHETICAL, False),
        ("MRI", NEGATED, False),
        ("DXA", Assertion(), False),
    ],
)
def test_a_study_that_shows_bone_answers(modality: str, flags: Assertion, answers: bool) -> None:
    extra: Extra = ("imaging", picture(modality, None), flags)
    expected = ALL_TRAUMATIC[1:] if answers else ALL_TRAUMATIC
    assert keys(run("myositis ossificans", "M61.052", [extra])) == expected


STRENGTH = ("missing", "strength", "supporting")
DISTRIBUTION = ("missing", "distribution", "supporting")
FUNCTION = ("missing", "function", "supporting")
WEAK = [STRENGTH, DISTRIBUTION, FUNCTION, CAUSE]
VAGUE = ("vague", "disorder", "blocking")


def test_bare_muscle_weakness_has_four_gaps() -> None:
    assert keys(run("muscle weakness", "M62.81")) == WEAK


@pytest.mark.parametrize("concept", ["weakness", "generalized weakness"])
def test_weakness_as_a_symptom_is_a_vague_disorder_besides(concept: str) -> None:
    assert keys(run(concept, "R53.1")) == [VAGUE, *WEAK]


def test_weakness_of_one_region_asks_for_its_distribution_alone() -> None:
    expected = [("missing", "distribution", "blocking")]
    assert keys(run("weakness", "R29.898", regions=["left arm"])) == expected


def test_another_sign_with_the_same_code_is_no_weakness() -> None:
    assert keys(run("clicking hip", "R29.898")) == []


@pytest.mark.parametrize(("concept", "code"), [("sarcopenia", "M62.84"), ("muscle atrophy", "M62.59")])
def test_sarcopenia_and_atrophy_have_no_gaps_of_weakness(concept: str, code: str) -> None:
    assert keys(run(concept, code)) == []


@pytest.mark.parametrize(
    ("attributes", "missing"),
    [
        ({"regions": ["right leg", "left leg"]}, False),
        ({"regions": ["left leg"]}, True),
        ({"regions": ["left leg"], "weak_regions": ["left leg"]}, True),
        ({"regions": ["left leg"], "weak_regions": ["right arm"]}, False),
        ({"weak_regions": ["right arm", "left arm"]}, False),
        ({"generalized": True}, True),
    ],
)
def test_two_named_regions_are_a_distribution(attributes: dict[str, JsonValue], missing: bool) -> None:
    expected = WEAK if missing else [gap for gap in WEAK if gap != DISTRIBUTION]
    assert keys(run("muscle weakness", "M62.81", says=attributes)) == expected


@pytest.mark.parametrize(
    ("flags", "missing"),
    [(Assertion(), False), (HISTORICAL, False), (HYPOTHETICAL, True), (FAMILY, True)],
)
def test_a_graded_strength_answers_a_goal_does_not(flags: Assertion, missing: bool) -> None:
    extra: Extra = ("strength", {"grade": "4/5", "target": "grip"}, flags)
    assert keys(run("muscle weakness", "M62.81", [extra])) == (WEAK if missing else WEAK[1:])


@pytest.mark.parametrize(("flags", "missing"), [(Assertion(), False), (NEGATED, True), (HYPOTHETICAL, True)])
def test_a_limit_of_function_answers(flags: Assertion, missing: bool) -> None:
    extra: Extra = ("function", {"domain": "gait"}, flags)
    expected = WEAK if missing else [gap for gap in WEAK if gap != FUNCTION]
    assert keys(run("muscle weakness", "M62.81", [extra])) == expected


def test_a_cause_of_the_weakness_answers() -> None:
    causes: JsonValue = [{"cause": "deconditioning", "code": None}]
    assert keys(run("muscle weakness", "M62.81", causes=causes)) == WEAK[:-1]


@pytest.mark.parametrize(("grade", "offers"), [("4-/5", True), ("5/5", False)])
def test_muscle_weakness_is_offered_only_to_graded_weakness(grade: str, offers: bool) -> None:
    gap = run("weakness", "R53.1", [("strength", {"grade": grade, "target": "grip"})])[0]
    assert ("Muscle weakness" in gap.query.options) is offers


T_SCORE = ("missing", "t_score", "supporting")


def score(value: float, site: str | None = None, side: str | None = None) -> JsonValue:
    return {"value": value, "site": site, "laterality": side}


@pytest.mark.parametrize(
    ("concept", "code", "expected"),
    [
        ("osteopenia", "M85.80", [T_SCORE]),
        ("osteopenia", "M85.89", [T_SCORE]),
        ("low bone density", "M85.9", [VAGUE, T_SCORE]),
        ("osteoporosis", "M81.0", [T_SCORE]),
        ("osteoporosis", "M80.032A", []),
        ("diffuse idiopathic skeletal hyperostosis", "M48.10", []),
        ("fibrous dysplasia (monostotic)", "M85.00", []),
    ],
)
def test_which_bone_disorders_want_a_t_score(
    concept: str, code: str, expected: list[tuple[str, str, str]]
) -> None:
    assert keys(run(concept, code)) == expected
    assert T_SCORE not in keys(run(concept, code, t_score_applies=False))


@pytest.mark.parametrize(
    ("sites", "scores", "missing"),
    [
        ([("lumbar spine", None)], [score(-1.8, "lumbar spine")], False),
        ([("lumbar spine", None), ("distal radius", "left")], [score(-1.8, "distal radius", "left")], True),
        ([("hip", "left")], [score(-1.8, "femoral neck", "left")], False),
        ([("hip", "left")], [score(-1.8, "femoral neck", "right")], True),
        ([("hip", "left")], [score(-1.8, "femoral neck")], False),
        ([("hip", "bilateral")], [score(-1.8, "total hip", "right")], False),
        ([("spine", None)], [score(-1.8, "lumbar spine")], False),
        ([("pelvis", None)], [score(-1.8, "lumbar spine")], True),
        ([("wrist", "left")], [score(-1.8, "distal radius", "left")], False),
        ([("lumbar spine", None)], [score(-1.8)], False),
        ([("lumbar spine", None), ("hip", "left")], [score(-1.8)], True),
        ([], [score(-1.8, "lumbar spine")], False),
        ([("moon", None)], [score(-1.8, "lumbar spine")], True),
    ],
)
def test_every_named_site_wants_its_t_score_and_the_condition_has_one_gap(
    sites: Sequence[tuple[str, str | None]], scores: Sequence[JsonValue], missing: bool
) -> None:
    extras: list[Extra] = [("t_score", value) for value in scores]
    assert keys(run("osteopenia", "M85.89", extras, sites=sites)) == ([T_SCORE] if missing else [])


@pytest.mark.parametrize(("flags", "missing"), [(HISTORICAL, False), (HYPOTHETICAL, True), (FAMILY, True)])
def test_a_prior_t_score_is_one_another_persons_is_not(flags: Assertion, missing: bool) -> None:
    extras: list[Extra] = [("t_score", score(-1.8, "lumbar spine"), flags)]
    assert keys(run("osteopenia", "M85.80", extras)) == ([T_SCORE] if missing else [])


CONFLICT = ("conflict", "t_score", "blocking")


@pytest.mark.parametrize(
    ("values", "attributes", "expected"),
    [
        ([-2.5], {}, [CONFLICT]),
        ([-2.4], {}, []),
        ([-1.8, -2.7], {}, [CONFLICT]),
        ([-1.0], {}, [CONFLICT]),
        ([-1.1], {}, []),
        ([-0.4, 0.2], {}, [CONFLICT]),
        ([-0.4, -1.3], {}, []),
        ([-1.8], {"age": 16.0, "t_score_applies": False}, [CONFLICT]),
        ([-1.8], {"age": 20.0, "t_score_applies": False}, [("conflict", "t_score", "advisory")]),
        ([-2.9], {"t_score_applies": False}, [("conflict", "t_score", "advisory")]),
        ([-0.2], {"t_score_applies": False}, [("conflict", "t_score", "advisory")]),
        ([-1.8], {"age": 66.0, "t_score_applies": True}, []),
    ],
)
def test_osteopenia_against_its_t_scores(
    values: Sequence[float], attributes: dict[str, JsonValue], expected: list[tuple[str, str, str]]
) -> None:
    extras: list[Extra] = [("t_score", score(value, "lumbar spine")) for value in values]
    listed: JsonValue = [f"x{place}" for place in range(len(values))]
    assert keys(run("osteopenia", "M85.88", extras, t_scores=listed, says=attributes)) == expected


def test_prior_t_scores_are_in_no_conflict() -> None:
    extras: list[Extra] = [("t_score", score(-1.8, "lumbar spine")), ("t_score", score(-2.7, "lumbar spine"))]
    assert keys(run("osteopenia", "M85.88", extras, t_scores=["x0"])) == []


@pytest.mark.parametrize("value", [-2.9, -0.2])
def test_osteoporosis_is_in_no_conflict_with_its_t_scores(value: float) -> None:
    extras: list[Extra] = [("t_score", score(value, "lumbar spine"))]
    assert keys(run("osteoporosis", "M81.0", extras, t_scores=["x0"])) == []


@pytest.mark.parametrize(
    ("value", "option"),
    [(-1.8, ["Osteopenia"]), (-2.5, ["Osteoporosis"]), (-1.0, []), (-2.4, ["Osteopenia"])],
)
def test_a_low_density_is_offered_the_disorder_its_t_score_tells(value: float, option: list[str]) -> None:
    extras: list[Extra] = [("t_score", score(value, "lumbar spine"))]
    (gap,) = run("low bone density", "M85.9", extras, t_scores=["x0"])
    assert list(gap.query.options[:-2]) == option


@pytest.mark.parametrize(
    ("other", "tied", "expected"),
    [
        pytest.param("present", None, ["ambiguous fracture_status"], id="beside it"),
        pytest.param("present", {"type": None}, [], id="tied to it"),
        pytest.param(None, None, [], id="none"),
    ],
)
def test_a_fracture_beside_osteoporosis_wants_its_relation(
    other: str | None, tied: JsonValue, expected: list[str]
) -> None:
    gaps = run("osteoporosis", "M81.0", t_score_applies=False, other_fracture=other, fracture=tied)
    assert [f"{gap.kind} {gap.element}" for gap in gaps] == expected


def test_every_rule_fires_in_this_file() -> None:
    """The rules that the cases above made fire, by name: a new rule wants a case here."""
    fired = {
        gap.rule
        for gaps in (
            run("osteomyelitis", "M86.18", osseous_defect=True),
            run("infective myositis", "M60.052"),
            run("septic arthritis", "M00.9"),
            run(
                "myositis",
                "M60.89",
                [("imaging", picture("MRI", "abnormal"))],
                secondary=True,
                ibm="possible",
            ),
            run("myositis ossificans", "M61.052"),
            run("muscle weakness", "M62.81"),
            run("weakness", "R53.1"),
            run("weakness", "R29.898"),
            run("low bone density", "M85.9"),
            run("osteopenia", "M85.88", [("t_score", score(-2.7))], t_scores=["x0"]),
            run("osteopenia", "M85.88", [("t_score", score(-0.7))], t_scores=["x0"]),
            run("osteopenia", "M85.88", [("t_score", score(-1.7))], t_scores=["x0"], age=12),
            run("osteopenia", "M85.88", [("t_score", score(-1.7))], t_scores=["x0"], t_score_applies=False),
            run("osteoporosis", "M81.0", other_fracture="present"),
        )
        for gap in gaps
    }
    assert fired == {rule.id for rule in shipped_book().rules}
