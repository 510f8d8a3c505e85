from __future__ import annotations

from chartgap.report.text import WIDTH, print_report
from tests.report.examples import TEXT, analysis, finding, full

PAGE = """\
a ━
ICD-10-CM 2026-04-01 · chartgap 0 · gaps: 1 blocking

Billed codes
  M86.9    more specific available → M86.68
    Osteomyelitis, unspecified
    why acuity and site are told
    evidence “Chronic” (line 3), “osteomyelitis” (line 3)

Documented, not billed
  M86.68   Other chronic osteomyelitis, other site

1. osteomyelitis  present  chronic · left clavicle
  line 3 “1. Chronic osteomyelitis of the left clavicle.”

  Supported today
  M86.68   Other chronic osteomyelitis, other site
    rank 1 · primary · unspecified · authority tabular
    why chronic, no route told
    evidence “Chronic” (line 3), “osteomyelitis” (line 3)
    conflict Authorities differ on the site

  Could become, or is confused with
  M86.58   Other chronic hematogenous osteomyelitis, other site
    rank 2 · primary · alternative · authority tabular
    why needs the word hematogenous

  ● blocking: missing route
    The route is not documented.
    now M86.68
    if Hematogenous → M86.58
    source ICD-10-CM tabular (tabular)
    Query to the provider
      “Chronic osteomyelitis of the left clavicle”
    By which route did it arise?
      ☐ Hematogenous
      ☐ Other (please specify)
      ☐ Unable to determine

Named, not coded
  myositis  absent
    line 1 “HPI: no myositis.”

"""


def test_the_page_of_a_note() -> None:
    printed = print_report([(TEXT, full())], captured=True)
    assert printed.replace("━" * (WIDTH - 2), "━") == PAGE


def test_a_note_without_conditions_says_so() -> None:
    printed = print_report([("Well child visit.", analysis())], captured=True)
    assert "Nothing here is coded" in printed
    assert "gaps: none" in printed


def test_terminal_escapes_of_a_note_are_made_visible() -> None:
    text = "\x1b[2J\x1b]0;owned\x07 osteo\x9bmyelitis \u202egnp"
    hostile = full().model_copy(update={"findings": (finding(text, text, name="f3"),)})
    printed = print_report([(text, hostile)], captured=True)
    assert "owned" in printed
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(printed)


def test_no_line_is_wider_than_the_page() -> None:
    text = "x" * 5_000
    wide = full().model_copy(update={"findings": (finding(text, text, name="f3"),), "note_id": "n" * 400})
    assert max(map(len, print_report([(text, wide)], captured=True).splitlines())) <= WIDTH
