"""Tables of short assessments: a line is a note, an arrow, and all that it leads to.

That is the rank-1 codes, the gaps, and the codes outside chapter XIII that its disorders belong to. A note
is an assessment unless it begins with "!"; "|" ends a line of it. Empty lines and lines that begin with "#"
are none.
"""

from __future__ import annotations

from chartgap.analyzer import Analyzer


def read_lines(table: str) -> list[str]:
    """The lines of a table that are cases."""
    return [line for line in table.splitlines() if line and not line.startswith("#")]


def note_of(line: str) -> str:
    """The text of a line's note."""
    note = line.partition(" -> ")[0]
    text = note[1:] if note.startswith("!") else f"ASSESSMENT:\n{note}"
    return text.replace("|", "\n")


def expected_of(line: str) -> str:
    """What a line says its note leads to."""
    return line.partition(" -> ")[2]


def told(analyzer: Analyzer, text: str) -> str:
    """The rank-1 codes, the gaps, and the codes outside, as one line."""
    analysis = analyzer.analyze(text)
    codes = " ".join(code.code for code in analysis.codes if code.rank == 1)
    gaps = ", ".join(f"{gap.kind} {gap.element}" for gap in analysis.gaps)
    outside = (condition.attributes.get("outside") for condition in analysis.conditions)
    elsewhere = ", ".join(str(one["codes"]) for one in outside if isinstance(one, dict))
    parts = (codes, gaps, elsewhere and f"outside {elsewhere}")
    return "; ".join(filter(None, parts)) or "nothing"
