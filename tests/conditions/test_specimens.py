"""Lettered parts of a pathology report: each speaks of its own specimen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.conditions.notes import note, told

RIB = "[right](laterality) [sixth rib](site)"
SAMPLES = f"A. {RIB}, piece. B. [left](laterality) [tibia](site), margin."


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {
                "diagnosis": f"A. {RIB}: [chronic](acuity) [osteomyelitis](disorder).\n"
                "B. Edge: no [osteomyelitis](disorder_negated)."
            },
            ["osteomyelitis: present; at right rib; chronic", "osteomyelitis: absent"],
            id="the heading of a part places it, and another part denies its own",
        ),
        pytest.param(
            {
                "pathology": SAMPLES,
                "diagnosis": "A. No [osteomyelitis](disorder_negated).\nB. [Osteomyelitis](disorder).",
            },
            ["osteomyelitis: absent; at right rib", "osteomyelitis: present; at left tibia"],
            id="the list of specimens places the letters",
        ),
        pytest.param(
            {
                "diagnosis": "A. [left](laterality) [tibia](site): [osteomyelitis](disorder) of the"
                " [tibial plateau](site)."
            },
            ["osteomyelitis: present; at left tibia"],
            id="a place inside the specimen has its side",
        ),
        pytest.param(
            {
                "diagnosis": f"A. {RIB}: [osteomyelitis](disorder).\n"
                "B. [left](laterality) [tibia](site): [osteomyelitis](disorder)."
            },
            ["osteomyelitis: present; at right rib + left tibia"],
            id="two affected parts are one condition",
        ),
    ],
)
def test_a_part_speaks_of_its_specimen(sections: Mapping[str, str], expected: list[str]) -> None:
    assert told(note(sections, document="pathology report")) == expected


def test_letters_of_another_note_are_list_items() -> None:
    text = f"A. {RIB}: [osteomyelitis](disorder).\nB. Edge: no [osteomyelitis](disorder_negated)."
    assert told(note({"diagnosis": text})) == ["osteomyelitis: absent; at right rib"]
