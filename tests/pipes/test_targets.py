"""Terms of a lexicon in a text: what matches, what its surroundings refuse, what wins."""

from __future__ import annotations

import pytest
from spacy.language import Language

from chartgap.lexicon.schema import TermEntry
from chartgap.pipes.draft import GROUP, terms
from chartgap.pipes.targets import ChartTargets


def entry(identifier: str, kind: str = "disorder", **given: tuple[str, ...]) -> TermEntry:
    return TermEntry.model_validate({"id": identifier, "kind": kind, "value": identifier, **given})


def found(nlp: Language, text: str, *entries: TermEntry) -> list[tuple[str, str]]:
    targets = ChartTargets(nlp, "targets", entries)
    doc = targets(nlp.get_pipe("chartgap_layout")(nlp.make_doc(text)))
    told = [(term.rule, text[term.start : term.end]) for term in terms(doc)]
    spans = [(span.id_, span.text.strip()) for span in doc.spans[GROUP]]
    assert spans == told
    assert [term.index for term in terms(doc)] == list(range(len(told)))
    return told


HIP = entry("hip", "site", terms=("hip",))
LEFT = entry("left", "laterality", terms=("left", "l"))


@pytest.mark.parametrize("text", ["left hip", "Left  hip", "LEFT\nHIP", "left\u00a0hip"])
def test_white_space_and_case_do_not_matter(nlp: Language, text: str) -> None:
    assert found(nlp, text, entry("x", terms=("left hip",))) == [("x", text)]


def test_terms_of_other_kinds_may_nest(nlp: Language) -> None:
    whole = entry("fracture", terms=("left hip fracture", "hip fracture"))
    assert found(nlp, "left hip fracture", HIP, LEFT, whole) == [
        ("fracture", "left hip fracture"),
        ("left", "left"),
        ("hip", "hip"),
    ]


def test_the_longest_wins_within_a_kind(nlp: Language) -> None:
    assert found(
        nlp, "acute gout attack", entry("a", terms=("gout",)), entry("b", terms=("gout attack",))
    ) == [("b", "gout attack")]


def test_the_first_added_wins_a_tie(nlp: Language) -> None:
    hand, made = entry("hand", terms=("gout",)), entry("tabular.X", terms=("gout",))
    assert found(nlp, "gout", hand, made) == [("hand", "gout")]


def test_no_match_inside_a_word(nlp: Language) -> None:
    assert found(nlp, "hips, shiphip, L4", HIP, LEFT) == []


def test_cased_terms_want_their_capitals(nlp: Language) -> None:
    assert found(nlp, "OM om Om O M", entry("om", cased=("OM",))) == [("om", "OM")]


def test_beside_wants_a_word_of_the_same_sentence(nlp: Language) -> None:
    om = entry("om", cased=("OM",), beside=("bone", "wound care"))
    assert found(nlp, "OM of the bone. OM today. Wound  care and OM.", om) == [("om", "OM"), ("om", "OM")]


def test_not_beside_refuses(nlp: Language) -> None:
    om = entry("om", cased=("OM",), not_beside=("ear",))
    assert found(nlp, "OM of the ear. OM of the toe.", om) == [("om", "OM")]


def test_not_before_and_not_after_look_at_the_next_word(nlp: Language) -> None:
    low = entry("low", terms=("low bone",), not_before=("marrow",), not_after=("not",))
    assert found(nlp, "low bone marrow, not low bone, low bone", low) == [("low", "low bone")]


def test_a_text_without_terms(nlp: Language) -> None:
    assert found(nlp, "", HIP) == []


def test_rules_are_medspacys(nlp: Language) -> None:
    targets = ChartTargets(nlp, "targets", [HIP, LEFT])
    assert [(rule.literal, rule.category) for rule in targets.rules] == [
        ("hip", "site"),
        ("left", "laterality"),
        ("l", "laterality"),
    ]
    assert targets.labels == {"site", "laterality"}
