"""What is quoted from the whole note: only what is about the condition, as far as its sentence tells."""

from __future__ import annotations

import pytest

from chartgap.gaps.context import context
from chartgap.gaps.scene import NoteScene, Scene
from chartgap.models import Finding, FindingKind
from tests.gaps.build import SITES, condition, found, reading, shipped_book

POLICY = shipped_book().policy
MENTION = "Osteomyelitis was told. "


def told(
    sentence: str, kind: FindingKind, words: str, *named: tuple[str, str | None], at: str | None = "hip"
) -> bool:
    """Whether these words are context of an osteomyelitis of the right hip, or of one without a site."""
    text = MENTION + sentence
    mention = found(text, "Osteomyelitis", "disorder")
    said = found(text, words, kind)
    places = [found(text, name, "site", {"site": name, "laterality": side}) for name, side in named]
    return _context(text, (mention.id,), at, mention, said, *places) == [said]


def _context(text: str, held: tuple[str, ...], at: str | None, *findings: Finding) -> list[Finding]:
    mention, said = findings[:2]
    of = condition("osteomyelitis", mention, sites=[(at, "right")] if at else [])
    scene = Scene(NoteScene(reading(text, *findings), SITES, frozenset(held)), of, ())
    return context(scene, said.kind, POLICY)


@pytest.mark.parametrize(
    ("sentence", "site", "side", "quoted"),
    [
        ("MRI of the right hip: edema.", "hip", "right", True),
        ("MRI of the hip: edema.", "hip", None, True),
        ("MRI of the right femoral neck: edema.", "femoral neck", "right", True),
        ("MRI of the pelvis: edema.", "pelvis", None, True),
        ("MRI of the left hip: edema.", "hip", "left", False),
        ("MRI of the lumbar spine: edema.", "lumbar spine", None, False),
        ("MRI of the right wrist: edema.", "wrist", "right", False),
    ],
)
def test_imaging_is_quoted_at_the_sites_of_the_condition(
    sentence: str, site: str, side: str | None, quoted: bool
) -> None:
    assert told(sentence, "imaging", "MRI", (site, side)) is quoted


@pytest.mark.parametrize("at", ["hip", None])
def test_imaging_that_names_no_site_is_not_quoted(at: str | None) -> None:
    assert not told("X-ray chest normal.", "imaging", "X-ray", at=at)
    assert not told("DXA 3/4/2026:", "imaging", "DXA", at=at)


def test_the_heading_of_a_study_alone_is_not_quoted() -> None:
    assert not told("MRI right hip 1/2:", "imaging", "MRI", ("hip", "right"))


def test_imaging_beside_a_mention_of_the_condition_is_quoted() -> None:
    text = "X-ray: osteomyelitis."
    mention, said = found(text, "osteomyelitis", "disorder"), found(text, "X-ray", "imaging")
    assert _context(text, (mention.id,), "hip", mention, said) == [said]


def test_without_a_site_imaging_of_any_is_quoted_but_that_of_another_condition() -> None:
    text = MENTION + "MRI of the wrist: arthritis."
    mention, said = found(text, "Osteomyelitis", "disorder"), found(text, "MRI", "imaging")
    place, other = found(text, "wrist", "site", {"site": "wrist"}), found(text, "arthritis", "disorder")
    assert _context(text, (mention.id,), None, mention, said, place, other) == [said]
    assert _context(text, (mention.id, other.id), None, mention, said, place, other) == []


@pytest.mark.parametrize("kind", ["trauma", "treatment", "organism"])
def test_what_is_told_of_another_site_alone_is_not_quoted(kind: FindingKind) -> None:
    assert not told("Event at the left wrist.", kind, "Event", ("wrist", "left"))
    assert told("Event at the left wrist and right hip.", kind, "Event", ("wrist", "left"), ("hip", "right"))
    assert told("Event last week.", kind, "Event")


def test_what_is_of_the_whole_body_is_quoted_wherever_it_stands() -> None:
    assert told("CK 900 after the wrist was hurt.", "lab", "CK 900", ("wrist", None))
