from __future__ import annotations

from chartgap.models import CodeSet, Condition
from chartgap.report.html import html_page
from chartgap.report.text import print_report
from chartgap.report.view import Snippet, make_view
from tests.report.examples import TEXT, analysis, finding, full


def snippets(text: str, *words: str) -> tuple[Snippet, ...]:
    found = [finding(text, word, name=f"f{number}") for number, word in enumerate(words)]
    condition = Condition(id="c", concept="x", status="absent", finding_ids=tuple(one.id for one in found))
    (shown,) = make_view(analysis(found, conditions=(condition,)), text).uncoded
    return shown.snippets


def test_near_findings_share_a_quotation() -> None:
    assert snippets("Chronic pain of the hip today", "Chronic", "hip") == (
        Snippet(1, ("", "Chronic", " pain of the ", "hip", " today")),
    )


def test_far_findings_and_other_lines_are_quoted_apart() -> None:
    text = f"hip {'abcdefgh ' * 20}knee\nelbow"
    assert snippets(text, "hip", "knee", "elbow") == (
        Snippet(1, ("", "hip", f"{' abcdefgh' * 4} …")),
        Snippet(1, (f"… {'abcdefgh ' * 4}", "knee", "")),
        Snippet(2, ("", "elbow", "")),
    )


def test_a_line_without_blanks_is_cut_anywhere() -> None:
    assert snippets(f"{'x' * 99}hip{'y' * 99}", "hip") == (
        Snippet(1, (f"… {'x' * 40}", "hip", f"{'y' * 40} …")),
    )


def test_a_finding_over_two_lines_is_quoted_on_one() -> None:
    assert snippets("the left\r\nhip today", "left\r\nhip") == (Snippet(1, ("the ", "left  hip", "")),)


def test_a_finding_inside_another_is_quoted_with_it() -> None:
    assert snippets("left hip fracture", "left hip fracture", "hip") == (
        Snippet(1, ("", "left hip fracture", "")),
    )


def test_the_carriage_return_of_a_line_is_not_quoted() -> None:
    assert snippets("a hip\r\nb", "hip") == (Snippet(1, ("a ", "hip", "")),)


def test_conditions_without_codes_or_gaps_come_apart() -> None:
    view = make_view(full(), TEXT)
    assert [shown.condition.concept for shown in view.conditions] == ["osteomyelitis"]
    assert [shown.condition.concept for shown in view.uncoded] == ["myositis"]
    assert view.gap_counts == (("blocking", 1),)


def test_a_release_that_stands_in_is_said_to_on_both_pages() -> None:
    told = "no release for 2026-11-02 is installed"
    note = analysis().model_copy(update={"code_set": CodeSet(release="2026-04-01", stand_in=told)})
    pages = (print_report([("", note)], captured=True), html_page([("", note)]))
    assert [told in page for page in pages] == [True, True]
