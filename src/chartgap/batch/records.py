"""One raw record of a batch (a JSON object, a CSV line, a Parquet row) → a ``Note`` or an ``ErrorRow``.

Values are never guessed: a record that does not fit becomes an error row. Messages name the record, its
fields and what is wrong with them, and hold neither values nor unknown names: either may be patient text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from math import isnan
from typing import cast

from chartgap.errors import InputError
from chartgap.models import ErrorRow, Note, Setting, Sex

_SEXES: dict[str, Sex | None] = {"f": "F", "female": "F", "m": "M", "male": "M", "u": None, "unknown": None}


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
            raise _UnfitError("unknown_column", unknown)
        origin = _origin(raw, columns)
        return Record(number, _note(raw, columns), origin)
    except _UnfitError as unfit:
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


class _UnfitError(Exception):
    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


def _origin(raw: Mapping[object, object], columns: Columns) -> Origin:
    return Origin(
        patient=_reference(raw.get(columns.patient_id), columns.patient_id),
        encounter=_reference(raw.get(columns.encounter_id), columns.encounter_id),
        author=_reference(raw.get(columns.author), columns.author),
        written=_day(raw.get(columns.note_date), columns.note_date),
        kind=_reference(raw.get(columns.note_type), columns.note_type),
    )


def _day(value: object, name: str) -> date | None:
    """The day of a date or of a time, as exports write them; the hours are of no use here."""
    if isinstance(value, str) and (
        match := re.fullmatch(r"\s*(\d{4}-\d\d-\d\d)(?:[T ][0-9:.,+\-Z ]*)?\s*", value)
    ):
        value = match[1]
    return _date(value, name)


def _reference(value: object, name: str) -> str | None:
    """Data frames make numbers with gaps into floats: ``12.0`` is the id 12, and not-a-number is unknown."""
    if isinstance(value, float) and (isnan(value) or (value.is_integer() and abs(value) < 2**53)):
        value = None if isnan(value) else int(value)
    return _word(value, name)


def _word(value: object, name: str) -> str | None:
    word = identifier(value)
    if word is None and value not in (None, ""):
        raise _UnfitError("wrong_type", f"{name}: must be text or a whole number")
    return word


def _note(raw: Mapping[object, object], columns: Columns) -> Note:
    note_id = _word(raw.get(columns.note_id), columns.note_id)
    text = raw.get(columns.text)
    if columns.text not in raw:
        raise _UnfitError("missing_text", f"there is no {columns.text}")
    if not isinstance(text, str):
        raise _UnfitError("wrong_type", f"{columns.text}: must be text")
    check_text(text, columns.text)
    return Note(
        text=text,
        note_id=note_id,
        setting=_setting(raw.get(columns.setting)),
        age=_age(raw.get(columns.age)),
        sex=_sex(raw.get(columns.sex)),
        service_date=_date(raw.get(columns.service_date), columns.service_date),
        claimed_codes=claimed_codes(raw.get(columns.claimed_codes)),
    )


def check_text(text: str, name: str) -> None:
    """Refuse text with a lone surrogate: it has no form in UTF-8, so no output could carry it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _UnfitError("invalid_text", f"{name}: lone surrogate at position {error.start}") from None


def identifier(value: object) -> str | None:
    """A note's id as text, or None where there is none or it is neither text nor a whole number."""
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value:
        return None
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def _setting(value: object) -> Setting | None:
    if value in (None, ""):
        return None
    if isinstance(value, str) and (name := value.strip().lower()) in ("outpatient", "inpatient"):
        return cast("Setting", name)
    raise _UnfitError("wrong_value", "setting: must be outpatient or inpatient")


def _age(value: object) -> float | None:
    if value in (None, ""):
        return None
    if isinstance(value, str):
        value = float(value) if re.fullmatch(r"\s*\d{1,3}(\.\d{1,6})?\s*", value) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 130:
        return float(value)
    raise _UnfitError("wrong_value", "age: must be a number of years from 0 to 130")


def _sex(value: object) -> Sex | None:
    if value in (None, ""):
        return None
    if isinstance(value, str) and (name := value.strip().lower()) in _SEXES:
        return _SEXES[name]
    raise _UnfitError("wrong_value", "sex: must be F, M or U (unknown)")


def _date(value: object, name: str) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise _UnfitError("wrong_value", f"{name}: must be a date as YYYY-MM-DD")


def claimed_codes(value: object) -> tuple[str, ...]:
    """The codes of a list, or of a text with commas, semicolons or blanks between them."""
    if value in (None, ""):
        return ()
    if isinstance(value, str):
        value = re.split(r"[\s,;]+", value.strip())
    if isinstance(value, list | tuple) and all(isinstance(code, str) for code in value):
        return tuple(code.strip().upper() for code in value if code.strip())
    raise _UnfitError(
        "wrong_value", "claimed_codes: must be a list of codes, or codes with commas between them"
    )
