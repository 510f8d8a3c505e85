"""Which axes a condition leaves open, of what kind, and the codes that would close them."""

from __future__ import annotations

import pytest

from chartgap.icd10cm.axes import OpenAxis, open_axes
from chartgap.models import Condition
from tests.icd10cm.coding import coder_for, condition


def axes(of: Condition) -> list[tuple[str, str]]:
    return [(axis.kind, axis.element) for axis in open_axes(coder_for(), of)]


def axis_of(of: Condition, element: str) -> OpenAxis:
    return next(axis for axis in open_axes(coder_for(), of) if axis.element == element)


def closings(of: Condition, element: str) -> list[tuple[str, str]]:
    return [(closing.answer, closing.code) for closing in axis_of(of, element).closings]


ACUITY = ("missing", "acuity")
ROUTE = ("missing", "route")
SITE = ("missing", "site")
SIDE = ("missing", "laterality")
ENCOUNTER = ("missing", "encounter")


@pytest.mark.parametrize(
    ("of", "found"),
    [
        (condition("osteomyelitis"), [ACUITY, ROUTE, SITE]),
        (condition("myopathy", category="G72.9"), []),
        (condition("osteomyelitis", ("tibia", None)), [ACUITY, ROUTE, SIDE]),
        (condition("osteomyelitis", ("tibia", "left"), route="direct"), [ACUITY]),
        (condition("osteomyelitis", ("rib", None), route="direct"), [ACUITY]),
        (condition("osteomyelitis", ("hip", None)), [ACUITY, ROUTE, ("ambiguous", "site")]),
        (condition("osteomyelitis", vague_site="multiple"), [ACUITY, ROUTE, ("vague", "site")]),
        (condition("osteomyelitis", ("tibia", "left"), acuity="acute"), [ROUTE]),
        (condition("osteomyelitis", ("tibia", "left"), acuity="chronic"), [ROUTE]),
        (condition("osteomyelitis", ("tibia", "left"), acuity="acute on chronic"), [ROUTE]),
        (condition("osteomyelitis", ("tibia", "left"), acuity="subacute"), []),
        (condition("osteomyelitis", ("tibia", "left"), acuity="chronic", sinus=True), []),
        (condition("osteomyelitis", ("tibia", "left"), acuity="chronic", form="multifocal"), []),
        (condition("osteomyelitis", ("tibia", None), form="abscess"), []),
        (condition("osteomyelitis", form="abscess"), [SITE]),
        (condition("osteomyelitis", ("lumbar spine", None)), []),
        (condition("osteomyelitis", ("spine", None)), [SITE]),
        (condition("osteomyelitis", ("jaw", None)), []),
        (condition("osteomyelitis", ("orbit", None)), [SIDE]),
        (condition("osteomyelitis", ("petrous bone", "left")), [ACUITY]),
        (condition("osteomyelitis", organisms=(("Salmonella", None),)), []),
        (condition("osteomyelitis", ("clavicle", None), acuity="acute", route="direct"), []),
        (condition("osteomyelitis", ("tibia", None), ("rib", None), acuity="acute", route="direct"), []),
        (condition("myopathy", category="G72.9"), []),
        (condition("myositis"), [SITE]),
        (condition("myositis", vague_site="multiple"), [("vague", "site")]),
        (condition("myositis", ("thigh", None)), [SIDE]),
        (condition("myositis", ("thigh", "left")), []),
        (condition("dermatomyositis"), []),
        (condition("heterotopic ossification", ("hip", None)), [("missing", "etiology"), SIDE]),
        (condition("muscle calcification", ("thigh", "left")), []),
        (condition("muscle weakness"), []),
        (condition("osteopenia"), [SITE]),
        (condition("osteopenia", ("lumbar spine", None)), []),
        (condition("osteopenia", ("hip", None), ("lumbar spine", None)), []),
        (condition("low bone density"), []),
        (condition("osteoporosis"), []),
        (condition("osteoporosis", fracture={"site": "humerus"}), [SIDE, ENCOUNTER]),
        (condition("osteoporosis", fracture={"type": "fragility"}, encounter="D"), [SITE]),
        (condition("osteoporosis", fracture={"site": "lumbar spine"}, encounter="A"), []),
        (condition("pathological fracture", category="M84.4"), [SITE, ENCOUNTER]),
        (condition("fibrous dysplasia", ("femur", None), category="M85.0"), [SIDE]),
        (condition("skeletal fluorosis", category="M85.1"), [SITE]),
        (condition("foreign body granuloma", ("hand", None), ("foot", "left")), [SIDE]),
        (condition("hernia", ("hip", None)), []),
        (condition("osteoarthritis", ("hip", None)), [("missing", "laterality")]),
        (condition("gout"), [("missing", "etiology"), ("missing", "site")]),
        (condition("rheumatoid arthritis"), [("missing", "disorder"), ("missing", "site")]),
    ],
    ids=str,
)
def test_the_open_axes_are_these_and_no_others(of: Condition, found: list[tuple[str, str]]) -> None:
    assert axes(of) == found


def test_closing_the_side_gives_the_codes_of_the_site() -> None:
    of = condition("osteomyelitis", ("tibia", None), acuity="subacute")
    assert closings(of, "laterality") == [
        ("right", "M86.261"),
        ("left", "M86.262"),
        ("bilateral", "M86.261"),
        ("bilateral", "M86.262"),
    ]


def test_closing_the_acuity_gives_one_code_or_both() -> None:
    of = condition("osteomyelitis", ("tibia", "left"), route="hematogenous")
    assert closings(of, "acuity") == [
        ("acute", "M86.062"),
        ("subacute", "M86.262"),
        ("chronic", "M86.562"),
        ("acute on chronic", "M86.062"),
        ("acute on chronic", "M86.562"),
    ]


def test_while_the_acuity_is_open_an_answer_leads_to_a_code_for_each_acuity() -> None:
    of = condition("osteomyelitis", ("tibia", None), route="hematogenous")
    assert closings(of, "laterality")[:2] == [("right", "M86.061"), ("left", "M86.062")]
    assert {code for answer, code in closings(of, "laterality") if answer == "left"} == {"M86.062", "M86.562"}


def test_an_ambiguous_site_closes_with_its_readings() -> None:
    of = condition("osteomyelitis", ("knee", "left"), acuity="chronic", route="direct")
    assert closings(of, "site") == [
        ("femur", "M86.652"),
        ("tibia and fibula", "M86.662"),
        ("patella", "M86.68"),
    ]


def test_closings_that_do_not_vary_are_left_out() -> None:
    of = condition("osteomyelitis", ("lumbar spine", None), ("femur", None), acuity="acute", route="direct")
    assert {code for _, code in closings(of, "laterality")} == {"M86.151", "M86.152"}


def test_the_seventh_character_closes_with_the_words_of_the_title() -> None:
    of = condition("osteoporosis", fracture={"site": "lumbar spine"})
    assert closings(of, "encounter")[:2] == [
        ("initial encounter for fracture", "M80.08XA"),
        ("subsequent encounter for fracture with routine healing", "M80.08XD"),
    ]


def test_a_missing_spine_region_closes_with_every_region() -> None:
    of = condition("osteomyelitis", ("spine", None))
    assert [code for _, code in closings(of, "site")] == [f"M46.2{number}" for number in range(1, 9)]


def test_a_missing_side_names_its_sites_and_evidence() -> None:
    of = condition("osteomyelitis", ("tibia", None), acuity="subacute")
    axis = axis_of(of, "laterality")
    assert (axis.sites, axis.finding_ids) == (("tibia",), ("s0",))


def test_a_bare_disorder_may_also_turn_out_to_be_coded_elsewhere() -> None:
    assert ("jaw", "M27.2") in closings(condition("osteomyelitis", acuity="acute"), "site")


def test_a_site_that_a_rule_reads_as_a_wider_one_is_closed_by_its_own_side() -> None:
    of = condition("nontraumatic compartment syndrome", ("thigh", None))
    assert closings(of, "laterality")[:2] == [("right", "M79.A21"), ("left", "M79.A22")]


def test_no_side_is_asked_for_without_a_code_that_has_it() -> None:
    coder = coder_for()
    asked = [
        concept
        for concept in coder.rules
        for site in ("thigh", "knee", "lumbar spine")
        for axis in open_axes(coder, condition(concept, (site, None)))
        if axis.element == "laterality" and not axis.closings
    ]
    assert asked == []


def test_a_site_that_a_rule_sends_elsewhere_closes_with_the_code_of_that_rule() -> None:
    assert closings(condition("bursitis"), "site") == [
        ("wrist", "M70.10"),
        ("trochanter", "M70.60"),
        ("olecranon", "M70.20"),
        ("prepatellar bursa", "M70.40"),
        ("shoulder", "M75.50"),
        ("elbow", "M70.30"),
        ("hand", "M70.10"),
        ("hip", "M70.70"),
        ("knee", "M70.50"),
        ("foot", "M77.50"),
    ]


def test_the_site_that_stands_for_none_is_no_answer() -> None:
    told = [answer for answer, _ in closings(condition("trigger finger"), "site")]
    assert told == ["thumb", "index finger", "middle finger", "ring finger", "little finger"]


def test_a_site_that_leads_on_only_with_its_side_is_no_answer() -> None:
    assert closings(condition("unequal limb length"), "site") == [
        ("humerus", "M21.729"),
        ("radius and ulna", "M21.739"),
        ("femur", "M21.759"),
        ("tibia and fibula", "M21.769"),
    ]
