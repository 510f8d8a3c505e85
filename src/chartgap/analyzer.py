"""The line: text → Doc → findings → conditions → codes → gaps → ``NoteAnalysis``."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from chartgap.claim.documentation import Documentation
from chartgap.claim.review import Reviewer, review_claim
from chartgap.conditions.link import Linker, link
from chartgap.errors import InputError
from chartgap.gaps.engine import find_gaps
from chartgap.icd10cm.axes import open_axes
from chartgap.icd10cm.coder import build_coder
from chartgap.icd10cm.deciding import reachable_stems
from chartgap.icd10cm.excludes import excluded_by, settle
from chartgap.icd10cm.resolve import resolve
from chartgap.icd10cm.tree import find_release, load_tree
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
    Setting,
)
from chartgap.pipes.pipeline import load
from chartgap.pipes.read import read
from chartgap.vocabulary import tabular_concepts, tabular_terms

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
MAX_CHARACTERS = 5_000_000
"""Longer texts are refused: no clinical note is that long."""


class Analyzer:
    """Analyzes notes, one after the other. Build one in each process; threads must not share it.

    Args:
        setting: where the care was given, for notes that do not say: it decides whether a possible disorder
            is coded (Official Guidelines II.H and IV.H).
        authority: ``page`` or ``index``: whose reading comes first where the tabular is silent.
        lexicons: folders laid on the shipped lexicon, in order.
        release: the code set's release (its first day); None is the newest.
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
        with _uncollected():
            self._build(authority, [Path(folder) for folder in lexicons], release, pipeline)

    def _build(
        self, authority: Literal["page", "index"], lexicons: list[Path], release: str | None, pipeline: str
    ) -> None:
        lexicon = load_lexicon(*lexicons)
        tree = load_tree(release)
        terms = tabular_terms(tree, lexicon)
        self._nlp = load(pipeline, lexicon=lexicon, extra_terms=terms)
        (linking,) = lexicon.table("linking", LinkingFile).values()
        concepts = {**tabular_concepts(tree, terms), **lexicon.concepts}
        self._linker = Linker.build(linking, concepts, lexicon.sites)
        self._coder = build_coder(lexicon, tree, authority=authority)
        self._book = gap_book(lexicon)
        self._sites = lexicon.sites
        self._code_set = CodeSet(release=tree.release)
        self._engine = Engine(version=version("chartgap"), pipeline=pipeline, lexicon_digest=lexicon.digest)

    def analyze(self, note: Note | str) -> NoteAnalysis:
        """The analysis of one note. The same note always gives the same analysis.

        Raises:
            InputError: the note is not text that can be analyzed; the message says why and holds none of it.
        """
        note = Note(text=note) if isinstance(note, str) else note
        check_text(note.text)
        with _uncollected():
            return self._analyze(note)

    def _analyze(self, note: Note) -> NoteAnalysis:
        reading = read(self._nlp(note.text))
        conditions = link(self._linker, reading, note)
        coded = [c for c in conditions if self._is_coded(c, note)]
        candidates: list[CandidateCode] = [code for c in coded for code in resolve(self._coder, c)]
        codes = settle(self._coder, coded, tuple(candidates))
        gaps = find_gaps(
            reading,
            coded,
            codes,
            book=self._book,
            open_axes=lambda condition: open_axes(self._coder, condition),
            resolve=lambda condition: resolve(self._coder, condition),
            sites=self._sites,
        )
        reported = {c.id for c in coded if c.attributes.get("reported")}
        codes = tuple(_withhold(code) if code.condition_id in reported else code for code in codes)
        gaps = tuple(_uncode(gap) if gap.condition_id in reported else gap for gap in gaps)
        return NoteAnalysis(
            note_id=note.note_id or text_id(note.text),
            code_set=self._code_set,
            engine=self._engine,
            findings=reading.findings,
            conditions=conditions,
            codes=codes,
            gaps=gaps,
            claim=self._review(note, conditions, coded, codes, gaps) if note.claimed_codes else None,
        )

    def _review(
        self,
        note: Note,
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
            resolve=lambda condition: resolve(self._coder, condition),
            stems=lambda condition: reachable_stems(self._coder, condition),
        )
        reviewer = Reviewer(
            book=self._coder.tree,
            excluded=lambda one, other: excluded_by(self._coder, one, other),
            elsewhere=lambda code: find_release(code, but=self._code_set.release),
            held=held,
        )
        return review_claim(note.claimed_codes, reviewer)

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


def _withhold(code: CandidateCode) -> CandidateCode:
    """A candidate of a symptom that is only reported: what it would be, were it assessed."""
    return code.model_copy(update={"rank": code.rank + 1, "basis": "alternative"})


def _uncode(gap: Gap) -> Gap:
    return gap.model_copy(update={"codes_now": ()})


def text_id(text: str) -> str:
    """A stable id for a note that has none: a hash of its text."""
    body = text.encode("utf-8", "surrogatepass")
    return "note-" + hashlib.blake2b(body, digest_size=8).hexdigest()


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
    if len(CONTROL.findall(head)) > len(head) // 4:
        raise InputError("the note looks like binary data, not text: export it as plain text")
