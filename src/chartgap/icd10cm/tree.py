"""The code tree of one ICD-10-CM release: titles, billability, frames, and notes inherited from every level.

Codes go in with or without a dot and in any case; they come out as officially written (``M86.58``).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import orjson

from chartgap.errors import CodeSetError
from chartgap.icd10cm.compiler import compiler_digest
from chartgap.icd10cm.frame import Frame, lay_out
from chartgap.icd10cm.record import NoteKind, Record, expand_sevenths
from chartgap.icd10cm.refs import CodeRef, parse_refs
from chartgap.icd10cm.releases import Release, find_release, list_releases
from chartgap.icd10cm.table import Table, open_table, unpack_row
from chartgap.icd10cm.terminology import Terminology


@dataclass(frozen=True, slots=True)
class InstructionalNote:
    """One line of an official note and the level that carries it.

    ``level`` is the code, the block (``M86-M90``) or the chapter (``13``) where the note stands,
    ``level_title`` its title. ``text`` is the line with its lead ("... due to: salmonella (A02.24)").
    ``refs`` are the codes it points at, empty where it names none.
    """

    kind: NoteKind
    text: str
    level: str
    level_title: str
    refs: tuple[CodeRef, ...] = ()

    def covers(self, code: str) -> bool:
        """Tell whether the note points at ``code``."""
        return any(ref.covers(code) for ref in self.refs)


@dataclass(frozen=True, slots=True)
class _Node:
    record: Record
    children: tuple[str, ...]
    notes: tuple[InstructionalNote, ...]


@dataclass(frozen=True)
class CodeTree:
    """One release of ICD-10-CM. Immutable; its parts are read on first use. Share it within a process."""

    release: str
    """First day of the release, ``2026-04-01``."""
    source_sha256: str
    """SHA-256 of the official XML the table was built from."""
    source: str
    """Name of that file."""
    _table: Table = field(repr=False, compare=False)
    _rows: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """Packed again: few of the thousands are asked for, and the garbage collector would walk all of them."""
    _nodes: dict[str, _Node] = field(default_factory=dict, repr=False, compare=False)
    _frames: dict[str, tuple[Frame, ...]] = field(default_factory=dict, repr=False, compare=False)
    _read: set[str] = field(default_factory=set, repr=False, compare=False)

    @cached_property
    def terminology(self) -> Terminology:
        """The words that notes have for its codes."""
        return Terminology(self._table.part("terms"))

    def normalise(self, code: str) -> str:
        """Write a code as the release does (``m8658`` → ``M86.58``). Does not look it up."""
        plain = code.strip().upper().replace(".", "").rstrip("-")
        if not plain[:1].isalpha() or "-" in plain or len(plain) <= 3:
            return plain
        return f"{plain[:3]}.{plain[3:]}"

    def valid(self, code: str) -> bool:
        """Tell whether the release has this code, billable or header."""
        node = self._find(code)
        return node is not None and node.record.is_code

    def billable(self, code: str) -> bool:
        """Tell whether the code can be reported: it exists and nothing lies under it."""
        node = self._find(code)
        return node is not None and node.record.is_code and not node.children

    def count(self) -> int:
        """How many billable codes the release has."""
        rows = (row for category in self.categories() for row in self._table.part(category)["records"])
        records = (_read_row(row) for row in rows)
        return sum(len(list(expand_sevenths(one))) or 1 for one in records if not one.children)

    def title(self, code: str) -> str:
        """The official title in full; a block or chapter id gives its title.

        Raises:
            CodeSetError: the release has no such code, block or chapter.
        """
        return self._get(code).record.title

    def parent(self, code: str) -> str | None:
        """The code above (a seventh-character code's is its stem); ``None`` above a category.

        Raises:
            CodeSetError: the release has no such code.
        """
        above = self._get(code).record.parent
        return above if above and self.valid(above) else None

    def children(self, code: str) -> tuple[str, ...]:
        """The codes right below, in official order; seventh-character codes count as children of their stem.

        Raises:
            CodeSetError: the release has no such code.
        """
        return self._get(code).children

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Every level above, nearest first: codes, then blocks, then the chapter.

        Raises:
            CodeSetError: the release has no such code.
        """
        levels = []
        above = self._get(code).record.parent
        while above:
            levels.append(above)
            above = self._get(above).record.parent
        return tuple(levels)

    def descendants(self, code: str) -> tuple[str, ...]:
        """Every billable code at or under ``code``, in official order.

        Raises:
            CodeSetError: the release has no such code.
        """
        node = self._get(code)
        if not node.children:
            return (node.record.id,)
        return tuple(leaf for child in node.children for leaf in self.descendants(child))

    def categories(self) -> tuple[str, ...]:
        """Every three-character category of the release, in official order."""
        return tuple(name for name in self._table.parts if len(name) == 3)

    def frame(self, code: str) -> Frame | None:
        """The frame of a billable code of chapter XIII; ``None`` for headers and codes of other chapters."""
        wanted = self.normalise(code)
        return next((frame for frame in self._frames_in(wanted[:3]) if frame.code == wanted), None)

    def frames(self, prefix: str) -> tuple[Frame, ...]:
        """The frames of the billable codes at or under ``prefix`` (``M86``, ``M86.8X``) in official order."""
        wanted = self.normalise(prefix)
        return tuple(frame for frame in self._frames_in(wanted[:3]) if frame.code.startswith(wanted))

    def laid_out(self, stem: str) -> tuple[Frame, ...]:
        """The frames that a condition of this stem is matched with: see ``lay_out``."""
        return lay_out(stem, self.frames, self.terminology.joins())

    def searched(self) -> tuple[str, ...]:
        """The prefixes whose codes ``search`` looks through: chapter XIII and what goes with it."""
        return self.terminology.searched()

    def notes(self, code: str, kind: NoteKind | None = None) -> tuple[InstructionalNote, ...]:
        """Every note that governs ``code``, its own first, then those above; of one kind if given.

        Raises:
            CodeSetError: the release has no such code.
        """
        levels = (self._get(code).record.id, *self.ancestors(code))
        notes = (note for level in levels for note in self._get(level).notes)
        return tuple(note for note in notes if kind is None or note.kind == kind)

    def excludes1(self, a: str, b: str) -> tuple[InstructionalNote, ...]:
        """The Excludes1 notes by which the two codes exclude each other, written at any level above either.

        Raises:
            CodeSetError: the release lacks one of the codes.
        """
        found: dict[InstructionalNote, None] = {}
        # A block can point at one of its own codes, which does not exclude itself.
        if self.normalise(a) == self.normalise(b):
            return ()
        for here, there in ((a, b), (b, a)):
            for note in self.notes(here, "excludes1"):
                if note.covers(there):
                    found[note] = None
        return tuple(found)

    def inclusion_terms(self, code: str) -> tuple[str, ...]:
        """The inclusion terms that stand at ``code`` itself."""
        return tuple(note.text for note in self._get(code).notes if note.kind == "inclusion_term")

    def sevenths(self, code: str) -> tuple[tuple[str, str], ...]:
        """The seventh characters that ``code`` takes and their texts; empty if it takes none."""
        return self._get(code).record.sevenths

    def _get(self, code: str) -> _Node:
        node = self._find(code)
        if node is None:
            raise CodeSetError(f"ICD-10-CM {self.release} has no code {code!r}")
        return node

    def _find(self, code: str) -> _Node | None:
        if code in self._nodes:
            return self._nodes[code]
        name = self.normalise(code)
        self._read_part("levels" if name.isdigit() or "-" in name else name[:3])
        if name not in self._nodes:
            self._make(self._row_of(name))
        return self._nodes.get(name)

    def _read_part(self, name: str) -> None:
        if name not in self._read:
            self._read.add(name)
            part = self._table.part(name) or {"records": ()}
            self._rows.update((row[0], orjson.dumps(row)) for row in part["records"])

    def _row_of(self, name: str) -> bytes | None:
        """The row of a code; a code with a seventh character stands in the row of its stem."""
        row = self._rows.get(name)
        stem = name[:-1] if len(name) == 8 else ""
        while row is None and stem:
            row = self._rows.get(stem.rstrip("."))
            stem = stem[:-1] if stem.endswith("X") else ""
        return row

    def _make(self, packed: bytes | None) -> None:
        """Make the node of a row when it is first asked for, and those of its full codes."""
        if packed is None:
            return
        row = orjson.loads(packed)
        identifier, title, _, notes, _, _, children = row
        record = _read_row(row)
        full = list(expand_sevenths(record))
        below = tuple(children) or tuple(full_code for full_code, _ in full)
        lines = tuple(InstructionalNote(k, text, identifier, title, parse_refs(text)) for k, text in notes)
        self._nodes[identifier] = _Node(record, below, lines)
        for full_code, full_title in full:
            self._nodes[full_code] = _Node(Record(full_code, full_title, identifier), (), ())

    def _frames_in(self, category: str) -> tuple[Frame, ...]:
        if category not in self._frames:
            rows = (self._table.part(category) or {}).get("frames", ())
            self._frames[category] = tuple(unpack_row(Frame, row) for row in rows)
        return self._frames[category]


def _read_row(row: list[Any]) -> Record:
    """The record of a row, without its notes."""
    identifier, title, parent, _, sevenths, barred, children = row
    return Record(
        id=identifier,
        title=title,
        parent=parent,
        sevenths=tuple((character, text) for character, text in sevenths),
        barred=frozenset((sixth, seventh) for sixth, seventh in barred),
        children=len(children),
    )


def load_tree(release: str | None = None, *, folder: Path | None = None) -> CodeTree:
    """Load the compiled table of a release, the newest by default.

    ``folder`` holds tables built by ``python -m chartgap.icd10cm.build``; by default both the shipped and the
    installed ones count.

    Raises:
        CodeSetError: there is no such release, or its table is damaged or of another format version.
    """
    return open_tree(find_release(release, folder=folder))


def open_tree(release: Release) -> CodeTree:
    """The code tree of a release at hand; one of each is kept.

    Raises:
        CodeSetError: its table is damaged, of another format version or release, or was installed by another
            chartgap.
    """
    try:
        changed = release.path.stat().st_mtime_ns
    except OSError as error:
        raise CodeSetError(f"{release.path}: cannot be read: {error.strerror}") from error
    return _open(release, changed)


def find_release_with(code: str, *, but: str, folder: Path | None = None) -> str | None:
    """The newest release other than ``but`` that has this code, billable or header; None if none does."""
    for release in reversed(list_releases(folder)):
        # A table that cannot be used says so where notes need it; here it only would have told more.
        with suppress(CodeSetError):
            if release.name != but and open_tree(release).valid(code):
                return release.name
    return None


@lru_cache(maxsize=8)
def _open(release: Release, _changed: int) -> CodeTree:
    table = open_table(release.path)
    if table.release != release.name:
        raise CodeSetError(f"{release.path}: holds the release {table.release}; install or build it again")
    if release.installed and table.compiler != compiler_digest():
        raise CodeSetError(
            f"{release.path}: was installed by another version of chartgap; install the release "
            f"{release.name} again: chartgap codes install"
        )
    return CodeTree(table.release, table.source_sha256, table.source, table)
