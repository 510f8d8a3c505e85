"""Sites with their sides: the whole of what a text gives is compared, so a leak shows."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.sites import ChartSites
from tests.pipes.attribute_line import read, shipped

R, L, B = "right", "left", "bilateral"
Sites = list[tuple[str, str | None]]


@cache
def component() -> ChartSites:
    return ChartSites(shipped())


def sites(text: str) -> Sites:
    values = [draft.value for draft in read(text, component()) if draft.kind == "site"]
    return [(str(value["site"]), value["laterality"]) for value in values if isinstance(value, dict)]  # type: ignore[misc]


def sides(text: str) -> list[tuple[str, str]]:
    found = [draft for draft in read(text, component()) if draft.kind == "laterality"]
    return [(text[draft.start : draft.end], str(draft.value)) for draft in found]


BEFORE: list[tuple[str, Sites]] = [
    ("Chronic osteomyelitis of the left clavicle.", [("clavicle", L)]),
    ("Chr OM L clavicle w/ sinus", [("clavicle", L)]),
    ("OM Lt. tibia", [("tibia", L)]),
    ("Osteomyelitis RT tibia", [("tibia", R)]),
    ("acute osteomyelitis of the left distal femoral metaphysis", [("femur", L)]),
    ("left-sided osteomyelitis of the clavicle", [("clavicle", L)]),
    ("Left chronic osteomyelitis, tibia", [("tibia", L)]),
    ("swelling of the right 4th rib", [("rib", R)]),
    ("right side of the pelvis", [("pelvis", R)]),
    ("cellulitis of the right lower leg", [("lower leg", R)]),
    ("(R) femur fracture", [("femur", R)]),
    ("left total hip -1.2", [("total hip", L)]),
    ("right infected tibia", [("tibia", R)]),
    ("left plantar weightbearing heel", [("heel", L)]),
    ("chronic osteomyelitis both tibias", [("tibia", B)]),
    ("both of her knees", [("knee", B)]),
    ("no swelling of either knee", [("knee", B)]),
    ("Myositis of the bilateral deltoids", [("deltoid", B)]),
    ("weakness of RUE and LLE", [("upper extremity", R), ("lower extremity", L)]),
    ("BLE weakness", [("lower extremity", B)]),
    ("On the right, the tibia is tender", [("tibia", R)]),
]
AFTER: list[tuple[str, Sites]] = [
    ("osteomyelitis, clavicle, left", [("clavicle", L)]),
    ("osteomyelitis of the tibia (L)", [("tibia", L)]),
    ("tibia (L), femur (R)", [("tibia", L), ("femur", R)]),
    ("Osteomyelitis tibia - right", [("tibia", R)]),
    ("osteomyelitis of the femur on the left", [("femur", L)]),
    ("hips bilaterally", [("hip", B)]),
    ("Hip flexors 4/5 bilaterally.", [("hip flexor", B)]),
    ("myositis, thighs and calves, bilateral", [("thigh", B), ("calf", B)]),
    ("weakness of knee and ankle on the right", [("knee", R), ("ankle", R)]),
    ("Hip, Left  -1.9", [("hip", L)]),
]
PAIRS: list[tuple[str, Sites]] = [
    ("right and left hips", [("hip", B)]),
    ("R > L knees", [("knee", B)]),
    ("knees, right greater than left", [("knee", B)]),
    ("swelling of the left and right thighs, respectively", [("thigh", B)]),
    ("pain of the femur and tibia on the left and right, respectively", [("femur", L), ("tibia", R)]),
    ("bilateral hips, left worse than right", [("hip", B)]),
    ("left hand weaker than the right hand", [("hand", L), ("hand", R)]),
]
LISTS: list[tuple[str, Sites]] = [
    ("osteopenia of the left femur and tibia", [("femur", L), ("tibia", L)]),
    ("left femoral neck and lumbar spine", [("femoral neck", L), ("lumbar spine", None)]),
    ("left clavicle and right 4th rib", [("clavicle", L), ("rib", R)]),
    ("pain in the left hip, knee and ankle", [("hip", L), ("knee", L), ("ankle", L)]),
    ("weak in his right arm and both legs", [("arm", R), ("leg", B)]),
    ("right femur and the tibia", [("femur", R), ("tibia", None)]),
    ("left hip and knees", [("hip", L), ("knee", None)]),
    ("R tib/fib and L hip", [("tibia and fibula", R), ("hip", L)]),
    ("both femur and tibia are involved", [("femur", None), ("tibia", None)]),
    ("lumbar spine, left hip and right forearm", [("lumbar spine", None), ("hip", L), ("forearm", R)]),
    ("weakness of both upper and lower limbs", [("upper extremity", B), ("lower extremity", B)]),
    ("weak in all four extremities", [("upper extremity", B), ("lower extremity", B)]),
]
PARTS: list[tuple[str, Sites]] = [
    ("distal phalanx of the right great toe", [("phalanx", R), ("great toe", R)]),
    ("Osteomyelitis, distal phalanx, right great toe.", [("phalanx", R), ("great toe", R)]),
    ("first metatarsal head, left foot", [("metatarsal", L), ("foot", L)]),
    ("left foot fifth metatarsal", [("foot", L), ("metatarsal", L)]),
    ("left foot ulcer and osteomyelitis of the fifth metatarsal", [("foot", L), ("metatarsal", L)]),
]
APART: list[tuple[str, Sites]] = [
    ("left hip osteoarthritis, osteomyelitis of the tibia", [("hip", L), ("tibia", None)]),
    ("osteomyelitis of the tibia, left hip osteoarthritis", [("tibia", None), ("hip", L)]),
    ("osteomyelitis of the tibia, left inguinal hernia", [("tibia", None)]),
    ("the femur is sore and pulses are palpable bilaterally", [("femur", None)]),
    ("She left against medical advice with hip pain.", [("hip", None)]),
    ("the drain was left in place over the femur", [("femur", None)]),
    ("come back right away if knee pain", [("knee", None)]),
    ("58M, right-hand dominant, with knee pain", [("knee", None)]),
    ("on 2 L by cannula, hip pain", [("hip", None)]),
    ("R/O osteomyelitis of femur", [("femur", None)]),
    ("walked 80 feet with a sore knee", [("knee", None)]),
    ("pain in the hips", [("hip", None)]),
    ("on the other hand, the tibia is fine", [("tibia", None)]),
]


@pytest.mark.parametrize(("text", "expected"), BEFORE + AFTER + PAIRS + LISTS + PARTS + APART)
def test_sites_with_their_sides(text: str, expected: Sites) -> None:
    assert sites(text) == expected


SIDES: list[tuple[str, list[tuple[str, str]]]] = [
    ("left clavicle and R rib", [("left", L), ("R", R)]),
    ("weakness of RUE", [("RUE", R)]),
    ("both hips, both of them sore", [("both", B)]),
    ("right worse than left knees", [("right", R), ("left", L)]),
    ("left-sided pain", [("left-sided", L)]),
    ("she left against medical advice", []),
    ("L1 fracture, R/O infection, LT intact", []),
    ("right-handed, doing all right, come right away", []),
]


@pytest.mark.parametrize(("text", "expected"), SIDES)
def test_every_side_word_is_a_finding_and_nothing_else_is(text: str, expected: list[tuple[str, str]]) -> None:
    assert sides(text) == expected


def test_a_bare_plural_has_no_side_but_says_that_it_is_plural() -> None:
    values = [draft.value for draft in read("pain in the hips", component())]
    assert values == [{"site": "hip", "laterality": None, "plural": True}]


WORDS = [
    "left",
    "right",
    "both",
    "L",
    "R",
    "bilateral",
    "hip",
    "tibia",
    "and",
    ",",
    "of the",
    "distal",
    "(",
    ")",
    ".",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_order_of_words_gives_sites_in_text_order_without_overlap(text: str) -> None:
    found = [draft for draft in read(text, component()) if draft.kind == "site"]
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert len(found) == text.split().count("hip") + text.split().count("tibia")


def test_a_note_of_one_endless_sentence_is_read_whole() -> None:
    found = read("left hip , " * 4_000 + "distal " * 4_000, component())
    assert len([draft for draft in found if draft.kind == "site"]) == 4_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L plantar fasciitis", [("L", L)]),
        ("Plantar fasciitis, R", [("R", R)]),
        ("Plantar fasciitis (L)", [("L", L)]),
        ("plantar fasciitis l", []),
        ("K 4.1 mmol/L plantar fasciitis", []),
        ("Plantar fasciitis L wrist splint", []),
        ("Plantar fasciitis. R", []),
    ],
)
def test_a_capital_letter_of_side_may_stand_right_at_a_disorder(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert sides(text) == expected


@given(
    st.lists(
        st.sampled_from(
            ["distal", "Right", "MID", "shaft", "of", "the", "and", "1st", "¤", ",", "\n", "ulcer"]
        )
    )
)
def test_a_gap_loses_its_modifiers_in_either_case(words: list[str]) -> None:
    gap = " ".join(words)
    grammar = component().grammar
    assert grammar.reduce(gap) == grammar["modifier"].sub("~", gap)
