"""What an imaging study showed, as far as its sentence says: nothing, normal, abnormal, or described."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, cast

from chartgap.models import Assertion
from chartgap.pipes.draft import Draft, Term, drafts, layout, terms, text
from chartgap.pipes.pattern import bounds

if TYPE_CHECKING:
    from pydantic import JsonValue
    from spacy.tokens import Doc

_STRENGTH = ("described", "abnormal", "normal")
_AHEAD = Assertion(hypothetical=True)


class ChartImaging:
    """The component ``chartgap_imaging``: drafts ``{modality, finding}`` of every imaging term.

    ``finding`` is null where the sentence tells no result, ``abnormal`` where it says no more than that.
    Words behind the study up to the next study count first; where there are none, the words before it do; a
    study that heads its result ("MRI thighs:") takes the words of the sentence that follows. A study that is
    yet to be done ("get CT", or one in the plan that tells no result) is hypothetical.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        named = terms(doc, "imaging")
        if not named:
            return doc
        found, note = drafts(doc), text(doc)
        words: dict[int, list[Term]] = {}
        for word in terms(doc, "imaging_word"):
            words.setdefault(word.sentence, []).append(word)
        plans = [section for section in layout(doc).sections if section.category == "plan"]
        for sentence, group in groupby(named, key=lambda term: term.sentence):
            studies = list(group)
            ahead = False
            for place, study in enumerate(studies):
                value = dict(cast("dict[str, JsonValue]", study.value))
                shown = _shown(studies, place, words.get(sentence, []))
                if shown is None and note[study.end : bounds(doc, sentence)[1]].rstrip().endswith(":"):
                    shown = _strongest(words.get(sentence + 1, []))
                planned = any(plan.start <= study.start < plan.end for plan in plans)
                said = _said(studies, place, words.get(sentence, []))
                ahead = _is_ahead(said, shown, planned or (ahead and not said))
                value["finding"] = None if ahead else shown
                found.append(
                    Draft(
                        "imaging",
                        study.start,
                        study.end,
                        value,
                        study.rule,
                        study.index,
                        _AHEAD if ahead else None,
                    )
                )
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


def _said(studies: Sequence[Term], place: int, words: Sequence[Term]) -> set[str]:
    """What the words around a study, up to its neighbours, say of whether it was done."""
    low = studies[place - 1].end if place else 0
    high = studies[place + 1].start if place + 1 < len(studies) else None
    study = studies[place]
    return {
        str(word.value)
        for word in words
        if low <= word.start and (high is None or word.start < high)
        if word.value in ("open", "done") or (word.value == "planned" and word.start < study.start)
    }


def _is_ahead(said: set[str], shown: str | None, planned: bool) -> bool:
    """Whether a study is yet to be done: ordered before it, or in the plan or awaited, without a result."""
    if "done" in said:
        return False
    return "planned" in said or (shown is None and (planned or "open" in said))


def _start(term: Term) -> int:
    return term.start


def _strongest(words: Sequence[Term]) -> str | None:
    said = {str(term.value) for term in words}
    return next((word for word in _STRENGTH if word in said), None)
