"""What the attribute vocabularies and the small components beside them find in typical sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from spacy.tokens import Doc

from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.schema import PatternEntry, TermEntry
from chartgap.pipes.attribute import ChartAttributes
from chartgap.pipes.causes import ChartCauses
from chartgap.pipes.draft import terms, words_of
from chartgap.pipes.imaging import ChartImaging
from chartgap.pipes.pattern import ChartPatterns, Pattern, compile_patterns, holds
from chartgap.pipes.tokenizer import ChartTokenizer
from tests.pipes.attribute_line import line, read, shipped, told


@cache
def patterns() -> ChartPatterns:
    return ChartPatterns(shipped(), ["route", "fracture"])


def of(kind: str, text: str) -> list[tuple[str, JsonValue]]:
    return told(text, ChartAttributes([kind]), patterns())


def kinds(text: str, *wanted: str) -> list[tuple[str, JsonValue]]:
    found = read(text, ChartAttributes(wanted))
    return [(text[draft.start : draft.end], draft.value) for draft in found]


def examples() -> Iterator[tuple[str, str, bool]]:
    for key, item in shipped().tables["attributes"].items():
        yield from ((key, text, True) for text in getattr(item, "fires", ()))
        yield from ((key, text, False) for text in getattr(item, "silent", ()))


@pytest.mark.parametrize(("key", "text", "fires"), list(examples()))
def test_every_example_of_every_entry(key: str, text: str, fires: bool) -> None:
    item = shipped().tables["attributes"][key]
    if isinstance(item, TermEntry):
        doc: Doc = line()(text)
        assert any(term.rule == key for term in terms(doc)) is fires
    else:
        assert isinstance(item, PatternEntry)
        (pattern,) = compile_patterns([item])
        assert not (fires and pattern.lacks(words_of(text), text.casefold()))
        assert not fires or pattern.shows(text.casefold()) or item.words
        assert (pattern.regex.search(text) is not None) is fires


@pytest.mark.parametrize(
    ("words", "pieces", "lacks", "shows"),
    [
        ((), (), False, True),
        (("gout",), (), True, True),
        (("heel",), (), False, True),
        ((), ("gou",), True, False),
        ((), ("hee",), False, True),
        (("gout",), ("hee",), False, True),
        (("heel",), ("gou",), False, False),
    ],
)
def test_what_a_pattern_needs(
    words: tuple[str, ...], pieces: tuple[str, ...], lacks: bool, shows: bool
) -> None:
    entry = PatternEntry(id="a", pattern="x", words=words, pieces=pieces, fires=("x",), silent=("y",))
    (pattern,) = compile_patterns([entry])
    assert (pattern.lacks(frozenset(("left", "heel")), "left heel"), pattern.shows("left heel")) == (
        lacks,
        shows,
    )


def test_every_code_of_a_cause_is_a_billable_code_of_the_release() -> None:
    tree = load_tree()
    entries = [entry for entry in shipped().terms if entry.kind == "cause"]
    named = {entry.value["code"] for entry in entries if isinstance(entry.value, dict)} - {None}
    assert {code for code in named if not (tree.valid(str(code)) and tree.billable(str(code)))} == set()


GATED = [one for one in compile_patterns(shipped().patterns) if one.words or one.entry.pieces]
FIRES = [(one, text) for one in GATED for text in one.entry.fires]
BESIDE = st.sampled_from(["", " ", "-", "_", "x", "2", "é", "'", "s", "\n", ","])


@given(st.sampled_from(FIRES), BESIDE, BESIDE, st.sampled_from([str, str.lower, str.upper, str.title]))
def test_no_match_is_hidden_by_the_words_and_pieces_a_pattern_needs(
    example: tuple[Pattern, str], before: str, behind: str, case: Callable[[str], str]
) -> None:
    pattern, text = example
    text = f"{before}{case(text)}{behind}"
    if pattern.regex.search(text) is not None:
        said, low = words_of(text), text.casefold()
        assert not pattern.lacks(said, low)
        assert holds(low, pattern.signs(said))


ACUITY = [
    ("acute on chronic osteomyelitis of the tibia", ["acute on chronic"]),
    ("Chronically infected clavicle", ["chronic"]),
    ("sub-acute osteomyelitis", ["subacute"]),
    ("longstanding osteomyelitis", []),
    ("no acute distress, chronic kidney disease, chronic pain", []),
]


@pytest.mark.parametrize(("text", "expected"), ACUITY)
def test_acuity_is_the_providers_word(text: str, expected: list[str]) -> None:
    assert [value for _, value in of("acuity", text)] == expected


ROUTE = [
    ("the breastbone was seeded from the bloodstream", ["hematogenous"]),
    ("acute hematogenous osteomyelitis", ["hematogenous"]),
    ("osteomyelitis of the heel, spread from the overlying pressure ulcer", ["contiguous"]),
    ("chronic osteomyelitis, direct inoc at time of open fx", ["direct"]),
    ("osteomyelitis of the tibia after ORIF", ["postprocedural"]),
    ("diabetic foot ulcer over the metatarsal with osteomyelitis", []),
    ("MRSA bacteremia with osteomyelitis of the rib", []),
    ("osteomyelitis of the toe, s/p amputation", []),
]


@pytest.mark.parametrize(("text", "expected"), ROUTE)
def test_route_is_stated_never_inferred(text: str, expected: list[str]) -> None:
    assert [value for _, value in of("route", text)] == expected


FRACTURE = [
    ("pathological fracture of the left distal radius", [("pathological", False)]),
    ("osteoporosis with a fragility hip fracture", [("fragility", False)]),
    ("major osteoporotic fracture risk 11%", []),
    ("history of right distal radius fracture", [(None, True)]),
    ("old compression fracture of L2", [(None, True)]),
    ("compression fracture of T12", [("compression", False)]),
]


@pytest.mark.parametrize(("text", "expected"), FRACTURE)
def test_kind_and_state_of_a_fracture(text: str, expected: list[tuple[str | None, bool]]) -> None:
    values = [value for _, value in of("fracture", text)]
    assert [(value["type"], value["healed"]) for value in values if isinstance(value, dict)] == expected


ENCOUNTER = [
    ("initial encounter for fracture", ["A"]),
    ("subsequent encounter for fracture with routine healing", ["D"]),
    ("subsequent encounter for fracture with delayed healing", ["G"]),
    ("subsequent encounter for fracture with nonunion", ["K"]),
    ("subsequent encounter for fracture with malunion", ["P"]),
    ("pathological fracture, sequela", ["S"]),
    ("encounter for check-up", []),
]


@pytest.mark.parametrize(("text", "expected"), ENCOUNTER)
def test_encounter_words_give_the_seventh_character(text: str, expected: list[str]) -> None:
    assert [value for _, value in of("encounter", text)] == expected


FEATURES = [
    ("with draining sinus tract", ["draining_sinus"]),
    ("normal sinus rhythm, AV fistula", []),
    ("some bone loss on the film", ["osseous_defect"]),
    ("osteopenia, multiple sites", ["multiple_sites"]),
    ("bone biopsy culture: no growth", ["culture"]),
    ("right hemiparesis", ["focal_neuro"]),
    ("heartburn", []),
]


@pytest.mark.parametrize(("text", "expected"), FEATURES)
def test_features(text: str, expected: list[str]) -> None:
    values = [value for _, value in of("feature", text)]
    assert [value["feature"] for value in values if isinstance(value, dict)] == expected


IMAGING = [
    ("Abnormal MRI.", [("MRI", "abnormal")]),
    ("her ultrasound came back abnormal", [("ultrasound", "abnormal")]),
    ("MRI thighs: patchy STIR signal and edema", [("MRI", "described")]),
    ("edema on MRI", [("MRI", "described")]),
    ("CT normal, x-ray shows a lucency", [("CT", "normal"), ("radiograph", "described")]),
    ("MRI ordered", [("MRI", None)]),
    ("MRI today. The edema of the foot is better.", [("MRI", None)]),
    ("call us with any fever, Mr. Smith", []),
]


@pytest.mark.parametrize(("text", "expected"), IMAGING)
def test_imaging_and_what_it_showed(text: str, expected: list[tuple[str, str | None]]) -> None:
    values = [draft.value for draft in read(text, ChartImaging())]
    assert [(value["modality"], value["finding"]) for value in values if isinstance(value, dict)] == expected


AHEAD = [
    ("Will obtain CT elbow and MRI.", [True, True]),
    ("Order ultrasound of the calf to look for edema.", [True]),
    ("Radiographs are pending.", [True]),
    ("PLAN: XR femur next month.", [True]),
    ("PLAN: MRI reviewed with him, start therapy.", [False]),
    ("MRI ordered by the clinic showed edema.", [False]),
    ("CT of the elbow in May.", [False]),
    ("The films of March were obtained elsewhere.", [False]),
]


@pytest.mark.parametrize(("text", "expected"), AHEAD)
def test_a_study_that_is_only_ordered_or_planned_is_hypothetical(text: str, expected: list[bool]) -> None:
    said = [draft.assertion for draft in read(text, ChartImaging())]
    assert [bool(one and one.hypothetical) for one in said] == expected


STATED = [
    ("Muscle weakness due to ICU-acquired illness.", ["icu-acquired illness"]),
    ("Generalized weakness - from prolonged hospitalization", ["prolonged hospitalization"]),
    ("weakness of the legs she has trouble in her knees from arthritis", []),
    ("Weakness of both legs after influenza, improving", ["influenza"]),
    ("Weakness of unclear etiology", []),
    ("Weakness due to unknown cause", []),
    ("Trouble in the hip due to arthritis", []),
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_causes_stated_in_words_of_their_own(text: str, expected: list[str]) -> None:
    values = [
        draft.value for draft in read(text, ChartCauses(shipped(), cast(ChartTokenizer, line().tokenizer)))
    ]
    assert [value["cause"] for value in values if isinstance(value, dict)] == expected


CODED = [
    ("osteopenia due to primary hyperparathyroidism", ["E21.0"]),
    ("hyperparathyroidism", ["E21.3"]),
    ("pituitary-dependent Cushing's disease", ["E24.0"]),
    ("Cushing's syndrome", ["E24.9"]),
    ("symptomatic menopause with insomnia", ["N95.1"]),
    ("postmenopausal woman", ["Z78.0"]),
    ("chronic prednisone use", ["Z79.52"]),
    ("no steroid use, steroid injection", ["T38.0X5A", "T38.0X5A"]),
    ("on anastrozole", ["Z79.811"]),
    ("atorvastatin-induced myositis", ["T46.6X5A"]),
]


@pytest.mark.parametrize(("text", "expected"), CODED)
def test_causes_with_their_codes(text: str, expected: list[str]) -> None:
    values = [value for _, value in of("cause", text)]
    assert [value["code"] for value in values if isinstance(value, dict)] == expected


def test_ids_are_lower_case_words_with_dots() -> None:
    assert [key for key in shipped().tables["attributes"] if not re.fullmatch(r"[a-z][a-z0-9_.]*", key)] == []
