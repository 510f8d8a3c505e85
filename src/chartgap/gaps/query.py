"""Compliant provider queries: the note's own words as indicators, a question, options that they support."""

from __future__ import annotations

from collections.abc import Iterable

from chartgap.gaps.compliance import forbidden_in_quotes
from chartgap.gaps.scene import NoteScene
from chartgap.lexicon.gap import QueryPolicy
from chartgap.models import Finding, Indicator, Query, trusted

_BEFORE_CUT, _AFTER_CUT = "([{<-–—:;,=", ")]}>-–—:;,="
"""What is left beside a code that was cut off, and means nothing without it."""


def build_query(
    note: NoteScene, findings: Iterable[Finding], question: str, options: Iterable[str], policy: QueryPolicy
) -> Query:
    """A query that quotes these findings in text order, asks, and offers options, the two closing ones last.

    Args:
        note: The note that is quoted.
        findings: What to quote, the most telling first: of many only the first are taken.
        question: The question, as the provider reads it.
        options: What the indicators support; may be empty.
        policy: How long and how many the quotations are, and how the options close.
    """
    closing = {option.casefold() for option in policy.closing}
    open_options = [option for option in dict.fromkeys(options) if option.casefold() not in closing]
    return trusted(
        Query,
        indicators=_indicators(note, findings, policy),
        question=question,
        options=(*open_options, *policy.closing),
    )


def quotation(note: NoteScene, finding: Finding, policy: QueryPolicy) -> tuple[int, int]:
    """Where the quotation of a finding stands: its sentence, shortened to whole words around it.

    Codes and words of payment are left outside; the finding itself is always inside, unless it is too long.
    """
    text = note.reading.text
    begin, end = first, last = sentence_around(note, finding)
    for cut, resumed in _unfit(note, (begin, end), policy):
        if resumed <= finding.start:
            first = resumed
        elif cut >= finding.end:
            last = cut
            break
    while begin < first < finding.start and (text[first].isspace() or text[first] in _AFTER_CUT):
        first += 1
    while end > last > finding.end and (text[last - 1].isspace() or text[last - 1] in _BEFORE_CUT):
        last -= 1
    if last - first > policy.longest_quote:
        first, last = _window(text, finding, first, last, policy.longest_quote)
    while first < finding.start and text[first].isspace():
        first += 1
    while last > finding.end and text[last - 1].isspace():
        last -= 1
    return first, last


def sentence_around(note: NoteScene, finding: Finding) -> tuple[int, int]:
    """The sentence around a finding; its line where the layout has none or the sentence is a whole table."""
    text, sentence = note.reading.text, note.reading.layout.sentences.at(finding.start)
    if sentence is not None and finding.end <= sentence[1]:
        return sentence
    end = text.find("\n", finding.end)
    return text.rfind("\n", 0, finding.start) + 1, len(text) if end < 0 else end


def _indicators(note: NoteScene, findings: Iterable[Finding], policy: QueryPolicy) -> tuple[Indicator, ...]:
    taken: dict[tuple[int, int], str] = {}
    kinds: dict[str, int] = {}
    for finding in findings:
        if len(taken) == policy.most_indicators:
            break
        if kinds.get(finding.kind, 0) == policy.most_of_a_kind or _quoted(finding, taken):
            continue
        if finding.id not in note.quotations:
            note.quotations[finding.id] = _permitted(note, finding, policy)
        extent = note.quotations[finding.id]
        if extent is None:
            continue
        taken[extent] = finding.id
        kinds[finding.kind] = kinds.get(finding.kind, 0) + 1
    quoted = {note.reading.text[first:last]: taken[first, last] for first, last in sorted(taken)}
    return tuple(trusted(Indicator, text=text, finding_id=finding_id) for text, finding_id in quoted.items())


def _unfit(note: NoteScene, extent: tuple[int, int], policy: QueryPolicy) -> list[tuple[int, int]]:
    """Where a stretch of the note names codes or payment."""
    found = note.unfit.get(extent)
    if found is None:
        marks = forbidden_in_quotes(policy).finditer(note.reading.text, *extent)
        found = note.unfit[extent] = [mark.span() for mark in marks]
    return found


def _permitted(note: NoteScene, finding: Finding, policy: QueryPolicy) -> tuple[int, int] | None:
    """The quotation of a finding, unless it still names a code or payment.

    What is cut between words from a sentence that names none has none to name.
    """
    first, last = quotation(note, finding, policy)
    if last - first >= finding.end - finding.start and not _unfit(
        note, sentence_around(note, finding), policy
    ):
        return first, last
    return None if forbidden_in_quotes(policy).search(note.reading.text[first:last]) else (first, last)


def _quoted(finding: Finding, taken: Iterable[tuple[int, int]]) -> bool:
    for first, last in taken:
        if first <= finding.start and finding.end <= last:
            return True
    return False


def _window(text: str, finding: Finding, first: int, last: int, longest: int) -> tuple[int, int]:
    """At most ``longest`` characters of ``text[first:last]`` around a finding, cut between words."""
    spare = max(0, longest - (finding.end - finding.start))
    start = max(first, finding.start - spare // 2)
    end = min(last, start + longest)
    start = max(first, min(start, end - longest))
    while first < start < finding.start and not text[start - 1].isspace():
        start += 1
    while finding.end < end < last and not text[end].isspace():
        end -= 1
    return start, end
