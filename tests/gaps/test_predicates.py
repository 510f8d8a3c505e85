"""The tests a rule can put, read from data as a lexicon file gives them."""

from __future__ import annotations

import json

import pytest
from pydantic import JsonValue, TypeAdapter

from chartgap.gaps.predicates import concerns, evidence, fits, holds
from chartgap.gaps.scene import Scene, given, part
from chartgap.lexicon.gap import When
from chartgap.lexicon.predicate import Match, Test
from chartgap.models import Assertion, Section
from tests.gaps.build import condition, found, reading, scene

TESTS: TypeAdapter[Test] = TypeAdapter(Test)
MATCHES: TypeAdapter[Match] = TypeAdapter(Match)

TEXT = "HISTORY: infection. Labs CK 900. PLAN: infection of foot, ESR 40, CRP 9."
INFECTION = found(TEXT, "infection", "disorder", nth=1)
CK = found(TEXT, "CK 900", "lab", {"analyte": "CK", "value": 900})
ESR = found(TEXT, "ESR 40", "lab", {"analyte": "ESR", "value": 40})
CRP = found(TEXT, "CRP 9", "lab", {"analyte": "CRP", "value": 9})
PLAN = TEXT.index("PLAN")
SECTIONS = (
    Section(category="history", title="HISTORY", start=0, body=9, end=PLAN),
    Section(category="plan", title="PLAN", start=PLAN, body=PLAN + 5, end=len(TEXT)),
)
READ = reading(TEXT, INFECTION, CK, ESR, CRP, sections=SECTIONS)
HELD = condition(
    "infection", INFECTION, ESR, acuity="chronic", labs=[ESR.id, CRP.id], extent={"size": "major"}, count=3
)
SCENE: Scene = scene(READ, HELD, "M86.9", "M60.051")


def as_test(data: JsonValue) -> Test:
    """A test as the loader reads it: from JSON, strictly."""
    return TESTS.validate_json(json.dumps(data))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"finding": "lab"}, True),
        ({"finding": "imaging"}, False),
        ({"finding": "lab", "where": {"analyte": "ck"}}, True),
        ({"finding": "lab", "where": {"analyte": "ck", "value": {"above": 900}}}, False),
        ({"finding": "lab", "where": {"analyte": "ck"}, "scope": "condition"}, False),
        ({"finding": "lab", "where": {"analyte": "esr"}, "scope": "condition"}, True),
        ({"finding": "lab", "where": {"analyte": "ck"}, "scope": "section"}, False),
        ({"finding": "lab", "where": {"analyte": "crp"}, "scope": "section"}, True),
        ({"finding": "lab", "listed": "labs", "where": {"analyte": "ck"}}, False),
        ({"finding": "lab", "listed": "labs", "where": {"analyte": "crp"}}, True),
        ({"finding": "lab", "listed": "nothing"}, False),
        ({"finding": "lab", "where": {"value": {"at_most": 900}}, "every": True}, True),
        ({"finding": "lab", "where": {"value": {"below": 900}}, "every": True}, False),
        ({"finding": "imaging", "every": True}, False),
        ({"slot": "acuity"}, True),
        ({"slot": "route"}, False),
        ({"slot": "acuity", "is": "Chronic"}, True),
        ({"slot": "acuity", "is": ["acute", "chronic"]}, True),
        ({"slot": "acuity", "is": {"but": ["chronic"]}}, False),
        ({"slot": "route", "is": {"but": ["direct"]}}, False),
        ({"slot": "extent.size", "is": "major"}, True),
        ({"slot": "extent.side"}, False),
        ({"slot": ["route", "acuity"]}, True),
        ({"slot": "labs", "is": {"has": "nothing"}}, False),
        ({"slot": ["labs", "nothing"], "is": {"size": {"at_least": 2}}}, True),
        ({"slot": ["labs", "acuity"], "is": {"size": {"at_least": 4}}}, False),
        ({"slot": "count", "is": {"at_least": 3, "below": 4}}, True),
        ({"slot": "count", "is": True}, False),
        ({"slot": "route", "is": {"given": False}}, True),
        ({"all": [{"slot": "acuity"}, {"slot": "route"}]}, False),
        ({"all": [{"slot": "acuity"}, {"slot": "count"}]}, True),
        ({"any": [{"slot": "acuity"}, {"slot": "route"}]}, True),
        ({"any": [{"slot": "route"}]}, False),
        ({"not": {"slot": "route"}}, True),
        ({"not": {"slot": "acuity"}}, False),
        ({"uncovered": "t_score"}, False),
    ],
)
def test_a_test_holds_or_does_not(data: dict[str, JsonValue], expected: bool) -> None:
    assert holds(as_test(data), SCENE) is expected


@pytest.mark.parametrize("flag", ["negated", "uncertain", "historical", "hypothetical", "family"])
def test_a_flagged_finding_counts_only_where_its_flag_is_allowed(flag: str) -> None:
    finding = found(TEXT, "CK 900", "lab", flags=Assertion.model_validate({flag: True}))
    here = scene(reading(TEXT, finding), HELD)
    others: list[JsonValue] = [
        name for name in ("negated", "uncertain", "historical", "hypothetical", "family") if name != flag
    ]
    assert holds(as_test({"finding": "lab", "allow": [flag]}), here)
    assert not holds(as_test({"finding": "lab", "allow": others}), here)
    assert holds(as_test({"finding": "lab"}), here) is (flag == "uncertain")


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [
        ("CK", "ck", True),
        ("CK", None, False),
        (1, 1.0, True),
        (1, True, False),
        (False, 0, False),
        (False, None, False),
        (False, False, True),
        (["a", "b"], "B", True),
        ({"has": "Myositis"}, ["x", "myositis"], True),
        ({"has": "myositis"}, "myositis", False),
        ({"below": 20}, 19.5, True),
        ({"below": 20}, 20, False),
        ({"below": 20}, None, False),
        ({"below": 20}, True, False),
        ({"above": -2.5, "below": -1.0}, -2.5, False),
        ({"above": -2.5, "below": -1.0}, -1.0, False),
        ({"above": -2.5, "below": -1.0}, -1.1, True),
        ({"at_most": -2.5}, -2.5, True),
        ({"at_least": -1.0}, -1.0, True),
        ({"given": True}, 0, True),
        ({"given": True}, "", False),
        ({"given": True, "below": 5}, 6, False),
        ({"size": {"at_least": 1}}, [1], True),
        ({"size": {"at_least": 1}}, None, False),
        ({"size": {"at_least": 1}}, "word", True),
    ],
)
def test_a_comparison_fits_or_does_not(wanted: JsonValue, value: JsonValue, expected: bool) -> None:
    assert fits(MATCHES.validate_json(json.dumps(wanted)), value) is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"concepts": ["infection"]}, True),
        ({"concepts": ["other"]}, False),
        ({"codes": ["M86"]}, True),
        ({"codes": ["M60.05"]}, True),
        ({"codes": ["M60.06", "M61"]}, False),
        ({"concepts": ["infection"], "not_codes": ["M60"]}, False),
        ({"codes": ["M86"], "not_codes": ["M61"]}, True),
        ({"concepts": ["other"], "codes": ["M86"]}, False),
    ],
)
def test_when_names_concepts_and_codes(data: dict[str, JsonValue], expected: bool) -> None:
    assert concerns(When.model_validate_json(json.dumps(data)), SCENE) is expected


def test_evidence_is_what_tests_found_at_any_depth() -> None:
    data: JsonValue = {
        "all": [
            {"any": [{"finding": "lab", "where": {"analyte": "CK"}}, {"finding": "imaging"}]},
            {"finding": "lab", "scope": "condition"},
            {"not": {"finding": "lab", "where": {"analyte": "CRP"}}},
            {"slot": "acuity"},
        ]
    }
    assert evidence(as_test(data), SCENE) == [CK, ESR]


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ({"a": {"b": 1}}, "a.b", 1),
        ({"a": 1}, "a.b", None),
        ("A", ".", "A"),
        (None, "a", None),
        ([1], "a", None),
    ],
)
def test_parts_of_a_value(value: JsonValue, path: str, expected: JsonValue) -> None:
    assert part(value, path) == expected


@pytest.mark.parametrize("value", [None, False, "", [], {}, ()])
def test_what_says_nothing(value: object) -> None:
    assert not given(value)
    assert given([value])


def test_a_finding_before_the_first_section_lies_in_none() -> None:
    text = "CK 900. PLAN: infection."
    mention, early = found(text, "infection", "disorder"), found(text, "CK 900", "lab")
    plan = Section(category="plan", title="PLAN", start=8, body=13, end=len(text))
    here = scene(reading(text, mention, early, sections=(plan,)), condition("infection", mention))
    assert not holds(as_test({"finding": "lab", "scope": "section"}), here)
