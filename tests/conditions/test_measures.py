"""What measured values say of a condition: T-scores tie sites, grades tell weak regions, age counts."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from chartgap.conditions.measures import region_of, sided_regions
from tests.conditions.notes import linker, note, told


def score(value: float, site: str, laterality: str | None = None) -> JsonValue:
    return {"value": value, "site": site, "laterality": laterality}


SCORES: dict[str, JsonValue] = {
    "L1-L4 -1.8": score(-1.8, "lumbar spine"),
    "LFN -1.1": score(-1.1, "femoral neck", "left"),
    "RFN -0.4": score(-0.4, "femoral neck", "right"),
    "radius -2.7": score(-2.7, "distal radius"),
    "spine -1.0": score(-1.0, "lumbar spine"),
    "hip -2.5": score(-2.5, "total hip"),
}


@pytest.mark.parametrize(
    ("imaging", "assessment", "expected"),
    [
        pytest.param(
            "[L1-L4 -1.8](t_score) [LFN -1.1](t_score)",
            "[Osteopenia](disorder).",
            "osteopenia: present; at lumbar spine + left femoral neck",
            id="in range",
        ),
        pytest.param(
            "[L1-L4 -1.8](t_score) [RFN -0.4](t_score) [radius -2.7](t_score)",
            "[Osteopenia](disorder).",
            "osteopenia: present; at lumbar spine",
            id="neither a normal nor an osteoporotic one",
        ),
        pytest.param(
            "[spine -1.0](t_score) [hip -2.5](t_score)",
            "[Osteopenia](disorder).",
            "osteopenia: present",
            id="the bounds lie outside",
        ),
        pytest.param(
            "[L1-L4 -1.8](t_score_historical)",
            "[Osteopenia](disorder).",
            "osteopenia: present",
            id="a prior one",
        ),
        pytest.param(
            "[L1-L4 -1.8](t_score)",
            "[Osteopenia](disorder) of the [left](laterality) [femoral neck](site).",
            "osteopenia: present; at left femoral neck",
            id="the provider names the site",
        ),
        pytest.param(
            "[L1-L4 -1.8](t_score) [LFN -1.1](t_score)",
            "[Osteopenia](disorder) at [multiple sites](feature).",
            "osteopenia: present; at lumbar spine + left femoral neck",
            id="multiple sites",
        ),
        pytest.param(
            "[L1-L4 -1.8](t_score)",
            "[Low bone density](disorder).",
            "low bone density: present",
            id="no osteopenia",
        ),
    ],
)
def test_scores_in_range_give_osteopenia_its_sites(imaging: str, assessment: str, expected: str) -> None:
    reading = note({"imaging": imaging, "assessment": assessment}, values=SCORES)
    assert told(reading) == [expected]


def test_a_score_makes_no_diagnosis() -> None:
    reading = note({"imaging": "[hip -2.5](t_score)", "assessment": "Pain."}, values=SCORES)
    assert told(reading) == []


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [
        (None, None, ""),
        (17, "F", "; t_score_applies=no; age=17.0; sex=F"),
        (20, None, "; t_score_applies=yes; age=20.0"),
        (39, "F", "; t_score_applies=no; age=39.0; sex=F"),
        (40, "F", "; t_score_applies=yes; age=40.0; sex=F"),
        (49, "M", "; t_score_applies=no; age=49.0; sex=M"),
        (50, "M", "; t_score_applies=yes; age=50.0; sex=M"),
    ],
)
def test_age_and_sex_decide_whether_scores_apply(age: float | None, sex: str | None, expected: str) -> None:
    shown = told(note("[Osteopenia](disorder)."), age=age, sex=sex, noise="t_score_applies")
    assert shown == [f"osteopenia: present{expected}"]


def test_a_premenopausal_woman_has_no_t_scores() -> None:
    text = "[Premenopausal](demographic) woman with [osteopenia](disorder)."
    assert told(note(text), noise="t_score_applies") == [
        "osteopenia: present; t_score_applies=no; menopause=premenopausal"
    ]


def test_scores_that_do_not_apply_tie_no_site() -> None:
    sections = {"imaging": "[L1-L4 -1.8](t_score)", "assessment": "[Osteopenia](disorder)."}
    assert told(note(sections, values=SCORES), age=17) == ["osteopenia: present; age=17.0"]


def test_the_callers_age_comes_before_the_notes() -> None:
    reading = note("[58](demographic) with [osteopenia](disorder).", values={"58": {"age": 58}})
    assert told(reading, age=61) == ["osteopenia: present; age=61.0"]
    assert told(reading) == ["osteopenia: present; age=58.0"]


GRADES: dict[str, JsonValue] = {
    "both HF 4/5": {"grade": "4/5", "target": "hip flexion", "laterality": "bilateral"},
    "R deltoid 5/5": {"grade": "5/5", "target": "deltoid", "laterality": "right"},
    "L grip 3+/5": {"grade": "3+/5", "target": "grip", "laterality": "left"},
    "neck 5-/5": {"grade": "5-/5", "target": "neck flexion", "laterality": None},
}


@pytest.mark.parametrize(
    ("exam", "expected"),
    [
        ("[both HF 4/5](strength)", "; weak_regions=[right leg, left leg]"),
        ("[R deltoid 5/5](strength)", ""),
        ("[L grip 3+/5](strength), [R deltoid 5/5](strength)", "; weak_regions=[left hand]"),
        ("[neck 5-/5](strength)", "; weak_regions=[neck]"),
        ("[both HF 4/5](strength_historical)", ""),
    ],
)
def test_grades_below_full_strength_tell_the_weak_regions(exam: str, expected: str) -> None:
    reading = note({"exam": exam, "assessment": "[Weakness](disorder)."}, values=GRADES)
    assert told(reading, noise="weak_regions") == [f"weakness: present{expected}"]


@pytest.mark.parametrize(
    ("exam", "place"),
    [
        ("[Bilateral](laterality) [hips](site) [both HF 4/5](strength)", "bilateral hip"),
        ("[Bilateral](laterality) [hips](site) [both HF 5/5](strength)", "hip"),
    ],
)
def test_full_strength_of_both_sides_does_not_say_that_both_are_affected(exam: str, place: str) -> None:
    full: JsonValue = {"grade": "5/5", "target": "hip flexion", "laterality": "bilateral"}
    sections = {"exam": exam, "assessment": "[Osteonecrosis](disorder) of the [hip](site)."}
    reading = note(sections, values={**GRADES, "both HF 5/5": full})
    assert told(reading, noise="weak_regions")[0].startswith(f"osteonecrosis: present; at {place}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[Muscle weakness](disorder) of the [right](laterality) [arm](site) and "
            "[left](laterality) [leg](site).",
            "at right arm + left leg; regions=[right arm, left leg]",
            id="each by its side",
        ),
        pytest.param(
            "[Muscle weakness](disorder) of the [bilateral](laterality) [leg](site).",
            "at bilateral leg; regions=[right leg, left leg]",
            id="both legs are two",
        ),
        pytest.param(
            "[Muscle weakness](disorder) of the [leg](site).", "at leg; regions=[leg]", id="one leg is one"
        ),
    ],
)
def test_sites_of_weakness_are_body_regions(text: str, expected: str) -> None:
    assert told(note(text), noise="regions") == [f"muscle weakness: present; {expected}"]


@pytest.mark.parametrize(
    ("target", "regions"),
    [
        ("hip flexion", {"leg"}),
        ("ankle dorsiflexion", {"foot"}),
        ("upper extremities", {"arm"}),
        ("hand grip", {"hand"}),
        ("elbow and knee", {"arm", "leg"}),
        ("", set()),
        ("tongue", set()),
    ],
)
def test_the_words_of_a_movement_name_its_region(target: str, regions: set[str]) -> None:
    assert region_of(target, linker().rules.file.movements) == regions


@pytest.mark.parametrize(
    ("region", "side", "regions"),
    [
        ("arm", "bilateral", ["right arm", "left arm"]),
        ("arm", "left", ["left arm"]),
        ("arm", None, ["arm"]),
        ("trunk", "left", ["trunk"]),
    ],
)
def test_a_region_counts_by_side(region: str, side: str | None, regions: list[str]) -> None:
    assert sided_regions(region, side) == regions


@pytest.mark.parametrize(
    ("age", "words", "applies"),
    [(31, "[Postmenopausal](demographic).", "yes"), (45, "[Premenopausal](demographic).", "no")],
)
def test_what_the_note_says_of_the_menopause_goes_before_the_age(
    age: float, words: str, applies: str
) -> None:
    reading = note({"history": words, "assessment": "[Low bone density](disorder)."})
    (line,) = told(reading, age=age, sex="F", noise="t_score_applies")
    assert f"t_score_applies={applies}" in line
