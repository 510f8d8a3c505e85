"""One billed code as it was written: what code it is, or what is wrong with it.

Codes come with or without their dot, in any case, with blanks around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from chartgap.claim.codebook import CodeBook
from chartgap.models import Verdict

Elsewhere = Callable[[str], str | None]
"""A code → the first day of another release that has it, if one does."""

_SHAPE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Billed:
    """A billed code. ``fault`` says why it cannot be reported, ``verdict`` what that makes of its line.

    ``code`` is the code as officially written where the release has it, else what was given. ``meant`` is the
    valid code or header that a faulty one stands closest to; None where there is none.
    """

    code: str
    verdict: Verdict | None = None
    fault: str | None = None
    meant: str | None = None


def read_billed(given: str, book: CodeBook, elsewhere: Elsewhere) -> Billed:
    """What a billed code is in this release."""
    written = given.strip().upper()
    if not _SHAPE.fullmatch(written):
        return Billed(written[:_LONGEST] or "(empty)", "invalid_code", "It is not written like a code.")
    code = book.normalise(written)
    if book.billable(code):
        return Billed(code)
    if book.valid(code):
        return Billed(code, "not_billable", _header(code, book), code)
    other = elsewhere(code)
    if other:
        fault = f"The release of {book.release} does not have it; that of {other} has."
        return Billed(code, "invalid_code", fault, _nearest(code, book))
    return _invalid(code, book)


def _header(code: str, book: CodeBook) -> str:
    if book.sevenths(code):
        return f"It is a header: {_due(code, book)}."
    return f"It is a header with {len(book.children(code))} codes under it; a code must be taken to its end."


def _due(code: str, book: CodeBook) -> str:
    characters = ", ".join(f"{character} {text}" for character, text in book.sevenths(code))
    return f"a seventh character is due after {_padded(code)} ({characters})"


def _padded(code: str) -> str:
    plain = code.replace(".", "").ljust(6, "X")
    return f"{plain[:3]}.{plain[3:]}"


def tell_absent(book: CodeBook) -> str:
    """That the release has no such code."""
    return f"The release of {book.release} has no such code."


def _invalid(code: str, book: CodeBook) -> Billed:
    """Name the fault of a code that no release here has: its last character, a placeholder, or all of it."""
    nearest = _nearest(code, book)
    absent = tell_absent(book)
    if nearest is None:
        return Billed(code, "invalid_code", absent)
    plain, stem = code.replace(".", ""), nearest.replace(".", "")
    rest = plain[len(stem) :]
    sevenths = dict(book.sevenths(nearest))
    if not sevenths and book.billable(nearest):
        seventh = len(plain) == 7 or (len(rest) == 1 and rest.isalpha())
        what = "seventh character" if seventh else "further character"
        fault = f"{nearest} takes no {what}: {rest.lstrip('X') or rest} does not belong there."
        return Billed(code, "invalid_code", fault, nearest)
    if not sevenths:
        return Billed(code, "invalid_code", f"{absent} It would stand under {nearest}.", nearest)
    if not rest.strip("X"):
        return Billed(code, "invalid_code", f"It is incomplete: {_due(nearest, book)}.", nearest)
    if rest[-1] in sevenths and len(plain) < 7:
        fault = f"The placeholder X is missing before the seventh character: {_padded(nearest)}{rest[-1]}."
        return Billed(code, "invalid_code", fault, f"{_padded(nearest)}{rest[-1]}")
    fault = f"{rest[-1]} is no seventh character of {nearest}: {', '.join(sevenths)} are."
    return Billed(code, "invalid_code", fault, nearest)


def _nearest(code: str, book: CodeBook) -> str | None:
    """The longest beginning of a code that the release has."""
    plain = code.replace(".", "")
    beginnings = (book.normalise(plain[:end]) for end in range(len(plain) - 1, 2, -1))
    return next((name for name in beginnings if book.valid(name)), None)
