"""What resolve decides beyond the single rules: sites, sides, authorities, the pitfalls of claims."""

from __future__ import annotations

import pytest

from chartgap.icd10cm.excludes import settle
from chartgap.models import Condition, Laterality
from tests.icd10cm.coding import candidates, coder_for, condition, first_codes


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        pytest.param(
            condition("osteopenia", ("lumbar spine", None)), ["M85.88"], id="M85.89 with one named site"
        ),
        pytest.param(
            condition("heterotopic ossification", ("thigh", "left"), etiology="traumatic"),
            ["M61.052"],
            id="M61.08 where the thigh is named",
        ),
        pytest.param(
            condition("heterotopic ossification", ("rib", "left"), ("neck", None), etiology="traumatic"),
            ["M61.09"],
            id="M61.08 with two sites",
        ),
        pytest.param(
            condition("muscle calcification", ("thigh", "left"), etiology="traumatic"),
            ["M61.052"],
            id="M61.4- with a traumatic cause",
        ),
        pytest.param(
            condition("muscle weakness", regions=["left arm"]), ["R29.898"], id="M62.81 for one region"
        ),
        pytest.param(condition("myositis", ("thigh", "right")), ["M60.851"], id="M60.9 with sites named"),
        pytest.param(
            condition("myositis", ("chest wall", None), ("abdominal wall", None)),
            ["M60.89"],
            id="M60.88 with two sites",
        ),
        pytest.param(
            condition("osteomyelitis", ("lumbar spine", None), acuity="chronic", route="hematogenous"),
            ["M46.26"],
            id="M86.58 for a vertebra",
        ),
        pytest.param(
            condition("osteomyelitis", ("ankle", "left"), acuity="chronic", route="hematogenous"),
            ["M86.572"],
            id="M86.58 for an ankle",
        ),
        pytest.param(
            condition("osteomyelitis", ("sternum", None), acuity="acute", route="hematogenous"),
            ["M86.08"],
            id="M86.58 for an acute infection",
        ),
        pytest.param(
            condition("osteomyelitis", ("sternum", None), acuity="chronic", route="contiguous"),
            ["M86.68"],
            id="M86.58 with contiguous spread",
        ),
        pytest.param(
            condition(
                "osteomyelitis",
                ("sternum", None),
                acuity="chronic",
                route="hematogenous",
                organisms=(("Staphylococcus aureus", "B95.61"),),
            ),
            ["M86.58", "B95.61"],
            id="organism documented",
        ),
    ],
)
def test_a_pitfall_of_claims_gets_the_right_codes(of: Condition, codes: list[str]) -> None:
    assert first_codes(of) == codes


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        (
            condition("osteomyelitis", ("hip", "right"), ("femoral neck", "right"), acuity="acute"),
            ["M86.151"],
        ),
        (condition("osteomyelitis", ("tibia", "right"), ("fibula", "right"), acuity="acute"), ["M86.161"]),
        (
            condition("osteomyelitis", ("tibia", "right"), ("tibia", "left"), acuity="acute"),
            ["M86.161", "M86.162"],
        ),
        (condition("osteomyelitis", ("tibia", "bilateral"), acuity="acute"), ["M86.161", "M86.162"]),
        (condition("osteomyelitis", ("rib", "right"), ("rib", "left"), acuity="acute"), ["M86.18"]),
        (condition("osteomyelitis", ("clavicle", "left"), ("rib", "left"), acuity="acute"), ["M86.19"]),
        (condition("osteomyelitis", ("pelvis", None), ("ischium", "left"), acuity="acute"), ["M86.18"]),
        (condition("osteomyelitis", ("foot", "left"), ("toe", None), acuity="acute"), ["M86.172"]),
        (condition("osteomyelitis", ("knee", "left"), acuity="acute"), ["M86.10"]),
        (
            condition("osteomyelitis", ("lumbar spine", None), ("tibia", "left"), acuity="acute"),
            ["M46.26", "M86.162"],
        ),
        (condition("osteomyelitis", ("cervical spine", None), ("lumbar spine", None)), ["M46.22", "M46.26"]),
        (condition("osteopenia", ("lumbar spine", None), ("thoracic spine", None)), ["M85.88"]),
        (condition("osteopenia", ("lumbar spine", None), ("hip", "left")), ["M85.89"]),
        (condition("osteopenia", ("lumbar spine", None), vague_site="multiple"), ["M85.80"]),
        (
            condition("muscle atrophy", ("upper extremity", "bilateral"), ("lower extremity", "bilateral")),
            ["M62.59"],
        ),
        (condition("foreign body granuloma", ("hand", "left"), ("foot", None)), ["M60.242", "M60.279"]),
        (condition("infective myositis", ("index finger", "left")), ["M60.045"]),
        (condition("major osseous defect", ("clavicle", "left"), category="M89.7"), ["M89.712"]),
    ],
)
def test_sites_are_counted_after_mapping(of: Condition, codes: list[str]) -> None:
    assert first_codes(of) == codes


def test_the_authority_setting_turns_a_disputed_site_round() -> None:
    of = condition("osteomyelitis", ("clavicle", "left"), acuity="chronic", route="hematogenous")
    by_page = [(one.code, one.rank, len(one.conflicts)) for one in candidates(of)[:2]]
    by_index = [(one.code, one.rank, len(one.conflicts)) for one in candidates(of, "index")[:2]]
    assert by_page == [("M86.58", 1, 1), ("M86.512", 2, 1)]
    assert by_index == [("M86.512", 1, 1), ("M86.58", 2, 1)]


def test_the_authority_setting_turns_the_bare_word_round() -> None:
    of = condition("myositis", ("thigh", "left"))
    assert [(one.code, one.rank, bool(one.conflicts)) for one in candidates(of)[:2]] == [
        ("M60.852", 1, True),
        ("M60.9", 2, True),
    ]
    assert [(one.code, one.rank, bool(one.conflicts)) for one in candidates(of, "index")[:2]] == [
        ("M60.9", 1, True),
        ("M60.852", 2, True),
    ]


def test_an_ambiguous_site_keeps_its_readings_in_view() -> None:
    of = condition("osteomyelitis", ("hip", "right"), acuity="chronic", route="contiguous")
    found = [(one.rank, one.code, one.basis) for one in candidates(of)[:3]]
    assert found == [
        (1, "M86.60", "unspecified"),
        (2, "M86.651", "alternative"),
        (3, "M86.68", "alternative"),
    ]


def test_a_candidate_says_why_with_its_evidence() -> None:
    of = condition("osteomyelitis", ("tibia", None), acuity="chronic", route="direct")
    first = candidates(of)[0]
    assert [(reason.text, reason.finding_ids) for reason in first.rationale] == [
        (
            "Chronic infection of bone by spread from beside it or by direct inoculation is M86.6- "
            "(ICD-10-CM tabular M86.6; authority: tabular)",
            ("d1",),
        ),
        ("tibia is counted as tibia and fibula", ("s0",)),
        ("The side is not documented: unspecified side", ()),
        ("Not M86.4: M86.4- has a draining sinus", ()),
        ("Not M86.5: M86.5- needs the word hematogenous", ()),
    ]
    assert (first.basis, first.authority, first.conflicts) == ("unspecified", "tabular", ())


@pytest.mark.parametrize(("acuity", "code"), [("acute", "M86.162"), ("chronic", "M86.662")])
def test_a_postprocedural_route_flags_the_block_note(acuity: str, code: str) -> None:
    of = condition("osteomyelitis", ("tibia", "left"), acuity=acuity, route="postprocedural")  # type: ignore[arg-type]
    first = candidates(of)[0]
    assert first.code == code
    assert [text for text in first.conflicts if "M96" in text] == list(first.conflicts)


def test_only_billable_codes_of_the_release_are_candidates() -> None:
    tree = coder_for().tree
    of = condition("osteomyelitis", ("tibia", None), acuity="acute on chronic")
    found = candidates(of)
    assert all(tree.billable(one.code) for one in found)
    assert [one.rank for one in found] == [1, 1, *range(2, len(found))]


def test_a_stem_pinned_by_the_notes_words_is_taken() -> None:
    assert first_codes(condition("osteomyelitis", ("thigh", "left"), category="M86.8X")) == ["M86.8X5"]
    assert first_codes(condition("osteomyelitis", ("lumbar spine", None), category="M86.6")) == ["M46.26"]
    assert first_codes(condition("some disorder", category="M99.9X9")) == []


def test_an_encounter_gives_the_seventh_character() -> None:
    of = condition("pathological fracture", ("humerus", "left"), category="M84.4", encounter="K")
    assert first_codes(of) == ["M84.422K"]


def test_a_condition_that_nothing_decides_has_no_code() -> None:
    assert candidates(condition("hernia", ("hip", "right"))) == ()


@pytest.mark.parametrize(
    ("symptom", "left"),
    [
        ([("knee", "left")], ["M17.12"]),
        ([("knee", "right")], ["M17.12", "M25.561"]),
        ([("knee", "bilateral")], ["M17.12", "M25.561"]),
        ([("knee", None)], ["M17.12"]),
        ([("shoulder", "left")], ["M17.12", "M25.512"]),
        ([], ["M17.12"]),
    ],
)
def test_a_symptom_yields_to_the_disorder_of_its_place(
    symptom: list[tuple[str, Laterality | None]], left: list[str]
) -> None:
    disorder = condition("osteoarthritis", ("knee", "left"), etiology="primary")
    pain = condition("joint pain", *symptom, key="c2")
    codes = settle(coder_for(), [disorder, pain], (*candidates(disorder), *candidates(pain)))
    assert [code.code for code in codes if code.rank == 1] == left


def test_settling_one_condition_changes_nothing() -> None:
    of = condition("myositis", ("thigh", "left"))
    assert settle(coder_for(), [of], candidates(of)) == candidates(of)
