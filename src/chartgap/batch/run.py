"""The run over a batch: one analysis or error row for each record, in input order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from chartgap.batch.records import Record
from chartgap.errors import ChartgapError
from chartgap.models import ErrorRow, Note, NoteAnalysis

Analyze = Callable[[Note], NoteAnalysis]


def analyze_records(records: Iterable[Record], analyze: Analyze) -> Iterator[NoteAnalysis | ErrorRow]:
    """Analyze each record. Nothing is lost and nothing stops the run: what fails becomes an error row.

    The only thing kept between records is a short hash of each note id, to find ids that come twice.
    """
    seen: dict[bytes, int] = {}
    for record in records:
        note = record.outcome
        if isinstance(note, ErrorRow):
            yield note
            continue
        if note.note_id is not None:
            first = seen.setdefault(_digest(note.note_id), record.number)
            if first != record.number:
                yield _error(note, record.number, "duplicate_note_id", f"record {first} has the same note id")
                continue
        yield attempt(note, analyze, record=record.number)


def attempt(note: Note, analyze: Analyze, *, record: int | None = None) -> NoteAnalysis | ErrorRow:
    """Analyze one note; an error of any kind becomes an error row without the note's text."""
    try:
        return analyze(note)
    except ChartgapError as error:
        return _error(note, record, "unusable_note", str(error))
    except Exception as error:
        return _error(
            note, record, "internal_error", f"chartgap failed here: {whereabouts(error)}; please report it"
        )


def whereabouts(error: BaseException) -> str:
    """The type of an error and the line of chartgap it came from. Its message may hold note text."""
    place = "outside chartgap"
    trace = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] == "chartgap":
            place = f"in {module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} {place}"


def _error(note: Note, record: int | None, error: str, message: str) -> ErrorRow:
    name = note.note_id or (f"record-{record}" if record else "note")
    return ErrorRow(note_id=name, error=error, message=message, record=record)


def _digest(note_id: str) -> bytes:
    return hashlib.blake2b(note_id.encode("utf-8"), digest_size=12).digest()
