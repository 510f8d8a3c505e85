"""Organisms against the code set, and as requirements name them."""

from __future__ import annotations

import pytest

from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.lint import normalized
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.schema import TermEntry

TREE = load_tree()
ORGANISMS = [term for term in load_lexicon().terms if term.kind == "organism"]


def _code(term: TermEntry) -> str | None:
    assert isinstance(term.value, dict)
    code = term.value["code"]
    assert code is None or isinstance(code, str)
    return code


def test_every_code_of_the_three_categories_has_an_organism() -> None:
    wanted = {code for category in ("B95", "B96", "B97") for code in TREE.descendants(category)}
    # Retroviruses of no own name have no clinical term but the class word, which is B97.30.
    assert wanted - {_code(term) for term in ORGANISMS} == {"B97.39"}


def test_every_code_can_be_reported() -> None:
    assert [code for code in map(_code, ORGANISMS) if code and not TREE.billable(code)] == []


def test_every_value_is_a_name_and_a_code() -> None:
    assert [
        term.id
        for term in ORGANISMS
        if not isinstance(term.value, dict) or set(term.value) != {"name", "code"}
    ] == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("MSSA", "B95.61"),
        ("staph aureus", "B95.61"),
        ("methicillin-sensitive Staphylococcus aureus", "B95.61"),
        ("MRSA", "B95.62"),
        ("oxacillin-resistant S. aureus", "B95.62"),
        ("coag negative staph", "B95.7"),
        ("CoNS", "B95.7"),
        ("S. epidermidis", "B95.7"),
        ("S. lugdunensis", "B95.7"),
        ("Staphylococcus", "B95.8"),
        ("GAS", "B95.0"),
        ("Streptococcus pyogenes", "B95.0"),
        ("GBS", "B95.1"),
        ("S. agalactiae", "B95.1"),
        ("E. faecalis", "B95.2"),
        ("VRE", "B95.2"),
        ("pneumococcus", "B95.3"),
        ("viridans strep", "B95.4"),
        ("Streptococcus", "B95.5"),
        ("Klebsiella pneumoniae", "B96.1"),
        ("E. coli", "B96.20"),
        ("ESBL E. coli", "B96.20"),
        ("STEC", "B96.23"),
        ("Proteus mirabilis", "B96.4"),
        ("PsA", "B96.5"),
        ("Bacteroides fragilis", "B96.6"),
        ("Enterobacter cloacae", "B96.89"),
        ("Salmonella", None),
        ("Neisseria gonorrhoeae", None),
        ("Mycobacterium tuberculosis", None),
        ("Candida albicans", None),
    ],
)
def test_organisms_as_clinicians_write_them(written: str, code: str | None) -> None:
    wanted = normalized(written)
    found = {_code(term) for term in ORGANISMS if wanted in map(normalized, (*term.terms, *term.cased))}
    assert found == {code}
