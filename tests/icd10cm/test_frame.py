"""The frames as compiled: what every billable title of chapter XIII says, taken apart."""

from __future__ import annotations

from collections import Counter

import pytest

from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.tree import load_tree

FAMILIES = [f"M{number}" for number in (60, 61, 62, 63, 80, 81, 83, 84, 85, 86, 87, 88, 89, 90)]


def collect(prefixes: list[str]) -> list[Frame]:
    tree = load_tree()
    return [frame for prefix in prefixes for frame in tree.frames(prefix)]


def chapter() -> list[str]:
    return [category for category in load_tree().categories() if category.startswith("M")]


def slots(frame: Frame) -> tuple[object, ...]:
    return frame.disorder, frame.site, frame.laterality, frame.seventh, frame.qualifiers


def test_every_billable_code_of_the_families_has_a_frame() -> None:
    tree = load_tree()
    billable = [code for family in FAMILIES for code in tree.descendants(family)]
    assert [frame.code for frame in collect(FAMILIES)] == billable
    assert len(billable) == 2568


def test_every_billable_code_of_the_chapter_has_a_frame() -> None:
    assert len(collect(chapter())) == 6665


def test_no_two_codes_share_a_frame() -> None:
    counts = Counter(map(slots, collect(chapter())))
    assert [frame for frame, count in counts.items() if count > 1] == []


def test_a_frame_has_its_title_and_stem_from_the_tree() -> None:
    tree = load_tree()
    wrong = [
        frame.code
        for frame in collect(FAMILIES)
        if frame.title != tree.title(frame.code) or not frame.code.startswith(frame.stem)
    ]
    assert wrong == []


def test_stems_and_their_sites_are_the_known_ones() -> None:
    frames = collect(FAMILIES)
    assert len({frame.stem for frame in frames}) == 84
    assert {frame.site for frame in frames if frame.stem == "M86.6"} == {
        "unspecified", "shoulder", "humerus", "radius and ulna", "hand", "femur", "tibia and fibula",
        "ankle and foot", "other", "multiple",
    }  # fmt: skip
    assert {frame.site for frame in frames if frame.stem == "M80.0"} == {
        "unspecified", "shoulder", "humerus", "forearm", "hand", "femur", "lower leg", "ankle and foot",
        "vertebrae", "other", "pelvis",
    }  # fmt: skip


def test_a_side_stands_only_where_the_code_has_one() -> None:
    sideless = {"other", "multiple", "unspecified", "skull", "vertebrae", "jaw", None}
    # Atypical femoral fractures have a side and no site of their own.
    wrong = [
        frame.code
        for frame in collect(FAMILIES)
        if frame.site in sideless and frame.laterality and frame.stem != "M84.75"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("M86.58", ("M86.5", "other", None, None, ())),
        ("M86.651", ("M86.6", "femur", "right", None, ())),
        ("M86.8X0", ("M86.8X", "multiple", None, None, ())),
        ("M86.8X9", ("M86.8X", "unspecified", None, None, ())),
        ("M89.8X9", ("M89.8X", "unspecified", None, None, ())),
        ("M86.9", ("M86.9", None, None, None, ())),
        ("M87.051", ("M87.0", "femur", "right", None, ())),
        ("M87.00", ("M87.0", "unspecified", None, None, ())),
        ("M60.000", ("M60.0", "arm", "right", None, ())),
        ("M60.002", ("M60.0", "arm", "unspecified", None, ())),
        ("M60.045", ("M60.0", "fingers", "left", None, ())),
        ("M61.177", ("M61.1", "toes", "right", None, ())),
        ("M62.5A0", ("M62.5", "cervical back", None, None, ())),
        ("M62.5A9", ("M62.5", "back", None, None, ())),
        ("M62.838", ("M62.83", "other", None, None, ())),
        ("M62.81", ("M62.81", None, None, None, ())),
        ("M80.08XA", ("M80.0", "vertebrae", None, "A", ())),
        ("M80.0B1S", ("M80.0", "pelvis", "right", "S", ())),
        ("M84.359D", ("M84.3", "hip", "unspecified", "D", ())),
        ("M84.40XA", ("M84.4", "unspecified", None, "A", ())),
        ("M84.750A", ("M84.75", None, None, "A", ("unspecified",))),
        ("M84.754A", ("M84.75", None, "right", "A", ("complete", "transverse"))),
        ("M85.2", ("M85.2", "skull", None, None, ())),
        ("M88.0", ("M88", "skull", None, None, ())),
        ("M88.9", ("M88", "unspecified", None, None, ())),
        ("M89.121", ("M89.1", "humerus", "right", None, ("complete", "proximal"))),
        ("M46.26", ("M46.2", "lumbar region", None, None, ())),
    ],
)
def test_titles_that_are_written_their_own_way(code: str, expected: tuple[object, ...]) -> None:
    frame = load_tree().frame(code)
    assert frame is not None
    assert (frame.stem, frame.site, frame.laterality, frame.seventh, frame.qualifiers) == expected


def test_acuity_and_route_are_read_from_the_disorder() -> None:
    tree = load_tree()
    read = {frame.stem: (frame.acuity, frame.route, frame.other) for frame in tree.frames("M86")}
    assert read == {
        "M86.0": ("acute", "hematogenous", False),
        "M86.1": ("acute", None, True),
        "M86.2": ("subacute", None, False),
        "M86.3": ("chronic", None, False),
        "M86.4": ("chronic", None, False),
        "M86.5": ("chronic", "hematogenous", True),
        "M86.6": ("chronic", None, True),
        "M86.8X": (None, None, True),
        "M86.9": (None, None, False),
    }


def test_other_chapters_and_headers_have_no_frame() -> None:
    tree = load_tree()
    assert [tree.frame(code) for code in ("R53.1", "M86.5", "G72.41", "nonsense")] == [None] * 4
