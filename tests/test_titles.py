"""Official words in, that code out: titles and inclusion terms of the tabular as a note's assessment.

Over every billable code of chapter XIII whose title names its site: "multiple sites", "other site" and
"unspecified site" in a note name none (a vague site is a gap, not a code). What does not come back is listed
with its reason in docs/chapter.md.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chartgap.analyzer import Analyzer
from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.tree import CodeTree, load_tree

CATEGORIES = [category for category in load_tree().categories() if category.startswith("M")]
STRICT = tuple(f"M{number}" for number in (60, 61, 62, 63, 80, 81, *range(83, 91)))
UNNAMED = ("unspecified", "multiple", "other")
ROW = re.compile(r"^\| (M[\dA-Z.]+) \| (.+?) \| (.+?) \|", re.MULTILINE)
DOCUMENT = Path(__file__).parent.parent / "docs" / "chapter.md"
LISTED = {(code, words) for code, words, _ in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def tree() -> CodeTree:
    return load_tree()


def primary_codes(analyzer: Analyzer, words: str) -> list[str]:
    codes = analyzer.analyze(f"Assessment: {words}.").codes
    return [code.code for code in codes if code.rank == 1 and code.role == "primary"]


def names_site(frame: Frame) -> bool:
    return not (frame.site or "").startswith(UNNAMED)


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


NAMED = named_by(load_tree())


def test_the_categories_hold_all_codes(tree: CodeTree) -> None:
    assert sum(len(tree.frames(category)) for category in CATEGORIES) == 6665
    assert sum(len(tree.frames(category)) for category in STRICT) == 2568


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_words_of_a_code_give_it_back(analyzer: Analyzer, tree: CodeTree, category: str) -> None:
    asked = [(frame.code, frame.title) for frame in tree.frames(category) if names_site(frame)]
    asked += [(code, term) for term, code in NAMED.items() if code.startswith(category)]
    failed = {
        (code, words): got for code, words in asked if (got := primary_codes(analyzer, words)) != [code]
    }
    listed = {key for key in LISTED if key[0].startswith(category)}
    assert {key: got for key, got in failed.items() if key not in listed} == {}, (
        "not listed in docs/chapter.md"
    )
    assert listed - failed.keys() == set(), "listed in docs/chapter.md, and come back"


def test_few_are_listed_and_none_of_the_strict_categories(tree: CodeTree) -> None:
    assert [key for key in LISTED if key[0].startswith(STRICT)] == []
    assert len(LISTED) < 0.02 * (6665 - 2568)
