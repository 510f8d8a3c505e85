"""Where things stand in a note: section ranks, sentences, clauses, list items, the words between findings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from chartgap.lexicon.linking import Companion, Derivation, LinkingFile
from chartgap.models import Extent, Finding, Reading

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\w\s]")


class Phrases:
    """Phrases to find in a text, whatever their case, each where it does not go on as a word."""

    __slots__ = ("_parts", "_pattern")

    def __init__(self, phrases: Iterable[str]) -> None:
        ordered = sorted(phrases, key=len, reverse=True)
        self._pattern = re.compile("|".join(_bounded(phrase) for phrase in ordered), re.IGNORECASE)
        low = {phrase.lower() for phrase in ordered}
        self._parts = tuple(sorted(one for one in low if not any(x in one for x in low - {one})))

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first of the phrases in ``text[start:end]``."""
        return self._pattern.search(text, start, end) if self._may_hold(text[start:end]) else None

    def finditer(self, text: str, start: int, end: int) -> Iterable[re.Match[str]]:
        """All of the phrases in ``text[start:end]``, in text order."""
        return self._pattern.finditer(text, start, end) if self._may_hold(text[start:end]) else ()

    def _may_hold(self, part: str) -> bool:
        """Whether the letters of a phrase stand there: seldom, and asked in a tenth of a search's time."""
        if not part.isascii():
            return True
        low = part.lower()
        for phrase in self._parts:
            if phrase in low:
                return True
        return False


def _bounded(phrase: str) -> str:
    """The phrase as a pattern: where it begins or ends with a letter it must not go on as a word."""
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return before + re.escape(phrase) + after


@dataclass(frozen=True)
class Rules:
    """The linking rules, compiled once."""

    file: LinkingFile
    tier: dict[str | None, int]
    between: frozenset[str]
    breaks: Phrases
    anaphors: dict[str, Phrases]
    evidence: dict[str, Phrases]
    past: dict[str, Phrases]
    denials: Phrases
    still: Phrases
    withheld: Phrases
    specimens: Phrases
    pointers: Phrases
    foreign: Phrases
    dismissed: Phrases
    shorthand: tuple[tuple[str, str], ...]
    """An abbreviation of a link, as ``Scope.words`` parts it, and the link."""
    derivations: dict[str, tuple[Derivation, ...]]
    """By family; ``*`` has those of every other family."""
    companions: dict[str, tuple[Companion, ...]]
    """By family."""

    @classmethod
    def compile(cls, file: LinkingFile) -> Rules:
        """Compiles the word lists of ``lexicons/linking.yaml``."""
        families = {"*"}.union(*(rule.families for rule in file.derivations))
        return cls(
            file=file,
            tier={name: rank for rank, names in enumerate(file.tiers, 1) for name in names},
            between=frozenset(file.connectors) | frozenset(file.modifiers),
            breaks=Phrases(file.breaks),
            anaphors={family: Phrases(words) for family, words in file.anaphors.items()},
            evidence={item.family: Phrases(item.words) for item in file.evidence},
            past={family: Phrases(words) for family, words in file.past_words.items()},
            denials=Phrases(file.denials),
            still=Phrases(file.still),
            withheld=Phrases(file.withheld),
            specimens=Phrases(file.specimens),
            pointers=Phrases(file.pointers),
            foreign=Phrases(file.foreign_specimens),
            dismissed=Phrases(file.dismissals),
            shorthand=tuple(
                (" ".join(WORD.findall(short.lower())), link)
                for link, written in file.shorthand.items()
                for short in written
            ),
            derivations={
                family: tuple(rule for rule in file.derivations if {"*", family} & {*rule.families})
                for family in families
            },
            companions={
                rule.family: tuple(one for one in file.companions if one.family == rule.family)
                for rule in file.companions
            },
        )


class Scope:
    """One note seen for linking. All offsets are code points into the note."""

    def __init__(self, reading: Reading, rules: Rules) -> None:
        self.reading, self.rules, self.text = reading, rules, reading.text
        self._by_kind = reading.by_kind
        self._sentences, self._sentence_starts = reading.layout.sentences, reading.layout.sentence_starts
        self._breaks: dict[Extent, list[tuple[int, int]]] = {}

    @cached_property
    def whole(self) -> bool:
        """Whether the note has no section that the lexicon knows: it is then read as it stands."""
        return all(section.category is None for section in self.reading.layout.sections)

    @cached_property
    def concludes(self) -> bool:
        """Whether a report has an impression that does not only point to what it found."""
        return any(
            section.category == "impression"
            and not self.rules.pointers.search(self.text, section.body, section.end)
            for section in self.reading.layout.sections
        )

    @cached_property
    def _finding_starts(self) -> list[int]:
        return [finding.start for finding in self.reading.findings]

    @cached_property
    def _item_starts(self) -> list[int]:
        return [item.start for item in self.reading.layout.items]

    def of_kind(self, kind: str) -> Sequence[Finding]:
        """The findings of this kind, in text order."""
        return self._by_kind.get(kind, ())

    def sentence(self, offset: int) -> Extent:
        """The sentence that holds ``offset``."""
        place = bisect_right(self._sentence_starts, offset) - 1
        if place >= 0:
            sentence = self._sentences[place]
            if offset < sentence.end:
                return sentence
        return Extent(start=0, end=len(self.text))

    def line(self, offset: int) -> Extent:
        """The sentence that holds ``offset``, with the heading that it directly follows."""
        sentence, layout = self.sentence(offset), self.reading.layout
        place = bisect_right(layout.section_starts, sentence.start) - 1
        if place < 0:
            return sentence
        section = layout.sections[place]
        if sentence.start >= section.end or self.text[section.body : sentence.start].strip():
            return sentence
        return Extent(start=section.start, end=sentence.end)

    def item(self, offset: int) -> int | None:
        """Index of the innermost list item that holds ``offset``."""
        items = self.reading.layout.items
        place: int | None = bisect_right(self._item_starts, offset) - 1
        if place is not None and place < 0:
            return None
        while place is not None and offset >= items[place].end:
            place = items[place].parent
        return place

    def rank(self, category: str | None) -> int:
        """Precedence of a section category: 1 is best."""
        if category is None:
            return 1 if self.whole else 2
        return self.rules.tier.get(category, 2)

    def clause(self, offset: int) -> Extent:
        """The stretch of the sentence around ``offset`` up to the nearest clause breaks."""
        sentence = self.sentence(offset)
        start, end = sentence.start, sentence.end
        breaks = self._breaks.get(sentence)
        if breaks is None:
            found = self.rules.breaks.finditer(self.text, start, end)
            breaks = self._breaks[sentence] = [match.span() for match in found]
        for first, last in breaks:
            if last <= offset:
                start = last
            elif first > offset:
                end = first
                break
        return Extent(start=start, end=end)

    def words(self, start: int, end: int, without: Iterable[Finding] = ()) -> list[str]:
        """Lower-cased words and marks of ``text[start:end]``, less those inside the findings ``without``."""
        found: list[str] = []
        place = start
        for finding in without:
            if finding.end <= place or finding.start >= end:
                continue
            found += WORD.findall(self.text[place : max(place, finding.start)].lower())
            place = max(place, finding.end)
        return found + WORD.findall(self.text[place:end].lower())

    def findings_in(self, extent: Extent) -> Sequence[Finding]:
        """The findings that begin in a stretch of the note."""
        starts = self._finding_starts
        first = bisect_left(starts, extent.start)
        return self.reading.findings[first : bisect_left(starts, extent.end, lo=first)]
