"""Notes whose text is split over rows, as Epic exports them: NOTE_ID, LINE, NOTE_TEXT.

The lines of a note need not be adjacent nor in order. They are laid into a temporary database, which SQLite
keeps on disk in its temporary folder without a name, so that it is gone with the process. Notes come in the
order in which they were first met; a note with a line that is missing, twice or unreadable is an error row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter

import orjson

from chartgap.batch.formats.documents import read_rtf
from chartgap.batch.formats.layouts import Table
from chartgap.batch.formats.rows import BadRow, Row
from chartgap.batch.plain import MAX_RECORD_BYTES
from chartgap.batch.records import Make, Record, failed, read_record
from chartgap.batch.values import identifier
from chartgap.errors import InputError, MissingExtraError

_SCHEMA = """
    create table note (id integer primary key, name text not null unique);
    create table piece (note integer, line integer, row integer, fault text, rest text, content text,
                        primary key (note, line, row)) without rowid;
"""


def read_split(rows: Iterable[Row | BadRow], table: Table, joint: str) -> Iterator[Make]:
    """A record for each note; before them, one for each row of which it cannot be told whose it is."""
    store = sqlite3.connect("")
    try:
        store.executescript("pragma journal_mode = off; pragma synchronous = off;" + _SCHEMA)
        pieces = _Pieces(store)
        for row in rows:
            if fault := pieces.take(row, table):
                yield partial(_failed, None, *fault)
        everything = store.execute(
            "select name, line, fault, rest, content from piece join note on note.id = note"
            " order by note, line, row"
        )
        for name, lines in groupby(everything, key=itemgetter(0)):
            yield _note(name, lines, table, joint)
    finally:
        store.close()


class _Pieces:
    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        self._row = 0
        self._last: tuple[str, int] = ("", 0)

    def take(self, row: Row | BadRow, table: Table) -> tuple[str, str] | None:
        """Lay a row beside the others of its note, or say why that cannot be done."""
        self._row += 1
        fault = None
        if isinstance(row, BadRow):
            fault, row = row, row.fields
        name = identifier(row.get(table.columns.note_id))
        if name is None:
            return (
                (fault.error, fault.message)
                if fault
                else ("wrong_value", "a line without the id of its note")
            )
        line = _line_number(row.get(table.line or ""))
        content = row.get(table.columns.text)
        if content is None:
            content = ""
        said = None
        if fault or line is None or not isinstance(content, str):
            said, line, content = "a line of the note cannot be read", line or 0, ""
        elif any("\ud800" <= character <= "\udfff" for character in content if not content.isascii()):
            said, content = "a line of the note has a lone surrogate", ""
        keep = (value for value in (table.columns.text, table.columns.note_id, table.line))
        rest = {name: value for name, value in row.items() if name not in set(keep)} if line <= 1 else {}
        self._store.execute(
            "insert into piece values (?, ?, ?, ?, ?, ?)",
            (self._note(name), line, self._row, said, orjson.dumps(rest, default=str), content),
        )
        return None

    def _note(self, name: str) -> int:
        if self._last[0] != name:
            self._store.execute("insert or ignore into note (name) values (?)", (name,))
            (found,) = self._store.execute("select id from note where name = ?", (name,)).fetchone()
            self._last = (name, found)
        return self._last[1]


def _line_number(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    word = identifier(value)
    return int(word) if word and word.strip().isdecimal() and len(word) < 10 else None


def _note(
    name: str, lines: Iterable[tuple[str, int, str | None, bytes, str]], table: Table, joint: str
) -> Make:
    parts: list[str] = []
    first: bytes | None = None
    expected = 0
    size = 0
    fault: tuple[str, str] | None = None
    for _, line, said, rest, content in lines:
        if first is None:
            first = rest
            expected = line if line in (0, 1) else 1
        if fault:
            continue
        size += len(content)
        if said:
            fault = ("bad_line", said)
        elif line != expected:
            missing = f"line {expected} of the note is missing"
            fault = ("bad_line", f"line {line} of the note is there twice" if line < expected else missing)
        elif size > MAX_RECORD_BYTES:
            fault = ("too_long", f"longer than {MAX_RECORD_BYTES} characters")
        else:
            parts.append(content)
        expected += 1
    if fault:
        return partial(_failed, name, *fault)
    return partial(_joined, name, joint.join(parts), first or b"{}", table)


def _joined(name: str, text: str, rest: bytes, table: Table, number: int) -> Record:
    if text.startswith("{\\rtf"):
        try:
            text = read_rtf(text.encode("cp1252", "xmlcharrefreplace"))
        except (InputError, MissingExtraError) as error:
            return _failed(name, "bad_document", str(error), number)
    raw = {**orjson.loads(rest), table.columns.note_id: name, table.columns.text: text}
    return read_record(raw, number, table.columns)


def _failed(note_id: str | None, error: str, message: str, number: int) -> Record:
    return failed(number, note_id, error, message)
