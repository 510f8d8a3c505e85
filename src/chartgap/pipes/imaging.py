"""What an imaging study showed, as far as its sentence says: nothing, normal, abnormal, or described."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, cast

from chartgap.pipes.draft import Draft, Term, drafts, terms, text
from chartgap.pipes.pattern import bounds

if TYPE_CHECKING:
    from pydantic import JsonValue
    from spacy.tokens import Doc

_STRENGTH = ("described", "abnormal", "normal")


class ChartImaging:
    """The component ``chartgap_imaging``: drafts ``{modality, finding}`` of every imaging term.

    ``finding`` is null where the sentence tells no result, ``abnormal`` where it says no more than that.
    Words behind the study up to the next study count first; where there are none, the words before it do; a
    study that heads its result ("MRI thighs:") takes the words of the sentence that follows.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found, note = drafts(doc), text(doc)
        words: dict[int, list[Term]] = {}
        for word in terms(doc, "imaging_word"):
            words.setdefault(word.sentence, []).append(word)
        for sentence, group in groupby(terms(doc, "imaging"), key=lambda term: term.sentence):
            studies = list(group)
            for place, study in enumerate(studies):
                value = dict(cast("dict[str, JsonValue]", study.value))
                shown = _shown(studies, place, words.get(sentence, []))
                if shown is None and note[study.end : bounds(doc, sentence)[1]].rstrip().endswith(":"):
                    shown = _strongest(words.get(sentence + 1, []))
                value["finding"] = shown
                found.append(Draft("imaging", study.start, study.end, value, study.rule, study.index))
        return doc


def _shown(studies: Sequence[Term], place: int, words: Sequence[Term]) -> str | None:
    low = studies[place - 1].end if place else 0
    study = studies[place]
    at = bisect_left(words, study.start, key=_start)
    first = bisect_left(words, low, key=_start)
    last = (
        bisect_left(words, studies[place + 1].start, key=_start) if place + 1 < len(studies) else len(words)
    )
    return _strongest(words[at:last]) or _strongest(words[first:at])


def _start(term: Term) -> int:
    return term.start


def _strongest(words: Sequence[Term]) -> str | None:
    said = {str(term.value) for term in words}
    return next((word for word in _STRENGTH if word in said), None)
