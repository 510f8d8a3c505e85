from __future__ import annotations

import json
import re
from pathlib import Path

from chartgap.batch.outputs.summary import SummarySink, summary_page
from chartgap.batch.sink import Row
from chartgap.batch.summary import Summary, in_words, report, summarize
from tests.batch.outputs.held import make


def test_counts(held: list[Row]) -> None:
    told = report(summarize(held))
    figures = ("records", "notes", "failed", "notes_with_blocking_gap", "share_with_blocking_gap")
    assert [told[name] for name in figures] == [4, 3, 1, 2, 0.6667]
    assert told["errors"]["entries"] == [{"name": "invalid_utf8", "count": 1}]
    assert [entry["name"] for entry in told["codes"]["entries"]] == ["B95.62", "M85.89", "M86.68", "R53.1"]
    assert told["codes"]["entries"][1]["description"].endswith("multiple sites")
    assert told["notes_of_authors"]["entries"] == [{"name": "Dr. <A>", "count": 1}]
    assert told["notes_of_months"]["total"] == 2


def test_counts_add_up_over_parts(held: list[Row]) -> None:
    total = Summary()
    for row in held:
        total.add(Summary.from_json(json.loads(json.dumps(summarize([row]).to_json()))))
    assert total.to_json() == summarize(held).to_json()


def test_nothing_has_no_share() -> None:
    told = report(Summary())
    assert told["share_with_blocking_gap"] is None
    assert in_words(Summary()) == ["0 notes analyzed, 0 failed"]
    assert "–" in summary_page(told)


def test_the_page_holds_all_it_needs_and_no_markup_of_a_name(held: list[Row], tmp_path: Path) -> None:
    page = (make(SummarySink(), held, tmp_path) / "summary.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|https?:|src=|url\(|@import", page)
    assert "<A>" not in page


def test_the_end_of_a_run_in_words(held: list[Row]) -> None:
    assert in_words(summarize(held))[:3] == [
        "3 notes analyzed, 1 failed",
        "2 notes have a blocking gap (67%)",
        "errors: invalid_utf8 1",
    ]
