"""List items, with the sub-items that belong to them."""

from __future__ import annotations

from spacy.language import Language

from chartgap.pipes.draft import layout


def items(nlp: Language, text: str) -> list[tuple[int, int | None, str]]:
    doc = nlp.get_pipe("chartgap_layout")(nlp.make_doc(text))
    return [(item.level, item.parent, text[item.start : item.head]) for item in layout(doc).items]


def extents(nlp: Language, text: str) -> list[str]:
    doc = nlp.get_pipe("chartgap_layout")(nlp.make_doc(text))
    return [text[item.start : item.end] for item in layout(doc).items]


def test_a_numbered_list(nlp: Language) -> None:
    assert items(nlp, "1. Gout\n2) Fatigue\n#3 Falls") == [
        (0, None, "1. Gout"),
        (0, None, "2) Fatigue"),
        (0, None, "#3 Falls"),
    ]


def test_bullets_under_numbers_at_the_same_indentation(nlp: Language) -> None:
    text = "1. Gout\n- rest\n- ice\n2. Falls\n- cane"
    assert items(nlp, text) == [
        (0, None, "1. Gout"),
        (1, 0, "- rest"),
        (1, 0, "- ice"),
        (0, None, "2. Falls"),
        (1, 3, "- cane"),
    ]
    assert extents(nlp, text)[0] == "1. Gout\n- rest\n- ice"


def test_indented_bullets_nest_by_depth(nlp: Language) -> None:
    text = "- Gout\n  - toe\n    - left\n  - heel\n- Falls"
    assert [(level, parent) for level, parent, _ in items(nlp, text)] == [
        (0, None), (1, 0), (2, 1), (1, 0), (0, None),
    ]  # fmt: skip


def test_indented_lines_without_a_marker_belong_to_the_item(nlp: Language) -> None:
    text = "Problem 1. Gout of both elbows\n   Noted 2025.\n   > Rest.\nProblem 2. Falls\n   > Cane."
    assert [(level, parent) for level, parent, _ in items(nlp, text)] == [
        (0, None), (1, 0), (2, 1), (0, None), (1, 3),
    ]  # fmt: skip


def test_lines_under_a_hash_problem_belong_to_it(nlp: Language) -> None:
    text = "#Gout:\nrest\nice\n#Falls\ncane"
    assert [(level, parent) for level, parent, _ in items(nlp, text)] == [
        (0, None), (1, 0), (1, 0), (0, None), (1, 3),
    ]  # fmt: skip


def test_a_wrapped_item_is_one_item(nlp: Language) -> None:
    text = (
        "1. Gout of the left great toe that has been there for some weeks and\n"
        "is now a little better with rest and ice and with the other measures\n"
        "that were taken by the clinic and also at home by the patient before.\n"
        "2. Falls that have been seen at home for a month and that were never\n"
        "followed by harm."
    )
    first, second = text.split("\n2.")
    assert items(nlp, text) == [(0, None, first), (0, None, "2." + second)]


def test_lists_run_together_on_a_line(nlp: Language) -> None:
    text = "ASSESSMENT:,1.  Gout.,2.  Falls.,PLAN:,*  Rest.,*  Cane."
    assert [item[2] for item in items(nlp, text)] == ["1.  Gout.", "2.  Falls.", "*  Rest.", "*  Cane."]


def test_numbers_inside_a_line_that_count_up(nlp: Language) -> None:
    text = "PMH: 1) gout 11/9/78, 2) Falls, 3) migraine"
    assert [item[2] for item in items(nlp, text)] == ["1) gout 11/9/78", "2) Falls", "3) migraine"]


def test_numbers_that_do_not_count_up_are_no_list(nlp: Language) -> None:
    assert items(nlp, "He took 4. Then he took 9. Then he slept") == [
        (0, None, "He took 4. Then he took 9. Then he slept")
    ]


def test_unmarked_lines_are_items_of_their_own(nlp: Language) -> None:
    assert items(nlp, "ASSESSMENT\nGout of the left toe\nMigraine - stable") == [
        (0, None, "Gout of the left toe"),
        (0, None, "Migraine - stable"),
    ]


def test_a_heading_ends_a_list(nlp: Language) -> None:
    text = "A:\n1. Gout\nP:\n- rest"
    assert [(level, parent) for level, parent, _ in items(nlp, text)] == [(0, None), (0, None)]
