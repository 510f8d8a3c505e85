"""Sections of a note, laid out from its headings."""

from __future__ import annotations

from msgspec.structs import replace

from chartgap.models import Section
from chartgap.pipes import marks
from chartgap.pipes.headings import Heading
from chartgap.pipes.titles import Headings


def lay_sections(text: str, headings: list[Heading]) -> list[Section]:
    """Sections from headings. After a section that ends early, the one around it goes on."""
    found: list[Section] = []
    around: tuple[str | None, str] = (None, "")
    position = 0
    for place, heading in enumerate(headings):
        following = headings[place + 1].start if place + 1 < len(headings) else len(text)
        if heading.start > position:
            _go_on(found, text, around, position, heading.start)
        end = following if heading.until is None else min(following, heading.until)
        found.append(_section(heading.category, heading.title, heading.start, heading.body, end))
        if heading.until is None:
            around = (heading.category, heading.title)
        position = end
    if position < len(text):
        _go_on(found, text, around, position, len(text))
    return found


def _go_on(found: list[Section], text: str, around: tuple[str | None, str], start: int, end: int) -> None:
    """What stands between two sections: the section around them, or nothing but their white space."""
    if found and text[start:end].isspace():
        found[-1] = replace(found[-1], end=end)
    else:
        found.append(_section(around[0], around[1], start, start, end))


def _section(category: str | None, title: str, start: int, body: int, end: int) -> Section:
    return Section(category=category, title=title, start=start, body=min(body, end), end=end)


def tell_document(text: str, sections: list[Section], known: Headings) -> str | None:
    """The kind of the whole note, where its sections and title tell it."""
    have = {section.category for section in sections}
    for rule in known.documents:
        if have.issuperset(rule.has) and have.isdisjoint(rule.lacks):
            opening = f" {marks.fold(text[:400])} "
            if not rule.titled or any(f" {marks.fold(word)} " in opening for word in rule.titled):
                return rule.kind
    return None


def settle_impressions(sections: list[Section], document: str | None) -> list[Section]:
    """An impression that is not a report's is the clinician's assessment."""
    have = {section.category for section in sections}
    if document is not None or "impression" not in have:
        return sections
    settled: list[Section] = []
    before: str | None = None
    assessed = not have.isdisjoint(("assessment", "diagnosis"))
    for section in sections:
        if section.category == "impression" and not (
            assessed and before in ("findings", "technique", "comparison", "imaging")
        ):
            settled.append(replace(section, category="assessment"))
        else:
            settled.append(section)
        before = section.category
    return settled
