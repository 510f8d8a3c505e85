"""The codes that go beside a condition's own."""

from __future__ import annotations

import pytest

from chartgap.models import Condition
from tests.icd10cm.coding import candidates, condition, first_codes

STAPH = (("Staphylococcus aureus", "B95.61"),)


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        (
            condition("osteomyelitis", ("tibia", "left"), acuity="acute", organisms=STAPH),
            ["M86.162", "B95.61"],
        ),
        (condition("osteomyelitis", ("lumbar spine", None), organisms=STAPH), ["M46.26", "B95.61"]),
        (condition("osteomyelitis", ("jaw", None), organisms=STAPH), ["M27.2", "B95.61"]),
        (condition("infective myositis", ("thigh", "left"), organisms=STAPH), ["M60.052", "B95.61"]),
        (condition("myositis", ("thigh", "left"), organisms=STAPH), ["M60.852"]),
        (condition("osteomyelitis", acuity="acute", organisms=(("Candida", None),)), ["M86.10"]),
        (condition("osteomyelitis", organisms=(("Salmonella", "B96.89"),)), ["A02.24"]),
    ],
)
def test_an_organism_is_coded_where_the_code_asks_for_it(of: Condition, codes: list[str]) -> None:
    assert first_codes(of) == codes


@pytest.mark.parametrize(
    ("defect", "codes"),
    [
        ({"extent": "major"}, ["M86.662", "M89.762"]),
        ({"extent": "major", "site": "femur", "laterality": "right"}, ["M86.662", "M89.751"]),
        ({"extent": None}, ["M86.662"]),
    ],
)
def test_a_major_defect_is_coded_by_its_site(defect: dict[str, str | None], codes: list[str]) -> None:
    of = condition("osteomyelitis", ("tibia", "left"), acuity="chronic", osseous_defect=dict(defect))
    assert first_codes(of) == codes


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        (condition("osteopenia", menopause="status"), ["M85.80", "Z78.0"]),
        (condition("low bone density", menopause="symptomatic"), ["M85.9", "N95.1"]),
        (condition("osteoporosis", menopause="status"), ["M81.0"]),
        (condition("osteoporosis", menopause="status", fracture={"site": "lumbar spine"}), ["M80.08XA"]),
        (condition("osteoporosis", causes=[{"cause": "steroids", "code": "Z79.52"}]), ["M81.0", "Z79.52"]),
        (
            condition(
                "osteopenia", menopause="postmenopausal", causes=[{"cause": "flushes", "code": "N95.1"}]
            ),
            ["M85.80", "N95.1"],
        ),
        (condition("osteopenia", causes=[{"code": "E21.3"}, {"code": "E21.0"}]), ["M85.80", "E21.0"]),
        (condition("osteopenia", causes=[{"cause": "a header", "code": "E24"}]), ["M85.80"]),
        (condition("osteopenia", causes=[{"cause": "nothing", "code": None}]), ["M85.80"]),
        (condition("hernia", causes=[{"cause": "steroids", "code": "Z79.52"}]), []),
        (condition("osteopenia", additional=[{"code": "E11.69", "cause": "diabetes"}]), ["M85.80", "E11.69"]),
    ],
)
def test_causes_go_with_a_coded_condition(of: Condition, codes: list[str]) -> None:
    assert first_codes(of) == codes


def test_an_additional_code_says_what_it_rests_on() -> None:
    of = condition(
        "osteopenia", causes=[{"cause": "hyperparathyroidism", "code": "E21.3", "finding_ids": ["f9"]}]
    )
    extra = next(one for one in candidates(of) if one.role == "additional")
    assert (extra.code, extra.rank, extra.basis) == ("E21.3", 1, "documented")
    assert [(reason.text, reason.finding_ids) for reason in extra.rationale] == [
        ("Documented with it: hyperparathyroidism", ("f9",))
    ]
