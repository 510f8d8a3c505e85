"""One raw record of a batch (a JSON object, a CSV line, a Parquet row) → a ``Note`` or an ``ErrorRow``.

Values are never guessed: a record that does not fit becomes an error row. Messages name the record, its
fields and what is wrong with them, and hold neither values nor unknown names: either may be patient text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from chartgap.models import ErrorRow, Note, Setting, Sex

FIELDS = ("setting", "age", "sex", "service_date", "claimed_codes")

_SEXES: dict[str, Sex | None] = {"f": "F", "female": "F", "m": "M", "male": "M", "u": None, "unknown": None}


@dataclass(frozen=True, slots=True)
class Columns:
    """The names under which a batch's records carry a note's id and text."""

    note_id: str = "note_id"
    text: str = "text"

    def known(self) -> tuple[str, ...]:
        """All names a record may have."""
        return (self.note_id, self.text, *FIELDS)


@dataclass(frozen=True, slots=True)
class Record:
    """The ``number``-th record of a batch (from 1) and what became of it."""

    number: int
    outcome: Note | ErrorRow


def read_record(raw: object, number: int, columns: Columns) -> Record:
    """Make a note of a record's fields. Unknown is an absent field, ``None`` or an empty string."""
    if not isinstance(raw, Mapping):
        return failed(number, None, "wrong_type", "the record is not an object with named fields")
    note_id = _identifier(raw.get(columns.note_id))
    try:
        return Record(number, _note(raw, columns))
    except _UnfitError as unfit:
        return failed(number, note_id, unfit.error, str(unfit))


def failed(number: int, note_id: str | None, error: str, message: str) -> Record:
    """A record that could not be read. ``message`` must not hold anything from the record."""
    return Record(
        number, ErrorRow(note_id=note_id or f"record-{number}", error=error, message=message, record=number)
    )


def unknown_columns(names: Iterator[object], columns: Columns) -> str | None:
    """Say which columns are not known, by position (a name may be patient text), or None if all are."""
    known = columns.known()
    told = []
    for position, name in enumerate(names, start=1):
        if name not in known:
            close = difflib.get_close_matches(str(name), known, n=1)
            told.append(f"{position} (did you mean {close[0]}?)" if close else str(position))
    if not told:
        return None
    return f"unknown column at position {', '.join(told)}; known are {', '.join(known)}"


class _UnfitError(Exception):
    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


def _note(raw: Mapping[object, object], columns: Columns) -> Note:
    if unknown := unknown_columns(iter(raw), columns):
        raise _UnfitError("unknown_column", unknown)
    given = raw.get(columns.note_id)
    note_id = _identifier(given)
    if note_id is None and given not in (None, ""):
        raise _UnfitError("wrong_type", f"{columns.note_id}: must be text or a whole number")
    text = raw.get(columns.text)
    if columns.text not in raw:
        raise _UnfitError("missing_text", f"there is no {columns.text}")
    if not isinstance(text, str):
        raise _UnfitError("wrong_type", f"{columns.text}: must be text")
    check_text(text, columns.text)
    return Note(
        text=text,
        note_id=note_id,
        setting=_setting(raw.get("setting")),
        age=_age(raw.get("age")),
        sex=_sex(raw.get("sex")),
        service_date=_service_date(raw.get("service_date")),
        claimed_codes=claimed_codes(raw.get("claimed_codes")),
    )


def check_text(text: str, name: str) -> None:
    """Refuse text with a lone surrogate: it has no form in UTF-8, so no output could carry it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _UnfitError("invalid_text", f"{name}: lone surrogate at position {error.start}") from None


def _identifier(value: object) -> str | None:
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


def _service_date(value: object) -> date | None:
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
    raise _UnfitError("wrong_value", "service_date: must be a date as YYYY-MM-DD")


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
