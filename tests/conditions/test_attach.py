"""What is tied to a disorder by grammar and nearness inside a sentence, and what is kept from it."""

from __future__ import annotations

import pytest

from tests.conditions.notes import note, told

SIDE_OF_CLAVICLE = "[left](laterality) [clavicle](site)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"[Chronic](acuity) [osteomyelitis](disorder) of the {SIDE_OF_CLAVICLE}.",
            "osteomyelitis: present; at left clavicle; chronic",
            id="noun phrase",
        ),
        pytest.param(
            f"The [osteomyelitis](disorder) is [chronic](acuity) and involves the {SIDE_OF_CLAVICLE}.",
            "osteomyelitis: present; at left clavicle; chronic",
            id="clause",
        ),
        pytest.param(
            f"{SIDE_OF_CLAVICLE} [osteomyelitis](disorder), [chronic](acuity).",
            "osteomyelitis: present; at left clavicle; chronic",
            id="site before",
        ),
        pytest.param(
            f"{SIDE_OF_CLAVICLE} [osteomyelitis](disorder); [chronic](acuity); draining.",
            "osteomyelitis: present; at left clavicle; chronic",
            id="alone in a list of semicolons",
        ),
        pytest.param(
            f"{SIDE_OF_CLAVICLE}: [chronic](acuity) [osteomyelitis](disorder).",
            "osteomyelitis: present; at left clavicle; chronic",
            id="site and colon",
        ),
        pytest.param(
            "[Osteoporosis](disorder), tolerates the tablets, denies any ache of the [jaw](site_negated).",
            "osteoporosis: present",
            id="a denied site beside it",
        ),
        pytest.param(
            "[Osteomyelitis](disorder) ([left](laterality) [clavicle](site), [chronic](acuity)).",
            "osteomyelitis: present; at left clavicle; chronic",
            id="brackets",
        ),
        pytest.param(
            f"[Osteomyelitis](disorder) of the {SIDE_OF_CLAVICLE} and [right](laterality) [4th rib](site).",
            "osteomyelitis: present; at left clavicle + right rib",
            id="two sites joined by and",
        ),
        pytest.param(
            "[Osteomyelitis](disorder) of the [sternum](site), [clavicle](site) and [4th rib](site).",
            "osteomyelitis: present; at sternum + clavicle + rib",
            id="three sites in a list",
        ),
        pytest.param(
            "[Hematogenous](route) [osteomyelitis](disorder) of the [tibia](site).",
            "osteomyelitis: present; at tibia; hematogenous",
            id="route",
        ),
        pytest.param(
            "Non-[chronic](acuity_negated) [osteomyelitis](disorder) of the [tibia](site).",
            "osteomyelitis: present; at tibia",
            id="negated acuity",
        ),
    ],
)
def test_what_stands_in_the_phrase_or_clause_is_tied(text: str, expected: str) -> None:
    assert told(note(text)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[Right](laterality) [hip](site) [degenerative change](disorder). "
            f"[Chronic](acuity) [osteomyelitis](disorder) of the {SIDE_OF_CLAVICLE}.",
            "osteomyelitis: present; at left clavicle; chronic",
            id="from the sentence before",
        ),
        pytest.param(
            f"[Chronic](acuity) [osteomyelitis](disorder) of the {SIDE_OF_CLAVICLE}, "
            "[right](laterality) [knee](site) [degenerative change](disorder).",
            "osteomyelitis: present; at left clavicle; chronic",
            id="from the disorder after it",
        ),
        pytest.param(
            "[Right](laterality) [hip](site) [degenerative change](disorder) and "
            f"{SIDE_OF_CLAVICLE} [osteomyelitis](disorder).",
            "osteomyelitis: present; at left clavicle",
            id="from the disorder before it",
        ),
        pytest.param(
            "[Chronic](acuity) [knee](site) [degenerative change](disorder), "
            f"[osteomyelitis](disorder) of the {SIDE_OF_CLAVICLE}.",
            "osteomyelitis: present; at left clavicle",
            id="another disorder's acuity",
        ),
        pytest.param(
            "[Osteomyelitis](disorder), however the [femur](site) is spared.",
            "osteomyelitis: present",
            id="over a clause break",
        ),
    ],
)
def test_a_neighbours_words_do_not_leak(text: str, expected: str) -> None:
    assert told(note(text)) == [expected]


def test_two_disorders_of_one_sentence_keep_their_own_words() -> None:
    text = (
        "[Acute](acuity) [osteomyelitis](disorder) of the [right](laterality) [tibia](site) and "
        "[chronic](acuity) [osteomyelitis](disorder) of the [left](laterality) [calcaneus](site)."
    )
    assert told(note(text)) == [
        "osteomyelitis: present; at right tibia; acute",
        "osteomyelitis: present; at left calcaneus; chronic",
    ]


def test_a_site_tied_by_grammar_beats_one_that_only_stands_near() -> None:
    text = "[Osteomyelitis](disorder) of the [tibia](site), he limps when stepping upon the [foot](site)."
    assert told(note(text)) == ["osteomyelitis: present; at tibia"]


def test_a_site_that_only_stands_near_is_taken_when_there_is_no_other() -> None:
    text = "[Osteomyelitis](disorder) seen again today upon the [foot](site)."
    assert told(note(text)) == ["osteomyelitis: present; at foot"]


def test_a_side_of_its_own_reaches_the_site_that_lacks_one() -> None:
    text = "[Left-sided](laterality) [osteomyelitis](disorder) of the distal bone of the [tibia](site)."
    assert told(note(text)) == ["osteomyelitis: present; at left tibia"]
