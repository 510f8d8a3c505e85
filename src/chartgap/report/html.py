"""Analyses as one self-contained HTML page: no script, nothing external, everything of the note escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chartgap.models import AuditFact, Finding, NoteAnalysis
from chartgap.report.highlight import cut
from chartgap.report.template import fill_template
from chartgap.report.view import View, make_view, no_facts, outside_words
from chartgap.report.visible import quotation, visible

_ASSERTIONS = ("negated", "uncertain", "historical", "hypothetical", "family")


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the note as the page shows it; ``target`` is the part of the page its findings speak for."""

    text: str
    kind: str | None
    title: str
    muted: bool
    anchors: tuple[str, ...]
    target: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A note of the page: its view, its text in pieces, and the prefix of its anchors."""

    key: str
    view: View
    marks: tuple[Mark, ...]


def html_page(
    analyses: Iterable[tuple[str, NoteAnalysis]],
    *,
    audit: Callable[[NoteAnalysis], Iterable[AuditFact]] = no_facts,
) -> str:
    """The page of these notes, each a pair of its text and its analysis. Offsets count code points.

    ``audit`` gives what auditors alone are told of an analysis.

    Line ends of every kind are shown as such; characters that cannot be seen or shown are shown as pictures.
    """
    pages = [
        _page(f"n{number}", make_view(analysis, text, audit(analysis)))
        for number, (text, analysis) in enumerate(analyses)
    ]
    return fill_template(
        "chartgap.report", "report", {"pages": pages}, quotation=quotation, outside_words=outside_words
    )


def _page(key: str, view: View) -> Page:
    targets = _targets(key, view)
    marks = []
    for piece in cut(view.findings, len(view.text)):
        top = piece.findings[-1] if piece.findings else None
        # A terminal's line end is two characters in a browser's memory but one on the page.
        shown = visible(view.text[piece.start : piece.end], keep_lines=True)
        marks.append(
            Mark(
                text=shown,
                kind=top.kind if top else None,
                title="; ".join(_spoken(one) for one in piece.findings),
                muted=bool(top) and all(_denied(one) for one in piece.findings),
                anchors=tuple(f"{key}-{one.id}" for one in piece.begins),
                target=next((targets[one.id] for one in reversed(piece.findings) if one.id in targets), None),
            )
        )
    return Page(key, view, tuple(marks))


def _targets(key: str, view: View) -> dict[str, str]:
    """Where a finding leads: to the first code that rests on it, else to its gap, else to its condition."""
    found: dict[str, str] = {}
    for shown in (*view.conditions, *view.outside, *view.uncoded):
        for code in (*shown.supported, *shown.others):
            for one in code.evidence:
                found.setdefault(one.finding.id, f"{key}-{shown.condition.id}-{code.code.code}")
    for shown in (*view.conditions, *view.outside, *view.uncoded):
        for gap in shown.gaps:
            for one in gap.evidence:
                found.setdefault(one.finding.id, f"{key}-{gap.gap.id}")
        for one in shown.evidence:
            found.setdefault(one.finding.id, f"{key}-{shown.condition.id}")
    return found


def _denied(finding: Finding) -> bool:
    return any(getattr(finding.assertion, name) for name in _ASSERTIONS)


def _spoken(finding: Finding) -> str:
    told = [name for name in _ASSERTIONS if getattr(finding.assertion, name)]
    return " ".join([finding.kind.replace("_", " "), *(f"({name})" for name in told)])
