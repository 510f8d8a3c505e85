"""Annotated notes: one JSON object a line with ``id`` and ``text``, and whatever of the rest was annotated.

What a record leaves out is not compared. README.md describes the form.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chartgap.errors import InputError
from chartgap.models import Note, Setting, Sex, Status


class Gold(BaseModel):
    """Base of the record's parts: keys that are not compared are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldCondition(Gold):
    """A disorder as annotated; each site a pair of its name and its side or null."""

    concept: str
    status: Status
    sites: tuple[tuple[str, str | None], ...] = ()
    acuity: str | None = None
    route: str | None = None


class GoldScore(Gold):
    """A T-score as annotated."""

    value: float
    site: str | None = None
    laterality: str | None = None


class GoldStrength(Gold):
    """A strength grade as annotated: ``4-/5``, its target in the note's words, its side."""

    grade: str
    grade_high: str | None = None
    target: str | None = None
    laterality: str | None = None


class GoldNote(Gold):
    """One annotated note."""

    id: Annotated[str, Field(min_length=1)]
    text: str
    setting: Setting | None = None
    age: Annotated[float, Field(ge=0, le=130)] | None = None
    sex: Sex | None = None
    conditions: tuple[GoldCondition, ...] | None = None
    codes: tuple[str, ...] | None = None
    codes_also_ok: tuple[str, ...] = ()
    codes_scored: bool = True
    gaps: tuple[tuple[str, str], ...] | None = None
    gaps_also_ok: tuple[tuple[str, str], ...] = ()
    t_scores: tuple[GoldScore, ...] | None = None
    strength: tuple[GoldStrength, ...] | None = None
    organisms: tuple[str, ...] | None = None

    def note(self) -> Note:
        """The note as the analyzer takes it."""
        return Note(text=self.text, note_id=self.id, setting=self.setting, age=self.age, sex=self.sex)


def read_gold(path: Path) -> list[GoldNote]:
    """Read annotated notes.

    Raises:
        InputError: the file cannot be read, or lines are not records; every such line is named, none quoted.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    notes, faults, seen = [], [], set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            note = GoldNote.model_validate(orjson.loads(line))
        except orjson.JSONDecodeError:
            faults.append(f"{path}:{number}: not a JSON object")
        except ValidationError as error:
            places = sorted({".".join(map(str, fault["loc"])) or "record" for fault in error.errors()})
            faults.append(f"{path}:{number}: missing or of the wrong form: {', '.join(places)}")
        else:
            if note.id in seen:
                faults.append(f"{path}:{number}: the id of this record came before")
            seen.add(note.id)
            notes.append(note)
    if faults:
        raise InputError("\n".join(faults))
    return notes
