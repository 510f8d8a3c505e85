"""Where things stand in a note: section ranks, sentences, clauses, list items, the words between findings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from chartgap.compiled import phrases, splitting
from chartgap.lexicon.linking import Companion, Derivation, LinkingFile, ScoreRange
from chartgap.models import Extent, Finding, Reading, Status

Phrases = phrases.Phrases
Stretch = tuple[int, int]
BULLETS = " \t-*•·#>"
LONGEST_TITLE = 200
"""The title of a line of a form, with its bullet and indent, has no more characters."""


@dataclass(frozen=True)
class Rules:
    """The linking rules, compiled once."""

    file: LinkingFile
    tier: dict[str | None, int]
    recast: dict[str | None, Status]
    """Section category → what a present disorder is there, where it is not present."""
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
    edges: Phrases
    foreign: Phrases
    dismissed: Phrases
    titles: frozenset[str]
    """The titles of the lines of forms."""
    shorthand: tuple[tuple[str, str], ...]
    """An abbreviation of a link, as ``Scope.words`` parts it, and the link."""
    derivations: dict[str, tuple[Derivation, ...]]
    """By family; ``*`` has those of every other family."""
    companions: dict[str, tuple[Companion, ...]]
    """By family."""
    scores: dict[str, tuple[ScoreRange, ...]]
    """By family."""

    @classmethod
    def compile(cls, file: LinkingFile) -> Rules:
        """Compiles the word lists of ``lexicons/linking.yaml``."""
        families = {"*"}.union(*(rule.families for rule in file.derivations))
        return cls(
            file=file,
            tier={name: rank for rank, names in enumerate(file.tiers, 1) for name in names},
            recast={
                **dict.fromkeys(file.past_sections, "historical"),
                **dict.fromkeys(file.general_sections, "hypothetical"),
                **dict.fromkeys(file.family_sections, "family"),
            },
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
            edges=Phrases(file.edges),
            foreign=Phrases(file.foreign_specimens),
            dismissed=Phrases(file.dismissals),
            titles=frozenset(title.lower() for titles in file.forms.values() for title in titles),
            shorthand=tuple(
                (" ".join(splitting.words_in(short)), link)
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
            scores={
                rule.family: tuple(one for one in file.scores if one.family == rule.family)
                for rule in file.scores
            },
        )


class FormLine(NamedTuple):
    """A line that opens with a title of a form; what it tells lies in ``text[start:end]``."""

    title: str
    start: int
    end: int


class Scope:
    """One note seen for linking. All offsets are code points into the note."""

    def __init__(self, reading: Reading, rules: Rules) -> None:
        self.reading, self.rules, self.text = reading, rules, reading.text
        layout = reading.layout
        self._by_kind, self._sentences = reading.by_kind, layout.sentences
        self._items, self._item_starts = layout.items, [item.start for item in layout.items]
        self._breaks: dict[Extent, list[Stretch]] = {}

    @cached_property
    def whole(self) -> bool:
        """Whether the note has no section that the lexicon knows: it is then read as it stands."""
        return all(section.category is None for section in self.reading.layout.sections)

    @cached_property
    def concludes(self) -> bool:
        """Whether a report has an impression that does not only point to what it found."""
        return any(
            section.category == "impression"
            and not self.rules.pointers.stand_in(self.text, section.body, section.end)
            for section in self.reading.layout.sections
        )

    @cached_property
    def features(self) -> dict[str, list[Finding]]:
        """Name of a feature → the findings that tell it."""
        found: dict[str, list[Finding]] = {}
        for finding in self.of_kind("feature"):
            name = finding.value.get("feature") if isinstance(finding.value, dict) else None
            if isinstance(name, str):
                found.setdefault(name, []).append(finding)
        return found

    @cached_property
    def _finding_starts(self) -> list[int]:
        return [finding.start for finding in self.reading.findings]

    def of_kind(self, kind: str) -> Sequence[Finding]:
        """The findings of this kind, in text order."""
        return self._by_kind.get(kind, ())

    def sentence(self, offset: int) -> Extent:
        """The sentence that holds ``offset``."""
        return Extent(*(self._sentences.at(offset) or (0, len(self.text))))

    def form_lines(self, start: int, end: int) -> list[FormLine]:
        """The lines that begin in ``text[start:end]``, with one of the titles of ``forms`` and a colon."""
        text, found = self.text, []
        colon = text.find(":", start, end)
        while colon >= 0:
            first = text.rfind("\n", max(start, colon - LONGEST_TITLE), colon) + 1
            title = text[first:colon].lstrip(BULLETS).lower() if first else ""
            if title in self.rules.titles:
                stop = text.find("\n", colon)
                found.append(FormLine(title, colon + 1, stop if stop >= 0 else len(text)))
            colon = text.find(":", colon + 1, end)
        return found

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
        items = self._items
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
        for first, last in self.breaks(sentence):
            if last <= offset:
                start = last
            elif first > offset:
                end = first
                break
        return Extent(start=start, end=end)

    def breaks(self, sentence: Extent) -> list[Stretch]:
        """Where the words stand that part what is before them in a sentence from what is behind."""
        found = self._breaks.get(sentence)
        if found is None:
            found = self.rules.breaks.find_all(self.text, sentence.start, sentence.end)
            self._breaks[sentence] = found
        return found

    def words(self, start: int, end: int) -> list[str]:
        """Lower-cased words and marks of ``text[start:end]``."""
        return splitting.words_in(self.text[start:end])

    def count_foreign(self, start: int, end: int, clear: list[Stretch]) -> int:
        """How many words of ``text[start:end]`` part what they stand between; the ``clear`` ones do not."""
        return splitting.count_unknown(self.text, start, end, clear, self.rules.between)

    def findings_in(self, extent: Extent) -> Sequence[Finding]:
        """The findings that begin in a stretch of the note."""
        starts = self._finding_starts
        first = bisect_left(starts, extent.start)
        return self.reading.findings[first : bisect_left(starts, extent.end, lo=first)]
