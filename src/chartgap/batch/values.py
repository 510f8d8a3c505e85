"""What the fields of a record say. A value is never guessed: one that does not fit raises ``UnfitError``."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from math import isnan
from typing import cast

from chartgap.models import Setting, Sex

_SEXES: dict[str, Sex | None] = {"f": "F", "female": "F", "m": "M", "male": "M", "u": None, "unknown": None}


class UnfitError(Exception):
    """A value does not fit. The message names the field, never the value, which may be patient text."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


def read_day(value: object, name: str) -> date | None:
    """The day of a date or of a time, as exports write them; the hours are of no use here."""
    if isinstance(value, str) and (
        match := re.fullmatch(r"\s*(\d{4}-\d\d-\d\d)(?:[T ][0-9:.,+\-Z ]*)?\s*", value)
    ):
        value = match[1]
    return read_date(value, name)


def read_reference(value: object, name: str) -> str | None:
    """Data frames make numbers with gaps into floats: ``12.0`` is the id 12, and not-a-number is unknown."""
    if isinstance(value, float) and (isnan(value) or (value.is_integer() and abs(value) < 2**53)):
        value = None if isnan(value) else int(value)
    return read_identifier(value, name)


def read_identifier(value: object, name: str) -> str | None:
    """An identifier, or None where there is none."""
    word = identifier(value)
    if word is None and value not in (None, ""):
        raise UnfitError("wrong_type", f"{name}: must be text or a whole number")
    return word


def check_text(text: str, name: str) -> None:
    """Refuse text with a lone surrogate: it has no form in UTF-8, so no output could carry it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnfitError("invalid_text", f"{name}: lone surrogate at position {error.start}") from None


def identifier(value: object) -> str | None:
    """A note's id as text, or None where there is none or it is neither text nor a whole number."""
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value:
        return None
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def read_setting(value: object) -> Setting | None:
    """Where the care was given."""
    if value in (None, ""):
        return None
    if isinstance(value, str) and (name := value.strip().lower()) in ("outpatient", "inpatient"):
        return cast("Setting", name)
    raise UnfitError("wrong_value", "setting: must be outpatient or inpatient")


def read_age(value: object) -> float | None:
    """Years of age."""
    if value in (None, ""):
        return None
    if isinstance(value, str):
        value = float(value) if re.fullmatch(r"\s*\d{1,3}(\.\d{1,6})?\s*", value) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 130:
        return float(value)
    raise UnfitError("wrong_value", "age: must be a number of years from 0 to 130")


def read_sex(value: object) -> Sex | None:
    """The sex, or None where it is unknown."""
    if value in (None, ""):
        return None
    if isinstance(value, str) and (name := value.strip().lower()) in _SEXES:
        return _SEXES[name]
    raise UnfitError("wrong_value", "sex: must be F, M or U (unknown)")


def read_date(value: object, name: str) -> date | None:
    """The date of an ISO text or of a date."""
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
    raise UnfitError("wrong_value", f"{name}: must be a date as YYYY-MM-DD")


def read_claimed_codes(value: object) -> tuple[str, ...]:
    """The codes of a list, or of a text with commas, semicolons or blanks between them."""
    if value in (None, ""):
        return ()
    if isinstance(value, str):
        value = re.split(r"[\s,;]+", value.strip())
    if isinstance(value, list | tuple) and all(isinstance(code, str) for code in value):
        return tuple(code.strip().upper() for code in value if code.strip())
    raise UnfitError(
        "wrong_value", "claimed_codes: must be a list of codes, or codes with commas between them"
    )
