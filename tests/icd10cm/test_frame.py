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
        # codes whose header says the disorder otherwise
        ("M00.011", ("M00.0", "shoulder", "right", None, ())),
        ("M00.09", ("M00.0", "multiple", None, None, ())),
        ("M00.861", ("M00.8", "knee", "right", None, ())),
        ("M51.26", ("M51.2", "lumbar region", None, None, ())),
        ("M65.919", ("M65.9", "shoulder", "unspecified", None, ())),
        ("M79.609", ("M79.6", "unspecified", None, None, ())),
        # the site stands in the disorder, after it, or between its words
        ("M01.X12", ("M01.X", "shoulder", "left", None, ())),
        ("M05.611", ("M05.6", "shoulder", "right", None, ())),
        ("M20.011", ("M20.01", "fingers", "right", None, ())),
        ("M22.02", ("M22.0", "knee", "left", None, ())),
        ("M25.571", ("M25.5", "ankle and foot", "right", None, ())),
        ("M65.322", ("M65.3", "index finger", "left", None, ())),
        ("M65.311", ("M65.3", "thumb", "right", None, ())),
        ("M76.891", ("M76.8", "lower limb", "right", None, ())),
        ("M94.241", ("M94.2", "hand", "right", None, ())),
        ("M50.122", ("M50.1", "C5-C6", None, None, ())),
        ("M50.120", ("M50.1", "mid-cervical region", None, None, ())),
        ("M50.10", ("M50.1", "unspecified", None, None, ())),
        # both sides, one side
        ("M16.0", ("M16.0", "hip", "bilateral", None, ())),
        ("M16.11", ("M16.1", "hip", "right", None, ())),
        ("M16.9", ("M16.9", "hip", None, None, ())),
        ("M18.12", ("M18.1", "first carpometacarpal joint", "left", None, ())),
        ("M26.601", ("M26.60", None, "right", None, ())),
        ("M54.30", ("M54.3", None, "unspecified", None, ())),
        ("M92.523", ("M92.52", "leg", "bilateral", None, ())),
        # qualifiers
        ("M23.203", ("M23.20", "knee", "right", None, ("medial",))),
        ("M67.823", ("M67.8", "elbow", "right", None, ("tendon",))),
        ("M75.121", ("M75.1", "shoulder", "right", None, ("complete",))),
        ("M48.061", ("M48.0", "lumbar region", None, None, ())),
        ("M48.062", ("M48.0", "lumbar region", None, None, ("with neurogenic claudication",))),
        ("M51.361", ("M51.3", "lumbar region", None, None, ("with lower extremity pain only",))),
        ("M51.A2", ("M51.A", "lumbar region", None, None, ("large",))),
        ("M1A.0710", ("M1A.0", "ankle and foot", "right", "0", ())),
        ("M1A.0711", ("M1A.0", "ankle and foot", "right", "1", ("with tophus (tophi)",))),
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
