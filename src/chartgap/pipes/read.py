"""Doc to ``Reading``: drafts become findings with ids, sections and assertions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from chartgap.models import AFFIRMED, Assertion, Finding, Reading, trusted
from chartgap.pipes.draft import CONTEXT, NEGEX, Draft, drafts, layout
from chartgap.pipes.draft import text as note_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from chartgap.pipes.context import Stated

Cue = tuple[int, int]
UNCUED: tuple[Cue, ...] = ()


def reader_of(nlp: Language) -> Callable[[str], Reading]:
    """What reads notes with the components of a pipeline, as ``nlp(text)`` does.

    spaCy's own call asks for the components, their settings and their error handlers again for each note.
    """
    make_doc, components = nlp.tokenizer, [component for _, component in nlp.pipeline]

    def read_note(text: str) -> Reading:
        doc = make_doc(text)
        for component in components:
            doc = component(doc)
        reading = read(doc)
        # The spans in a Doc's user data hold the Doc: left to the garbage collector, the Docs of many notes
        # would wait for it together, and each note would be read into fresh memory.
        doc.user_data.clear()
        return reading

    return read_note


def read(doc: Doc) -> Reading:
    """Everything the pipes found, as plain data in text order."""
    text = note_text(doc)
    laid = layout(doc)
    sections, starts = laid.sections, laid.section_starts
    stated: dict[int, Stated] = doc.user_data.get(CONTEXT, {})
    negex: dict[int, Cue] = doc.user_data.get(NEGEX, {})
    findings: list[Finding] = []
    for number, draft in enumerate(sorted(drafts(doc), key=_order), 1):
        start, end, index, said = draft.start, draft.end, draft.index, draft.assertion
        place = bisect_right(starts, start) - 1
        assertion, cues, disputed = said or AFFIRMED, UNCUED, False
        if index is not None and (index in stated or index in negex):
            assertion, cues, disputed = _assertion(said, stated.get(index), negex.get(index))
        findings.append(
            trusted(
                Finding,
                id=f"f{number}",
                kind=draft.kind,
                text=text[start:end],
                start=start,
                end=end,
                section=sections[place].category if place >= 0 else None,
                value=draft.value,
                assertion=assertion,
                rule=draft.rule,
                cues=cues,
                disputed=disputed,
            )
        )
    return Reading(text=text, findings=tuple(findings), layout=laid)


def _order(draft: Draft) -> tuple[int, int, str, str]:
    return draft.start, -draft.end, draft.kind, draft.rule


def _assertion(
    said: Assertion | None, context: Stated | None, cue: Cue | None
) -> tuple[Assertion, tuple[Cue, ...], bool]:
    """The assertion of a span, the cues it rests on, and whether the two negation readers differ on it.

    Args:
        said: what the component that found it knows.
        context: what ConText states.
        cue: what NegEx negates it by.
    """
    assertion, cues = (context.assertion, context.cues) if context is not None else (AFFIRMED, ())
    disputed = (cue is not None) != assertion.negated
    return join(assertion, said) if said is not None else assertion, cues, disputed


def join(first: Assertion, second: Assertion) -> Assertion:
    """What either of two assertions says."""
    return Assertion(
        negated=first.negated or second.negated,
        uncertain=first.uncertain or second.uncertain,
        historical=first.historical or second.historical,
        hypothetical=first.hypothetical or second.hypothetical,
        family=first.family or second.family,
    )
