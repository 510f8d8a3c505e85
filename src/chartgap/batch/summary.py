"""What a batch came to, in counts that add up over its parts: notes, errors, conditions, codes, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chartgap.batch.sink import Row
from chartgap.models import ErrorRow, NoteAnalysis

MOST = 50
"""Entries of a list in the summary; the rest is counted together."""
NAMES = (
    "errors",
    "conditions",
    "codes",
    "gap_kinds",
    "gap_elements",
    "gap_severities",
    "gap_authors",
    "gap_months",
    "notes_of_authors",
    "notes_of_months",
    "verdicts",
)
"""What is counted by name. Authors and months are counted only where the input has them."""


@dataclass
class Summary:
    """Counts over some records. ``titles`` are the official titles of the codes counted."""

    notes: int = 0
    failed: int = 0
    blocked: int = 0
    """Notes with at least one blocking gap."""
    counted: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in NAMES})
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, other: Summary) -> None:
        """Take in the counts of further records."""
        self.notes += other.notes
        self.failed += other.failed
        self.blocked += other.blocked
        for name, counts in other.counted.items():
            self.counted[name].update(counts)
        self.titles.update(other.titles)

    def to_json(self) -> dict[str, Any]:
        """As plain data, everything that was counted."""
        return {
            "notes": self.notes,
            "failed": self.failed,
            "blocked": self.blocked,
            "counted": {name: dict(sorted(self.counted[name].items())) for name in NAMES},
            "titles": dict(sorted(self.titles.items())),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Summary:
        """What ``to_json`` made."""
        counted = {name: Counter(data["counted"][name]) for name in NAMES}
        return cls(data["notes"], data["failed"], data["blocked"], counted, dict(data["titles"]))


def summarize(rows: Iterable[Row]) -> Summary:
    """The counts of some records."""
    summary = Summary()
    for row in rows:
        if isinstance(row.outcome, ErrorRow):
            summary.failed += 1
            summary.counted["errors"][row.outcome.error] += 1
        else:
            _count(summary, row, row.outcome)
    return summary


def report(summary: Summary) -> dict[str, Any]:
    """The summary as its readers get it: shares, and each list with its largest entries first.

    A share is null where there is nothing to take it of. ``others`` is the sum of what a list leaves out.
    """
    share = round(summary.blocked / summary.notes, 4) if summary.notes else None
    lists = {name: _largest(summary.counted[name]) for name in NAMES}
    for entry in lists["codes"]["entries"]:
        entry["description"] = summary.titles.get(entry["name"], "")
    months = sorted(lists["gap_months"]["entries"], key=lambda entry: str(entry["name"]))
    lists["gap_months"]["entries"] = months
    return {
        "records": summary.notes + summary.failed,
        "notes": summary.notes,
        "failed": summary.failed,
        "notes_with_blocking_gap": summary.blocked,
        "share_with_blocking_gap": share,
        **lists,
    }


def in_words(summary: Summary) -> Sequence[str]:
    """A few lines for the end of a run."""
    lines = [f"{summary.notes} notes analyzed, {summary.failed} failed"]
    if summary.notes:
        share = summary.blocked / summary.notes
        lines.append(f"{summary.blocked} notes have a blocking gap ({share:.0%})")
    for name, label in (("errors", "errors"), ("codes", "codes"), ("gap_elements", "gaps")):
        entries = _largest(summary.counted[name])["entries"][:5]
        if entries:
            lines.append(f"{label}: " + ", ".join(f"{entry['name']} {entry['count']}" for entry in entries))
    return lines


def _count(summary: Summary, row: Row, analysis: NoteAnalysis) -> None:
    counted = summary.counted
    author = row.origin.author
    month = row.origin.written.strftime("%Y-%m") if row.origin.written else None
    summary.notes += 1
    summary.blocked += any(gap.severity == "blocking" for gap in analysis.gaps)
    counted["conditions"].update(one.concept for one in analysis.conditions if one.status == "present")
    for code in analysis.codes:
        if code.rank == 1:
            counted["codes"][code.code] += 1
            summary.titles[code.code] = code.description
    if author:
        counted["notes_of_authors"][author] += 1
    if month:
        counted["notes_of_months"][month] += 1
    for gap in analysis.gaps:
        counted["gap_kinds"][gap.kind] += 1
        counted["gap_elements"][f"{gap.kind} {gap.element}"] += 1
        counted["gap_severities"][gap.severity] += 1
        if author:
            counted["gap_authors"][author] += 1
        if month:
            counted["gap_months"][month] += 1
    if analysis.claim:
        counted["verdicts"].update(line.verdict or "not reviewed" for line in analysis.claim.lines)
        counted["verdicts"]["missing"] += len(analysis.claim.missing)


def _largest(counts: Counter[str]) -> dict[str, Any]:
    held = +counts
    ordered = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "total": sum(held.values()),
        "entries": [{"name": name, "count": count} for name, count in ordered[:MOST]],
        "others": sum(count for _, count in ordered[MOST:]),
    }
