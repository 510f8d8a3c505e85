"""What is tied from further off: sub-items, the lesion a disorder lies under, anaphors, a loose route."""

from __future__ import annotations

import pytest

from tests.conditions.notes import note, told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "1. [Osteomyelitis](disorder)\n"
            "   - [left](laterality) [tibia](site)\n"
            "2. [Degenerative change](disorder)\n"
            "   - [right](laterality) [knee](site)",
            id="item below",
        ),
        pytest.param(
            "1. [Degenerative change](disorder)\n"
            "   - [right](laterality) [knee](site)\n"
            "2. [Osteomyelitis](disorder)\n"
            "   - [left](laterality) [tibia](site)",
            id="item above",
        ),
        pytest.param(
            "1. [Osteomyelitis](disorder)\n"
            "   - [left](laterality) [tibia](site)\n"
            "   - [right](laterality) [knee](site) [degenerative change](disorder)",
            id="another disorder in a sub-item",
        ),
        pytest.param(
            "1. [Osteomyelitis](disorder) of the [left](laterality) [tibia](site)\n"
            "   - [right](laterality) [femur](site) pinned last year",
            id="a site of its own",
        ),
    ],
)
def test_a_list_item_takes_the_site_of_its_sub_items_only(text: str) -> None:
    assert told(note(text)) == ["osteomyelitis: present; at left tibia"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[Left](laterality) [heel](site) [ulcer](disorder) with underlying [osteomyelitis](disorder).",
            "osteomyelitis: present; at left heel",
            id="lesion with its site before",
        ),
        pytest.param(
            "[Ulcer](disorder) of the [left](laterality) [heel](site) with [acute](acuity) "
            "[osteomyelitis](disorder).",
            "osteomyelitis: present; at left heel; acute",
            id="lesion with its site after",
        ),
        pytest.param(
            "[Left](laterality) [heel](site) [ulcer](disorder) with [osteomyelitis](disorder) of the "
            "[calcaneus](site).",
            "osteomyelitis: present; at left calcaneus",
            id="a site of its own",
        ),
        pytest.param(
            "[Left](laterality) [knee](site) [degenerative change](disorder) with [osteomyelitis](disorder).",
            "osteomyelitis: present",
            id="no lesion that bone lies under",
        ),
        pytest.param(
            "[Left](laterality) [fifth toe](site) [ulcer](disorder) with [osteomyelitis](disorder) of the "
            "[phalanx](site).",
            "osteomyelitis: present; at left fifth toe",
            id="a part that could be of finger or toe",
        ),
        pytest.param(
            "[Left](laterality) [thigh](site) [ulcer](disorder) with [osteomyelitis](disorder) of the "
            "[phalanx](site).",
            "osteomyelitis: present; at phalanx",
            id="a part that is not there",
        ),
        pytest.param(
            "[Left](laterality) [heel](site) [ulcer](disorder). [Osteomyelitis](disorder).",
            "osteomyelitis: present",
            id="another sentence",
        ),
        pytest.param(
            "[Left](laterality) [heel](site) [ulcer](disorder), however [osteomyelitis](disorder) elsewhere.",
            "osteomyelitis: present",
            id="another clause",
        ),
    ],
)
def test_a_disorder_under_a_lesion_lies_at_its_site(text: str, expected: str) -> None:
    assert told(note(text)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[Osteomyelitis](disorder). The infection is [chronic](acuity), in the [left](laterality) "
            "[tibia](site).",
            ["osteomyelitis: present; at left tibia; chronic"],
            id="site and acuity",
        ),
        pytest.param(
            "[Osteomyelitis](disorder). [Knee](site) [degenerative change](disorder) is older than "
            "the infection.",
            ["osteomyelitis: present"],
            id="the sentence names another disorder",
        ),
        pytest.param(
            "[Osteomyelitis](disorder). [Pyomyositis](disorder). The infection is in the [tibia](site).",
            ["osteomyelitis: present; at tibia", "infective myositis: present"],
            id="the phrase stands for its own family",
        ),
    ],
)
def test_an_anaphor_ties_its_sentence_to_the_disorder_before_it(text: str, expected: list[str]) -> None:
    assert told(note(text)) == expected


ROUTE = "Seeded by the [hematogenous](route) route."


def test_a_loose_route_belongs_to_the_only_infection() -> None:
    expected = ["osteomyelitis: present; hematogenous"]
    assert told(note({"history": ROUTE, "assessment": "[Osteomyelitis](disorder)."})) == expected


def test_a_route_is_told_only_of_disorders_that_turn_on_it() -> None:
    text = "[Osteomyelitis](disorder) by [contiguous](route) spread from [septic arthritis](disorder)."
    assert told(note(text)) == ["osteomyelitis: present; contiguous", "septic arthritis: present"]


def test_a_symptom_and_what_explains_it_share_a_site() -> None:
    text = "[Left](laterality) [knee](site) [joint effusion](disorder) due to [pseudogout](disorder)."
    assert told(note(text)) == [
        "joint effusion: present; at left knee",
        "chondrocalcinosis: present; at left knee",
    ]


def test_a_loose_route_belongs_to_neither_of_two_infections() -> None:
    sections = {"history": ROUTE, "assessment": "[Osteomyelitis](disorder). [Pyomyositis](disorder)."}
    assert told(note(sections)) == ["osteomyelitis: present", "infective myositis: present"]


def test_a_name_that_says_its_site_gives_it_when_no_nearer_one_does() -> None:
    assert told(note("[Vertebral osteomyelitis](disorder).")) == ["osteomyelitis: present; at spine"]
    assert told(note("[Vertebral osteomyelitis](disorder) of [L4](site).")) == [
        "osteomyelitis: present; at lumbar spine"
    ]


@pytest.mark.parametrize(
    ("head", "below", "expected"),
    [
        pytest.param(
            "[left](laterality) [second toe](site)",
            "[right](laterality) [foot](site)",
            "osteomyelitis: present; at left second toe; conflict laterality left/right",
            id="the place that holds it, on the other side",
        ),
        pytest.param(
            "[left](laterality) [foot](site)",
            "[right](laterality) [second toe](site)",
            "osteomyelitis: present; at left foot + right second toe",
            id="a narrower place",
        ),
    ],
)
def test_a_sub_item_names_its_headings_place_again(head: str, below: str, expected: str) -> None:
    text = f"1. [Osteomyelitis](disorder) of the {head}\n   - {below} [osteomyelitis](disorder)"
    assert told(note(text)) == [expected]


def test_a_contusion_lends_its_site_to_what_may_come_of_it() -> None:
    text = "[Left](laterality) [thigh](site) [contusion](disorder) in May, now [{}](disorder)."
    assert told(note(text.format("myositis ossificans")))[-1] == "myositis ossificans: present; at left thigh"
    assert told(note(text.format("osteopenia")))[-1] == "osteopenia: present"
