"""Terms whose lexicon value is the finding: they become drafts as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast, get_args

from chartgap.models import FindingKind
from chartgap.pipes.draft import Draft, drafts, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc


class ChartAttributes:
    """Makes a draft of every term of the given kinds."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds = tuple(kinds)
        unknown = set(self.kinds) - set(get_args(FindingKind))
        if unknown:
            raise ValueError(f"not kinds of finding: {', '.join(sorted(unknown))}")

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found = drafts(doc)
        for term in terms(doc, *self.kinds):
            kind = cast("FindingKind", term.kind)
            found.append(Draft(kind, term.start, term.end, term.value, term.rule, term.index))
        return doc
