from __future__ import annotations

import pytest

from chartgap.errors import CodeSetError
from chartgap.icd10cm.place import Axis, AxisValue, Level, describe
from chartgap.icd10cm.tree import load_tree


def test_a_code_is_placed_under_every_level() -> None:
    place = describe("m8658", load_tree())
    assert (place.code, place.billable) == ("M86.58", True)
    assert place.levels == (
        Level("M86.5", "Other chronic hematogenous osteomyelitis"),
        Level("M86", "Osteomyelitis"),
        Level("M86-M90", "Other osteopathies (M86-M90)"),
        Level("M80-M94", "Osteopathies and chondropathies (M80-M94)"),
        Level("13", "Diseases of the musculoskeletal system and connective tissue (M00-M99)"),
    )
    assert place.notes == load_tree().notes("M86.58")


def test_axes_show_the_siblings_that_differ_in_one_thing() -> None:
    place = describe("M84.754A", load_tree())
    assert place.axes == (
        Axis(
            "side",
            "right",
            (AxisValue("left", "M84.755A"), AxisValue("unspecified", "M84.756A")),
        ),
        Axis(
            "qualifiers",
            "complete transverse",
            (AxisValue("incomplete", "M84.751A"), AxisValue("complete oblique", "M84.757A")),
        ),
        Axis(
            "seventh character",
            "A",
            (
                AxisValue("D subsequent encounter for fracture with routine healing", "M84.754D"),
                AxisValue("G subsequent encounter for fracture with delayed healing", "M84.754G"),
                AxisValue("K subsequent encounter for fracture with nonunion", "M84.754K"),
                AxisValue("P subsequent encounter for fracture with malunion", "M84.754P"),
                AxisValue("S sequela", "M84.754S"),
            ),
        ),
    )


def test_a_site_without_side_leads_to_the_open_side_of_the_others() -> None:
    place = describe("M62.48", load_tree())
    assert place.axes == (
        Axis(
            "site",
            "other",
            (
                AxisValue("unspecified", "M62.40"),
                AxisValue("shoulder", "M62.419"),
                AxisValue("upper arm", "M62.429"),
                AxisValue("forearm", "M62.439"),
                AxisValue("hand", "M62.449"),
                AxisValue("thigh", "M62.459"),
                AxisValue("lower leg", "M62.469"),
                AxisValue("ankle and foot", "M62.479"),
                AxisValue("multiple", "M62.49"),
            ),
        ),
    )


def test_a_header_shows_its_children_and_what_they_differ_by() -> None:
    place = describe("M62.83", load_tree())
    assert [child.id for child in place.children] == ["M62.830", "M62.831", "M62.838"]
    values = (AxisValue("back", "M62.830"), AxisValue("calf", "M62.831"), AxisValue("other", "M62.838"))
    assert (place.billable, place.axes) == (False, (Axis("site", None, values),))
    assert [one.id for one in place.siblings] == ["M62.81", "M62.82", "M62.84", "M62.85", "M62.89"]


def test_a_value_of_several_codes_leads_to_the_level_that_holds_just_them() -> None:
    site, side = describe("M86.5", load_tree()).axes
    assert AxisValue("shoulder", "M86.51") in site.others
    assert side.others == (AxisValue("right", ""), AxisValue("left", ""), AxisValue("unspecified", ""))


def test_a_code_of_another_chapter_has_no_axes() -> None:
    assert describe("R53.1", load_tree()).axes == ()


def test_an_unknown_code_is_a_code_set_error() -> None:
    with pytest.raises(CodeSetError, match=r"has no code 'M99\.999Z'"):
        describe("M99.999Z", load_tree())
