from __future__ import annotations

from chartgap.models import Condition
from chartgap.report.html import html_page
from chartgap.report.text import print_report
from tests.report.examples import analysis, finding

TEXT = "Hip fracture. No gout."
OUTSIDE = Condition(
    id="c1",
    concept="fracture",
    status="present",
    attributes={"outside": {"codes": "S72.0-", "why": "injuries"}},
    finding_ids=("f1",),
)
ABSENT = Condition(id="c2", concept="gout", status="absent", finding_ids=("f2",))
ANALYSIS = analysis(
    (finding(TEXT, "fracture"), finding(TEXT, "gout", name="f2")), conditions=(OUTSIDE, ABSENT)
)


def test_the_terminal_lists_what_is_recognised_and_not_coded_apart_from_what_is_only_named() -> None:
    printed = print_report([(TEXT, ANALYSIS)], captured=True)
    recognised, named = printed.split("Recognised, not coded here")[1].split("Named, not coded")
    assert "fracture  present" in recognised
    assert "belongs to S72.0-: injuries" in recognised
    assert "gout  absent" in named


def test_the_page_lists_it_too() -> None:
    page = html_page([(TEXT, ANALYSIS)])
    recognised, named = page.split("<h2>Recognised, not coded here</h2>")[1].split(
        "<h2>Named, not coded</h2>"
    )
    assert "S72.0-: injuries" in recognised
    assert "gout" in named
    assert "gout" not in recognised
