"""What a code needs to be documented: elements with sources, gaps, and what it is confused with."""

from __future__ import annotations

import pytest

from chartgap.errors import CodeSetError
from chartgap.icd10cm.coder import Coder, build_coder
from chartgap.icd10cm.needs import Needs, find_needs
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.gap import GapBook, gap_book
from chartgap.lexicon.load import load_lexicon


@pytest.fixture(scope="module")
def made() -> tuple[Coder, GapBook]:
    lexicon = load_lexicon()
    return build_coder(lexicon, load_tree()), gap_book(lexicon)


def needs_of(code: str, made: tuple[Coder, GapBook]) -> Needs:
    return find_needs(code, *made)


def elements(needs: Needs) -> dict[str, tuple[str | None, dict[str, str]]]:
    return {
        one.element: (one.value, {other.value: other.code for other in one.others}) for one in needs.elements
    }


def test_a_code_of_osteomyelitis(made: tuple[Coder, GapBook]) -> None:
    needs = needs_of("m8658", made)
    told = elements(needs)
    assert told["acuity"] == ("chronic", {"acute": "M86.08", "subacute": "M86.28"})
    assert told["route"] == (
        "hematogenous",
        {"contiguous spread": "M86.68", "direct inoculation": "M86.68", "postprocedural": "M86.68"},
    )
    assert told["site"][0] == "other site"
    assert told["site"][1]["tibia and fibula"] == "M86.569"
    assert "laterality" not in told
    assert [(gap.severity, gap.element) for gap in needs.gaps] == [
        ("blocking", "acuity"),
        ("blocking", "route"),
        ("blocking", "site"),
        ("supporting", "organism"),
        ("supporting", "osseous_defect"),
    ]
    assert {"M86.6", "M86.4", "M86.0"} <= {other.code for other in needs.confused}
    assert [ground.takes for ground in needs.grounds] == [("M86.5",)]


def test_a_header_tells_what_is_open_under_it(made: tuple[Coder, GapBook]) -> None:
    told = elements(needs_of("M86.5", made))
    assert told["acuity"] == ("chronic", {"acute": "M86.0", "subacute": "M86.2"})
    assert told["site"][0] is None
    assert told["site"][1]["shoulder"] == "M86.51"
    assert told["laterality"] == (None, {"right": "", "left": "", "unspecified": ""})


def test_a_category_tells_the_rules_below_it(made: tuple[Coder, GapBook]) -> None:
    needs = needs_of("M86", made)
    assert {stem for ground in needs.grounds for stem in ground.takes} >= {"M86.0", "M86.5", "M86.9"}
    assert needs.place.siblings == ()


def test_a_fact_that_a_note_may_leave_open_is_told_by_the_code(made: tuple[Coder, GapBook]) -> None:
    told = elements(needs_of("M75.122", made))
    assert told["disorder"] == (
        "Complete (full thickness)",
        {"Incomplete (partial thickness)": "M75.112"},
    )


def test_a_digit_is_told_as_the_qualifier_that_it_is(made: tuple[Coder, GapBook]) -> None:
    told = elements(needs_of("M1A.0711", made))
    assert told["qualifiers"] == ("with tophus (tophi)", {"none told": "M1A.0710"})
    assert "encounter" not in told


def test_a_code_of_a_joined_stem_tells_the_rules_that_lead_there(made: tuple[Coder, GapBook]) -> None:
    needs = needs_of("M17.12", made)
    assert [ground.rule for ground in needs.grounds] == [
        "code.osteoarthritis.primary",
        "code.osteoarthritis.named-joint",
    ]
    assert "M19.92" in [one.code for one in needs.confused]


def test_confusion_is_told_from_both_sides(made: tuple[Coder, GapBook]) -> None:
    assert "R53.1" in {other.code for other in needs_of("M62.81", made).confused}
    assert "M62.81" in {other.code for other in needs_of("R53.1", made).confused}
    # Only the rules of G72.0 name M62.81; muscle weakness itself does not name them.
    assert "G72.0" in {other.code for other in needs_of("M62.81", made).confused}


def test_a_code_of_another_chapter_has_its_place_and_no_more(made: tuple[Coder, GapBook]) -> None:
    needs = needs_of("A00.9", made)
    assert [one.id for one in needs.place.siblings] == ["A00.0", "A00.1"]
    assert (needs.grounds, needs.elements, needs.gaps, needs.confused) == ((), (), (), ())


def test_an_unknown_code_is_a_code_set_error(made: tuple[Coder, GapBook]) -> None:
    with pytest.raises(CodeSetError, match="has no code"):
        needs_of("M99.999Z", made)


def test_every_code_of_the_chapter_has_its_page(made: tuple[Coder, GapBook]) -> None:
    tree = made[0].tree
    stack = [category for category in tree.categories() if category.startswith("M")]
    pages = 0
    while stack:
        code = stack.pop()
        children = tree.children(code)
        # The first codes of a header stand for the others, which differ from them in site, side or visit.
        stack.extend([child for child in children if not tree.billable(child)])
        stack.extend([child for child in children if tree.billable(child)][:2])
        needs = needs_of(code, made)
        pages += 1
        assert needs.place.levels
        for need in needs.elements:
            assert need.others or need.value, code
            assert need.source, code
            assert all(tree.valid(other.code) for other in need.others if other.code), code
        assert not any("{" in gap.message for gap in needs.gaps), code
    assert pages > 1500
