"""Shape of ``lexicons/measurements/*.yaml``: words by which scores, grades and laboratory values are read.

A reader gives each word a role (``site``, ``target``, ``cue`` ...); the roles of a file are its reader's.
``fires`` are texts in which the reader finds a value, ``silent`` texts in which it finds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chartgap.lexicon.schema import Examples, Id, LexiconModel, Loc, TableFile, Text

Reader = Literal["t_scores", "strength", "labs"]


class MeasureEntry(Examples):
    """Words of one role. ``{a|b}`` in a term stands for each alternative.

    ``cased`` terms match only with exactly this capitalisation. An entry without terms names a form of
    writing: it gives findings their rule id and carries the examples of that form.
    """

    id: Id
    role: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    value: JsonValue = None
    terms: tuple[Text, ...] = ()
    cased: tuple[Text, ...] = ()
    reader: Reader = "strength"
    source: str = ""


class MeasureFile(TableFile):
    """A file of words of one reader."""

    reader: Reader
    source: Text
    entries: tuple[MeasureEntry, ...] = ()

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """The entries, each with the file's reader and its source where it gives none."""
        for index, entry in enumerate(self.entries):
            update = {"reader": self.reader, "source": entry.source or self.source}
            yield entry.id, entry.model_copy(update=update), ("entries", index)
