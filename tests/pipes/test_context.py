"""What is stated of a target: every rule's own examples, and the traps that stock ConText falls into."""

from __future__ import annotations

from typing import cast

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from chartgap.lexicon.context import ContextRule, NegexRule
from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.context import Stated
from chartgap.pipes.draft import CONTEXT, GROUP, TERMS
from tests.pipes.marked import state

RULES = [
    rule for rule in load_lexicon().table("context", ContextRule).values() if not isinstance(rule, NegexRule)
]
FIRES = [(rule, text) for rule in RULES for text in rule.fires]
SILENT = [(rule, text) for rule in RULES for text in rule.silent]
POINTING = ("forward", "backward", "bidirectional")


def stated(doc: Doc) -> dict[int, Stated]:
    return cast("dict[int, Stated]", doc.user_data.get(CONTEXT, {}))


def flags(nlp: Language, marked: str) -> list[set[str]]:
    """What is said of each marked target."""
    doc = state(nlp, marked)
    held = stated(doc)
    return [
        {name for name, value in held[term.index].assertion if value} if term.index in held else set()
        for term in doc.user_data[TERMS]
    ]


def target_kind(rule: ContextRule) -> str:
    """A kind of target that the rule is for."""
    return rule.kinds[0] if rule.kinds else "disorder"


@pytest.mark.parametrize(("rule", "text"), FIRES, ids=[f"{rule.id}-{text}" for rule, text in FIRES])
def test_the_rule_fires(nlp: Language, rule: ContextRule, text: str) -> None:
    held = stated(state(nlp, text, target_kind(rule)))
    if rule.category == "current":
        assert not any(said.assertion.negated or said.assertion.historical for said in held.values())
    else:
        assert held
        assert all(getattr(said.assertion, rule.category) for said in held.values())
        assert all(rule.id in said.rules for said in held.values())


@pytest.mark.parametrize(("rule", "text"), SILENT, ids=[f"{rule.id}-{text}" for rule, text in SILENT])
def test_the_rule_is_silent(nlp: Language, rule: ContextRule, text: str) -> None:
    held = stated(state(nlp, text, target_kind(rule)))
    if rule.direction in POINTING:
        assert not any(rule.id in said.rules for said in held.values())
    else:
        assert held == {}


def test_every_rule_that_points_has_both_examples() -> None:
    assert [
        rule.id for rule in RULES if rule.direction in POINTING and not (rule.fires and rule.silent)
    ] == []
    assert [rule.id for rule in RULES if rule.direction not in POINTING and not rule.silent] == []


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # Stock ConText affirms these.
        ("Skin: No [rashes]", [{"negated"}]),
        ("Extremities: No [edema]", [{"negated"}]),
        ("CT is negative for [fracture].", [{"negated"}]),
        ("[Osteomyelitis]: no.", [{"negated"}]),
        ("no evidence  of\nacute [fracture]", [{"negated"}]),
        # It negates these.
        ("cannot exclude [osteomyelitis]", [{"uncertain"}]),
        ("no change in the [fracture]", [set()]),
        ("not only [osteomyelitis] but [cellulitis]", [set(), set()]),
        ("gram negative [osteomyelitis]", [set()]),
        ("MRI to rule out [osteomyelitis]", [{"uncertain"}]),
        # Its history and family reach too far.
        ("History of [gout], now with [osteomyelitis]", [{"historical"}, set()]),
        ("Father has [gout] and patient has [osteomyelitis]", [{"family"}, set()]),
        ("Mother had [osteoporosis].", [{"family"}]),
        # Lists, before and behind.
        ("Denies fever, [falls], [weakness] or [pain].", [{"negated"}] * 3),
        ("Chronic [osteomyelitis], [fracture] ruled out", [set(), {"negated"}]),
        ("[Fracture], [gout] and [osteomyelitis] were ruled out", [{"negated"}] * 3),
        ("[Osteomyelitis] was considered given his history and has been ruled out by MRI.", [{"negated"}]),
        ("Early [osteomyelitis] is possible but not established", [{"uncertain"}]),
        ("No fracture, [osteopenia] is noted", [set()]),
        # Dictation without stops.
        (
            "there is no [sinus] and no [swelling] the patient has [osteomyelitis]",
            [{"negated"}] * 2 + [set()],
        ),
        ("no [fever] he is known to have [osteomyelitis]", [{"negated"}, set()]),
        # What clinicians mean by these.
        ("He had [osteomyelitis] of the right tibia in 2009 and is seen 03/2026.", [{"historical"}]),
        ("[Osteoporosis] since 2009", [set()]),
        ("Return for fever or leg [weakness].", [{"hypothetical"}]),
        ("risks include bleeding, infection, [fracture]", [{"hypothetical"}]),
        ("[osteomyelitis] vs [gout]", [{"uncertain"}, {"uncertain"}]),
        ("58 year old man with [osteomyelitis]", [set()]),
        ("3 month history of [weakness]", [set()]),
        ("Chronic [osteomyelitis] of the left tibia", [set()]),
        ("No history of [fracture]", [{"negated"}]),
    ],
)
def test_what_is_said(nlp: Language, marked: str, expected: list[set[str]]) -> None:
    assert flags(nlp, marked) == expected


def test_a_cue_inside_the_target_says_nothing_of_it(nlp: Language) -> None:
    assert flags(nlp, "[no weakness syndrome]") == [set()]


def test_the_cue_is_kept_with_its_offsets(nlp: Language) -> None:
    doc = state(nlp, "There is  no evidence\nof [gout] here")
    (said,) = stated(doc).values()
    assert [doc.text[start:end] for start, end in said.cues] == ["no evidence\nof"]


def test_a_section_speaks_for_its_targets(nlp: Language) -> None:
    assert flags(nlp, "FAMILY HISTORY: [Osteoporosis].\nASSESSMENT: [Gout].") == [{"family"}, set()]


def test_the_spans_carry_medspacys_attributes(nlp: Language) -> None:
    doc = state(nlp, "no [gout], possible [fracture]")
    assert [(span._.is_negated, span._.is_uncertain) for span in doc.spans[GROUP]] == [
        (True, False),
        (False, True),
    ]
    assert [modifier.category for _, modifier in doc._.context_graph.edges] == ["NEGATED", "UNCERTAIN"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Osteomyelitis of the heel, no abscess, MRSA.", [False]),
        ("Osteomyelitis of the heel w/o sinus, E. coli and MRSA, on cefepime.", [False, False]),
        ("Osteomyelitis of the heel, no abscess, MRSA or pus.", [True]),
        ("Osteomyelitis of the heel, no sinus, contiguous.", [False]),
        ("Osteomyelitis of the heel, no MRSA.", [True]),
        ("No abscess, MRSA, pus.", [True]),
    ],
)
def test_the_organism_and_route_of_an_infection_are_told_behind_what_is_denied_of_it(
    nlp: Language, text: str, expected: list[bool]
) -> None:
    doc = nlp(text)
    told = [term for term in doc.user_data[TERMS] if term.kind in ("organism", "route")]
    held = stated(doc)
    assert [term.index in held and held[term.index].assertion.negated for term in told] == expected
