"""Schema of ``lexicons/coverage``: what payers say of a code, for auditors alone.

Nothing here decides a code, a gap or a query. ``fires`` and ``silent`` are codes, not texts, and are
tried when the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from chartgap.lexicon.family import Stem
from chartgap.lexicon.schema import Examples, Id, LexiconModel, Loc, TableFile, Text
from chartgap.models import Authority

Procedure = Annotated[str, Field(pattern=r"^\d{5}$")]
"""A CPT number. Its descriptor is the American Medical Association's and stands nowhere here."""


class CoverageFact(Examples):
    """What an authority says of a service for the codes at or under ``codes``."""

    id: Id
    codes: Annotated[tuple[Stem, ...], Field(min_length=1)]
    not_codes: tuple[Stem, ...] = ()
    """Codes under ``codes`` of which it does not hold."""
    says: Text
    conditions: tuple[Text, ...] = ()
    """What else must hold of the patient, each in words."""
    procedures: tuple[Procedure, ...] = ()
    verified: bool = True
    """False: the source repeats the payer's word, and the payer's own text was not read."""
    authority: Authority = "coverage"
    source: str = ""

    @model_validator(mode="after")
    def _examples_hold(self) -> Self:
        wrong = [f"{code} is not covered" for code in self.fires if not self.covers(code)]
        wrong += [f"{code} is covered" for code in self.silent if self.covers(code)]
        if wrong:
            raise ValueError(f"examples do not hold: {', '.join(wrong)}")
        return self

    def covers(self, code: str) -> bool:
        """Whether it speaks of ``code``, written as the release writes it."""
        return code.startswith(self.codes) and not code.startswith(self.not_codes)


class CoverageFile(TableFile):
    """A file of coverage facts; each has the file's source and authority unless it gives its own."""

    source: Text
    authority: Authority = "coverage"
    facts: tuple[CoverageFact, ...] = ()

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """The facts, each complete."""
        defaults = {"source": self.source, "authority": self.authority}
        for index, fact in enumerate(self.facts):
            update = {key: value for key, value in defaults.items() if key not in fact.model_fields_set}
            yield fact.id, fact.model_copy(update=update), ("facts", index)
