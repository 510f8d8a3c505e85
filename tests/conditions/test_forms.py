"""What forms tell line by line belongs to the disorder above."""

from __future__ import annotations

import pytest

from tests.conditions.notes import note, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[Osteomyelitis](disorder).\nSite: [calcaneus](site)\nSide: [Right](laterality)\n"
            "Acuity: [Chronic](acuity)\nRoute: [Contiguous](route)",
            "osteomyelitis: present; at right calcaneus; chronic; contiguous",
            id="each in its line",
        ),
        pytest.param(
            "- [Osteomyelitis](disorder).\n  - LOCATION: [left](laterality) [tibia](site)",
            "osteomyelitis: present; at left tibia",
            id="in a bullet, in capitals",
        ),
        pytest.param(
            "[Osteomyelitis](disorder).\nHome: [tibia](site).", "osteomyelitis: present", id="another title"
        ),
        pytest.param(
            "[Osteomyelitis](disorder).\nSee the site: [tibia](site).",
            "osteomyelitis: present",
            id="a title inside a line",
        ),
        pytest.param(
            "[Osteomyelitis](disorder).\nSite: [Chronic](acuity)",
            "osteomyelitis: present",
            id="of another kind",
        ),
        pytest.param(
            "[Osteomyelitis](disorder).\n\nSite: [tibia](site)", "osteomyelitis: present", id="another block"
        ),
        pytest.param(
            "[Osteomyelitis](disorder_negated).\nSite: [tibia](site)",
            "osteomyelitis: absent",
            id="an absent disorder",
        ),
        pytest.param(
            "[Heterotopic ossification](disorder).\nCause: [contusion](trauma)",
            "heterotopic ossification: present; etiology=traumatic; inciting_trauma=yes",
            id="an injury as cause",
        ),
    ],
)
def test_a_line_tells_of_the_disorder_above_it(text: str, expected: str) -> None:
    assert told(note(text)) == [expected]


def test_a_line_is_of_the_disorder_named_last() -> None:
    text = "[Osteomyelitis](disorder).\n[Myositis](disorder).\nSite: [thigh](site)"
    assert told(note(text)) == ["osteomyelitis: present", "myositis: present; at thigh"]
