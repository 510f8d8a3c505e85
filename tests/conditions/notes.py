"""Hand-made readings from marked-up notes, and conditions as one line of text each: linking without spaCy.

A note is written section by section, ``note({"history": "...", "assessment": "..."})``; a first category
``text`` has no heading, and a bare string is an
assessment: ``note("[chronic](acuity) [osteomyelitis](disorder) of the [left](laterality) [rib](site)")``.
The value of a mark is that of the shipped lexicon's term with these words; a mark that is no term is refused
unless ``values`` gives its value. A side marked just before a site is the site's own. A kind may end in an
assertion: ``[osteomyelitis](disorder_negated)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from pydantic import JsonValue

from chartgap.compiled.extents import Extents
from chartgap.conditions.link import Linker, link
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.linking import LinkingFile
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.schema import TermEntry
from chartgap.models import (
    AFFIRMED,
    Assertion,
    Condition,
    Finding,
    FindingKind,
    Item,
    Layout,
    Note,
    Reading,
    Section,
)
from tests.markup import KINDS, Marked, parse_markup

ASSERTIONS: Mapping[str, Assertion] = {
    "negated": Assertion(negated=True),
    "uncertain": Assertion(uncertain=True),
    "historical": Assertion(historical=True),
    "hypothetical": Assertion(hypothetical=True),
    "family": Assertion(family=True),
}
MARKS = KINDS | {f"{kind}_{assertion}" for kind in KINDS for assertion in ASSERTIONS}
NOISE = ("regions", "weak_regions", "t_scores", "t_score_applies")
"""Attributes that stand beside every condition of their family; shown only when a test asks for them."""

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"( *)(?:\d+\.|-|[a-z]\)) ")
_SENTENCE = re.compile(r"[^\n]+?(?:(?<!\b[A-Z])[.?!](?=\s)|(?=\n)|$)")
_BETWEEN = re.compile(r"(?: [a-z0-9]+){0,3} ")


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


@cache
def linker() -> Linker:
    (file,) = lexicon().table("linking", LinkingFile).values()
    return Linker.build(file, lexicon().concepts, lexicon().sites)


@cache
def _words() -> dict[tuple[str, str], TermEntry]:
    found: dict[tuple[str, str], TermEntry] = {}
    for entry in lexicon().terms:
        for word in (*entry.terms, *entry.cased):
            found.setdefault((entry.kind, word.lower()), entry)
    return found


def note(
    sections: str | Mapping[str, str],
    *,
    values: Mapping[str, JsonValue] | None = None,
    document: str | None = None,
) -> Reading:
    """The reading of a note.

    Args:
        sections: category → marked-up text; the single category ``text`` is a note without headings.
        values: values of marks by their text, where the lexicon has no such term.
        document: the kind of the whole note.
    """
    sections = {"assessment": sections} if isinstance(sections, str) else sections
    marked, places = "", []
    for category, body in sections.items():
        start = len(marked)
        marked += body if category == "text" else f"{category.upper()}:\n{body}\n\n"
        places.append((category, start))
    text, marks = parse_markup(marked, kinds=MARKS)
    return Reading(
        text=text,
        findings=tuple(_findings(text, marks, values or {})),
        layout=Layout(
            sections=tuple(_sections(text, list(sections))),
            sentences=Extents(m.span() for m in _SENTENCE.finditer(text)),
            items=tuple(_items(text)),
            document=document,
        ),
    )


def _sections(text: str, categories: list[str]) -> Iterator[Section]:
    headed = categories[categories[0] == "text" :]
    starts = [text.index(f"{category.upper()}:\n") for category in headed]
    if headed != categories:
        yield Section(category=None, title="", start=0, body=0, end=starts[0] if starts else len(text))
    for category, start, end in zip(headed, starts, [*starts[1:], len(text)], strict=False):
        body = start + len(category) + 2
        yield Section(category=category, title=category.upper(), start=start, body=body, end=end)


def _items(text: str) -> Iterator[Item]:
    """List items, each with the items that are indented below it."""
    lines = [(m.start(), m.end(), b) for m in _LINE.finditer(text) if (b := _BULLET.match(m.group()))]
    open_items: list[tuple[int, int]] = []
    for index, (start, end, bullet) in enumerate(lines):
        indent = len(bullet.group(1))
        open_items = [held for held in open_items if held[1] < indent]
        stop = end
        for below, last, inner in lines[index + 1 :]:
            if len(inner.group(1)) <= indent or "\n\n" in text[stop:below]:
                break
            stop = last
        parent = open_items[-1][0] if open_items else None
        open_items.append((index, indent))
        yield Item(start=start, head=end, end=stop, level=len(open_items) - 1, parent=parent)


def _findings(text: str, marks: tuple[Marked, ...], values: Mapping[str, JsonValue]) -> Iterator[Finding]:
    for number, mark in enumerate(marks, 1):
        kind, _, suffix = mark.kind.rpartition("_")
        assertion = ASSERTIONS.get(suffix, AFFIRMED)
        if assertion is AFFIRMED:
            kind = mark.kind
        entry = _words().get((kind, mark.text.lower()))
        if entry is None and mark.text not in values:
            raise ValueError(f"{mark.text!r} is no term of kind {kind!r}: give its value")
        value = values[mark.text] if entry is None or mark.text in values else entry.value
        if kind == "site" and isinstance(value, str):
            own = getattr(entry, "laterality", None)
            value = {"site": value, "laterality": own or _side(text, mark, marks)}
        yield Finding(
            id=f"f{number}",
            kind=cast("FindingKind", kind),
            text=mark.text,
            start=mark.start,
            end=mark.end,
            section=_category(text, mark.start),
            value=value,
            assertion=assertion,
            rule=entry.id if entry else "test.rule",
        )


def _side(text: str, site: Marked, marks: tuple[Marked, ...]) -> str | None:
    """The side that stands before a site, with at most three small words between them."""
    for mark in reversed(marks):
        entry = _words().get(("laterality", mark.text.lower()))
        if mark.kind != "laterality" or mark.end > site.start or entry is None:
            continue
        gap = text[mark.end : site.start]
        return str(entry.value) if _BETWEEN.fullmatch(gap) and " and " not in gap else None
    return None


def _category(text: str, offset: int) -> str | None:
    headings = list(re.finditer(r"^([A-Z_]+):\n", text[:offset], re.MULTILINE))
    return headings[-1].group(1).lower() if headings else None


def told(reading: Reading, *, age: float | None = None, sex: str | None = None, noise: str = "") -> list[str]:
    """Every condition of the reading as one line, in the order they are linked.

    Args:
        reading: what was read.
        age: the patient's age, as the caller gives it.
        sex: the patient's sex, as the caller gives it.
        noise: one of the attributes that are left out otherwise.
    """
    whole = Note.model_validate({"text": reading.text, "age": age, "sex": sex})
    return [_line(condition, noise) for condition in link(linker(), reading, whole)]


def _line(condition: Condition, noise: str) -> str:
    parts = [f"{condition.concept}: {condition.status}"]
    if condition.sites:
        named = (
            f"{site.laterality} {site.site}" if site.laterality else site.site for site in condition.sites
        )
        parts.append("at " + " + ".join(named))
    parts += [word for word in (condition.acuity, condition.route) if word]
    if condition.organisms:
        parts.append("by " + " + ".join(organism.name for organism in condition.organisms))
    parts += [
        f"{key}={_said(value['codes'] if key == 'outside' and isinstance(value, dict) else value)}"
        for key, value in condition.attributes.items()
        if key not in NOISE or key == noise
    ]
    parts += [f"conflict {c.element} {c.value}/{c.other}" for c in condition.conflicts]
    return "; ".join(parts)


def _said(value: JsonValue) -> str:
    """A value without the ids of the findings it rests on."""
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            told = (f"{k} {_said(v)}" for k, v in value.items() if k != "finding_ids" and v is not None)
            return "(" + ", ".join(told) + ")"
        case list():
            return "[" + ", ".join(_said(item) for item in value) + "]"
    return str(value)
