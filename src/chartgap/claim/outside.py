"""Disorders of a note that belong outside what is coded, against a billed code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from chartgap.claim.documentation import Documentation
from chartgap.models import Condition, Reason

Excluded = Callable[[str, str], str | None]
"""Two codes → the Excludes1 note between them in words, if there is one."""

_STEM = re.compile(r"\b[A-Z]\d\w(?:\.\w+)?")
_WORD = re.compile(r"\w+")


def belonging(code: str, held: Documentation) -> Condition | None:
    """The disorder outside what is coded to which a billed code belongs."""
    return next((one for one in held.outside if code.startswith(_stems(one))), None)


def tell_excluded(code: str, held: Documentation, excluded: Excluded) -> Iterator[Reason]:
    """The disorders outside what is coded whose codes exclude the billed one."""
    for one in held.outside:
        note = next(filter(None, (excluded(code, stem) for stem in _stems(one))), None)
        if note:
            text = f"The note names {one.concept}, which belongs to {_told(one, 'codes')}: {note}."
            yield Reason(text=text, finding_ids=one.finding_ids)


def tell_unled(title: str, held: Documentation) -> Reason:
    """That nothing leads to a code; what the note has instead, if it is of the noun that the title is of."""
    words = _WORD.findall(title.lower().partition(" without ")[0])
    for one in held.outside:
        if one.concept.split()[-1] in words:
            text = (
                f"The note names {one.concept}, which belongs to {_told(one, 'codes')}: {_told(one, 'why')}."
            )
            return Reason(text=text, finding_ids=one.finding_ids)
    return Reason(text="Nothing in the note leads to this code.")


def _stems(condition: Condition) -> tuple[str, ...]:
    return tuple(_STEM.findall(_told(condition, "codes")))


def _told(condition: Condition, key: str) -> str:
    outside = condition.attributes["outside"]
    return str(outside[key]) if isinstance(outside, dict) else ""
