"""Cues of ConText in a note: finding them, and how far each reaches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from medspacy.context import ConTextRule
from medspacy.context.context_modifier import ConTextModifier

from chartgap.lexicon.spellings import spellings
from chartgap.pipes.draft import SENTENCES, TERMS, Term, norms, starts
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.trie import PhraseTree

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.context import ContextRule
    from chartgap.pipes.tokenizer import ChartTokenizer

HEADS = frozenset(("disorder", "fracture", "organism", "feature"))
"""Kinds that a statement may be about; the others are said of one of them."""
PHRASE_ENDS = frozenset(",;:()[]|")
CLOSERS = frozenset(",;.)!?|]")
LIST_WORDS = frozenset(("and", "or", "nor", "/", "&", "+", "and/or"))
NEIGHBOURS = 100
"""How many cues to either side may limit a cue's scope."""
BACK_REACH = 16
"""Tokens that a cue after its target looks back over."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Modifier(ConTextModifier):  # type: ignore[misc]
    """A cue in a note. Its scope is opened within its sentence, then limited by the cues around it."""

    def __init__(self, rule: ConTextRule, first: int, last: int, sentence: int) -> None:
        super().__init__(rule, first, last, None, scope_start=first, scope_end=last)
        self.first, self.last, self.sentence = first, last, sentence
        self.metadata: ContextRule = rule.metadata
        self._direction: str = rule.direction
        self._category: str = rule.category
        self._after_comma = False
        self._bounds = (first, last)
        self.ends = {category.upper() for category in self.metadata.ends}

    @property
    def direction(self) -> str:
        """Where the cue looks for its targets."""
        return self._direction

    @property
    def category(self) -> str:
        """What the cue says."""
        return self._category

    @property
    def opens_clause(self) -> bool:
        """Whether the cue stands right after a comma."""
        return self._after_comma

    def open(self, words: list[str], low: int, high: int) -> None:
        """Open the scope within the sentence's token bounds. ``words`` are the normalised tokens."""
        start, end = self.first, self.last
        self._bounds = (low, high)
        self._after_comma = start > low and words[start - 1] in (",", "-")
        reach = self.metadata.max_scope
        if self._direction in ("FORWARD", "BIDIRECTIONAL"):
            end = high if reach is None else min(high, self.last + reach)
        if self._direction in ("BACKWARD", "BIDIRECTIONAL"):
            start = max(low, self.first - (reach or BACK_REACH))
        if self.metadata.reach == "phrase":
            for place in range(self.last, end):
                if words[place] in PHRASE_ENDS:
                    end = place
                    break
            for place in range(self.first - 1, start - 1, -1):
                if words[place] in PHRASE_ENDS:
                    start = place + 1
                    break
        self._scope_start, self._scope_end = start, end

    def reopen(self, words: list[str]) -> None:
        """Open the scope again as far as it was before other cues limited it."""
        self.open(words, *self._bounds)

    def limit_scope(self, other: ConTextModifier) -> bool:
        """End the scope at a terminating cue, or at another cue of the same category and direction."""
        mine, theirs = self._direction, other.direction
        if mine in ("TERMINATE", "PSEUDO"):
            return False
        if theirs == "TERMINATE":
            if other.ends and self._category not in other.ends:
                return False
        elif other.category != self._category or theirs != mine:
            # "No fever, history of gout": what a new cue says after a comma is no longer denied.
            if not (self._category == "NEGATED" and mine == theirs == "FORWARD" and other.opens_clause):
                return False
        before = (self._scope_start, self._scope_end)
        if other.first >= self.last and mine != "BACKWARD":
            self._scope_end = min(self._scope_end, other.first)
        if other.last <= self.first and mine != "FORWARD":
            self._scope_start = max(self._scope_start, other.last)
        return before != (self._scope_start, self._scope_end)

    def reaches(self, term: Term) -> bool:
        """Whether the cue says its thing of the term: in scope, no shared word, a kind it may speak of."""
        if self._direction in ("TERMINATE", "PSEUDO"):
            return False
        if term.first < self.last and self.first < term.last:
            return False
        if not (term.first < self._scope_end and self._scope_start < term.last):
            return False
        rule = self.metadata
        if rule.kinds:
            return term.kind in rule.kinds
        return term.kind not in rule.not_kinds

    def offsets(self, begins: list[int], text: str) -> tuple[int, int]:
        """Where the cue stands in the note."""
        end = begins[self.last] if self.last < len(begins) else len(text)
        start = begins[self.first]
        return start, start + len(text[start:end].rstrip())


def limit_scopes(found: list[Modifier]) -> None:
    """Let the cues of a sentence limit each other, as ``ConTextGraph.update_scopes`` does.

    Only the nearest cue that limits another counts, so looking outwards ends there, or at the scope's end.
    """
    for place, modifier in enumerate(found):
        if modifier.direction in ("TERMINATE", "PSEUDO"):
            continue
        for other in found[place + 1 : place + 1 + NEIGHBOURS]:
            if other.first >= modifier.scope_span[1] or modifier.limit_scope(other):
                break
        for other in reversed(found[max(0, place - NEIGHBOURS) : place]):
            if other.last <= modifier.scope_span[0] or modifier.limit_scope(other):
                break


def back_reach(words: list[str], modifier: Modifier, terms: list[Term]) -> None:
    """Bound a cue that follows its targets: the clause before it, and a list that leads up to it.

    In ``A, B excluded`` the cue speaks of B; in ``A, B and C excluded`` of all three.
    """
    low = modifier.scope_span[0]
    heads = [
        term
        for term in terms
        if term.kind == "disorder" and low <= term.first and term.last <= modifier.first
    ]
    if len(heads) < 2:
        return
    start = heads[-1].first
    listed = False
    for before, after in zip(reversed(heads[:-1]), reversed(heads[1:]), strict=True):
        gap = words[before.last : after.first]
        joined = any(word in LIST_WORDS for word in gap)
        listed = listed or joined
        if not listed or not (joined or gap[:1] == [","] or "," in gap) or len(gap) > 8:
            break
        start = before.first
    for place in range(start - 1, low - 1, -1):
        if words[place] in PHRASE_ENDS:
            low = place + 1
            break
    modifier._scope_start = max(low, modifier._scope_start)


_Found = tuple[int, int, ConTextRule]
"""First token, the token after the last, the rule."""


class CueFinder:
    """Finds the cues of a note: the longest wins where two overlap, and a cue inside a term is none."""

    def __init__(self, tokenizer: ChartTokenizer, rules: Iterable[ContextRule]) -> None:
        self._tree: PhraseTree[ConTextRule] = PhraseTree()
        self._patterns: list[tuple[re.Pattern[str], ConTextRule]] = []
        for rule in rules:
            made = ConTextRule(rule.id, rule.category, direction=rule.direction, metadata=rule)
            self._patterns.extend((re.compile(pattern, re.IGNORECASE), made) for pattern in rule.patterns)
            for term in rule.terms:
                for spelling in spellings(term):
                    self._tree.add(tokenizer.norms(spelling), made)

    def __call__(self, doc: Doc) -> list[Modifier]:
        """The cues, in text order."""
        found = [(first, last, rule) for first, last, rules in self._tree.find(norms(doc)) for rule in rules]
        text, begins = note_text(doc), starts(doc)
        seen = list(_YEAR.finditer(text)) if self._patterns else []
        years = {int(match.group()) for match in seen}
        for pattern, rule in self._patterns:
            dated = "year" in pattern.groupindex
            for match in _near(pattern, text, seen) if dated else pattern.finditer(text):
                if dated and len(years) > 1 and int(match["year"]) >= max(years) - 1:
                    continue
                first = bisect_right(begins, match.start()) - 1
                last = bisect_right(begins, match.end() - 1)
                found.append((first, last, rule))
        if not found:
            return []
        return self._prune(doc, [cue for cue in found if not cue[2].metadata.closing or _closes(doc, cue[1])])

    def _prune(self, doc: Doc, found: list[_Found]) -> list[Modifier]:
        """The longest cues, no parts of terms, in sentences that hold a term and a pointing cue."""
        terms = cast("list[Term]", doc.user_data.get(TERMS) or [])
        firsts = cast("list[int]", doc.user_data.get(SENTENCES) or [0])
        wanted = {term.sentence for term in terms}
        pointing: dict[int, list[_Found]] = {}
        ending: dict[int, list[_Found]] = {}
        for cue in found:
            sentence = max(bisect_right(firsts, cue[0]) - 1, 0)
            if sentence in wanted:
                held = ending if cue[2].direction == "TERMINATE" else pointing
                held.setdefault(sentence, []).append(cue)
        wide = _wide(terms)
        modifiers: list[Modifier] = []
        for sentence in sorted(pointing):
            kept, taken = _longest(pointing[sentence])
            kept = [cue for cue in kept if not _inside(wide.get(cue[0]), cue[0], cue[1])]
            if all(cue[2].direction == "PSEUDO" for cue in kept):
                continue
            kept.extend(
                cue
                for cue in ending.get(sentence, ())
                if not any(token in taken for token in range(cue[0], cue[1]))
                and not _inside(wide.get(cue[0]), cue[0], cue[1])
            )
            kept.sort(key=lambda cue: cue[0])
            modifiers.extend(Modifier(rule, first, last, sentence) for first, last, rule in kept)
        return modifiers


def _near(pattern: re.Pattern[str], text: str, years: list[re.Match[str]]) -> list[re.Match[str]]:
    """What a pattern that ends with a year finds; it is tried only where years stand."""
    found = (pattern.search(text, max(0, year.start() - 30), year.end() + 10) for year in years)
    return list({match.start(): match for match in found if match is not None}.values())


def _longest(found: list[_Found]) -> tuple[list[_Found], set[int]]:
    """The longest cues, overlapping none but those of the very same words, and the tokens they take."""
    found.sort(key=lambda cue: (cue[0] - cue[1], not cue[2].metadata.closing, cue[0]))
    taken: dict[int, tuple[int, int, bool]] = {}
    kept: list[_Found] = []
    for cue in found:
        mark = (cue[0], cue[1], cue[2].metadata.closing)
        if all(taken.get(token, mark) == mark for token in range(cue[0], cue[1])):
            taken.update(dict.fromkeys(range(cue[0], cue[1]), mark))
            kept.append(cue)
    return kept, set(taken)


def _wide(terms: list[Term]) -> dict[int, tuple[int, int]]:
    """For each token of a term of several words, the bounds of the widest such term."""
    wide: dict[int, tuple[int, int]] = {}
    for term in terms:
        if term.last - term.first > 1 and term.kind in HEADS:
            for token in range(term.first, term.last):
                low, high = wide.get(token, (token, token))
                wide[token] = (min(low, term.first), max(high, term.last))
    return wide


def _inside(term: tuple[int, int] | None, first: int, last: int) -> bool:
    """Whether a cue is but a part of a term."""
    return term is not None and term[0] <= first and last <= term[1] and term[1] - term[0] > last - first


def _closes(doc: Doc, last: int) -> bool:
    """Whether a clause or line ends before this token."""
    if last >= len(doc):
        return True
    return norms(doc)[last] in CLOSERS or bool(doc[last].is_sent_start) or "\n" in doc[last - 1].text
