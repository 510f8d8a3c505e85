"""``summary.json`` and ``summary.html``: a batch at a glance, the page self-contained and without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from chartgap.batch.sink import Row
from chartgap.batch.summary import Summary, report, summarize
from chartgap.report.template import fill_template

_CHARTS = (
    ("gap_severities", "Gaps by severity"),
    ("gap_elements", "Gaps by kind and element"),
    ("gap_authors", "Gaps by author"),
    ("gap_months", "Gaps by month of the note"),
    ("codes", "Codes supported today"),
    ("conditions", "Conditions that are present"),
    ("verdicts", "Billed codes by verdict"),
    ("errors", "Records that failed, by error"),
)
_SHOWN = 20
_BAR = 320


class SummarySink:
    """A folder with the two files."""

    def encode(self, rows: Sequence[Row]) -> bytes:
        """The counts of some rows."""
        return orjson.dumps(summarize(rows).to_json())

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """The counts of all parts, as data and as a page."""
        total = sum_parts(parts)
        told = report(total)
        target.mkdir()
        data = orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        (target / "summary.json").write_bytes(data)
        (target / "summary.html").write_text(summary_page(told), encoding="utf-8")


def sum_parts(parts: Iterable[Path]) -> Summary:
    """The counts of all parts that ``SummarySink.encode`` made."""
    total = Summary()
    for part in parts:
        total.add(Summary.from_json(orjson.loads(part.read_bytes())))
    return total


def summary_page(told: dict[str, Any]) -> str:
    """The page of a summary as ``report`` tells it."""
    charts = [(label, _bars(told[name])) for name, label in _CHARTS if told[name]["entries"]]
    return fill_template("chartgap.batch.outputs", "summary", {"told": told, "charts": charts})


def _bars(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """The bars of a chart: name, count, and length in pixels against the longest."""
    entries = chart["entries"][:_SHOWN]
    rest = chart["others"] + sum(entry["count"] for entry in chart["entries"][_SHOWN:])
    longest = max(entry["count"] for entry in entries)
    bars = [{**entry, "length": max(1, round(_BAR * entry["count"] / longest))} for entry in entries]
    return bars + ([{"name": "all others", "count": rest, "length": 0}] if rest else [])
