from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import JsonValue

from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.schema import TermEntry
from chartgap.vocabulary import tabular_concepts, tabular_terms


def read_lexicon() -> Lexicon:
    """The shipped sites, and osteomyelitis alone of the disorders."""
    shipped = load_lexicon()
    terms = {key: term for key, term in shipped.tables["disorders"].items() if "osteomyelitis" in str(term)}
    rules = {key: rule for key, rule in shipped.tables["families"].items() if "osteomyelitis" in str(rule)}
    return replace(shipped, tables={"sites": shipped.tables["sites"], "disorders": terms, "families": rules})


@pytest.fixture(scope="module")
def terms() -> dict[str, TermEntry]:
    entries = tabular_terms(load_tree(), read_lexicon())
    return {(*entry.terms, *entry.cased)[0]: entry for entry in entries}


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("Intermittent hydrarthrosis", {"concept": "intermittent hydrarthrosis", "category": "M12.4"}),
        ("CINCA", {"concept": "cinca", "category": "M04.2"}),
        ("Coxa magna", {"concept": "coxa magna", "category": "M91.4", "site": "hip"}),
        (
            "Chondrocostal junction syndrome [Tietze]",
            {"concept": "chondrocostal junction syndrome", "category": "M94.0"},
        ),
        (
            "Lead-induced chronic gout",
            {
                "concept": "lead-induced chronic gout",
                "category": "M1A.1",
                "choices": {"with tophus (tophi)": ["with tophus", "with tophi", "tophaceous"]},
            },
        ),
        ("Idiopathic aseptic necrosis", {"concept": "idiopathic aseptic necrosis", "category": "M87.0"}),
    ],
)
def test_a_phrase_tells_its_stem_site_and_choices(
    terms: dict[str, TermEntry], phrase: str, value: JsonValue
) -> None:
    assert terms[phrase].value == value


@pytest.mark.parametrize(
    "phrase", ["Osteomyelitis", "Osteomyelitis, unspecified", "Fistula", "Effusion", "Disease"]
)
def test_what_the_lexicon_says_itself_and_what_says_too_little_is_no_term(
    terms: dict[str, TermEntry], phrase: str
) -> None:
    assert phrase not in terms


def test_an_open_ended_title_is_not_found_within_a_longer_phrase(terms: dict[str, TermEntry]) -> None:
    assert "familial cold" in terms["Autoinflammatory syndrome, unspecified"].not_after
    assert terms["Coxa magna"].not_after == ()


def test_a_symptom_of_the_tabular_is_one_and_names_of_one_stem_are_one_condition() -> None:
    tree = load_tree()
    concepts = tabular_concepts(tree, tabular_terms(tree, read_lexicon()))
    told = {
        name: (concepts[name].role, concepts[name].group)
        for name in ("wrist drop", "blau syndrome", "majeed syndrome")
    }
    assert told == {
        "wrist drop": ("symptom", "M21.33"),
        "blau syndrome": ("diagnosis", "M04.8"),
        "majeed syndrome": ("diagnosis", "M04.8"),
    }
