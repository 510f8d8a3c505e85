"""What status a statement has by its words and its section, and which statements make a condition."""

from __future__ import annotations

import pytest

from tests.conditions.notes import note, told

BONE = "[osteomyelitis](disorder) of the [left](laterality) [tibia](site)."


@pytest.mark.parametrize("status", ["negated", "uncertain", "historical", "hypothetical", "family"])
def test_the_words_around_a_disorder_give_its_status(status: str) -> None:
    expected = {"negated": "absent", "uncertain": "possible"}.get(status, status)
    text = f"[Osteomyelitis](disorder_{status}) of the [left](laterality) [tibia](site)."
    assert told(note(text)) == [f"osteomyelitis: {expected}; at left tibia"]


@pytest.mark.parametrize(
    ("section", "status"),
    [
        ("assessment", "present"),
        ("impression", "present"),
        ("diagnosis", "present"),
        ("postoperative_diagnosis", "present"),
        ("problem_list", "present"),
        ("plan", "present"),
        ("history", "present"),
        ("past_history", "historical"),
        ("surgical_history", "historical"),
        ("family_history", "family"),
        ("education", "hypothetical"),
        ("instructions", "hypothetical"),
    ],
)
def test_the_section_gives_a_plain_statement_its_status(section: str, status: str) -> None:
    assert told(note({section: BONE})) == [f"osteomyelitis: {status}; at left tibia"]


@pytest.mark.parametrize("section", ["imaging", "results", "findings", "technique", "allergies"])
def test_a_report_or_a_silent_section_makes_no_condition(section: str) -> None:
    assert told(note({section: BONE, "assessment": "Pain."})) == []


@pytest.mark.parametrize("section", ["findings", "impression"])
def test_an_imaging_report_that_is_the_note_is_read_as_it_stands(section: str) -> None:
    expected = ["osteomyelitis: present; at left tibia"]
    assert told(note({section: BONE}, document="imaging report")) == expected


SYMPTOM_SECTIONS = [
    "assessment",
    "impression",
    "diagnosis",
    "problem_list",
    "plan",
    "hospital_course",
    "reason_for_referral",
]


@pytest.mark.parametrize("section", SYMPTOM_SECTIONS)
def test_a_symptom_is_a_condition_where_the_provider_names_it(section: str) -> None:
    assert told(note({section: "[Weakness](disorder)."})) == ["weakness: present"]


@pytest.mark.parametrize("section", ["exam", "function", "medications"])
def test_a_symptom_elsewhere_stays_a_finding(section: str) -> None:
    assert told(note({section: "[Weakness](disorder).", "assessment": "Pain."})) == []


@pytest.mark.parametrize("section", ["history", "chief_complaint", "review_of_systems"])
def test_a_symptom_that_the_patient_only_reports_is_marked_so(section: str) -> None:
    sections = {section: "[Weakness](disorder).", "assessment": "Pain."}
    assert told(note(sections)) == ["weakness: present; reported=yes"]


def test_a_reported_symptom_that_a_deficit_explains_stays_a_finding() -> None:
    sections = {"history": "[Weakness](disorder).", "exam": "[Hemiparesis](feature).", "assessment": "Pain."}
    assert told(note(sections)) == []


def test_a_reported_symptom_adds_to_the_one_that_the_provider_names() -> None:
    sections = {"history": "[Weakness](disorder).", "assessment": "[Weakness](disorder)."}
    assert told(note(sections)) == ["weakness: present"]


def test_a_sign_seen_on_examination_stays_a_finding() -> None:
    sections = {"exam": "[Muscle wasting](disorder) of the [thigh](site).", "assessment": "Pain."}
    assert told(note(sections)) == []


@pytest.mark.parametrize("text", ["R53.1 [Weakness](disorder)", "[Weakness](disorder), general (R53.1)"])
def test_a_symptom_listed_with_its_code_is_a_condition(text: str) -> None:
    assert told(note({"text": text, "exam": "Pain."})) == ["weakness: present"]


@pytest.mark.parametrize(
    "text",
    [
        "[Weakness](disorder), B12 low",
        "[Weakness](disorder). R53.1 was denied",
        "Gait R26.89\n[Weakness](disorder)",
    ],
)
def test_a_symptom_without_its_code_above_the_headings_stays_a_finding(text: str) -> None:
    assert told(note({"text": text, "exam": "Pain."})) == []


def test_a_note_without_headings_is_its_own_assessment() -> None:
    assert told(note({"text": "[Weakness](disorder)."})) == ["weakness: present"]


def test_disorders_of_other_families_make_no_condition() -> None:
    assert told(note("[Knee](site) [degenerative change](disorder), [rash](disorder).")) == []


PAST = "[Osteoporosis](disorder)."


@pytest.mark.parametrize(
    ("medications", "status"),
    [
        pytest.param("[alendronate](treatment)", "present", id="treated"),
        pytest.param("stopped [alendronate](treatment_historical)", "historical", id="treated once"),
        pytest.param("[calcium](treatment), [vitamin D](treatment)", "historical", id="supplements only"),
        pytest.param("[vancomycin](treatment)", "historical", id="treated for something else"),
        pytest.param("none", "historical", id="untreated"),
    ],
)
def test_a_chronic_disorder_of_a_past_list_is_current_only_when_treated(
    medications: str, status: str
) -> None:
    sections = {"past_history": PAST, "medications": medications, "assessment": "Pain."}
    assert told(note(sections)) == [f"osteoporosis: {status}"]


def test_treatment_does_not_revive_a_past_disorder_that_heals() -> None:
    sections = {"past_history": BONE, "medications": "[vancomycin](treatment)", "assessment": "Pain."}
    assert told(note(sections)) == ["osteomyelitis: historical; at left tibia"]


@pytest.mark.parametrize("section", ["text", "history", "exam"])
def test_what_a_study_showed_makes_no_condition_before_the_assessment(section: str) -> None:
    body = "Seen today.\n[EMG](imaging) shows [myositis](disorder).\n"
    assert told(note({section: body, "assessment": "Pain."})) == []


def test_a_diagnosis_that_names_its_study_is_one() -> None:
    body = "He has [osteopenia](disorder) by an old [DXA](imaging).\n"
    assert told(note({"text": body, "assessment": "Gout."})) == ["osteopenia: present"]


def test_an_assessment_may_rest_on_a_study() -> None:
    assert told(note("[EMG](imaging) confirms [myositis](disorder).")) == ["myositis: present"]


@pytest.mark.parametrize("margin", ["Proximal margin", "Margins", "Remaining bone"])
def test_what_is_denied_of_a_margin_does_not_deny_the_disorder(margin: str) -> None:
    text = (
        f"[Osteomyelitis](disorder) of the [toe](site). {margin} free of [osteomyelitis](disorder_negated)."
    )
    assert told(note(text)) == ["osteomyelitis: present; at toe"]


def test_what_is_denied_last_denies_the_disorder() -> None:
    text = "[Osteomyelitis](disorder) of the [toe](site). No [osteomyelitis](disorder_negated)."
    assert told(note(text)) == ["osteomyelitis: absent; at toe"]
