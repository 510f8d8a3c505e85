"""Shape of ``lexicons/context/*.yaml``, cues of negation, doubt and history, and of ``spellings.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from chartgap.lexicon.schema import Examples, Id, LexiconModel, Loc, TableFile, Text
from chartgap.lexicon.spellings import Spelled
from chartgap.models import Authority

Direction = Literal["forward", "backward", "bidirectional", "terminate", "pseudo"]
ContextCategory = Literal["negated", "uncertain", "historical", "hypothetical", "family", "current", "none"]


class ContextRule(Examples):
    """Cue phrases of one meaning.

    ``fires`` and ``silent`` mark the target: ``no evidence of [fracture]``. ``patterns`` are regular
    expressions for cues that words cannot list; their group ``year`` must lie before the note's newest.
    ``max_scope`` bounds the reach in tokens, ``reach: phrase`` ends it at the next comma, bracket or colon,
    and at the words ``stops``. ``closing`` cues count only where their clause or line ends with them
    (``Rash: no``). ``ends`` names the categories that a ``terminate`` rule ends; all, if it is empty.
    ``kinds`` and ``not_kinds`` restrict the targets.
    """

    id: Id
    terms: tuple[Spelled, ...] = ()
    patterns: tuple[Text, ...] = ()
    category: ContextCategory = "none"
    direction: Direction = "forward"
    max_scope: Annotated[int, Field(ge=1)] | None = None
    reach: Literal["clause", "phrase"] = "clause"
    stops: tuple[Text, ...] = ()
    closing: bool = False
    ends: tuple[ContextCategory, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    source: str = ""
    authority: Authority = "guidelines"


class ContextFile(TableFile):
    """A file of cues. ``reader`` tells whether ConText or NegEx reads it."""

    reader: Literal["context", "negex"] = "context"
    category: ContextCategory = "none"
    source: Text
    authority: Authority = "guidelines"
    rules: tuple[ContextRule, ...] = ()

    def items(self) -> Iterator[tuple[str, LexiconModel, Loc]]:
        """The rules, each with the file's category, source and authority where it gives none."""
        defaults = {"category": self.category, "source": self.source, "authority": self.authority}
        for index, rule in enumerate(self.rules):
            update = {key: value for key, value in defaults.items() if key not in rule.model_fields_set}
            if self.reader == "negex":
                yield rule.id, NegexRule(**{**rule.model_dump(), **update}), ("rules", index)
            else:
                yield rule.id, rule.model_copy(update=update), ("rules", index)


class NegexRule(ContextRule):
    """A cue of NegEx: ``forward`` precedes what it negates, ``backward`` follows it."""


class Spelling(LexiconModel):
    """Usual misspellings of one word. Single slips of the keys in a long word need not be listed."""

    id: Id
    right: Text
    wrong: Annotated[tuple[Text, ...], Field(min_length=1)]


class SpellingFile(TableFile):
    """A file of misspellings."""

    source: Text
    spellings: tuple[Spelling, ...] = ()
