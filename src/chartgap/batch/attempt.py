"""One note analyzed, or an error row that says why not."""

from __future__ import annotations

from collections.abc import Callable

from chartgap.errors import ChartgapError
from chartgap.models import ErrorRow, Note, NoteAnalysis

Analyze = Callable[[Note], NoteAnalysis]


def attempt(note: Note, analyze: Analyze, *, record: int | None = None) -> NoteAnalysis | ErrorRow:
    """Analyze one note; an error of any kind becomes an error row without the note's text."""
    try:
        return analyze(note)
    except ChartgapError as error:
        return note_error(note, record, "unusable_note", str(error))
    except Exception as error:
        return note_error(
            note, record, "internal_error", f"chartgap failed here: {whereabouts(error)}; please report it"
        )


def note_error(note: Note, record: int | None, error: str, message: str) -> ErrorRow:
    """The error row of a note. ``message`` must not hold anything from the note."""
    name = note.note_id or (f"record-{record}" if record else "note")
    return ErrorRow(note_id=name, error=error, message=message, record=record)


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
