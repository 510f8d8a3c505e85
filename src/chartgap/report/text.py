"""An analysis as a page for the terminal: conditions, codes with why, gaps with their query."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from chartgap.models import AuditFact, NoteAnalysis
from chartgap.report.view import (
    Evidence,
    ShownClaim,
    ShownCode,
    ShownCondition,
    ShownFacts,
    ShownGap,
    ShownLine,
    Snippet,
    View,
    make_view,
    no_facts,
    outside_words,
)
from chartgap.report.visible import quotation, visible

WIDTH = 100
"""Columns where the output is not a terminal; a terminal has its own width, up to what is read well."""

_MARKS = {"blocking": ("●", "bold red"), "supporting": ("◐", "yellow"), "advisory": ("○", "cyan")}
_VERDICTS = {"supported": "green", "more_specific_available": "yellow"}


def print_report(
    analyses: Iterable[tuple[str, NoteAnalysis]],
    *,
    audit: Callable[[NoteAnalysis], Iterable[AuditFact]] = no_facts,
    captured: bool = False,
) -> str:
    """Print each note's page to standard output; with ``captured`` return the plain text instead.

    Each pair is a note's text and its analysis. ``audit`` gives what auditors alone are told of it.
    """
    if captured or not sys.stdout.isatty():
        console = Console(file=io.StringIO(), width=WIDTH, color_system=None, highlight=False)
    else:
        console = Console(highlight=False)
        console.width = min(console.width, WIDTH + 20)
    for text, analysis in analyses:
        console.print(page(make_view(analysis, text, audit(analysis))))
    if not isinstance(console.file, io.StringIO):
        return ""
    printed = "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))
    if not captured:
        sys.stdout.buffer.write(printed.encode("utf-8"))
        sys.stdout.buffer.flush()
    return printed


def page(view: View) -> RenderableType:
    """The page of one note."""
    parts: list[RenderableType] = [
        Rule(Text(visible(view.note_id), "bold"), align="left", characters="━"),
        _told(_headline(view), "dim"),
    ]
    if view.claim:
        parts.extend(_claim(view.claim))
    for number, shown in enumerate(view.conditions, start=1):
        parts.extend(_condition(number, shown))
    if not view.conditions:
        parts.append(
            _told("\nNothing here is coded: the note states no current disorder of the families covered.")
        )
    if view.outside:
        parts.append(_told("\nRecognised, not coded here", "bold"))
        parts.extend(_indented(1, _outside(shown)) for shown in view.outside)
    if view.uncoded:
        parts.append(_told("\nNamed, not coded", "bold"))
        parts.extend(_indented(1, _uncoded(shown)) for shown in view.uncoded)
    parts.extend(auditors_part(view.audit))
    parts.append(Text())
    return Group(*parts)


def auditors_part(facts: Iterable[ShownFacts]) -> Iterable[RenderableType]:
    """What auditors alone are shown, under a heading of its own; nothing if there is nothing."""
    about = None
    for shown in facts:
        if about is None:
            yield _told("\nFor auditors", "bold")
        if shown.about != about:
            about = shown.about
            yield _indented(1, _told(visible(about), "bold"))
        for text in shown.texts:
            yield _indented(2, _told(visible(text)))
        yield _indented(3, _labelled("source", visible(shown.source), "dim"))


def _headline(view: View) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in view.gap_counts)
    line = f"ICD-10-CM {view.release} · chartgap {view.version} · gaps: {counts or 'none'}"
    return f"{line}\n{view.stand_in}" if view.stand_in else line


def _condition(number: int, shown: ShownCondition) -> Iterable[RenderableType]:
    condition = shown.condition
    title = Text.assemble(
        (f"\n{number}. {visible(condition.concept)}", "bold"), (f"  {condition.status}", "dim")
    )
    if shown.summary:
        title.append(f"  {visible(shown.summary)}")
    yield title
    yield _indented(1, _snippets(shown.snippets))
    support = "Supported today" if shown.supported else "No code is supported today"
    yield _indented(1, _told(f"\n{support}", "bold"))
    for code in shown.supported:
        yield from _code(code)
    if shown.others:
        yield _indented(1, _told("\nCould become, or is confused with", "bold"))
        for code in shown.others:
            yield from _code(code)
    for gap in shown.gaps:
        yield from _gap(gap)


def _code(shown: ShownCode) -> Iterable[RenderableType]:
    code = shown.code
    style = "bold green" if code.rank == 1 else "dim"
    tags = [f"rank {code.rank}", code.role.replace("_", " "), code.basis, f"authority {code.authority}"]
    head = Table.grid(padding=(0, 1))
    head.add_column(width=8, no_wrap=True)
    head.add_row(Text(code.code, style), Text(visible(code.description)))
    yield _indented(1, head)
    yield _indented(2, _told(" · ".join(tags), "dim"))
    for reason in code.rationale:
        yield _indented(2, _labelled("why", visible(reason.text)))
    if shown.evidence:
        yield _indented(2, _quotes("evidence", shown.evidence))
    for conflict in code.conflicts:
        yield _indented(2, _labelled("conflict", visible(conflict), "yellow"))


def _gap(shown: ShownGap) -> Iterable[RenderableType]:
    gap = shown.gap
    mark, style = _MARKS[gap.severity]
    element = gap.element.replace("_", " ")
    yield _indented(1, Text())
    yield _indented(1, Text.assemble((f"{mark} {gap.severity}: {gap.kind} {element}", style)))
    yield _indented(2, _told(visible(gap.message)))
    if gap.codes_now or gap.codes_if_closed:
        yield _indented(2, _labelled("now", ", ".join(gap.codes_now) or "no code"))
        for closing in gap.codes_if_closed:
            yield _indented(2, _labelled("if", f"{visible(closing.answer)} → {closing.code}"))
    yield _indented(2, _labelled("source", f"{visible(gap.source)} ({gap.authority})", "dim"))
    query: list[RenderableType] = [_told("Query to the provider", "bold")]
    query += [_indented(1, _told(f"“{quotation(one.text)}”", "italic")) for one in gap.query.indicators]
    query.append(_told(visible(gap.query.question)))
    query += [_indented(1, _told(f"☐ {visible(option)}")) for option in gap.query.options]
    yield _indented(2, Group(*query))


def _outside(shown: ShownCondition) -> RenderableType:
    return Group(
        _uncoded(shown), _indented(1, _labelled("belongs to", visible(outside_words(shown.condition))))
    )


def _uncoded(shown: ShownCondition) -> RenderableType:
    condition = shown.condition
    line = Text.assemble(visible(condition.concept), (f"  {condition.status}", "dim"))
    if shown.summary:
        line.append(f"  {visible(shown.summary)}")
    return Group(line, _indented(1, _snippets(shown.snippets)))


def _claim(claim: ShownClaim) -> Iterable[RenderableType]:
    yield _told("\nBilled codes", "bold")
    for shown in claim.lines:
        yield _indented(1, _claim_line(shown))
    if claim.missing:
        yield _told("\nDocumented, not billed", "bold")
        for code, title in claim.missing:
            yield _indented(1, Text.assemble((f"{code:<9}", "bold"), visible(title)))


def _claim_line(shown: ShownLine) -> RenderableType:
    line = shown.line
    style = _VERDICTS.get(line.verdict or "", "dim" if line.verdict is None else "red")
    head = Text.assemble((f"{visible(line.code):<9}", "bold"), (shown.verdict, style))
    if line.better:
        head.append(f" → {', '.join(line.better)}")
    parts: list[RenderableType] = [head]
    if line.description:
        parts.append(_indented(1, Text(visible(line.description), "dim")))
    parts.extend(_indented(1, _labelled("why", visible(reason.text))) for reason in line.reasons)
    if shown.evidence:
        parts.append(_indented(1, _quotes("evidence", shown.evidence)))
    return Group(*parts)


def _snippets(snippets: Iterable[Snippet]) -> RenderableType:
    rows = Table.grid(padding=(0, 1))
    for snippet in snippets:
        quote = Text("“")
        for place, part in enumerate(snippet.parts):
            quote.append(visible(part), "bold underline" if place % 2 else "")
        rows.add_row(Text(f"line {snippet.line}", "dim"), quote.append("”"))
    return rows


def _quotes(label: str, evidence: Iterable[Evidence]) -> RenderableType:
    """Each wording once, with all its lines."""
    lines: dict[str, list[str]] = {}
    for one in evidence:
        places = lines.setdefault(quotation(one.finding.text, width=60), [])
        if str(one.line) not in places:
            places.append(str(one.line))
    quotes = [f"“{quote}” (line {', '.join(places)})" for quote, places in lines.items()]
    return _labelled(label, ", ".join(quotes), "dim")


def _labelled(label: str, text: str, style: str = "") -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_column(width=len(label), no_wrap=True)
    row.add_column()
    row.add_row(Text(label, "dim"), Text(text, style))
    return row


def _told(text: str, style: str = "") -> Text:
    return Text(text, style)


def _indented(levels: int, inside: RenderableType) -> RenderableType:
    return Padding(inside, (0, 0, 0, 2 * levels))
