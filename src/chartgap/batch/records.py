"""One raw record of a batch (a JSON object, a CSV line, a Parquet row) → a ``Note`` or an ``ErrorRow``.

Values are never guessed: a record that does not fit becomes an error row. Messages name the record, its
fields and what is wrong with them, and hold neither values nor unknown names: either may be patient text.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from chartgap.batch.values import (
    UnfitError,
    check_text,
    identifier,
    read_age,
    read_claimed_codes,
    read_date,
    read_day,
    read_identifier,
    read_reference,
    read_setting,
    read_sex,
)
from chartgap.errors import InputError
from chartgap.models import ErrorRow, Note


@dataclass(frozen=True, slots=True)
class Columns:
    """The names under which records carry what belongs to a note, and the names that are passed over."""

    note_id: str = "note_id"
    text: str = "text"
    setting: str = "setting"
    age: str = "age"
    sex: str = "sex"
    service_date: str = "service_date"
    claimed_codes: str = "claimed_codes"
    patient_id: str = "patient_id"
    encounter_id: str = "encounter_id"
    author: str = "author"
    note_date: str = "note_date"
    note_type: str = "note_type"
    ignored: frozenset[str] = frozenset()

    def known(self) -> tuple[str, ...]:
        """All names that say something of a note."""
        return tuple(getattr(self, name) for name in COLUMN_FIELDS)

    def renamed(self, names: Mapping[str, str]) -> Columns:
        """These columns with some other names, given by field.

        Raises:
            InputError: there is no such field.
        """
        changed = self
        for name, column in names.items():
            if name not in COLUMN_FIELDS:
                raise InputError(f"there is no field of that name; fields are {', '.join(COLUMN_FIELDS)}")
            changed = replace(changed, **{name: column})  # type: ignore[arg-type]
        return changed


COLUMN_FIELDS = tuple(field.name for field in fields(Columns) if field.name != "ignored")


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose note it is, and where it stands in the record. Identifiers are kept as text, unread."""

    patient: str | None = None
    encounter: str | None = None
    author: str | None = None
    written: date | None = None
    kind: str | None = None
    reference: str | None = None


UNKNOWN = Origin()


@dataclass(frozen=True, slots=True)
class Record:
    """The ``number``-th record of a batch (from 1), what became of it, and where it is from."""

    number: int
    outcome: Note | ErrorRow
    origin: Origin = UNKNOWN


Make = Callable[[int], Record]
"""A record that has been found but not yet read: given its number, it is. What is skipped is never read."""


def read_record(raw: object, number: int, columns: Columns) -> Record:
    """Make a note of a record's fields. Unknown is an absent field, ``None`` or an empty string."""
    if not isinstance(raw, Mapping):
        return failed(number, None, "wrong_type", "the record is not an object with named fields")
    note_id = identifier(raw.get(columns.note_id))
    origin = UNKNOWN
    try:
        if unknown := unknown_columns(iter(raw), columns):
            raise UnfitError("unknown_column", unknown)
        origin = _origin(raw, columns)
        return Record(number, _note(raw, columns), origin)
    except UnfitError as unfit:
        return failed(number, note_id, unfit.error, str(unfit), origin)


def failed(number: int, note_id: str | None, error: str, message: str, origin: Origin = UNKNOWN) -> Record:
    """A record that could not be read. ``message`` must not hold anything from the record."""
    row = ErrorRow(note_id=note_id or f"record-{number}", error=error, message=message, record=number)
    return Record(number, row, origin)


def unknown_columns(names: Iterator[object], columns: Columns) -> str | None:
    """Say which columns are not known, by position (a name may be patient text), or None if all are."""
    known = columns.known()
    told = []
    for position, name in enumerate(names, start=1):
        if name not in known and name not in columns.ignored:
            close = difflib.get_close_matches(str(name), known, n=1)
            told.append(f"{position} (did you mean {close[0]}?)" if close else str(position))
    if not told:
        return None
    return f"unknown column at position {', '.join(told)}; known are {', '.join(known)}"


def _origin(raw: Mapping[object, object], columns: Columns) -> Origin:
    return Origin(
        patient=read_reference(raw.get(columns.patient_id), columns.patient_id),
        encounter=read_reference(raw.get(columns.encounter_id), columns.encounter_id),
        author=read_reference(raw.get(columns.author), columns.author),
        written=read_day(raw.get(columns.note_date), columns.note_date),
        kind=read_reference(raw.get(columns.note_type), columns.note_type),
    )


def _note(raw: Mapping[object, object], columns: Columns) -> Note:
    note_id = read_identifier(raw.get(columns.note_id), columns.note_id)
    text = raw.get(columns.text)
    if columns.text not in raw:
        raise UnfitError("missing_text", f"there is no {columns.text}")
    if not isinstance(text, str):
        raise UnfitError("wrong_type", f"{columns.text}: must be text")
    check_text(text, columns.text)
    return Note(
        text=text,
        note_id=note_id,
        setting=read_setting(raw.get(columns.setting)),
        age=read_age(raw.get(columns.age)),
        sex=read_sex(raw.get(columns.sex)),
        service_date=read_date(raw.get(columns.service_date), columns.service_date),
        claimed_codes=read_claimed_codes(raw.get(columns.claimed_codes)),
    )
