"""Official words in, that code out: titles and inclusion terms of the tabular as a note's assessment.

Over every billable code of M60-M63 and M80-M90 whose title names its site: "multiple sites", "other site" and
"unspecified site" in a note name none (a vague site is a gap, not a code).
"""

from __future__ import annotations

import pytest

from chartgap.analyzer import Analyzer
from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.tree import CodeTree, load_tree

CATEGORIES = [f"M{number}" for number in (60, 61, 62, 63, 80, 81, *range(83, 91))]
UNNAMED = ("unspecified", "multiple", "other")


@pytest.fixture(scope="module")
def tree() -> CodeTree:
    return load_tree()


def primary_codes(analyzer: Analyzer, words: str) -> list[str]:
    codes = analyzer.analyze(f"Assessment: {words}.").codes
    return [code.code for code in codes if code.rank == 1 and code.role == "primary"]


def names_site(frame: Frame) -> bool:
    return not (frame.site or "").startswith(UNNAMED)


def test_the_categories_hold_all_codes(tree: CodeTree) -> None:
    assert sum(len(tree.frames(category)) for category in CATEGORIES) == 2568


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_title_gives_its_code(analyzer: Analyzer, tree: CodeTree, category: str) -> None:
    frames = [frame for frame in tree.frames(category) if names_site(frame)]
    found = {frame.code: (frame.title, primary_codes(analyzer, frame.title)) for frame in frames}
    assert {code: got for code, got in found.items() if got[1] != [code]} == {}


def named_by(tree: CodeTree) -> dict[str, str]:
    """Inclusion term → the billable code it stands under, for terms that stand under one alone."""
    under: dict[str, set[str]] = {}
    for category in CATEGORIES:
        for code in (category, *tree.descendants(category)):
            for term in tree.inclusion_terms(code):
                under.setdefault(term, set()).add(code)
    return {
        term: code
        for term, codes in under.items()
        if len(codes) == 1 and tree.billable(code := next(iter(codes)))
    }


def test_an_inclusion_term_of_one_code_gives_that_code(analyzer: Analyzer, tree: CodeTree) -> None:
    found = {term: (code, primary_codes(analyzer, term)) for term, code in named_by(tree).items()}
    assert {term: got for term, got in found.items() if got[1] != [got[0]]} == {}
