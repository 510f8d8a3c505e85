"""Which statements speak of one condition, and which of them stands."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from chartgap.conditions.cluster import fold_repeats
from chartgap.conditions.mentions import read_mentions
from chartgap.conditions.scope import Scope
from tests.conditions.notes import linker, note, told

LEFT = "[osteomyelitis](disorder) of the [left](laterality) [tibia](site)."
RIGHT = "[osteomyelitis](disorder) of the [right](laterality) [femur](site)."


def test_mentions_over_the_note_are_one_condition_with_what_each_adds() -> None:
    sections = {
        "history": "[Hematogenous](route) [osteomyelitis](disorder).",
        "imaging": f"{LEFT}",
        "assessment": "[Chronic](acuity) [osteomyelitis](disorder).",
    }
    assert told(note(sections)) == ["osteomyelitis: present; at left tibia; chronic; hematogenous"]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"history": LEFT, "assessment": "No [osteomyelitis](disorder_negated)."},
            ["osteomyelitis: absent; at left tibia"],
            id="assessment denies what the history says",
        ),
        pytest.param(
            {"history": "No [osteomyelitis](disorder_negated).", "assessment": LEFT},
            ["osteomyelitis: absent", "osteomyelitis: present; at left tibia"],
            id="assessment says what the history denies",
        ),
        pytest.param(
            {
                "history": "[Osteomyelitis](disorder).",
                "assessment": "Possible [osteomyelitis](disorder_uncertain).",
            },
            ["osteomyelitis: possible"],
            id="assessment doubts",
        ),
        pytest.param(
            {"history": "Possible [osteomyelitis](disorder_uncertain).", "assessment": LEFT},
            ["osteomyelitis: present; at left tibia"],
            id="assessment confirms",
        ),
        pytest.param(
            {"assessment": f"{LEFT} On review no [osteomyelitis](disorder_negated)."},
            ["osteomyelitis: absent; at left tibia"],
            id="the later conclusion",
        ),
        pytest.param(
            {"assessment": f"No [osteomyelitis](disorder_negated) at first. {LEFT}"},
            ["osteomyelitis: absent", "osteomyelitis: present; at left tibia"],
            id="the later finding",
        ),
        pytest.param(
            {"assessment": f"{LEFT} No [osteomyelitis](disorder_negated) of the [rib](site)."},
            ["osteomyelitis: present; at left tibia", "osteomyelitis: absent; at rib"],
            id="absent elsewhere",
        ),
        pytest.param(
            {"imaging": "No [osteomyelitis](disorder_negated).", "assessment": LEFT},
            ["osteomyelitis: absent", "osteomyelitis: present; at left tibia"],
            id="a normal study does not undo the diagnosis",
        ),
    ],
)
def test_the_better_section_and_the_later_conclusion_stand(
    sections: Mapping[str, str], expected: list[str]
) -> None:
    assert told(note(sections)) == expected


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"history": "[Low bone density](disorder).", "assessment": "[Osteopenia](disorder)."},
            "osteopenia: present",
            id="bone density",
        ),
        pytest.param(
            {
                "assessment": "[Low bone density](disorder) of the [lumbar spine](site), "
                "[osteopenia](disorder)."
            },
            "osteopenia: present; at lumbar spine",
            id="the more specific name of one section",
        ),
        pytest.param(
            {
                "reason_for_referral": "[Weakness](disorder).",
                "assessment": "[Generalized weakness](disorder).",
            },
            "generalized weakness: present; generalized=yes",
            id="weakness",
        ),
        pytest.param(
            {"assessment": "[Generalized weakness](disorder).", "plan": "[Muscle weakness](disorder)."},
            "generalized weakness: present; generalized=yes",
            id="the assessment's name before a more specific one of the plan",
        ),
        pytest.param(
            {"assessment": "[Osteopenia](disorder) before, [osteoporosis](disorder) now."},
            "osteoporosis: present",
            id="osteoporosis beside osteopenia",
        ),
    ],
)
def test_names_of_one_group_are_one_condition(sections: Mapping[str, str], expected: str) -> None:
    assert told(note(sections)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"[Acute](acuity) {LEFT} [Chronic](acuity) {RIGHT}",
            [
                "osteomyelitis: present; at left tibia; acute",
                "osteomyelitis: present; at right femur; chronic",
            ],
            id="another place and another acuity",
        ),
        pytest.param(
            f"[Chronic](acuity) {LEFT} [Chronic](acuity) {RIGHT}",
            ["osteomyelitis: present; at left tibia + right femur; chronic"],
            id="another place only",
        ),
        pytest.param(
            "[Neurogenic heterotopic ossification](disorder) of the [left](laterality) [hip](site). "
            "[Post-traumatic heterotopic ossification](disorder) of the [right](laterality) [elbow](site).",
            [
                "heterotopic ossification: present; at left hip; etiology=paralytic",
                "heterotopic ossification: present; at right elbow; etiology=traumatic",
            ],
            id="another place and another cause",
        ),
    ],
)
def test_two_disorders_are_apart_only_where_the_note_keeps_them_so(text: str, expected: list[str]) -> None:
    assert told(note(text)) == expected


SAID = ("[Gout](disorder).", "No [gout](disorder_negated).", "[Osteopenia](disorder).")


@given(said=st.lists(st.sampled_from(SAID)))
def test_a_run_of_equal_statements_is_its_first_and_its_last(said: list[str]) -> None:
    mentions = read_mentions(Scope(note(" ".join(said)), linker().rules), linker().concepts)
    runs = [[m.finding.id for m, words in zip(mentions, said, strict=True) if words == one] for one in SAID]
    ends = {run[place] for run in runs if run for place in (0, -1)}
    kept = fold_repeats(mentions)
    assert [m.finding.id for m in kept] == [m.finding.id for m in mentions if m.finding.id in ends]
    firsts = {run[0]: run[1:-1] for run in runs if run}
    assert all(m.echoes == firsts.get(m.finding.id, []) for m in kept)


@pytest.mark.parametrize(
    "denied",
    [
        pytest.param("No [acute](acuity_negated) [osteomyelitis](disorder_negated).", id="an acuity"),
        pytest.param("No [osteomyelitis](disorder_negated) elsewhere.", id="elsewhere"),
        pytest.param("No [osteomyelitis](disorder_negated) [right](laterality).", id="the other side"),
        pytest.param("No [multifocal osteomyelitis](disorder_negated).", id="a kind"),
        pytest.param("Previously no [osteomyelitis](disorder_negated).", id="an earlier time"),
    ],
)
def test_what_is_narrower_does_not_deny_the_disorder(denied: str) -> None:
    text = f"[Chronic](acuity) [osteomyelitis](disorder) of the [left](laterality) [tibia](site). {denied}"
    values: dict[str, JsonValue] = {
        "multifocal osteomyelitis": {"concept": "osteomyelitis", "form": "multifocal"}
    }
    found = told(note(text, values=values))
    assert found[0] == "osteomyelitis: present; at left tibia; chronic"


def test_other_ends_of_a_bone_are_other_places() -> None:
    text = (
        "[Osteomyelitis](disorder) of the [distal phalanx](site). "
        "No [osteomyelitis](disorder_negated) of the [proximal phalanx](site)."
    )
    assert told(note(text)) == ["osteomyelitis: present; at phalanx", "osteomyelitis: absent; at phalanx"]


def test_a_possible_kind_is_not_that_of_the_disorder() -> None:
    values: dict[str, JsonValue] = {
        "secondary osteoporosis": {"concept": "osteoporosis", "osteoporosis_kind": "other"}
    }
    text = "[Osteoporosis](disorder). Possible [secondary osteoporosis](disorder_uncertain)."
    assert told(note(text, values=values)) == ["osteoporosis: present"]
