"""Shape of ``lexicons/observations.yaml``: LOINC codes of measured values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from chartgap import resources
from chartgap.errors import LexiconError
from chartgap.lexicon.document import read_document
from chartgap.lexicon.schema import Id, LexiconModel, Loc, TableFile, Text

Loinc = Annotated[str, Field(pattern=r"^\d{1,7}-\d$")]


class ObservationCode(LexiconModel):
    """The code of a kind of finding at some sites: by side where it has one, else ``any``.

    ``body_site``: the code is wider than the site, which is to be named beside it.
    """

    id: Id
    kind: Literal["t_score", "z_score"]
    sites: tuple[Text, ...]
    any: Loinc
    left: Loinc | None = None
    right: Loinc | None = None
    body_site: bool = False
    source: str = ""

    def code(self, side: str | None) -> str:
        """The code for a side."""
        return {"left": self.left, "right": self.right}.get(side or "") or self.any


class ObservationFile(TableFile):
    """A file of codes of measured values."""

    source: Text
    entries: tuple[ObservationCode, ...] = ()

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """The entries, each with the file's source where it gives none."""
        for index, entry in enumerate(self.entries):
            update = {"source": entry.source or self.source}
            yield entry.id, entry.model_copy(update=update), ("entries", index)


@cache
def observation_codes() -> Mapping[tuple[str, str], ObservationCode]:
    """The shipped codes by kind and site.

    Raises:
        LexiconError: the file cannot be read.
    """
    document = read_document(resources.lexicons() / "observations.yaml")
    if isinstance(document, list):
        raise LexiconError(document)
    file = ObservationFile.model_validate_json(json.dumps(document.data))
    return {(entry.kind, site): entry for entry in file.entries for site in entry.sites}
