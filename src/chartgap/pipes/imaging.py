"""What an imaging study showed, as far as its sentence says: nothing, normal, abnormal without more, or described."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, cast

from chartgap.pipes.draft import Draft, Term, drafts, terms

if TYPE_CHECKING:
    from pydantic import JsonValue
    from spacy.tokens import Doc

_STRENGTH = ("described", "abnormal", "normal")


class ChartImaging:
    """The component ``chartgap_imaging``: drafts ``{modality, finding}`` of every imaging term.

    ``finding`` is null where the sentence says nothing of the result. Words behind the study up to the next study
    count first; where there are none, the words before it ("abnormal MRI", "edema on MRI") do.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found = drafts(doc)
        for _, group in groupby(terms(doc, "imaging", "imaging_word"), key=lambda term: term.sentence):
            held = list(group)
            studies = [term for term in held if term.kind == "imaging"]
            words = [term for term in held if term.kind == "imaging_word"]
            for place, study in enumerate(studies):
                value = dict(cast("dict[str, JsonValue]", study.value))
                value["finding"] = _shown(studies, place, words)
                found.append(Draft("imaging", study.start, study.end, value, study.rule, study.index))
        return doc


def _shown(studies: Sequence[Term], place: int, words: Sequence[Term]) -> str | None:
    low = studies[place - 1].end if place else 0
    high = studies[place + 1].start if place + 1 < len(studies) else None
    study = studies[place]
    behind = [term for term in words if term.start >= study.end and (high is None or term.end <= high)]
    before = [term for term in words if low <= term.start and term.end <= study.start]
    return _strongest(behind) or _strongest(before)


def _strongest(words: Sequence[Term]) -> str | None:
    said = {str(term.value) for term in words}
    return next((word for word in _STRENGTH if word in said), None)
