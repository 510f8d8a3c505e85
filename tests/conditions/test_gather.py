"""A condition's sites, acuity and route from all its statements, and the statements that disagree."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.conditions.notes import note, told


def bone(side: str, site: str) -> str:
    return f"[osteomyelitis](disorder) of the [{side}](laterality) [{site}](site)."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[Osteomyelitis](disorder) of the [left](laterality) [tibia](site) and "
            "[right](laterality) [tibia](site).",
            "at bilateral tibia",
            id="both sides of one site",
        ),
        pytest.param(
            "[Osteomyelitis](disorder) of the [left](laterality) [tibia](site), distal [tibia](site).",
            "at left tibia",
            id="one site named again without its side",
        ),
        pytest.param(
            "[Osteomyelitis](disorder) of the [left](laterality) [foot](site), [calcaneus](site).",
            "at left calcaneus",
            id="a part lends the whole's side and stands for it",
        ),
        pytest.param(
            "[Osteomyelitis](disorder) of the [left](laterality) [calcaneus](site) and "
            "[right](laterality) [foot](site).",
            "at left calcaneus + right foot",
            id="a whole of the other side stays",
        ),
        pytest.param(
            "[Osteomyelitis](disorder) at [multiple sites](feature).",
            "vague_site=multiple",
            id="multiple sites, none named",
        ),
        pytest.param(
            "[Osteomyelitis](disorder) at [multiple sites](feature): [tibia](site) and [femur](site).",
            "at tibia + femur",
            id="multiple sites, both named",
        ),
    ],
)
def test_sites_are_told_once_each_and_as_precisely_as_the_note_does(text: str, expected: str) -> None:
    assert told(note(text)) == [f"osteomyelitis: present; {expected}"]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"history": bone("left", "rib"), "assessment": bone("left", "tibia")},
            "at left tibia",
            id="the assessment's site before the history's",
        ),
        pytest.param(
            {"history": bone("left", "tibia"), "assessment": "[Osteomyelitis](disorder)."},
            "at left tibia",
            id="the history's site where the assessment names none",
        ),
        pytest.param(
            {
                "imaging": bone("left", "tibia"),
                "assessment": "[Osteomyelitis](disorder) of the [tibia](site).",
            },
            "at left tibia",
            id="the study's side",
        ),
        pytest.param(
            {
                "imaging": bone("left", "femur"),
                "assessment": "[Osteomyelitis](disorder) of the [tibia](site).",
            },
            "at tibia",
            id="no side from another site",
        ),
    ],
)
def test_a_better_section_comes_first_and_worse_ones_fill_in(
    sections: Mapping[str, str], expected: str
) -> None:
    assert told(note(sections)) == [f"osteomyelitis: present; {expected}"]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"assessment": bone("left", "tibia"), "plan": bone("right", "tibia")},
            "at left tibia; conflict laterality left/right",
            id="plan against assessment",
        ),
        pytest.param(
            {"history": bone("right", "tibia"), "assessment": bone("left", "tibia")},
            "at left tibia; conflict laterality left/right",
            id="assessment against history",
        ),
        pytest.param(
            {"assessment": f"{bone('left', 'tibia')} {bone('right', 'tibia')}"},
            "at bilateral tibia",
            id="two statements of one rank are both sides",
        ),
        pytest.param(
            {"assessment": bone("left", "tibia"), "plan": bone("right", "femur")},
            "at left tibia",
            id="another site is no conflict",
        ),
    ],
)
def test_the_other_side_of_the_same_site_is_a_conflict(sections: Mapping[str, str], expected: str) -> None:
    assert told(note(sections)) == [f"osteomyelitis: present; {expected}"]


def said(word: str) -> str:
    return f"[{word}](acuity) [osteomyelitis](disorder)."


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"history": said("Acute"), "assessment": said("Chronic")},
            "chronic; conflict acuity chronic/acute",
            id="the assessment stands, the history conflicts",
        ),
        pytest.param(
            {"history": said("Chronic"), "assessment": "[Osteomyelitis](disorder)."},
            "chronic",
            id="the only one that says it",
        ),
        pytest.param({"assessment": said("Acute on chronic")}, "acute on chronic", id="both in one word"),
        pytest.param(
            {"assessment": "[Acute](acuity) and [chronic](acuity) [osteomyelitis](disorder)."},
            "acute on chronic",
            id="both in one phrase",
        ),
        pytest.param(
            {"history": said("Chronic"), "assessment": said("Acute on chronic")},
            "acute on chronic",
            id="acute on chronic conflicts with neither",
        ),
        pytest.param(
            {"assessment": "[CRMO](disorder) of the [clavicle](site)."},
            None,
            id="implied by the name",
        ),
    ],
)
def test_acuity_is_the_best_statement_and_others_conflict(
    sections: Mapping[str, str], expected: str | None
) -> None:
    named = f"osteomyelitis: present; {expected}"
    implied = "osteomyelitis: present; at clavicle; chronic; form=multifocal"
    assert told(note(sections)) == [named if expected else implied]


def test_a_doubtful_route_is_none() -> None:
    assert told(note("[Osteomyelitis](disorder), perhaps [hematogenous](route_uncertain).")) == [
        "osteomyelitis: present"
    ]


def test_the_route_of_the_better_section_stands() -> None:
    sections = {
        "history": "[Hematogenous](route) [osteomyelitis](disorder).",
        "assessment": "[Osteomyelitis](disorder), [contiguous](route).",
    }
    assert told(note(sections)) == ["osteomyelitis: present; contiguous"]
