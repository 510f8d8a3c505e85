"""What a condition is made of: causes, the fracture of weak bone, what a pinned title leaves open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from chartgap.conditions.link import link
from chartgap.models import Note
from tests.conditions.notes import linker, note, told

HYPERPARATHYROIDISM = "; causes=[(cause primary hyperparathyroidism, code E21.0)]"
STATIN = "; causes=[(cause statin, code T46.6X5A)]"


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"assessment": "[Osteopenia](disorder) from [primary hyperparathyroidism](cause)."},
            f"osteopenia: present{HYPERPARATHYROIDISM}",
            id="bone density, beside it",
        ),
        pytest.param(
            {"history": "[Primary hyperparathyroidism](cause).", "assessment": "[Osteopenia](disorder)."},
            f"osteopenia: present{HYPERPARATHYROIDISM}",
            id="bone density, anywhere",
        ),
        pytest.param(
            {
                "history": "Mother: [primary hyperparathyroidism](cause_family).",
                "assessment": "[Osteopenia](disorder).",
            },
            "osteopenia: present",
            id="a relative's",
        ),
        pytest.param(
            {
                "history": "No [primary hyperparathyroidism](cause_negated).",
                "assessment": "[Osteopenia](disorder).",
            },
            "osteopenia: present",
            id="denied",
        ),
        pytest.param(
            {"assessment": "[Myositis](disorder) of the [thigh](site) due to [statin](cause)."},
            f"myositis: present; at thigh{STATIN}",
            id="a drug that is blamed",
        ),
        pytest.param(
            {"assessment": "[Myositis](disorder) of the [thigh](site); takes a [statin](cause)."},
            "myositis: present; at thigh",
            id="a drug that is only taken",
        ),
        pytest.param(
            {"assessment": "[Muscle weakness](disorder) with [sepsis](cause)."},
            "muscle weakness: present; causes=[(cause infection)]",
            id="weakness, in its sentence",
        ),
        pytest.param(
            {"assessment": "[Muscle weakness](disorder); [sepsis](cause)."},
            "muscle weakness: present",
            id="weakness, parted from it in a list",
        ),
        pytest.param(
            {"assessment": "[Muscle weakness](disorder).\nSleeps well.\nCause: [sepsis](cause)."},
            "muscle weakness: present; causes=[(cause infection)]",
            id="weakness, in a line of its causes",
        ),
        pytest.param(
            {"assessment": "[Muscle weakness](disorder).\nSleeps well.\nPast: [sepsis](cause)."},
            "muscle weakness: present",
            id="weakness, in another line",
        ),
        pytest.param(
            {"assessment": "[Osteomyelitis](disorder); takes a [statin](cause)."},
            "osteomyelitis: present",
            id="a cause of another family",
        ),
    ],
)
def test_causes_that_the_note_ties_to_the_condition(sections: Mapping[str, str], expected: str) -> None:
    assert told(note(sections)) == [expected]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"assessment": "[Osteoporosis](disorder) with [compression fracture](disorder) of [L1](site)."},
            [
                "osteoporosis: present; at lumbar spine; other_fracture=present; "
                "fracture=(type compression, site lumbar spine)"
            ],
            id="tied in the sentence",
        ),
        pytest.param(
            {
                "assessment": "[Osteoporosis](disorder). [Fragility fracture](disorder) of the "
                "[right](laterality) [humerus](site)."
            },
            [
                "osteoporosis: present; at right humerus; "
                "fracture=(type pathological, site humerus, laterality right)"
            ],
            id="called a fragility fracture",
        ),
        pytest.param(
            {
                "assessment": "[Osteoporotic fracture](disorder) of the [right](laterality) [humerus](site), "
                "[routine healing](encounter)."
            },
            [
                "osteoporosis: present; at right humerus; fracture=(site humerus, laterality right); "
                "encounter=D"
            ],
            id="in one word",
        ),
        pytest.param(
            {"assessment": "[Osteoporosis](disorder). [Fracture](disorder) of the [ankle](site)."},
            [
                "osteoporosis: present; other_fracture=present",
                "traumatic fracture: present; at ankle; outside=S82.-",
            ],
            id="a fracture that is not tied",
        ),
        pytest.param(
            {
                "past_history": "[Fragility fracture](disorder) of the [humerus](site).",
                "assessment": "[Osteoporosis](disorder).",
            },
            ["pathological fracture: historical; at humerus; category=M84.4", "osteoporosis: present"],
            id="a past fracture",
        ),
        pytest.param(
            {"assessment": "[Pathologic fracture](disorder) of the [right](laterality) [humerus](site)."},
            ["pathological fracture: present; at right humerus; category=M84.4"],
            id="without osteoporosis",
        ),
    ],
)
def test_osteoporosis_takes_in_the_fracture_that_the_note_ties_to_it(
    sections: Mapping[str, str], expected: list[str]
) -> None:
    assert told(note(sections)) == expected


def test_a_deficit_that_explains_the_weakness_is_told() -> None:
    text = "[Weakness](disorder) of the [left](laterality) [arm](site) with [hemiparesis](feature)."
    assert told(note(text)) == ["weakness: present; at left arm; neuro_explained=yes"]


TITLE: dict[str, JsonValue] = {
    "broken leg bone": {
        "concept": "broken leg bone",
        "category": "M84.75",
        "qualifiers": ["incomplete"],
        "choices": {"transverse": ["transverse"], "oblique": ["oblique", "slanting"]},
    }
}


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("[Broken leg bone](disorder).", "[incomplete]"),
        ("[Broken leg bone](disorder), transverse.", "[incomplete, transverse]"),
        ("[Broken leg bone](disorder); another one is transverse.", "[incomplete]"),
    ],
)
def test_a_pinned_title_keeps_its_qualifiers_and_adds_those_its_clause_says(
    text: str, qualifiers: str
) -> None:
    values = {"Broken leg bone": TITLE["broken leg bone"]}
    assert told(note(text, values=values)) == [
        f"broken leg bone: present; category=M84.75; qualifiers={qualifiers}"
    ]


def test_conditions_are_numbered_in_text_order_and_name_what_they_rest_on() -> None:
    reading = note("[Chronic](acuity) [osteomyelitis](disorder) of the [rib](site). [Osteopenia](disorder).")
    conditions = link(linker(), reading, Note(text=reading.text))
    assert [(c.id, c.concept, set(c.finding_ids)) for c in conditions] == [
        ("c1", "osteomyelitis", {"f1", "f2", "f3"}),
        ("c2", "osteopenia", {"f4"}),
    ]


def test_a_note_without_disorders_has_no_conditions() -> None:
    assert told(note("The [left](laterality) [tibia](site) is well.")) == []


@pytest.mark.parametrize(
    ("exam", "place"),
    [
        ("[Bilateral](laterality) [feet](site) are numb.", "heel"),
        ("[Left](laterality) [foot](site) is swollen.", "left heel"),
        ("[Foot](site) [ulcer](disorder) [left](laterality).", "left heel"),
        ("[Bilateral](laterality) [heels](site) are sore.", "bilateral heel"),
    ],
)
def test_a_side_told_of_the_place_is_that_of_the_disorder_but_not_both_of_a_wider_one(
    exam: str, place: str
) -> None:
    reading = note({"exam": exam, "assessment": "[Osteomyelitis](disorder) of the [heel](site)."})
    assert told(reading) == [f"osteomyelitis: present; at {place}"]
