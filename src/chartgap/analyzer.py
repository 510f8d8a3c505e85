"""The line: text → Doc → findings → conditions → codes → gaps → ``NoteAnalysis``."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from chartgap.claim.documentation import Documentation
from chartgap.claim.review import Reviewer, review_claim
from chartgap.conditions.link import Linker, link
from chartgap.errors import InputError
from chartgap.gaps.engine import find_gaps
from chartgap.icd10cm.axes import open_axes
from chartgap.icd10cm.coder import Coder, build_coder
from chartgap.icd10cm.deciding import reachable_stems, view_of
from chartgap.icd10cm.excludes import excluded_by, settle
from chartgap.icd10cm.releases import (
    Choice,
    Release,
    choose_release,
    find_release,
    list_releases,
    shipped_folder,
)
from chartgap.icd10cm.resolve import resolve
from chartgap.icd10cm.tree import find_release_with, open_tree
from chartgap.lexicon.gap import gap_book
from chartgap.lexicon.linking import LinkingFile
from chartgap.lexicon.load import load_lexicon
from chartgap.models import (
    CandidateCode,
    Claim,
    CodeSet,
    Condition,
    Engine,
    Gap,
    Note,
    NoteAnalysis,
    Reading,
    Setting,
    revised,
    trusted,
)
from chartgap.pipes.pipeline import load
from chartgap.pipes.read import reader_of
from chartgap.vocabulary import tabular_concepts, tabular_terms

CONTROLS = bytes(code for code in range(32) if not 9 <= code <= 13)
"""Characters that no clinician writes. Deleting them as bytes takes a fifth of the time of a pattern."""
MAX_CHARACTERS = 5_000_000
"""Longer texts are refused: no clinical note is that long."""
MOST_LINES = 4
"""So many releases are kept ready; of more, the one that was used longest ago is built anew."""
_UNNAMED = Note(text="")


@dataclass(frozen=True)
class _Line:
    """What one release needs: its phrases are vocabulary, and its codes are what notes are coded in."""

    read: Callable[[str], Reading]
    linker: Linker
    coder: Coder


class Analyzer:
    """Analyzes notes, one after the other. Build one in each process; threads must not share it.

    Args:
        setting: where the care was given, for notes that do not say: it decides whether a possible disorder
            is coded (Official Guidelines II.H and IV.H).
        authority: ``page`` or ``index``: whose reading comes first where the tabular is silent.
        lexicons: folders laid on the shipped lexicon, in order.
        release: the code set's release (its first day) for every note; None is that of the note's date of
            service, and the newest for a note without one.
        pipeline: a config of the ``pipelines`` folder.

    Raises:
        LexiconError: a lexicon has faults.
        CodeSetError: there is no such release.
    """

    def __init__(
        self,
        *,
        setting: Setting = "outpatient",
        authority: Literal["page", "index"] = "page",
        lexicons: Sequence[Path | str] = (),
        release: str | None = None,
        pipeline: str = "default",
    ) -> None:
        self._setting: Setting = setting
        self._authority: Literal["page", "index"] = authority
        self._pipeline = pipeline
        self._pinned = find_release(release) if release else None
        self._releases, self._newest = list_releases(), find_release()
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        with _uncollected():
            self._lexicon = load_lexicon(*(Path(folder) for folder in lexicons))
            self._book = gap_book(self._lexicon)
            digest = self._lexicon.digest
            self._engine = Engine(version=version("chartgap"), pipeline=pipeline, lexicon_digest=digest)
            self._line(self._choose(None).release)

    @property
    def identity(self) -> dict[str, JsonValue]:
        """What its analyses depend on beside its settings: a run is resumed only where this is the same."""
        return {**self._engine.model_dump(), "releases": [release.name for release in self._releases]}

    def analyze(self, note: Note | str) -> NoteAnalysis:
        """The analysis of one note. The same note always gives the same analysis.

        Raises:
            InputError: the note is not text that can be analyzed; the message says why and holds none of it.
            CodeSetError: the code table that its date of service takes is damaged.
        """
        note = revised(_UNNAMED, text=note) if isinstance(note, str) else note
        check_text(note.text)
        with _uncollected():
            return self._analyze(note)

    def _analyze(self, note: Note) -> NoteAnalysis:
        choice = self._choose(note.service_date)
        line = self._line(choice.release)
        coder = line.coder
        reading = line.read(note.text)
        conditions = link(line.linker, reading, note)
        coded = [c for c in conditions if self._is_coded(c, note)]
        views = {c.id: view_of(coder, c) for c in coded}
        candidates: list[CandidateCode] = [code for c in coded for code in resolve(coder, c, views[c.id])]
        codes = settle(coder, coded, tuple(candidates))
        gaps = find_gaps(
            reading,
            coded,
            codes,
            book=self._book,
            open_axes=lambda condition: open_axes(coder, condition, views[condition.id]),
            resolve=lambda condition: resolve(coder, condition),
            sites=self._lexicon.sites,
        )
        reported = {c.id for c in coded if c.attributes.get("reported")}
        if reported:
            codes = tuple(_withhold(code) if code.condition_id in reported else code for code in codes)
            gaps = tuple(_uncode(gap) if gap.condition_id in reported else gap for gap in gaps)
        return trusted(
            NoteAnalysis,
            note_id=note.name,
            code_set=trusted(
                CodeSet,
                system="ICD-10-CM",
                release=choice.release.name,
                service_date=note.service_date,
                stand_in=choice.stand_in,
            ),
            engine=self._engine,
            findings=reading.findings,
            conditions=conditions,
            codes=codes,
            gaps=gaps,
            claim=self._review(coder, note, reading, conditions, coded, codes, gaps)
            if note.claimed_codes
            else None,
        )

    def _review(
        self,
        coder: Coder,
        note: Note,
        reading: Reading,
        conditions: tuple[Condition, ...],
        coded: Sequence[Condition],
        codes: tuple[CandidateCode, ...],
        gaps: tuple[Gap, ...],
    ) -> Claim:
        held = Documentation(
            conditions=conditions,
            coded=frozenset(condition.id for condition in coded),
            codes=codes,
            gaps=gaps,
            names={
                one.id: str(one.value["concept"])
                for one in reading.findings
                if one.kind == "disorder" and isinstance(one.value, dict)
            },
            resolve=lambda condition: resolve(coder, condition),
            stems=lambda condition: reachable_stems(coder, condition),
        )
        reviewer = Reviewer(
            book=coder.tree,
            excluded=lambda one, other: excluded_by(coder, one, other),
            elsewhere=lambda code: find_release_with(code, but=coder.tree.release),
            held=held,
        )
        return review_claim(note.claimed_codes, reviewer)

    def _choose(self, day: date | None) -> Choice:
        """The release for a date of service."""
        if day is None:
            return Choice(self._pinned or self._newest)
        proper = choose_release(day, self._releases)
        if self._pinned is None or self._pinned == proper.release:
            return proper
        asked = self._pinned.name
        return Choice(self._pinned, f"release {asked} was asked for; it is not the one of {day}")

    def _line(self, release: Release) -> _Line:
        """The line of a release, built on its first use."""
        line = self._lines.get(release.name)
        if line is None:
            with _uncollected():
                line = self._build(release)
                _age()
            self._lines[release.name] = line
            if len(self._lines) > MOST_LINES:
                self._lines.popitem(last=False)
        self._lines.move_to_end(release.name)
        return line

    def _build(self, release: Release) -> _Line:
        lexicon, tree = self._lexicon, open_tree(release)
        # The shipped rules are written for the releases that come with them.
        others = [open_tree(one) for one in list_releases(shipped_folder()) if one.name != release.name]
        terms = tabular_terms(tree, lexicon)
        (linking,) = lexicon.table("linking", LinkingFile).values()
        concepts = {**tabular_concepts(tree, terms), **lexicon.concepts}
        nlp = load(self._pipeline, lexicon=lexicon, extra_terms=terms, bare=True)
        return _Line(
            read=reader_of(nlp),
            linker=Linker.build(linking, concepts, lexicon.sites),
            coder=build_coder(lexicon, tree, authority=self._authority, others=others),
        )

    def _is_coded(self, condition: Condition, note: Note) -> bool:
        if condition.attributes.get("outside"):
            return False
        setting = note.setting or self._setting
        return condition.status == "present" or (condition.status == "possible" and setting == "inpatient")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Stops the garbage collector while much is built: it would walk all of it again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _age() -> None:
    """Makes what is there old for the garbage collector, which would walk it twice more to find that out."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def _withhold(code: CandidateCode) -> CandidateCode:
    """A candidate of a symptom that is only reported: what it would be, were it assessed."""
    return revised(code, rank=code.rank + 1, basis="alternative")


def _uncode(gap: Gap) -> Gap:
    return revised(gap, codes_now=())


def check_text(text: str) -> None:
    """Refuses what is no note.

    Raises:
        InputError: the text is empty, binary or too long.
    """
    if not text.strip():
        raise InputError("the note is empty: there is nothing to analyze")
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"the note has {len(text)} characters; at most {MAX_CHARACTERS} are analyzed")
    head = text[:4096]
    held = head.encode("utf-8", "replace")
    odd = len(held) - len(held.translate(None, CONTROLS)) + head.count("\ufffd")
    if odd > len(head) // 4:
        raise InputError("the note looks like binary data, not text: export it as plain text")
