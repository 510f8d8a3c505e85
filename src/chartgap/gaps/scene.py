"""What gap rules look at: the findings of one note, indexed once, and one condition among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Protocol

from msgspec import Struct, field
from pydantic import JsonValue

from chartgap.lexicon.schema import Axis
from chartgap.models import CandidateCode, Condition, Finding, Reading


class SiteFacts(Protocol):
    """What is asked of a canonical site. ``chartgap.lexicon.schema.SiteEntry`` fits."""

    @property
    def region(self) -> str | dict[str, str] | None:
        """Its value on the region axis, or one for each family with a ``default``."""
        ...

    @property
    def within(self) -> tuple[str, ...]:
        """The broader sites that hold it."""
        ...

    @property
    def ambiguous(self) -> Mapping[Axis, tuple[str, ...]]:
        """What the name may mean, by axis."""
        ...


class NoteScene(Struct, frozen=True, dict=True):
    """One note: its text, findings and layout, in the orders that tests ask for."""

    reading: Reading
    sites: Mapping[str, SiteFacts]
    held: frozenset[str] = frozenset()
    """Ids of the findings that its conditions rest on."""
    quotations: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    """Finding id → its quotation, as far as queries have asked for it: the gaps of a note share many.

    None stands for one that may not be quoted.
    """
    unfit: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    """Sentence → where it says what no query may quote, as far as queries have asked for it."""

    @cached_property
    def by_id(self) -> dict[str, Finding]:
        """Finding id → finding."""
        return {finding.id: finding for finding in self.reading.findings}

    def findings_inside(self, extent: tuple[int, int]) -> list[Finding]:
        """The findings that begin and end in a stretch of the note."""
        start, end = extent
        findings = self.reading.findings
        first = bisect_left(findings, start, key=_start)
        last = bisect_right(findings, end, lo=first, key=_start)
        return [finding for finding in findings[first:last] if finding.end <= end]

    def section_at(self, offset: int) -> int:
        """The place of the section around ``offset`` among the layout's; -1 before the first."""
        return bisect_right(self.reading.layout.section_starts, offset) - 1


class Scene(Struct, frozen=True, dict=True):
    """One condition in its note, with the codes that it has today."""

    note: NoteScene
    condition: Condition
    codes: tuple[CandidateCode, ...]

    @cached_property
    def primary(self) -> tuple[str, ...]:
        """Its rank-1 primary codes."""
        return tuple(code.code for code in self.codes if code.rank == 1 and code.role == "primary")

    @cached_property
    def codes_now(self) -> tuple[str, ...]:
        """All its rank-1 codes, the additional ones too."""
        return tuple(dict.fromkeys(code.code for code in self.codes if code.rank == 1))

    @cached_property
    def own_ids(self) -> frozenset[str]:
        """Ids of the findings the condition rests on."""
        return frozenset(self.condition.finding_ids)

    @cached_property
    def section_indices(self) -> frozenset[int]:
        """The sections that hold one of its findings."""
        by_id = self.note.by_id
        held = (by_id[key] for key in self.condition.finding_ids if key in by_id)
        return frozenset(self.note.section_at(finding.start) for finding in held)

    def findings(self, kind: str, scope: str) -> Sequence[Finding]:
        """The findings of this kind in the note, of the condition, or in the sections that name it."""
        found = self.note.reading.by_kind.get(kind, ())
        if scope == "condition":
            return [finding for finding in found if finding.id in self.own_ids]
        if scope == "section":
            section_at = self.note.section_at
            return [finding for finding in found if section_at(finding.start) in self.section_indices]
        return found

    def known(self, ids: Iterable[str]) -> tuple[Finding, ...]:
        """The findings with these ids, as far as the note has them."""
        by_id = self.note.by_id
        return tuple(by_id[key] for key in ids if key in by_id)

    def slot(self, name: str) -> object:
        """A field or attribute of the condition by dotted path; None where it is not there."""
        head, _, rest = name.partition(".")
        value: object = getattr(self.condition, head, None) if head in _FIELDS else None
        if value is None:
            value = self.condition.attributes.get(head)
        return part(value, rest) if rest else value

    def slot_values(self, names: Iterable[str]) -> list[object]:
        """The different values that these slots hold together, lists taken apart."""
        found: list[object] = []
        for name in names:
            value = self.slot(name)
            for item in value if isinstance(value, (list, tuple)) else (value,):
                if given(item) and item not in found:
                    found.append(item)
        return found


_start = attrgetter("start")
_FIELDS = frozenset({"concept", "status", "sites", "acuity", "route", "organisms", "conflicts"})


def given(value: object) -> bool:
    """Whether a value says something: not null, not false, not empty."""
    return value is not None and value is not False and value not in ("", (), [], {})


def part(value: object, path: str) -> JsonValue:
    """The part of a JSON value at a dotted path (``.`` is the value itself); None where there is none."""
    if path not in ("", "."):
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
    return value  # type: ignore[return-value]
