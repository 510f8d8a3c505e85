"""Reads the official ICD-10-CM tabular XML into plain records, seventh-character codes written out.

Source: the tabular list as published by CDC/NCHS, a file or the zip it is published in. XML with a DTD is
refused. This runs when a code table is built, never while notes are analyzed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from chartgap.errors import CodeSetError
from chartgap.icd10cm.record import NoteKind, Record

NOTE_KINDS: dict[str, NoteKind] = {
    "inclusionTerm": "inclusion_term",
    "includes": "includes",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "note",
    "sevenChrNote": "seventh",
}
MAX_DEPTH = 50
_TABULAR_MEMBER = re.compile(r"tabular.*\.xml$", re.IGNORECASE)
# "7th characters D and S do not apply to codes in category S06 with 6th character 7 - death ..., or 8 - ..."
_LIMIT = re.compile(
    r"7th characters? (?P<sevenths>.+?) do(?:es)? not apply"
    r" to codes in category \w+ with 6th character (?P<sixth>.+)"
)
_SPAN = re.compile(r"^\s*(\w+?)(?:-(\w+))?\s*$")


def read_tabular(source: Path) -> tuple[bytes, list[Record]]:
    """Read the tabular XML, plain or inside the published zip: its bytes and its records in official order.

    Raises:
        CodeSetError: the file cannot be read, holds no tabular list, declares a DTD or is malformed.
    """
    data = _read_bytes(source)
    return data, parse_tabular(data, str(source))[1]


def parse_tabular(data: bytes, name: str) -> tuple[str, list[Record]]:
    """The version that a tabular XML gives itself (a fiscal year) and its records; ``name`` is for messages.

    Raises:
        CodeSetError: it holds no tabular list, declares a DTD or is malformed.
    """
    root = _parse(data, name)
    records = [record for chapter in root.findall("chapter") for record in _read_chapter(chapter)]
    if not any(record.is_code for record in records):
        raise CodeSetError(f"{name}: no codes in it; is this the tabular list?")
    return _text(root, "version"), records


def _read_bytes(source: Path) -> bytes:
    try:
        if not zipfile.is_zipfile(source):
            return source.read_bytes()
        with zipfile.ZipFile(source) as archive:
            names = [name for name in archive.namelist() if _TABULAR_MEMBER.search(name)]
            if len(names) != 1:
                raise CodeSetError(f"{source}: expected one tabular XML in the zip, found {len(names)}")
            return archive.read(names[0])
    except (OSError, zipfile.BadZipFile) as error:
        raise CodeSetError(f"{source}: cannot be read: {error}") from error


def _parse(data: bytes, source: str) -> Element:
    def refuse(*_: object) -> None:
        raise CodeSetError(f"{source}: declares a DTD, which an official tabular list does not")

    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise CodeSetError(f"{source}: elements lie {MAX_DEPTH} deep; this is no tabular list")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise CodeSetError(f"{source}: malformed XML: {error}") from error
    return builder.close()


def _read_chapter(chapter: Element) -> Iterator[Record]:
    number = _text(chapter, "name")
    yield Record(number, _text(chapter, "desc"), "", _read_notes(chapter))
    blocks: list[tuple[str, str]] = []
    for section in chapter.findall("section"):
        first, last = _read_span(section.get("id", ""))
        block = f"{first}-{last}"
        # A block comes after the wider one that holds it, so the last that spans it is its parent.
        parent = next((f"{a}-{b}" for a, b in reversed(blocks) if a <= first and last <= b), number)
        blocks.append((first, last))
        yield Record(block, _text(section, "desc"), parent, _read_notes(section))
        for diag in section.findall("diag"):
            yield from _read_code(diag, Record(block, "", number))


def _read_code(diag: Element, above: Record) -> Iterator[Record]:
    own = tuple((e.get("char", ""), _clean(e.text)) for e in diag.findall("sevenChrDef/extension"))
    below = diag.findall("diag")
    notes = _read_notes(diag)
    record = Record(
        id=_text(diag, "name"),
        title=_text(diag, "desc"),
        parent=above.id,
        notes=notes,
        sevenths=own or above.sevenths,
        barred=_read_barred(notes) or above.barred,
        children=len(below),
    )
    yield record
    for child in below:
        yield from _read_code(child, record)


def _read_barred(notes: list[tuple[NoteKind, str]]) -> frozenset[tuple[str, str]]:
    limits = [found for _, text in notes if (found := _LIMIT.search(text))]
    return frozenset(
        (sixth, seventh)
        for found in limits
        for sixth in re.findall(r"\b(\w) -", found["sixth"])
        for seventh in re.findall(r"\b([A-Z0-9])\b", found["sevenths"])
    )


def _read_notes(level: Element) -> list[tuple[NoteKind, str]]:
    return [
        (NOTE_KINDS[part.tag], line) for part in level if part.tag in NOTE_KINDS for line in _read_lines(part)
    ]


def _read_lines(part: Element) -> Iterator[str]:
    # The XML flattens the printed list's indentation: a line ending in a colon leads those after it.
    lead = ""
    lines = [_clean(note.text) for note in part.findall("note")]
    for position, line in enumerate(lines):
        if line.endswith(":") and position + 1 < len(lines):
            lead = line
        elif line:
            yield f"{lead} {line}" if lead else line


def _read_span(text: str) -> tuple[str, str]:
    found = _SPAN.match(text)
    if not found:
        raise CodeSetError(f"a section has the id {text!r}, which is no range of categories")
    return found[1], found[2] or found[1]


def _text(element: Element, tag: str) -> str:
    return _clean(element.findtext(tag))


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())
