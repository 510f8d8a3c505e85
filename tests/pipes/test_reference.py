"""The fast components against the stock ones (``reference.cfg``) on every fixture note.

They agree but for the differences that are meant, and each of those has a name here.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

from chartgap.pipes.context import Stated
from chartgap.pipes.draft import CONTEXT, GROUP, UNSTATED
from chartgap.pipes.pipeline import load

NOTES = sorted(Path("fixtures/notes").glob("*.txt"))
FLAGS = ("negated", "uncertain", "historical", "hypothetical", "family")
Key = tuple[int, int, str]

pytestmark = pytest.mark.filterwarnings("ignore:.*W036.*:UserWarning")


@pytest.fixture(scope="module")
def stock() -> Language:
    return load("reference")


def spans(doc: Doc) -> dict[Key, tuple[int, Span]]:
    """The spans of which something can be stated: of the others, the fast pipeline asks nothing."""
    return {
        (span.start, span.end, span.label_): (index, span)
        for index, span in enumerate(doc.spans[GROUP])
        if span.label_ not in UNSTATED
    }


def differences(stock: Language, fast: Language, text: str) -> list[str]:
    """Each flag of a span that both found and that only one set, by the name of the reason, or as it is."""
    one, two = stock(text), fast(text)
    # Attributes of a span belong to its place: two kinds of finding in one place would share them.
    stated: dict[int, Stated] = two.user_data.get(CONTEXT, {})
    theirs, ours = spans(one), spans(two)
    found: list[str] = []
    for key in sorted(theirs.keys() & ours.keys()):
        said = stated.get(ours[key][0])
        for flag in FLAGS:
            before = getattr(theirs[key][1]._, f"is_{flag}")
            now = said is not None and getattr(said.assertion, flag)
            if before and not now:
                found.append(_dropped(theirs[key][1], flag))
            elif said is not None and now and not before:
                found.append(_added(said, flag))
    return found


def _dropped(span: Span, flag: str) -> str:
    """Why a flag of the stock ConText is not set."""
    rules = [edge.rule.metadata for edge in span._.modifiers if edge.category == flag.upper()]
    if all(rule.max_scope or rule.reach == "phrase" for rule in rules):
        return "a cue reaches no farther than its rule says"
    if all(rule.kinds or rule.not_kinds for rule in rules):
        return "a cue speaks of its kinds only"
    if {"negated", "uncertain"} & {flag} or any(edge.category == "CURRENT" for edge in span._.modifiers):
        return "of two cues the one that concludes stands"
    if all(rule.direction == "backward" for rule in rules):
        return "a cue behind a list speaks of the list only"
    return f"unexplained: {flag} of {span.text!r} dropped"


def _added(said: Stated, flag: str) -> str:
    """Why a flag is set that the stock ConText does not set."""
    if not said.rules:
        return "a section speaks for its terms"
    if any(rule.endswith(("closing", "rule_out_after")) for rule in said.rules):
        return "a cue may have to close its clause"
    if "context.historical.year" in said.rules:
        return "a year before the newest of the note is history"
    return "a bound ends the categories it names only"


@pytest.mark.parametrize("path", NOTES, ids=[path.stem for path in NOTES])
def test_they_differ_only_where_it_is_meant(stock: Language, nlp: Language, path: Path) -> None:
    named = differences(stock, nlp, path.read_text(encoding="utf-8"))
    assert [name for name in named if name.startswith("unexplained")] == []


def test_they_agree_nearly_always(stock: Language, nlp: Language) -> None:
    texts = [path.read_text(encoding="utf-8") for path in NOTES]
    shared = sum(len(spans(stock(text)).keys() & spans(nlp(text)).keys()) for text in texts)
    differing = sum(len(differences(stock, nlp, text)) for text in texts)
    assert shared > 500
    assert differing <= 0.03 * shared


def test_negex_agrees_always(stock: Language, nlp: Language) -> None:
    for path in NOTES:
        text = path.read_text(encoding="utf-8")
        theirs, ours = spans(stock(text)), spans(nlp(text))
        both = theirs.keys() & ours.keys()
        assert {key: theirs[key][1]._.stock_negex for key in both} == {
            key: bool(ours[key][1]._.chartgap_negex) for key in both
        }


def test_stock_pruning_is_why_spans_are_missing_from_it(stock: Language, nlp: Language) -> None:
    text = "Fracture of the left hip joint."
    theirs, ours = spans(stock(text)), spans(nlp(text))
    assert theirs.keys() < ours.keys() or theirs.keys() == ours.keys()


def test_sections_agree_on_plain_headings(stock: Language, nlp: Language) -> None:
    text = "HPI: sore.\nPAST MEDICAL HISTORY: gout.\nASSESSMENT: gout.\nPLAN: rest.\n"
    doc = stock(text)
    assert doc._.section_categories == ["history", "past_history", "assessment", "plan"]
