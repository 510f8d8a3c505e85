"""What the rest of the note adds: organisms, the sites of a report, attributes of the family."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.conditions.notes import note, told

TIBIA = "[Osteomyelitis](disorder) of the [tibia](site)."
MRSA = "Staphylococcus aureus, methicillin resistant"


@pytest.mark.parametrize(
    ("sections", "organism"),
    [
        pytest.param(
            {"assessment": "[Osteomyelitis](disorder) of the [tibia](site) due to [MRSA](organism)."},
            MRSA,
            id="with the disorder",
        ),
        pytest.param(
            {"assessment": "[MRSA](organism) [osteomyelitis](disorder) of the [tibia](site)."},
            MRSA,
            id="before the disorder",
        ),
        pytest.param(
            {"microbiology": "Bone biopsy grew [MRSA](organism).", "assessment": TIBIA},
            MRSA,
            id="bone culture",
        ),
        pytest.param(
            {"microbiology": "Blood cultures: [MRSA](organism).", "assessment": TIBIA},
            MRSA,
            id="blood culture",
        ),
        pytest.param(
            {
                "microbiology": "Bone biopsy grew [S. aureus](organism), specifically [MRSA](organism).",
                "assessment": TIBIA,
            },
            MRSA,
            id="the precise name swallows the general one",
        ),
        pytest.param(
            {
                "microbiology": "Tissue Gram stain [gram-negative rods](organism), culture"
                " [Serratia marcescens](organism).",
                "assessment": TIBIA,
            },
            "Serratia marcescens",
            id="the species takes the place of the stain",
        ),
        pytest.param(
            {
                "microbiology": "Bone culture [gram-negative rods](organism) and [MRSA](organism).",
                "assessment": TIBIA,
            },
            f"Gram-negative rods + {MRSA}",
            id="a stain of another kind stays",
        ),
        pytest.param(
            {"microbiology": "[MRSA](organism) nares screen positive.", "assessment": TIBIA},
            None,
            id="nasal screen",
        ),
        pytest.param(
            {"microbiology": "Urine culture grew [E. coli](organism).", "assessment": TIBIA}, None, id="urine"
        ),
        pytest.param(
            {"microbiology": "Last year a wound grew [MRSA](organism).", "assessment": TIBIA},
            None,
            id="last year",
        ),
        pytest.param(
            {"microbiology": "Bone culture: no [MRSA](organism_negated).", "assessment": TIBIA},
            None,
            id="negated",
        ),
        pytest.param(
            {"microbiology": "Bone cultures may show [MRSA](organism_uncertain).", "assessment": TIBIA},
            None,
            id="doubtful",
        ),
        pytest.param(
            {"assessment": f"1. {TIBIA}\n2. [Cellulitis](disorder), wound grew [MRSA](organism)."},
            None,
            id="another infection's",
        ),
    ],
)
def test_only_an_organism_of_this_infection_counts(sections: Mapping[str, str], organism: str | None) -> None:
    by = f"; by {organism}" if organism else ""
    assert told(note(sections)) == [f"osteomyelitis: present; at tibia{by}"]


def test_a_loose_culture_belongs_to_neither_of_two_infections() -> None:
    sections = {
        "microbiology": "Wound culture grew [MRSA](organism).",
        "assessment": f"1. {TIBIA}\n2. [Pyomyositis](disorder) of the [thigh](site).",
    }
    assert told(note(sections)) == [
        "osteomyelitis: present; at tibia",
        "infective myositis: present; at thigh",
    ]


@pytest.mark.parametrize(
    ("imaging", "expected"),
    [
        pytest.param(
            "marrow edema of the [left](laterality) [tibia](site).", "; at left tibia", id="described"
        ),
        pytest.param("no marrow edema of the [left](laterality) [tibia](site).", "", id="denied"),
        pytest.param("old cortical erosion of the [left](laterality) [tibia](site).", "", id="old"),
        pytest.param("effusion of the [left](laterality) [knee](site).", "", id="something else"),
        pytest.param(
            "marrow edema; the [left](laterality) [knee](site) is replaced.", "", id="in another clause"
        ),
    ],
)
def test_a_report_that_describes_the_disorder_gives_its_site(imaging: str, expected: str) -> None:
    sections = {"imaging": f"[MRI](imaging): {imaging}", "assessment": "[Osteomyelitis](disorder)."}
    assert told(note(sections)) == [f"osteomyelitis: present{expected}"]


def test_a_report_gives_no_site_to_one_of_two_conditions() -> None:
    sections = {
        "imaging": "[MRI](imaging): marrow edema of the [femur](site).",
        "assessment": "[Acute](acuity) [osteomyelitis](disorder) of the [calcaneus](site). "
        "[Chronic](acuity) [osteomyelitis](disorder) of the [4th rib](site).",
    }
    assert told(note(sections)) == [
        "osteomyelitis: present; at calcaneus; acute",
        "osteomyelitis: present; at rib; chronic",
    ]


@pytest.mark.parametrize(
    ("sections", "attribute"),
    [
        pytest.param(
            {"assessment": "[Osteomyelitis](disorder) with [draining sinus](feature)."},
            "sinus=yes",
            id="sinus",
        ),
        pytest.param(
            {"exam": "[Draining sinus](feature).", "assessment": "[Osteomyelitis](disorder)."},
            "sinus=yes",
            id="sinus seen on examination",
        ),
        pytest.param(
            {"assessment": "[Osteomyelitis](disorder), no [draining sinus](feature_negated)."},
            None,
            id="no sinus",
        ),
        pytest.param(
            {"assessment": "[Osteomyelitis](disorder), [cultures pending](feature)."},
            "culture=pending",
            id="culture",
        ),
        pytest.param(
            {"assessment": "[Osteomyelitis](disorder). Urine [cultures pending](feature)."},
            None,
            id="urine culture",
        ),
    ],
)
def test_features_of_bone_infection(sections: Mapping[str, str], attribute: str | None) -> None:
    expected = "osteomyelitis: present" + (f"; {attribute}" if attribute else "")
    assert told(note(sections)) == [expected]


def test_a_feature_of_the_note_belongs_to_neither_of_two_conditions() -> None:
    sections = {
        "exam": "[Draining sinus](feature).",
        "assessment": "[Chronic](acuity) [osteomyelitis](disorder) of the [left](laterality) [tibia](site). "
        "[Acute](acuity) [osteomyelitis](disorder) of the [right](laterality) [femur](site).",
    }
    assert told(note(sections)) == [
        "osteomyelitis: present; at left tibia; chronic",
        "osteomyelitis: present; at right femur; acute",
    ]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {
                "assessment": "[Heterotopic ossification](disorder) of the [elbow](site) "
                "due to the [fall](trauma)."
            },
            "; etiology=traumatic; inciting_trauma=yes; external_cause=yes",
            id="named as the cause",
        ),
        pytest.param(
            {"assessment": "[Heterotopic ossification](disorder) of the [elbow](site) 2/2 a [fall](trauma)."},
            "; etiology=traumatic; inciting_trauma=yes; external_cause=yes",
            id="named as the cause, in short",
        ),
        pytest.param(
            {"assessment": "A [fall](trauma) c/b [heterotopic ossification](disorder) of the [elbow](site)."},
            "; etiology=traumatic; inciting_trauma=yes; external_cause=yes",
            id="what it led to",
        ),
        pytest.param(
            {"assessment": "A [fall](trauma), now [heterotopic ossification](disorder) of an [elbow](site)."},
            "; inciting_trauma=yes; external_cause=yes",
            id="what merely came after",
        ),
        pytest.param(
            {
                "history": "A [fall](trauma) in May.",
                "assessment": "[Heterotopic ossification](disorder) of the [elbow](site).",
            },
            "; inciting_trauma=yes; external_cause=yes",
            id="merely told",
        ),
        pytest.param(
            {
                "assessment": "[Heterotopic ossification](disorder) of the [elbow](site), "
                "[neurogenic](feature)."
            },
            "; etiology=paralytic",
            id="paralysis",
        ),
    ],
)
def test_trauma_is_the_cause_of_ossification_only_where_the_note_says_so(
    sections: Mapping[str, str], expected: str
) -> None:
    reading = note(sections, values={"fall": {"mechanism": "fall", "event": True}})
    assert told(reading) == [f"heterotopic ossification: present; at elbow{expected}"]


@pytest.mark.parametrize(
    ("assertion", "told_as"), [("uncertain", "possible"), ("negated", "excluded")], ids=["raised", "excluded"]
)
def test_a_companion_disorder_leaves_its_status(assertion: str, told_as: str) -> None:
    status = {"uncertain": "possible", "negated": "absent"}[assertion]
    text = f"[Myositis](disorder) of the [thigh](site). [Inclusion body myositis](disorder_{assertion})?"
    assert told(note(text)) == [
        f"myositis: present; at thigh; ibm={told_as}",
        f"inclusion body myositis: {status}",
    ]
